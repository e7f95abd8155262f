import type { TermsText } from '../../state/consent-view.ts';
import type { HostSessionView, HostView } from '../../state/host-view.ts';

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
        'Picture, sound and messages go directly between our two devices, and I do not record them. I may keep short notes of my own, locked, on my own device.',
      limits:
        'I keep to myself what you tell me. There are limits: when somebody is in serious danger, or a law asks it of me, I may have to speak with others. Whenever I can, I talk with you first.',
      licence: '',
      phone: '',
      guardian: false,
    } satisfies TermsText as TermsText,
  },

  backHome: 'Back to the start',

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
