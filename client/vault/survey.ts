import { decodeNote } from '../practice/codec.ts';
import { searchText } from '../practice/search/document.ts';
import type { Searcher } from '../practice/search/searcher.ts';
import { hasRecord, noteOf } from './contents.ts';
import { records } from './batches.ts';
import type { VaultDatabase } from './database.ts';
import { VaultError, type VaultErrorCode } from './errors.ts';
import type { Entry } from './manifest.ts';
import type { OpenVault } from './open-vault.ts';
import type { Pauses } from './pause.ts';
import type { Finding } from './vault-api.ts';

/** Notes put into the index between two looks at the clock. */
const HELD = 8;

export interface SurveyOptions {
  readonly database: VaultDatabase;
  readonly vault: OpenVault;
  readonly searcher: Searcher;
  readonly pauses: Pauses;
  readonly clientName: (id: string | null) => string;
  /** The searcher has the latest words of this note. */
  readonly taken: (name: string) => void;
  /** Whether the vault was locked meanwhile. */
  readonly ended: () => boolean;
}

/**
 * Opens every record there is, in the background after unlocking: what was swapped, rolled back,
 * altered or taken away is found although nobody opens it, and the words of all notes become
 * searchable. Resolves with what is damaged.
 */
export async function survey(options: SurveyOptions): Promise<Finding[]> {
  const { vault, searcher, ended } = options;
  const names = [...vault.manifest.entries].filter(hasRecord).map(({ name }) => name);
  const suspects: string[] = [];
  for await (const { name, bytes } of records(options.database, names)) {
    if (ended()) return [];
    await options.pauses.due();
    const entry = vault.manifest.entry(name);
    // Removed since.
    if (!entry) continue;
    if (!take(entry, bytes, options)) suspects.push(name);
  }
  const build = searcher.build();
  while (build.addHeld(HELD)) await options.pauses.due();
  const finishing = build.finishing();
  while (!finishing.next().done) await options.pauses.due();
  return again(suspects, options);
}

function take(
  entry: Entry,
  bytes: Uint8Array | undefined,
  { vault, searcher, clientName, taken }: SurveyOptions,
): boolean {
  try {
    const body = vault.openStored(entry, bytes);
    if (noteOf(entry)) {
      const note = decodeNote(body);
      searcher.put(entry.name, searchText(note, clientName(note.clientId)));
      taken(entry.name);
    }
    body.fill(0);
    return true;
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    return false;
  }
}

/** One by one and on the latest list: a save in between is no damage. */
async function again(names: readonly string[], { vault }: SurveyOptions): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const name of names) {
    try {
      (await vault.read(name)).fill(0);
    } catch (error) {
      if (!(error instanceof VaultError)) throw error;
      const entry = vault.manifest.entry(name);
      const code = damage(error.code);
      if (entry && code) findings.push({ code, name, ...shownOf(entry) });
    }
  }
  return findings;
}

/** What a finding calls a record: the title and day of a note, else nothing. */
function shownOf(entry: Entry): { title: string; date: string } {
  const note = noteOf(entry);
  return { title: note?.title ?? '', date: note?.date ?? '' };
}

export function damage(
  code: VaultErrorCode,
): 'RECORD_MISSING' | 'RECORD_ALTERED' | 'RECORD_ROLLED_BACK' | undefined {
  switch (code) {
    case 'RECORD_MISSING':
    case 'RECORD_ALTERED':
    case 'RECORD_ROLLED_BACK':
      return code;
    default:
      return undefined;
  }
}
