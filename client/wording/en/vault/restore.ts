const count = (many: number, one: string, more: string): string =>
  `${many.toLocaleString('en')} ${many === 1 ? one : more}`;

/** From a file back into the browser. Seen while there is no vault, too: it says "notes". */
export const restore = {
  heading: 'Put back a backup',
  text: 'The whole file is read and checked first. Nothing here changes before you say so.',
  choose: 'Choose the backup file',
  file: (name: string): string => `Chosen: ${name}`,
  with: 'Opened with',
  withPassphrase: 'the passphrase it was made under',
  withWords: 'the 24 recovery words',
  passphrase: 'Passphrase of the backup',
  words: 'Recovery words of the backup',
  read: 'Read the file',
  previewHeading: 'What this would change',
  previewText: 'The file is whole and was not altered.',
  here: 'On this device now',
  backup: 'In the backup',
  nothing: 'No vault',
  closed: 'Locked or unreadable: nobody can say here what it holds.',
  notes: (many: number): string => count(many, 'note', 'notes'),
  items: (many: number): string => count(many, 'recording or file', 'recordings and files'),
  itemsGone:
    'Recordings and files are in no backup: those that are on this device now would be gone. Save them as files first if you need them.',
  people: (many: number): string => count(many, 'person', 'people'),
  saved: (at: string): string => `Saved ${at}`,
  made: (at: string): string => `Made ${at}`,
  revision: (generation: number): string => `Revision ${generation.toLocaleString('en')}`,
  sameVault: 'Both are the same vault at different times.',
  otherVault: 'This is a different vault: everything that is here now would be replaced by it.',
  older:
    'The notes here are newer than the backup. What was written since then would be lost. Make a backup of them first if you are unsure.',
  olderClosed:
    'Whatever is on this device now would be gone for good. If you can, unlock it and make a backup of it first.',
  typeWords: 'To go on, type: replace newer notes',
  explicitWords: 'replace newer notes',
  wordsMissing: 'Please type the words exactly as they stand there. Nothing was changed.',
  commit: 'Put it in place',
  commitOlder: 'Replace the newer notes',
};
