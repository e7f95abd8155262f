import type { NoteKind } from './note.ts';

/** What a new note begins with. */
export interface Template {
  /** A word for those that come with the app; 32 hexadecimal digits for one's own. */
  readonly id: string;
  readonly name: string;
  /** Where notes of this template usually belong. */
  readonly kind: NoteKind;
  readonly sections: readonly TemplateSection[];
  readonly builtIn: boolean;
}

export interface TemplateSection {
  readonly heading: string;
  /** One sentence on what belongs here, shown in the empty field. */
  readonly hint: string;
}

/** A few words that are put into a note by their name. */
export interface Snippet {
  /** 32 hexadecimal digits. */
  readonly id: string;
  /** Typed after ";" in the editor: letters, digits, "-" and "_". */
  readonly name: string;
  readonly text: string;
}
