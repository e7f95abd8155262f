import type { TalkAnswer } from '../../state/care-view.ts';
import type { Trace } from '../../state/room-view.ts';

/** English, for what both sides see of closing, of a quiet word, and of what leaving left behind. */
export const care = {
  closing: {
    heading: 'A few minutes left to close',
    left: (minutes: number): string =>
      minutes <= 0
        ? 'It is time.'
        : minutes === 1
          ? 'About 1 minute.'
          : `About ${String(minutes)} minutes.`,
    hold: 'What will you take with you from today? And what is one good thing that you can do right after this?',
  },

  /** Seen by anybody who looks at the screen: it must look like nothing in particular. */
  quiet: {
    open: 'Quiet word',
    heading: 'Can you talk?',
    answers: { yes: 'Yes', no: 'No', 'not-alone': 'Not alone' } satisfies Record<
      TalkAnswer,
      string
    >,
    hint: 'Told without a sound. Nothing of it stays on the screen.',
    agreed: 'If we are cut off',
    agreedHint: 'Whom to call, or when to try again. The other person sees it too.',
    save: 'Save',
    close: 'Done',
  },

  proof: {
    heading: 'Checked just now',
    checking: 'Looking for what is left…',
    nothing: 'Nothing of this conversation is kept on this device.',
    clear: {
      tab: 'Storage of this tab: empty.',
      storage: 'Storage of this browser: nothing of this page.',
      caches: 'Kept copies of files: none of this page.',
      databases: 'Databases: none of this page.',
      worker: 'Programs in the background: none of this page.',
      devices: 'Camera, microphone and screen: all off.',
      address: 'Address bar and going back: the secret of the link is not there.',
    } satisfies Record<Trace, string>,
    left: {
      tab: 'Something is left in the storage of this tab. Close the tab: that removes it.',
      storage:
        'Something that this page did not make is left in the storage of this browser. To be sure, clear the data of this site in the settings of the browser.',
      caches:
        'Copies of files are left that this page did not make. To be sure, clear the data of this site in the settings of the browser.',
      databases:
        'A database is left that this page did not make. To be sure, clear the data of this site in the settings of the browser.',
      worker:
        'A program in the background answers for this page. Clear the data of this site in the settings of the browser.',
      devices: 'A camera, microphone or screen is still on. Close this tab: that switches it off.',
      address: 'The address still holds a secret. Close this tab, and delete it from the history.',
    } satisfies Record<Trace, string>,
  },
};

/** What a translation has to provide. */
export type CareWording = typeof care;
