import { equal } from '../../crypto/bytes.ts';
import { CryptoError } from '../../crypto/errors.ts';
import type { Random } from '../../crypto/random.ts';
import {
  emptyAuditHead,
  nextAuditHead,
  openAudit,
  sealAudit,
  type AuditLine,
} from '../../crypto/vault/audit.ts';
import type { VaultKeys } from '../../crypto/vault/keys.ts';
import { decodeAuditEvent } from '../practice/codec.ts';
import { guarded, type VaultDatabase } from './database.ts';
import type { OpenVault } from './open-vault.ts';
import type { AuditEntry } from './vault-api.ts';

interface ReadLine {
  readonly sequence: number;
  readonly line: AuditLine;
}

interface ReadTrail {
  /** In order, without those that do not open. */
  readonly read: readonly ReadLine[];
  readonly stored: number;
  /** Of the same moment. */
  readonly root: Uint8Array | undefined;
}

async function readTrail(database: VaultDatabase, vault: OpenVault): Promise<ReadTrail> {
  const [root, sequences, stored] = await guarded(async () => {
    const work = database.transaction(['head', 'audit']);
    const store = work.objectStore('audit');
    return Promise.all([work.objectStore('head').get('root'), store.getAllKeys(), store.getAll()]);
  });
  // Not before: this tab may have replaced them meanwhile.
  const { keys } = vault;
  const read = sequences.flatMap((sequence, index) => {
    const bytes = stored[index];
    if (!bytes) return [];
    try {
      return [{ sequence, line: openAudit(keys, sequence, bytes) }];
    } catch (error) {
      if (!(error instanceof CryptoError)) throw error;
      return [];
    }
  });
  return { read, stored: stored.length, root };
}

/**
 * The whole trail, newest first, and whether it is the one that the root vouches for. Entries behind
 * those that the root counts show that it is from an earlier time than they are.
 */
export async function readAudit(
  database: VaultDatabase,
  vault: OpenVault,
): Promise<{ entries: AuditEntry[]; lines: readonly AuditLine[]; verified: boolean }> {
  const { read, stored, root } = await readTrail(database, vault);
  const vouched = vault.openRoot(root);
  let reached = emptyAuditHead();
  for (const { sequence, line } of read) reached = nextAuditHead(reached, sequence, line);
  const entries = read.map(({ sequence, line: { at, event } }) => ({
    sequence,
    at,
    event: decodeAuditEvent(event),
  }));
  return {
    entries: entries.reverse(),
    lines: read.map(({ line }) => line),
    verified:
      vouched?.auditLength === stored &&
      read.length === stored &&
      equal(reached, vouched.auditHead),
  };
}

/** Every entry under other keys; the chain, which is over what they say, stays the same. */
export async function resealAudit(
  database: VaultDatabase,
  vault: OpenVault,
  keys: VaultKeys,
  random: Random,
): Promise<{ readonly sequence: number; readonly bytes: Uint8Array }[]> {
  const { read } = await readTrail(database, vault);
  return read.map(({ sequence, line }) => ({
    sequence,
    bytes: sealAudit(keys, sequence, line, random),
  }));
}
