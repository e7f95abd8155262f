import { contentOf, type NoteContent } from '../../practice/note.ts';

/** A field of the editor: one of the head, or a section by its index. */
export type DraftField = 'title' | 'clientId' | 'date' | 'tags' | number;

const same = (one: NoteContent, other: NoteContent): boolean => written(one) === written(other);

const written = ({ title, clientId, date, template, tags, sections }: NoteContent): string =>
  JSON.stringify([
    title,
    clientId,
    date,
    template,
    tags,
    sections.map(({ heading, text }) => [heading, text]),
  ]);

/**
 * What stands in the editor's fields. Views come after the keys that caused them, so that a view with
 * a text that was sent from here is old news and never touches the fields; any other text (carried
 * over, taken from the history) replaces them, but for the one field that is being typed in.
 */
export class Draft {
  #content: NoteContent;
  #received: NoteContent;
  /** Texts that may still come back in a view, oldest first; the last is what stands in the fields. */
  #sent: string[];
  #replacing = false;

  constructor(note: NoteContent) {
    this.#content = contentOf(note);
    this.#received = note;
    this.#sent = [written(note)];
  }

  get content(): NoteContent {
    return this.#content;
  }

  /** Something was typed. Returns the whole content to be saved. */
  change(part: Partial<NoteContent>): NoteContent {
    this.#content = { ...this.#content, ...part };
    this.#replacing = false;
    this.#sent.push(written(this.#content));
    return this.#content;
  }

  /** The next other text is one that was asked for, whatever was sent before. */
  expectReplacement(): void {
    this.#replacing = true;
  }

  /** A view of the same note arrived, while `typing` has the focus. */
  receive(note: NoteContent, typing: DraftField | undefined): void {
    if (note === this.#received) return;
    this.#received = note;
    const seen = this.#sent.indexOf(written(note));
    if (seen >= 0 && !this.#replacing) {
      this.#sent = this.#sent.slice(seen);
      return;
    }
    if (same(note, this.#content)) return;
    this.#content = this.#replacing ? contentOf(note) : merge(note, this.#content, typing);
    this.#replacing = false;
    this.#sent = [written(note), written(this.#content)];
  }
}

/** `note`, with the one field that is being typed in left as it is. */
function merge(note: NoteContent, mine: NoteContent, typing: DraftField | undefined): NoteContent {
  const taken = contentOf(note);
  if (typing === undefined) return taken;
  if (typeof typing !== 'number') return { ...taken, [typing]: mine[typing] };
  const section = mine.sections[typing];
  return {
    ...taken,
    sections: taken.sections.map((other, index) =>
      index === typing && section !== undefined ? { ...other, text: section.text } : other,
    ),
  };
}

/** Tags out of one line: lower case, without "#", each once, in their order. */
export const tagsIn = (line: string): readonly string[] => [
  ...new Set(
    line
      .split(',')
      .map((tag) => tag.trim().replace(/^#+/, '').toLowerCase())
      .filter((tag) => tag !== ''),
  ),
];
