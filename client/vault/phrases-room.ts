import { toHex } from '../../crypto/hex.ts';
import type { Random } from '../../crypto/random.ts';
import { COMPARTMENT } from '../../crypto/vault/compartment.ts';
import { newRecordId } from '../../crypto/vault/record.ts';
import {
  decodeSettings,
  decodeSnippet,
  decodeTemplate,
  encodeSettings,
  encodeSnippet,
  encodeTemplate,
} from '../practice/codec.ts';
import type { Snippet, Template } from '../practice/template.ts';
import type { Contents } from './contents.ts';
import { VaultError } from './errors.ts';
import { decoded } from './notes-room.ts';
import type { OpenVault, Plan } from './open-vault.ts';
import { damage } from './survey.ts';
import type { StoredSettings, VaultSettings } from './vault-api.ts';

export const DEFAULT_SETTINGS: VaultSettings = { idleMinutes: 10, hidden: 'soon' };

export interface PhrasesRoomOptions {
  readonly vault: OpenVault;
  readonly contents: Contents;
  readonly random: Random;
}

/** The practice's own templates, snippets and settings: small records, all read at once. */
export class PhrasesRoom {
  readonly #options: PhrasesRoomOptions;

  constructor(options: PhrasesRoomOptions) {
    this.#options = options;
  }

  async templates(): Promise<Template[]> {
    const read = await this.#all('template', decodeTemplate);
    return read
      .map(({ id, body }) => ({ ...body, id, builtIn: false }))
      .sort((a, b) => a.name.localeCompare(b.name));
  }

  async saveTemplate(template: Template): Promise<Template> {
    const { name, kind, sections } = template;
    const known = this.#options.vault.manifest.entry(template.id);
    const id = await this.#save('template', known?.name, encodeTemplate({ name, kind, sections }));
    return { id, name, kind, sections, builtIn: false };
  }

  async snippets(): Promise<Snippet[]> {
    const read = await this.#all('snippet', decodeSnippet);
    return read
      .map(({ id, body }) => ({ ...body, id }))
      .sort((a, b) => a.name.localeCompare(b.name));
  }

  async saveSnippet(known: string | null, name: string, text: string): Promise<Snippet> {
    const id = await this.#save('snippet', known ?? undefined, encodeSnippet({ name, text }));
    return { id, name, text };
  }

  async remove(what: 'template' | 'snippet', id: string): Promise<void> {
    const { vault } = this.#options;
    await vault.commit(() => {
      if (vault.manifest.entry(id)?.catalogue.what !== what) throw new VaultError('NOT_FOUND');
      return { drops: [id], result: undefined };
    });
  }

  async settings(): Promise<StoredSettings> {
    const [stored] = await this.#all('settings', decodeSettings);
    return stored?.body ?? DEFAULT_SETTINGS;
  }

  /** As `settings`, inside a plan. */
  async settingsForPlan(): Promise<StoredSettings> {
    const { vault, contents } = this.#options;
    const [entry] = contents.of('settings');
    if (!entry) return DEFAULT_SETTINGS;
    return decoded(await vault.readForPlan(entry.name), decodeSettings);
  }

  /** As a plan, so that it can be written together with what it is about. */
  settingsPlan(settings: StoredSettings, events: Plan<void>['events'] = []): Plan<void> {
    const [entry] = this.#options.contents.of('settings');
    return {
      puts: [this.#put('settings', entry?.name, encodeSettings(settings))],
      events,
      result: undefined,
    };
  }

  /** Less those that are damaged: they are found with all the rest, and must keep nobody out. */
  async #all<T>(
    what: 'template' | 'snippet' | 'settings',
    decode: (bytes: Uint8Array) => T,
  ): Promise<{ id: string; body: T }[]> {
    const { vault, contents } = this.#options;
    const read = await Promise.all(
      contents.of(what).map(async ({ name }) => {
        try {
          return [{ id: name, body: decoded(await vault.read(name), decode) }];
        } catch (error) {
          if (error instanceof VaultError && damage(error.code)) return [];
          throw error;
        }
      }),
    );
    return read.flat();
  }

  async #save(
    what: 'template' | 'snippet',
    known: string | undefined,
    body: Uint8Array,
  ): Promise<string> {
    return this.#options.vault.commit(() => {
      const put = this.#put(what, known, body);
      return { puts: [put], result: put.name };
    });
  }

  #put(what: 'template' | 'snippet' | 'settings', known: string | undefined, body: Uint8Array) {
    const { vault, random } = this.#options;
    const entry = known === undefined ? undefined : vault.manifest.entry(known);
    if (known !== undefined && entry?.catalogue.what !== what) throw new VaultError('NOT_FOUND');
    const id = entry?.id ?? newRecordId(random);
    return {
      name: toHex(id),
      id,
      compartment: COMPARTMENT.practice,
      catalogue: { what },
      body,
    } as const;
  }
}
