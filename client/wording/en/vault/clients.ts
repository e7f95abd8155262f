/** The people a record is kept for. */
export const clients = {
  search: 'Search clients by name',
  fresh: 'Add a client',
  list: 'Clients',
  empty: 'Nobody yet. Add the first person you keep notes for.',
  nothing: 'Nobody of that name.',
  archived: 'Archived',
  showArchived: 'Show archived clients, too',
  line: (notes: number, last: string | undefined): string => {
    const many = notes === 1 ? '1 note' : `${notes.toLocaleString('en')} notes`;
    return last === undefined ? many : `${many}, last ${last}`;
  },
  choose: 'Choose somebody from the list, or add a client.',
  back: 'Back to the clients',
  record: 'The client',
  newHeading: 'A new client',
  name: 'Name',
  nameHint: 'A name, initials or a number, as you like.',
  contact: 'Contact',
  contactHint: 'Telephone, e-mail, address, whom to call.',
  about: 'About',
  aboutHint: 'Date of birth, pronouns, agreements.',
  save: 'Save',
  add: 'Add',
  archive: 'Archive',
  unarchive: 'Take out of the archive',
  remove: 'Remove…',
  removal: {
    heading: 'Remove this client?',
    text: 'Name, contact and everything else on this page are destroyed. Their notes must be moved or shredded first. Archiving keeps all of it, out of the way.',
    remove: 'Remove',
  },
  notes: 'Notes',
  noNotes: 'No notes yet.',
  allNotes: 'Show all in Notes',
  give: {
    open: 'Give this person their record…',
    heading: 'Give this person their record',
    text: 'You get two files for the person: one to read, one for other programs. They are not encrypted: hand them over safely, then delete them here.',
    kind: 'Which notes?',
    never:
      'The two kinds are never in one file. Psychotherapy notes are usually not part of what a person can ask for.',
    save: 'Save the two files',
  },
};
