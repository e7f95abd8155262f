import type { Amendment, NoteContent } from '../note.ts';
import { builtInTemplates } from '../templates.ts';

type Searched = NoteContent & { readonly amendments: readonly Amendment[] };

/** "Plan" stands on every SOAP note; whoever looks for plans looks for what was written. */
const knownHeadings = new Set(
  builtInTemplates.flatMap((template) => template.sections.map((section) => section.heading)),
);

/**
 * What a note is found by: title, its client's name, tags, texts, amendments, and headings that do
 * not come with the app. Has to be put anew when the client gets another name.
 */
export function searchText(note: Searched, clientName = ''): string {
  const headings = note.sections.map((section) => section.heading);
  const own = headings.filter((heading) => !knownHeadings.has(heading));
  return [note.title, clientName, ...note.tags, ...own, excerptText(note)].join('\n');
}

/** What an excerpt is taken from: that of it which the list does not show anyway. */
export function excerptText(note: Searched): string {
  const texts = [...note.sections, ...note.amendments].map((part) => part.text);
  return texts.filter((text) => text !== '').join('\n');
}
