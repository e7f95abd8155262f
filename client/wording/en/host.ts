import type { TermsText } from '../../state/consent-view.ts';
import type { TalkAnswer } from '../../state/care-view.ts';
import type {
  EnrolmentView,
  HostSessionView,
  HostView,
  NoRelayView,
  RecordKept,
  Threat,
} from '../../state/host-view.ts';

type NoRelay = NoRelayView['reason'];
type Unsupported = Extract<HostView, { screen: 'unsupported' }>['reason'];

/** English, for the app of the person who invites. Nothing here is shown on the guest page. */
export const host = {
  /** Neutral words to paste into a message; `link` is the whole one-time link. */
  invitation: (link: string): string =>
    `Hello, here is our private link for today:\n${link}\nPlease open it in Firefox, Chrome, Safari or Edge. It is for you alone and works once.`,

  home: {
    heading: 'Talk in private',
    text: 'One link, one conversation. Picture, sound and messages go between your two devices, end-to-end encrypted: only your two devices can unlock them.',
    start: 'Start a session now',
    stepsHeading: 'What happens',
    steps: [
      'You get a link that lets one person in, once.',
      'You send it in a message, or show it as a code to scan.',
      'When they ask to join, you let them in. Nobody comes in without you.',
      'When you leave, keys and messages are erased on this device.',
    ],
    limits:
      'The relay that connects you sees internet addresses and times, nothing else. No browser can stop the other side from filming the screen.',
  },

  session: {
    heading: 'Your room',
    end: 'End session',
    relay: {
      connecting: 'Opening the room…',
      open: 'The room is open. Whoever has the link can ask to join.',
      away: 'The relay is out of reach. Alcove keeps trying, and the link stays good.',
    } satisfies Record<HostSessionView['relay'], string>,
    invite: 'Invite one person',
    link: 'Session link',
    copyLink: 'Copy link',
    copyInvitation: 'Copy invitation',
    invitation: 'Invitation text',
    qr: 'QR code',
    qrLabel: 'QR code to scan',
    qrHint: 'Scan it with a phone’s camera.',
    oneUse: 'Send it only to the person you expect. It is used up when you let them in.',
    waiting: 'Who is waiting',
    nobody: 'Nobody yet. You will see it here when someone asks to join.',
    guest: (index: number): string => `Guest ${String(index)}`,
    checking: 'Agreeing on keys…',
    reading: 'Is reading what you say first',
    ready: (minutes: number): string =>
      minutes === 0
        ? 'Asks to join'
        : minutes === 1
          ? 'Has been waiting for 1 minute'
          : `Has been waiting for ${String(minutes)} minutes`,
    arrived: (count: number): string =>
      count === 1 ? 'Someone asks to join.' : `${String(count)} ask to join.`,
    admit: 'Admit',
    decline: 'Decline',
    admitHint: 'Unsure who it is? Call the person first.',
    unheard: 'Your camera and microphone are off: choose how you would like to talk, or write.',
    devices: 'Your camera and microphone',
    contested: {
      heading: 'Two places opened this link',
      text: 'To be safe, nobody was let in. Your guest may have opened it twice, or somebody else has the link. Call the person you expect, then make a new link and send it in another way.',
    },
    exhausted: {
      heading: 'This link was tried too often',
      text: 'Sixteen attempts are used up. A bad connection can cause that, and so can someone who is trying to get in. Call the person you expect: if it was them, allow more attempts. If not, make a new link.',
    },
    unkept:
      'This device has no room left to keep the session. It goes on as long as this page stays open; do not reload it.',
    allow: 'Allow more attempts',
    newLink: 'Make a new link',
  },

  enrolment: {
    heading: 'This relay opens rooms for people it knows',
    text: 'Whoever runs it has given you a token, or can make one for you. Enter it once; this browser keeps it.',
    field: 'Token',
    open: 'Open the room',
    unknown: 'The relay does not know this token, or knows it no more. Ask whoever runs the relay.',
    mistyped: 'This is not a whole token: it begins with alcove_ and has 55 characters.',
    known: 'This browser keeps the token by which the relay knows you.',
    forget: 'Forget the token',
  } satisfies Record<Exclude<EnrolmentView, 'wanted'>, string> & Record<string, string>,

  terms: {
    heading: 'What they read before they come in',
    text: 'Whoever asks to join reads your words and accepts them. Only then can you let them in.',
    attest: 'What is so on your side? They are told what you tick.',
    change: 'Read or change your words for this session',
    hint: 'Whoever opens the link first and asks to join can read these words. What you change holds for whoever asks from then on.',
    handling: 'How you handle what they share',
    limits: 'What you keep to yourself, and what you may have to pass on',
    licence: 'Licence and field, if you like',
    phone: 'Phone number if the connection breaks',
    version: 'Your name for this version',
    guardian: 'Ask for the permission of a parent or guardian',
    save: 'Save these words',
    saved: 'Saved.',
    /** Said where nobody has written anything better. */
    initial: {
      version: '1',
      handling:
        'Picture, sound and messages are sealed on the way between our two devices: nobody else can open them. I record nothing unless you agree to it first. I may keep short notes of my own, locked, on my own device.',
      limits:
        'I keep to myself what you tell me. There are limits: when somebody is in serious danger, or a law asks it of me, I may have to speak with others. Whenever I can, I talk with you first.',
      licence: '',
      phone: '',
      guardian: false,
    } satisfies TermsText as TermsText,
  },

  backHome: 'Back to the start',

  /** What was refused, and what to do: one code, one sentence each. */
  threats: {
    contested: {
      refused: 'Two places opened one link, and neither was let in.',
      todo: 'Call the person you expect, then send a new link in another way.',
    },
    'spent-link': {
      refused: 'Somebody came with a link that was used up, and was turned away.',
      todo: 'If it was not the person you talked with, somebody else has the link: ask who.',
    },
    'key-changed': {
      refused:
        'Somebody at the door showed a key that does not fit, or could not prove whose it is. They were turned away.',
      todo: 'Call the person you expect. If they cannot get in, make a new link.',
    },
    tampering: {
      refused: 'Something on the way was changed. It was not used, and nothing of it was shown.',
      todo: 'If this comes back, leave and use another network.',
    },
    'codes-differ': {
      refused: 'The codes were not the same on both sides, and the session was ended.',
      todo: 'Call each other in another way, then start again with a new link on another network.',
    },
    attempts: {
      refused: 'A link was tried so often that no more tries were taken.',
      todo: 'Call the person you expect. If it was not them, make a new link.',
    },
    'vault-altered': {
      refused:
        'The notes on this device were changed from outside, or put back to an earlier time.',
      todo: 'Put back your last backup, and think about who can reach this device.',
    },
  } satisfies Record<Threat, { refused: string; todo: string }>,
  refused: 'What was refused',

  time: {
    label: 'Length',
    none: 'As long as it takes',
    minutes: (minutes: number): string => `${String(minutes)} minutes`,
    hint: 'You alone see when five minutes are left. Nothing rings.',
    /** Nothing until it counts. */
    left: (minutes: number): string => {
      if (minutes > 5) return '';
      if (minutes <= 0) return '\u00a0Time is up\u00a0';
      return minutes === 1
        ? '\u00a01 minute left\u00a0'
        : `\u00a0${String(minutes)} minutes left\u00a0`;
    },
  },

  pane: {
    open: 'Notes',
    heading: 'Your notes',
    close: 'Close the notes',
    only: 'Only you see this. The other side is shown nothing of it.',
    soon: 'The record of this session is being made.',
    sharing: {
      heading: 'Your notes are open',
      text: 'If you share this window or your whole screen, the other person can read your notes. Close them first.',
      go: 'Close the notes and share',
      cancel: 'Share nothing',
    },
    whileSharing: {
      heading: 'You are sharing your screen',
      text: 'If this window is on it, the other person can read your notes.',
      go: 'Open the notes all the same',
      cancel: 'Leave them closed',
    },
  },

  tools: {
    open: 'For you',
    heading: 'For you alone',
    only: 'The other person sees nothing of this.',
    done: 'Done',
    putAway: 'Got it',
  },

  talk: {
    heading: 'Are they safe to talk?',
    hint: 'They get a small question without a sound, and answer it with one tap. Nobody else can tell what it is about.',
    ask: 'Ask them quietly',
    waiting: 'You asked whether they can talk. There is no answer yet.',
    answers: {
      yes: { said: 'They can talk.', todo: '' },
      no: {
        said: 'They cannot talk now.',
        todo: 'Do not ask why. Say something ordinary, then end, or do what you agreed on. If you fear for them, call for help from where you are.',
      },
      'not-alone': {
        said: 'They are not alone.',
        todo: 'Go on with something ordinary, or press Hide all and wait. Ask again later. Write nothing that others should not read.',
      },
    } satisfies Record<TalkAnswer, { said: string; todo: string }>,
  },

  agreed: {
    label: 'If we are cut off',
    hint: 'Whom to call, or when to try again. The other person sees it, and can change it.',
    save: 'Save',
  },

  closing: {
    heading: 'Close together',
    hint: 'Both of you see that a few minutes are left, with something to hold on to.',
    running: 'Both of you see that a few minutes are left. When you are ready, press Leave.',
    minutes: 'Minutes to close',
    words: 'Your own words (optional)',
    begin: 'Begin to close',
    openAgain: 'Go on after all',
  },

  gone: {
    heading: 'They left at once',
    atOnce: 'They used the way out that needs no reason. The session is over.',
    text: 'They are gone without a goodbye. It may be the network, or they had to leave at once.',
    agreed: 'You agreed on this:',
    nothingAgreed:
      'Nothing was agreed for this. Wait a little before you call: it may not be safe.',
  },

  kept: {
    heading: 'What was kept',
    where: {
      vault:
        'A record of this session is in your notes: when it was, how, and whether the codes were compared. Nothing of what was said.',
      sealed:
        'A record of this session waits on this device, encrypted. It is put in its place when you unlock your notes.',
      tab: 'A record of this session is in this tab alone. It is gone when you close the tab, unless you open your notes here before.',
      none: 'No record was kept, since nobody was connected.',
    } satisfies Record<RecordKept, string>,
    noteOpen: 'The note is still to be written. You find it under Today.',
    noteWritten: 'The note is written.',
  },

  /** The page comes from this computer, and a session cannot begin. */
  noRelay: {
    'no-answer': {
      heading: 'Alcove is not running on this computer',
      text: () =>
        'This page comes from a program on this computer, and that does not answer. A session needs it. Your notes open without it.',
      next: 'Start the program again, as you did before. Then press “Try again”.',
    },
    'not-allowed': {
      heading: 'The relay does not let this computer in',
      text: (relay, page) =>
        `Sessions go through ${relay}, which has not been told of the pages at ${page}. Your notes are not touched by this.`,
      next: 'Whoever runs the relay has to add this to its settings. Then press “Try again”.',
    },
    'other-name': {
      heading: 'The relay goes by another name',
      text: (relay) =>
        `Sessions were to go through ${relay}. The relay there knows itself by another name, so links would not work.`,
      next: 'The program on this computer has printed the right name. Start it again with that name after --relay.',
    },
    busy: 'Looking…',
    again: 'Try again',
  } satisfies Record<
    NoRelay,
    {
      heading: string;
      text: (relay: string, page: string) => string;
      next: string;
    }
  > & { busy: string; again: string },

  elsewhere: {
    heading: 'This session is open in another tab',
    text: 'Only one tab can hold a session, so that keys are never used twice. Nothing was lost.',
    next: 'Go on in the other tab. You can close this one.',
  },

  unsupported: {
    insecure: {
      heading: 'This address is not safe enough',
      text: 'The page came over plain http. Then browsers switch off camera, microphone and the tools for encryption.',
      next: 'Open Alcove at an address that begins with https://. On the computer on which Alcove itself runs, http://localhost works as well, followed by a colon and the same number as here.',
    },
    'no-webrtc': {
      heading: 'This browser cannot make calls',
      text: 'It is too old, or calls are switched off in it.',
      next: 'Open this page in a current Firefox, Chrome, Safari or Edge.',
    },
    'no-wasm': {
      heading: 'This browser cannot encrypt safely',
      text: 'It is too old, or a protection mode switches off what this page needs.',
      next: 'Open this page in a current Firefox, Chrome, Safari or Edge, without that mode.',
    },
  } satisfies Record<Unsupported, { heading: string; text: string; next: string }>,
};

/** What a translation has to provide. */
export type HostWording = typeof host;
