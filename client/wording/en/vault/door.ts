import type { ProgressView, Strength } from '../../../state/vault-view.ts';

const HOUR = 1 / (365.25 * 24);

/** A time that somebody needs, in the words of a person. */
function span(years: number): string {
  if (years < HOUR) return 'less than an hour';
  if (years < 1 / 365.25) return 'some hours';
  if (years < 1 / 12) return 'some days';
  if (years < 1) return 'some months';
  if (years < 1.5) return 'about a year';
  if (years < 1e6) {
    const digits = 10 ** Math.max(0, Math.floor(Math.log10(years)) - 1);
    return `about ${(Math.round(years / digits) * digits).toLocaleString('en')} years`;
  }
  return 'more than a million years';
}

const wait = (seconds: number): string =>
  seconds >= 120
    ? `${String(Math.ceil(seconds / 60))} minutes`
    : seconds === 1
      ? '1 second'
      : `${String(seconds)} seconds`;

/** What can be seen without a key, and what all screens share. */
export const door = {
  show: 'Show',
  showField: (label: string): string => `Show ${label.toLowerCase()}`,
  cancel: 'Cancel',
  close: 'Close',
  stop: 'Stop',
  putAway: 'Got it',
  passphrase: 'Passphrase',

  here: {
    heading: 'Notes on this device',
    text: 'A vault keeps your notes on this device, locked with a passphrase that only you know. Nothing of it is ever sent anywhere.',
    address: (origin: string): string =>
      `It belongs to this browser and to the address ${origin}. If you have notes elsewhere, make a backup of them there, and put it back here.`,
    create: 'Create a vault',
    restore: 'Put back a backup',
    unreadable: 'Notes on this device cannot be opened',
  },

  locked: {
    heading: 'Locked',
    text: 'Your notes are closed. Only your passphrase opens them.',
    textPasskey:
      'Your notes are closed. They need your passphrase and your passkey: after the passphrase, your browser asks for the key.',
    unlock: 'Unlock',
    useWords: 'Use the recovery words instead',
    usePassphrase: 'Use the passphrase instead',
    words: 'The 24 recovery words',
    wordsHint: 'In their order, with spaces between. Capital letters do not matter.',
    wait: (seconds: number): string => `You can try again in ${wait(seconds)}.`,
    waitOver: 'You can try again now.',
    unsavedKept:
      'You had written something that was not saved yet. It is kept, sealed, and comes back when you unlock.',
    sessionKept:
      'A session is kept here, sealed. When you unlock, it goes on, or its record takes its place.',
    start: 'Start a session now',
    startHint: 'A session needs no unlocking.',
  },

  strength: {
    label: 'How hard it is to guess',
    empty: 'As you type, you see here how long it would hold.',
    score: ['Far too easy.', 'Too easy.', 'Not enough yet.', 'Good.', 'Strong.'] satisfies Record<
      Strength['score'],
      string
    >,
    needs: (years: number): string =>
      `Someone who steals this computer and spends a million dollars on guessing would need ${span(years)}.`,
    tooWeak:
      'This passphrase is not strong enough yet. Add another word or two, or use the suggestion.',
  },

  progress: {
    unlocking: 'Unlocking. This takes about a second, so that guessing takes for ever.',
    creating: 'Making your vault…',
    backup: 'Making the backup…',
    'reading-backup': 'Reading and checking the backup…',
    export: 'Putting the record together…',
    factors: 'Changing the lock…',
  } satisfies Record<ProgressView['what'], string>,
  percent: (share: number): string => `${String(Math.floor(share * 100))} %`,
};
