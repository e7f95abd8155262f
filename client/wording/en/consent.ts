import type { Answer, Point } from '../../state/consent-view.ts';

/** English, for what both agree on before they talk. It never says what kind of conversation this is. */
export const consent = {
  before: {
    heading: 'Before you come in',
    lead: 'This is what the other person says. Read it in peace: they cannot see or hear you yet.',
    said: 'What they say',
    around: 'How is it where you are?',
    aroundText:
      'No answer is wrong, and you can leave any of them out. The other person sees them.',
    safety: 'In case something happens',
    safetyText: 'Only if you like. The other person sees this, and nobody else does.',
    where: 'Where are you now?',
    contact: 'Whom can they call for you?',
    word: 'A word that means: someone has come in',
    wordHint:
      'Choose one that you would not write by chance. Write it alone in the chat: it is not shown, and both of you are hidden at once.',
    guardian: 'Name of the parent or guardian who agrees',
    guardianHint: 'Only if you are under age.',
    accept: 'Accept',
    decline: 'I would rather not',
    acceptHint:
      'Accept signs these words and your answers, with keys that are made for this one conversation and prove no name. Both of you then hold the same receipt.',
  },

  terms: {
    handling: 'What becomes of what is said and shown',
    limits: 'What stays private, and what may not',
    licence: 'Licence and field',
    phone: 'If the connection breaks',
    phoneText: (number: string): string => `Call ${number}`,
    version: (version: string): string => `These words are version ${version}.`,
    attested: 'Where the sender of the link is',
    nothing: 'Nothing was said about it.',
  },

  points: {
    place: 'A private place',
    headphones: 'Headphones',
    network: 'No public Wi-Fi',
    closed: 'Other tabs and apps closed',
    view: 'Nobody else in view',
  } satisfies Record<Point, string>,
  answers: { yes: 'Yes', no: 'No', later: 'Later' } satisfies Record<Answer, string>,

  agreed: {
    heading: 'What we agreed',
    open: 'What we agreed',
    answered: 'What was answered',
    none: 'Nothing was answered, and nothing had to be.',
    where: 'Where',
    contact: 'Whom to call',
    word: 'The word that hides',
    guardian: 'Parent or guardian who agrees',
    at: (moment: string): string => `Accepted and signed by both on ${moment}.`,
    save: 'Save what we agreed',
    saveHint: 'As a file among your downloads. The answers are in it, too.',
    close: 'Done',
    machine: 'The receipt, for machines:',
  },
};

/** What a translation has to provide. */
export type ConsentWording = typeof consent;
