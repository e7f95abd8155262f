import type { FileEntry, FileNotice, FileState } from '../../state/files-view.ts';

const KILO = 1000;
const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** English, for files in a conversation. */
export const files = {
  attach: 'Attach a file',
  attachHeld: 'You can attach a file again after the pause.',
  notice: {
    'too-large': 'That file is too large. You can send files of up to 256 MB.',
    'too-many':
      'That is too many files at once. Wait until some of the others are through, then attach it again.',
  } satisfies Record<FileNotice, string>,
  size: (bytes: number): string => {
    const step = Math.min(
      UNITS.length - 1,
      Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(KILO)),
    );
    return new Intl.NumberFormat('en', {
      style: 'unit',
      unit: UNITS[step] ?? 'byte',
      unitDisplay: step === 0 ? 'long' : 'short',
      maximumFractionDigits: 1,
    }).format(bytes / KILO ** step);
  },
  percent: (percent: number): string => `${percent} %`,
  progress: (name: string): string => `Progress of ${name}`,
  sent: {
    offered: 'Waiting for their answer. Nothing has been sent yet.',
    moving: 'On its way…',
    complete: 'The other person has it.',
    declined: 'They did not take it. Nothing was sent.',
    'too-large': 'It is too large for their page, which takes up to 256 MB. Nothing was sent.',
    'too-many': 'There are too many files at once for their page. Please attach it again later.',
    'cancelled-here': 'You stopped it.',
    'cancelled-there': 'It was stopped on the other side.',
    altered: 'It was stopped.',
    unreadable:
      'It could not be read any more. Perhaps it was changed or moved. You can attach it again.',
  } satisfies Record<FileState, string>,
  received: {
    offered: 'They would like to give you this file. Nothing of it is here yet.',
    moving: 'Arriving…',
    complete: 'It is here, in this page only. Save it if you want to have it after you leave.',
    declined: 'You did not take it. Nothing was sent.',
    'too-large': 'It was turned away: this page takes files of up to 256 MB. Nothing was sent.',
    'too-many': 'It was turned away: there are too many files at once.',
    'cancelled-here': 'You stopped it. What had arrived was removed.',
    'cancelled-there': 'It was stopped on the other side. What had arrived was removed.',
    altered: 'It was refused, since what came was not what was announced. Nothing of it was kept.',
    unreadable: 'It was stopped.',
  } satisfies Record<FileState, string>,
  waits: {
    connection: 'The connection dropped. It goes on where it was when that is back.',
    hold: 'It begins after the pause.',
  } satisfies Record<NonNullable<FileEntry['waits']>, string>,
  saved: 'Given to your browser to save. Look in its downloads.',
  kept: {
    not: '',
    keeping: 'Being put into your vault…',
    kept: 'Kept in your vault.',
    locked: 'It was not kept: your vault is locked. Save it as a file instead.',
    full: 'It was not kept: this device has no room left. Free some space, then try again.',
    damaged:
      'It was not kept: something in your vault was changed from outside, so nothing is written to it. Save it as a file, and look at Today after the session.',
    failed: 'It was not kept: the vault could not take it. Try again, or save it as a file.',
  } satisfies Record<NonNullable<FileEntry['kept']>, string>,
  program:
    'This is a program, or can act like one. Open it only if you expected it from them and know what it is.',
  held: 'You can accept it after the pause.',
  accept: 'Accept',
  decline: 'Decline',
  cancel: 'Cancel',
  save: 'Save',
  keep: 'Keep in vault',
};

/** What a translation has to provide. */
export type FilesWording = typeof files;
