import type { KeptItem } from '../../../vault/vault-api.ts';

type State = KeptItem['state'];

/** Recordings and received files, under Settings. */
export const items = {
  heading: 'Recording',
  allow: 'Let me record a session',
  allowHint:
    'Off, nobody is ever asked. On, a session has a button to ask: nothing is recorded unless the other person allows it, and it ends at once when they stop it.',
  listHeading: 'Recordings and files',
  listText:
    'They are encrypted on this device, in your vault. They are in no backup, since they are large: save those you must not lose as files.',
  looking: 'Looking…',
  empty: 'None yet.',
  recording: 'Recording',
  state: {
    complete: 'Complete',
    cut: 'Ended in the middle, by a crash or a closed page. What was recorded until then is there.',
    damaged: 'Parts of it are missing or were altered from outside. What is left can be played.',
    running: 'Being recorded now',
  } satisfies Record<State, string>,
  length: (ms: number): string => {
    const seconds = Math.round(ms / 1000);
    const two = (value: number): string => String(value).padStart(2, '0');
    const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
    return `${hours > 0 ? `${String(hours)}:` : ''}${hours > 0 ? two(minutes) : String(minutes)}:${two(seconds % 60)}`;
  },
  size: (bytes: number): string =>
    bytes < 1e6
      ? `${String(Math.ceil(bytes / 1e3))} KB`
      : bytes < 1e9
        ? `${(bytes / 1e6).toFixed(1)} MB`
        : `${(bytes / 1e9).toFixed(1)} GB`,
  play: (at: string): string => `Play the recording of ${at}`,
  playShort: 'Play',
  export: (name: string): string => `Save ${name} as a file`,
  exportShort: 'Save as a file',
  shred: (name: string): string => `Destroy ${name}`,
  shredShort: 'Destroy',
  of: (at: string): string => `the recording of ${at}`,
  playing: {
    heading: 'Recording',
    close: 'Close',
    failed:
      'It cannot be played any further: a part of it is missing or was altered, or this browser cannot play its kind. What came before is as it was.',
  },
  exporting: {
    heading: 'Save it as a plain file?',
    text: 'The file will not be encrypted. Whoever has it can play it, and deleting it here does not delete the file.',
    save: 'Save the file',
  },
  shredding: {
    heading: 'Destroy it for good?',
    text: 'Its key is destroyed, and nobody can open it any more, you included. There is no backup of it.',
    shred: 'Destroy it',
  },
};
