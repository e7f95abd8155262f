import type { NoteQuery } from '../../vault/vault-api.ts';

/** So many lines of the list are asked for at once. */
export const PAGE = 100;

/** Every note outside the bin. */
export const everyNote: NoteQuery = { text: '', bin: false, offset: 0, limit: PAGE };

/** How many filters beside the words are set. */
export const filtersSet = (query: NoteQuery): number =>
  [query.kind, query.clientId, query.tag, query.template, query.from, query.to, query.state].filter(
    (set) => set !== undefined,
  ).length + (query.bin ? 1 : 0);
