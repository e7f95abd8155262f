import { recordKey } from '../../crypto/brand.ts';
import type { Random } from '../../crypto/random.ts';
import type { VaultKeys } from '../../crypto/vault/keys.ts';
import { openRecord, sealRecord, type RecordEntry } from '../../crypto/vault/record.ts';
import { decodeNote, encodeNote } from '../practice/codec.ts';
import type { NoteContent } from '../practice/note.ts';
import type { Entry } from './manifest.ts';

/** Added to a draft's revision, so that it can never be taken for a saved record. */
const DRAFTS_FROM = 2 ** 31;

export interface DraftPlace {
  readonly keys: VaultKeys;
  readonly entry: Entry;
  /** The revision that the words were written on. */
  readonly base: number;
}

/** Under the compartment's key and not the note's, which another save of the note would replace. */
const draftEntry = ({ keys, entry, base }: DraftPlace): RecordEntry => ({
  id: entry.id,
  compartment: entry.compartment,
  revision: DRAFTS_FROM + base,
  key: recordKey(keys.pages[entry.compartment]),
});

/** Words that could not be saved, sealed so that they outlast a lock in the page's own memory. */
export function sealDraft(place: DraftPlace, content: NoteContent, random: Random): Uint8Array {
  const body = encodeNote({ ...content, createdAt: 0, updatedAt: 0, amendments: [] });
  const { vaultId } = place.keys;
  const sealed = sealRecord({ vaultId, entry: draftEntry(place), body, random });
  body.fill(0);
  return sealed;
}

/** Throws VAULT_RECORD for anything but a draft of this note under these keys. */
export function openDraft(place: DraftPlace, draft: Uint8Array): NoteContent {
  const body = openRecord(draft, draftEntry(place), place.keys.vaultId);
  const { title, clientId, date, template, tags, sections } = decodeNote(body);
  body.fill(0);
  return { title, clientId, date, template, tags, sections };
}
