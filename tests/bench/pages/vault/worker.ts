// The vault's own worker. It can be filled besides, and tells when every record was opened.
import { expose } from 'comlink';
import { recordId } from '../../../../crypto/brand.ts';
import { fromHex } from '../../../../crypto/hex.ts';
import { systemRandom } from '../../../../crypto/random.ts';
import { COMPARTMENT } from '../../../../crypto/vault/compartment.ts';
import { parseHeader } from '../../../../crypto/vault/header.ts';
import { deriveKeys } from '../../../../crypto/vault/keys.ts';
import { noteEntry } from '../../../../client/practice/catalogue.ts';
import { encodeClient, encodeNote } from '../../../../client/practice/codec.ts';
import { Searcher, type SearchBuild } from '../../../../client/practice/search/searcher.ts';
import { records } from '../../../../client/vault/batches.ts';
import { hasRecord } from '../../../../client/vault/contents.ts';
import { openHeader } from '../../../../client/vault/credentials.ts';
import { openVaultDatabase, type VaultDatabase } from '../../../../client/vault/database.ts';
import { listenForPage } from '../../../../client/vault/derive.ts';
import { Directory } from '../../../../client/vault/directory.ts';
import { OpenVault, type Put } from '../../../../client/vault/open-vault.ts';
import { VaultDesk } from '../../../../client/vault/vault-desk.ts';
import { notebook } from '../../../support/notes.ts';
import { SEED, type BenchApi, type Size } from './bench-api.ts';

/** Records of one transaction. With one note in each, filling would take minutes. */
const PORTION = 500;

let lastOpenedAt = 0;

/** The survey begins the index once it has opened the last record. */
function watchSurvey(): void {
  const build = Object.getOwnPropertyDescriptor(Searcher.prototype, 'build')?.value as (
    this: Searcher,
  ) => SearchBuild;
  Searcher.prototype.build = function (this: Searcher) {
    lastOpenedAt = performance.timeOrigin + performance.now();
    return build.call(this);
  };
}

class BenchDesk extends VaultDesk implements BenchApi {
  openedAt = () => Promise.resolve(lastOpenedAt);

  /** Through the vault's own commit, under its own keys. */
  async fill(size: Size, words: string): Promise<number> {
    const { vault, end } = await anotherTab(words);
    const { clients, notes } = notebook(size, SEED);
    const people = clients.map(({ id, ...body }) => clientPut(id, body));
    const written = notes.map(({ id, kind, note }): Put & { body: Uint8Array } => ({
      ...place(id),
      compartment: COMPARTMENT[kind],
      catalogue: noteEntry(note),
      body: encodeNote(note),
    }));
    const puts = [...people, ...written];
    for (let from = 0; from < puts.length; from += PORTION) {
      const portion = puts.slice(from, from + PORTION);
      await vault.commit(() => ({ puts: portion, result: undefined }));
    }
    end();
    return written.reduce((sum, { body }) => sum + body.length, 0);
  }

  async openAll(words: string): Promise<number> {
    const { vault, database, end } = await anotherTab(words);
    const began = performance.now();
    const names = [...vault.manifest.entries].filter(hasRecord).map(({ name }) => name);
    for await (const { name, bytes } of records(database, names)) {
      const entry = vault.manifest.entry(name);
      if (!entry) throw new Error(`no record ${name}`);
      vault.openStored(entry, bytes).fill(0);
    }
    const taken = performance.now() - began;
    end();
    return taken;
  }
}

/** The vault once more, as another tab would have it open. */
async function anotherTab(
  words: string,
): Promise<{ vault: OpenVault; database: VaultDatabase; end: () => void }> {
  const directory = await Directory.open();
  const name = await directory.current();
  directory.close();
  if (name === undefined) throw new Error('there is no vault');
  const database = await openVaultDatabase(name, () => undefined);
  const header = parseHeader((await database.get('head', 'header')) ?? new Uint8Array(0));
  const { key } = await openHeader(header, { kind: 'recovery', words });
  const vault = new OpenVault({
    database,
    keys: deriveKeys(key, header),
    random: systemRandom,
    now: () => Date.now(),
    changed: () => undefined,
    saved: () => undefined,
    damaged: (code) => {
      throw new Error(code);
    },
  });
  await vault.load();
  const end = () => {
    vault.wipe();
    database.close();
  };
  return { vault, database, end };
}

const place = (name: string) => ({ name, id: recordId(fromHex(name) ?? new Uint8Array(0)) });

function clientPut(id: string, body: Parameters<typeof encodeClient>[0]): Put {
  const { name, archived, createdAt } = body;
  return {
    ...place(id),
    compartment: COMPARTMENT.practice,
    catalogue: { what: 'client', name, archived, createdAt },
    body: encodeClient(body),
  };
}

watchSurvey();
listenForPage();
expose(new BenchDesk());
