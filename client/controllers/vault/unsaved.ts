import type { ClientContent } from '../../practice/client.ts';
import type { NoteContent, NoteKind } from '../../practice/note.ts';

/** Everything that was written and is on no disk yet; it outlasts a lock, sealed. */
export interface Unsaved {
  readonly note?: {
    readonly id: string;
    readonly kind: NoteKind;
    /** The revision that the words were written on. */
    readonly base: number;
    readonly content: NoteContent;
  };
  readonly amendment?: { readonly id: string; readonly kind: NoteKind; readonly text: string };
  readonly client?: { readonly id: string; readonly content: ClientContent };
}

export const isNothing = ({ note, amendment, client }: Unsaved): boolean =>
  !note && !amendment && !client;
