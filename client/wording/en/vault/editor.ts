import type { NoteKind } from '../../../practice/note.ts';
import type { SaveState } from '../../../state/vault-view.ts';

/** One note. */
export const editor = {
  label: 'The note',
  back: 'Back to the list',
  title: 'Title',
  client: 'Client',
  date: 'Date',
  tags: 'Tags',
  tagsHint: 'With commas between, such as: grief, sleep',
  text: 'Text',
  save: {
    saved: 'Saved',
    unsaved: 'Not saved yet',
    saving: 'Saving…',
    failed: 'Not saved',
  } satisfies Record<SaveState, string>,
  retry: 'Save again',

  carryOver: 'Carry over from the last note',
  snippets: 'Snippets',
  noSnippets: 'None yet. You make them under Settings.',
  snippetHint: 'Or type ; and the name, then the space bar.',
  more: 'More',
  history: 'History',
  bin: 'Move to the bin',
  moveTo: {
    progress: 'Make it a progress note…',
    psychotherapy: 'Make it a psychotherapy note…',
  } satisfies Record<NoteKind, string>,

  sign: {
    open: 'Sign and lock…',
    heading: 'Sign and lock this note?',
    text: 'From then on its text stays as it is, for good. You can add amendments with their own date; they never change what stands there.',
    sign: 'Sign and lock',
  },
  signedAt: (at: string): string => `Signed and locked ${at}. Its text cannot be changed.`,
  amendments: 'Amendments',
  amendment: (at: string): string => `Added ${at}`,
  amend: {
    label: 'New amendment',
    hint: 'It is added with today’s date. The signed text stays as it is.',
    add: 'Add an amendment',
  },
  nothingWritten: 'Nothing was written here.',

  move: {
    heading: {
      progress: 'Make it a progress note?',
      psychotherapy: 'Make it a psychotherapy note?',
    } satisfies Record<NoteKind, string>,
    text: 'The note and its whole history move, and are sealed anew under the other keys.',
    move: 'Move it',
  },

  inBin: (at: string): string => `In the bin since ${at}. It is not found in any search.`,
  unbin: 'Put back',
  shred: {
    open: 'Shred for good…',
    heading: 'Shred this note for good?',
    text: 'Its key is destroyed, its history as well. Nobody can bring it back, not you and not we.',
    copies:
      'What remains elsewhere: every backup made before still holds the note, until you delete that file. The audit trail keeps that a note was shredded, not what stood in it.',
    law: 'Records often have to be kept for years. Check before you shred one.',
    shred: 'Shred for good',
  },

  conflict: {
    heading: 'This note was saved in another tab, too',
    text: 'Both texts are kept until you choose. Yours is what you have here; the other is what is stored now.',
    mine: 'What you have here',
    theirs: 'What the other tab saved',
    keepMine: 'Keep mine',
    keepTheirs: 'Keep the other',
    keepBoth: 'Keep both as two notes',
  },

  past: {
    heading: 'History of this note',
    text: 'Each entry shows what was changed after it. Words that came in are underlined, words that went out are struck through.',
    empty: 'There is no earlier text. One is kept whenever you begin to write anew.',
    version: (at: string): string => `Saved ${at}`,
    added: 'added:',
    removed: 'removed:',
    end: 'end',
    take: 'Use this text',
    takeOf: (at: string): string => `Use this text of ${at}`,
    close: 'Back to the note',
  },
};
