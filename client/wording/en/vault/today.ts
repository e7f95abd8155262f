import type { Place } from '../../../state/vault-view.ts';
import type { Finding } from '../../../vault/vault-api.ts';

type WithTitle = Extract<Finding, { title: string }>['code'];
type Whole = Exclude<Finding['code'], WithTitle>;

/** The first page after unlocking, and the bar above every page. */
export const today = {
  places: {
    today: 'Today',
    notes: 'Notes',
    clients: 'Clients',
    settings: 'Settings',
  } satisfies Record<Place, string>,
  nav: 'Places',
  lock: 'Lock now',
  lockKey: 'Alt+L',
  start: 'Start a session now',
  startText: 'One link, one conversation. It is private in the same way with and without notes.',
  welcome: (generation: number, at: string): string =>
    `Unlocked. Revision ${generation.toLocaleString('en')}, saved ${at}.`,
  welcomeHint:
    'If you remember a later time, somebody may have put an older copy in its place. Then put back your last backup.',
  wrongTries: (many: number): string =>
    many === 1
      ? 'Somebody tried once to unlock and failed since you were last here. If it was not you, think about who can reach this device.'
      : `Somebody tried ${String(many)} times to unlock and failed since you were last here. If it was not you, think about who can reach this device.`,
  findings: {
    heading: 'Something was changed outside of Alcove',
    text: 'What can still be read is here and was not touched. A backup from before brings back the rest.',
    whole: {
      INDEX_ROLLED_BACK:
        'The list of notes is from an earlier time than the vault’s own count. Newer notes may be missing from it.',
      INDEX_ALTERED:
        'A part of the list of notes was altered or is missing. The notes in that part cannot be opened.',
      AUDIT_ALTERED: 'The audit trail was altered, so its older entries prove nothing any more.',
    } satisfies Record<Whole, string>,
    one: {
      RECORD_ROLLED_BACK: (title: string, date: string): string =>
        `“${title}” of ${date} was put back to an earlier text.`,
      RECORD_ALTERED: (title: string, date: string): string =>
        `“${title}” of ${date} was altered and cannot be read.`,
      RECORD_MISSING: (title: string, date: string): string => `“${title}” of ${date} is missing.`,
    } satisfies Record<WithTitle, (title: string, date: string) => string>,
    unnamed: {
      RECORD_ROLLED_BACK: 'Something beside the notes was put back to an earlier state.',
      RECORD_ALTERED: 'Something beside the notes was altered and cannot be read.',
      RECORD_MISSING: 'Something beside the notes is missing.',
    } satisfies Record<WithTitle, string>,
    restore: 'Put back a backup',
    accept: 'Keep what is left',
    acceptHeading: 'Keep what is left?',
    acceptText:
      'The alarm goes away, and what is missing or altered is given up. This is written into the audit trail. If you have a backup, put it back first.',
    acceptSure: 'Give up the rest',
  },
  backup: {
    heading: 'Backup',
    never:
      'There is no backup yet. If this device is lost or its browser cleared, your notes are gone.',
    days: (days: number): string =>
      days === 0
        ? 'Your last backup is from today.'
        : days === 1
          ? 'Your last backup is 1 day old.'
          : `Your last backup is ${days.toLocaleString('en')} days old.`,
    none: 'There is nothing to back up yet.',
    now: 'Make a backup now',
  },
  unsigned: (many: number): string =>
    many === 1 ? '1 note is not signed' : `${many.toLocaleString('en')} notes are not signed`,
  allSigned: 'Every note is signed.',
  recent: 'Recent notes',
  noRecent: 'No notes yet. Your last ones will be here.',
};
