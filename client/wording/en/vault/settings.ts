import type { NoteKind } from '../../../practice/note.ts';
import type { FactorView, SettingsView } from '../../../state/vault-view.ts';
import type { AuditEvent, SlotKind, VaultSettings } from '../../../vault/vault-api.ts';

type Step = Exclude<FactorView['step'], 'none'>;

const gigabytes = (bytes: number): string =>
  bytes < 1e6
    ? `${String(Math.ceil(bytes / 1e3))} KB`
    : bytes < 1e9
      ? `${String(Math.round(bytes / 1e6))} MB`
      : `${(bytes / 1e9).toFixed(1)} GB`;

const slot = {
  passphrase: 'Passphrase',
  'passphrase-and-passkey': 'Passphrase and passkey, both needed',
  recovery: 'Recovery words',
} satisfies Record<SlotKind, string>;

const kinds = {
  progress: 'progress notes',
  psychotherapy: 'psychotherapy notes',
} satisfies Record<NoteKind, string>;

const items = { recording: 'Recording', file: 'File' } as const;

/** Lock, backup, templates, and what happened. */
export const settings = {
  done: {
    backup: 'The backup is saved among your downloads. Keep a copy away from this device.',
    factors: 'The lock is changed. Backups made before still open in the old way.',
    restored: 'The backup is in place.',
    settings: 'Saved.',
  } satisfies Record<NonNullable<SettingsView['done']>, string>,

  ways: {
    heading: 'Ways in',
    text: 'Each of these opens all notes on this device.',
    slot,
    since: (at: string): string => `since ${at}`,
    change: {
      passphrase: 'Change the passphrase',
      passkey: 'Require a passkey too',
      'no-passkey': 'Stop requiring the passkey',
      recovery: 'Make new recovery words',
      'no-recovery': 'Remove the recovery words',
    } satisfies Record<Step, string>,
    explained: {
      passphrase:
        'The notes stay as they are; only the lock changes. Old backups keep the old passphrase.',
      passkey:
        'Then it takes both to open your notes: the passphrase and the passkey. Without the key and the recovery words, the notes are gone.',
      'no-passkey':
        'Then a passphrase alone opens your notes again. Choose it anew here. If you have lost the passkey, the recovery words do for the first field.',
      recovery: 'The words you printed before open nothing any more.',
      'no-recovery':
        'Then nothing helps if you forget the passphrase or lose the passkey. The notes would be gone.',
    } satisfies Record<Step, string>,
    current: 'Current passphrase, or the recovery words',
    currentPassphrase: 'Current passphrase',
    currentHint: 'Asked again, so that nobody can change the lock on a device left open.',
    passkeyImpossible: 'This browser or device cannot use a passkey for this.',
    confirmText: 'Please type two of the words from your sheet, then your passphrase.',
    noted: 'I have written them down',
  },

  lock: {
    heading: 'Locking by itself',
    idle: 'Lock after no key or touch for',
    minutes: (minutes: VaultSettings['idleMinutes']): string =>
      minutes === 1 ? '1 minute' : minutes === 60 ? '1 hour' : `${String(minutes)} minutes`,
    hidden: 'When this page is out of sight',
    hiddenWhen: {
      'at-once': 'Lock at once',
      soon: 'Lock after two minutes',
      idle: 'Lock only when idle',
    } satisfies Record<VaultSettings['hidden'], string>,
    text: 'Locking never ends a session. What you are writing is kept and comes back.',
  },

  backup: {
    heading: 'Backup',
    text: 'One encrypted file with everything but recordings and received files, opened by your passphrase or your recovery words. It is also how you move to a new computer.',
    never: 'No backup was made yet.',
    last: (at: string): string => `Last backup: ${at}.`,
    now: 'Make a backup now',
  },

  templates: {
    heading: 'Templates of your own',
    empty: 'None yet. Those that come with Alcove are always there.',
    add: 'New template',
    edit: (name: string): string => `Edit template ${name}`,
    editShort: 'Edit',
    headingNew: 'A new template',
    headingEdit: 'Edit the template',
    name: 'Name',
    kind: 'Usually a',
    part: (number: number): string => `Part ${String(number)}`,
    partHeading: (number: number): string => `Heading of part ${String(number)}`,
    partHint: (number: number): string => `Hint for part ${String(number)}`,
    addPart: 'Add a part',
    removePart: (number: number): string => `Remove part ${String(number)}`,
    save: 'Save the template',
    remove: 'Remove the template',
  },

  snippets: {
    heading: 'Snippets',
    text: 'A few words you use often. In a note, type ; and the name, then the space bar.',
    empty: 'None yet.',
    add: 'New snippet',
    edit: (name: string): string => `Edit snippet ${name}`,
    editShort: 'Edit',
    headingNew: 'A new snippet',
    headingEdit: 'Edit the snippet',
    name: 'Name',
    nameHint: 'Letters, digits, - and _.',
    content: 'Text of the snippet',
    save: 'Save the snippet',
    remove: 'Remove the snippet',
  },

  storage: {
    heading: 'Storage',
    kept: 'The browser has promised to keep the notes when space runs short.',
    notKept: 'The browser gave no promise to keep the notes when space runs short.',
    unknown: 'This browser does not say whether it keeps the notes when space runs short.',
    ask: 'Ask the browser to keep them',
    used: (used: number): string => `Used: ${gigabytes(used)}.`,
    usedOf: (used: number, quota: number): string =>
      `Used: ${gigabytes(used)} of ${gigabytes(quota)} that the browser allows.`,
  },

  audit: {
    heading: 'Audit trail',
    text: 'Every unlocking, export, deletion and change of the lock on this device, each entry sealed to the one before.',
    open: 'Show the audit trail',
    close: 'Hide the audit trail',
    verified: 'Checked: no entry was changed or taken out.',
    broken: 'An entry was changed or taken out from outside. What stands below is what is left.',
    caption: 'Audit trail, newest first',
    number: 'No.',
    when: 'When',
    what: 'What',
    more: 'Show older entries',
    event: (event: AuditEvent): string => {
      switch (event.what) {
        case 'created':
          return 'The vault was made';
        case 'restored':
          return 'A backup was put back';
        case 'moved-keys':
          return 'The keys were replaced';
        case 'unlocked':
          return event.wrongTries === 0
            ? `Unlocked: ${slot[event.with].toLowerCase()}`
            : `Unlocked: ${slot[event.with].toLowerCase()}, wrong tries before: ${String(event.wrongTries)}`;
        case 'signed':
          return `Note ${short(event.id)} was signed`;
        case 'binned':
          return `Note ${short(event.id)} was moved to the bin`;
        case 'unbinned':
          return `Note ${short(event.id)} was put back from the bin`;
        case 'shredded':
          return `Note ${short(event.id)} was shredded, fingerprint ${short(event.receipt)}`;
        case 'moved':
          return `Note ${short(event.id)} was moved to the ${kinds[event.kind]}`;
        case 'exported':
          return `Record of client ${short(event.id)} was exported: ${kinds[event.kind]}`;
        case 'item-kept':
          return `${items[event.item]} ${short(event.id)} was kept`;
        case 'item-exported':
          return `${items[event.item]} ${short(event.id)} was saved as a plain file`;
        case 'item-shredded':
          return `${items[event.item]} ${short(event.id)} was destroyed`;
        case 'backed-up':
          return `A backup of revision ${event.generation.toLocaleString('en')} was made`;
        case 'slot-added':
          return `Way in added: ${slot[event.with].toLowerCase()}`;
        case 'slot-removed':
          return `Way in removed: ${slot[event.with].toLowerCase()}`;
        case 'damage-accepted':
          return `Damage was accepted, findings: ${String(event.findings)}`;
      }
    },
  },
};

/** Enough of an id to tell one from another by eye. */
const short = (id: string): string => id.slice(0, 8);
