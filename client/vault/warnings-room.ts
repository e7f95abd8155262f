import { toHex } from '../../crypto/hex.ts';
import type { Random } from '../../crypto/random.ts';
import { COMPARTMENT } from '../../crypto/vault/compartment.ts';
import { newRecordId } from '../../crypto/vault/record.ts';
import { decodeWarnings, encodeWarnings } from '../practice/codec.ts';
import { MAX_WARNINGS } from '../practice/limits.ts';
import type { Warning, WarningsBody } from '../practice/session-record.ts';
import type { Contents } from './contents.ts';
import { VaultError } from './errors.ts';
import { decoded } from './notes-room.ts';
import type { OpenVault, Put } from './open-vault.ts';
import { damage } from './survey.ts';

export interface WarningsRoomOptions {
  readonly vault: OpenVault;
  readonly contents: Contents;
  readonly random: Random;
  readonly now: () => number;
}

const NONE: WarningsBody = { clearedAt: 0, list: [] };

/** Everything that was refused, in one small record. */
export class WarningsRoom {
  readonly #options: WarningsRoomOptions;

  constructor(options: WarningsRoomOptions) {
    this.#options = options;
  }

  /** Newest first. */
  async list(): Promise<Warning[]> {
    return [...(await this.#body()).list].reverse();
  }

  add(found: readonly Warning[]): Promise<void> {
    return this.#options.vault.commit(async () => ({
      puts: await this.puts(found),
      result: undefined,
    }));
  }

  clear(): Promise<void> {
    const { vault, now } = this.#options;
    return vault.commit(() => ({
      puts: [this.#put({ clearedAt: now(), list: [] })],
      result: undefined,
    }));
  }

  /** For a plan: nothing to write where all of it is there, or was put away. */
  async puts(found: readonly Warning[]): Promise<Put[]> {
    if (found.length === 0) return [];
    const { clearedAt, list } = await this.#body();
    const known = new Set(list.map(({ what, at }) => `${what} ${String(at)}`));
    const fresh = found.filter(
      ({ what, at }) => at > clearedAt && !known.has(`${what} ${String(at)}`),
    );
    if (fresh.length === 0) return [];
    const all = [...list, ...fresh].sort((a, b) => a.at - b.at);
    return [this.#put({ clearedAt, list: all.slice(-MAX_WARNINGS) })];
  }

  /** One that is damaged is found with all the rest, and must not keep the next from being kept. */
  async #body(): Promise<WarningsBody> {
    const [entry] = this.#options.contents.of('warnings');
    if (!entry) return NONE;
    try {
      return decoded(await this.#options.vault.readForPlan(entry.name), decodeWarnings);
    } catch (error) {
      if (error instanceof VaultError && damage(error.code)) return NONE;
      throw error;
    }
  }

  #put(body: WarningsBody): Put {
    const { contents, random } = this.#options;
    const [entry] = contents.of('warnings');
    const id = entry?.id ?? newRecordId(random);
    return {
      name: toHex(id),
      id,
      compartment: COMPARTMENT.practice,
      catalogue: { what: 'warnings' },
      body: encodeWarnings(body),
    };
  }
}
