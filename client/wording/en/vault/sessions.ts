/** What is kept of sessions, and of what was refused. */
export const sessions = {
  heading: 'Sessions',
  none: 'The sessions that you hold with your notes unlocked will be listed here.',
  more: 'Show older sessions',
  nobody: 'Nobody yet',
  open: 'Note open',
  write: 'Write the note',
  writeSaid: (at: string): string => `Write the note of ${at}`,
  read: 'Open the note',
  readSaid: (at: string): string => `Open the note of ${at}`,
  details: 'More',
  detailsSaid: (at: string): string => `More about ${at}`,
  client: (at: string): string => `Client of ${at}`,
  accepted: 'What they read and accepted',
  agreed: (words: string): string => `Agreed for a sudden end: ${words}`,
  remove: 'Remove this record',
  removeSaid: (at: string): string => `Remove the record of ${at}`,
  minutes: (minutes: number): string => (minutes === 1 ? '1 minute' : `${String(minutes)} minutes`),
  cutOff: 'end not known',
  used: { video: 'Video', voice: 'Voice', chat: 'Chat' },
  compared: {
    both: 'Codes compared by both',
    one: 'Codes compared by one',
    none: 'Codes not compared',
  },
  receipts: (count: number): string => (count === 1 ? '1 receipt' : `${String(count)} receipts`),
  warnings: (count: number): string => (count === 1 ? '1 warning' : `${String(count)} warnings`),
};

export const warnings = {
  heading: 'Warnings',
  none: 'Nothing had to be refused.',
  many: (count: number): string =>
    count === 1 ? '1 thing was refused' : `${String(count)} things were refused`,
  clear: 'Clear the list',
};
