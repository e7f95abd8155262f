import type { GuestView, Refusal } from '../../state/guest-view.ts';

type ReasonOf<S extends GuestView['screen']> =
  Extract<GuestView, { screen: S }> extends { reason: infer R extends string } ? R : never;
type Phase = Extract<GuestView, { screen: 'waiting' }>['phase'];
interface Explained {
  readonly heading: string;
  readonly text: string;
  readonly next: string;
}

/** English, for the page behind the link. It never says what kind of conversation this is. */
export const guest = {
  step: (current: number, all: number): string => `Step ${String(current)} of ${String(all)}`,

  welcome: {
    heading: 'A private place to talk',
    text: 'The person who sent you this link would like to talk with you here: by video, by voice or in writing.',
    points: [
      'You need no account and no name, and nothing is installed.',
      'Your camera and microphone stay off until you choose.',
      'The link is for you alone. Opening this page does not use it up.',
      'To leave at any moment, press Leave now, or press Shift three times quickly.',
    ],
    other: 'Would you rather use another browser or device? Take the link with you.',
  },

  handling: {
    heading: 'What is private, and what is not',
    protectedHeading: 'Private',
    protectedPoints: [
      'Picture, sound and messages are end-to-end encrypted. That means: they are locked on your device, and only the other person’s device can unlock them.',
      'They go from device to device, and nobody records them here.',
      'Nobody asks who you are. This tab keeps one key, so that a reload brings you back; leaving erases it.',
    ],
    limitsHeading: 'Not private',
    limits: [
      'The relay, a small helper that connects the two devices, sees their internet addresses and when you talk. It cannot see or hear what you share.',
      'The other person’s device sees your internet address, unless you can choose later to hide it.',
      'Your browser keeps this page in its list of visited pages. We show you later how to remove it.',
      'No browser can stop the other person from filming the screen.',
      'You trust the place this page came from. A dishonest server could send a changed page.',
    ],
    duties:
      'The person you talk with may have duties of their own about what they keep to themselves and what they must pass on, for example when someone is in danger. Ask them whenever you wonder.',
  },

  devices: {
    heading: 'How would you like to talk?',
    ask: 'Ask to join',
    chooseFirst: 'Please choose one of the three first.',
    next: 'Ask to join tells the other person that you are here. Then you read what they say first. They see and hear nothing of you until they let you in.',
  },

  waiting: {
    heading: 'Waiting to be let in',
    phase: {
      connecting: {
        heading: 'Reaching the other side…',
        text: 'This takes a few seconds.',
      },
      offline: {
        heading: 'No connection at the moment',
        text: 'Alcove keeps trying. Please check your internet connection. Your link is still good.',
      },
      'host-away': {
        heading: 'The other person is not here yet',
        text: 'You can keep this page open; it goes on by itself when they arrive. If it is past your time, call them or write to them. Your link is still good.',
      },
      checking: {
        heading: 'Almost there…',
        text: 'Your two devices are agreeing on keys.',
      },
      asked: {
        heading: 'The other person knows you are here',
        text: 'They will let you in when they are ready. They cannot see or hear you yet.',
      },
    } satisfies Record<Phase, { heading: string; text: string }>,
    since: (count: number): string =>
      count === 0
        ? 'Waiting for less than a minute'
        : count === 1
          ? 'Waiting for 1 minute'
          : `Waiting for ${String(count)} minutes`,
    reload: 'You may reload this page. You will not lose your place.',
    devices: 'Camera and microphone',
    other:
      'Is another browser or device better for you? Press Leave now here before you open the link there: a link that is open in two places lets nobody in.',
  },

  badLink: {
    missing: {
      heading: 'No room is open here',
      text: 'Either the conversation in this tab has ended, or the link is not complete: the part after its # sign is missing.',
      next: 'If you have a link that you have not used yet, open it again from the message, or copy the whole link. Otherwise ask the person who sent it for a new one.',
    },
    damaged: {
      heading: 'This link is damaged',
      text: 'Some characters are missing or changed. Mail and chat programs sometimes do that. Nothing was opened or used up.',
      next: 'Copy the whole link from the message and open it again. If that does not help, ask the person who sent it for a new one.',
    },
    version: {
      heading: 'This link needs another version',
      text: 'It was made by a newer or older version of Alcove than this page. Nothing was opened or used up.',
      next: 'Reload this page once. If that does not help, ask the person who sent the link for a new one.',
    },
  } satisfies Record<ReasonOf<'bad-link'>, Explained>,

  unsupported: {
    'in-app': {
      heading: 'Please open this in your browser',
      text: 'You are looking at this page inside another app, and such a window cannot make private calls. Your link is still good.',
      next: 'Look for a menu (three dots, or a share sign) and choose “Open in browser”. Or copy the link and paste it into Firefox, Chrome, Safari or Edge.',
    },
    insecure: {
      heading: 'This address is not safe enough',
      text: 'The page came over plain http. Then browsers switch off camera, microphone and the tools for encryption. Nothing was opened or used up.',
      next: 'Ask the person who sent the link for one that begins with https://. There is nothing you need to change on your device.',
    },
    'no-webrtc': {
      heading: 'This browser cannot make calls',
      text: 'It is too old, or calls are switched off in it. Your link is still good.',
      next: 'Copy the link and open it in a current Firefox, Chrome, Safari or Edge.',
    },
    'no-wasm': {
      heading: 'This browser cannot encrypt safely',
      text: 'It is too old, or a protection mode switches off what this page needs. Your link is still good.',
      next: 'Copy the link and open it in a current Firefox, Chrome, Safari or Edge, without that mode.',
    },
  } satisfies Record<ReasonOf<'unsupported'>, Explained>,
  linkField: 'Your link',
  askAgain: 'Ask again',

  refused: {
    spent: {
      heading: 'This link has been used',
      text: 'Each link lets one person in, once. That has already happened with this one.',
      next: 'If it was you, ask the person who sent it for a new link. If it was not you, call them: somebody else may have used it.',
    },
    ended: {
      heading: 'This session is over',
      text: 'The room behind this link has been closed, and the link no longer works.',
      next: 'If you still want to talk, ask the person who sent it for a new link.',
    },
    declined: {
      heading: 'Not right now',
      text: 'The other person did not let you in. They may be busy, or they were not sure that it was you.',
      next: 'Call them or write to them. Then open the link again, or ask for a new one.',
    },
    contested: {
      heading: 'This link was opened in two places',
      text: 'To be safe, nobody was let in. Perhaps you opened it twice; perhaps somebody else has it.',
      next: 'Call the person who sent it, tell them, and ask for a new link.',
    },
    exhausted: {
      heading: 'Too many attempts with this link',
      text: 'The link was tried so often that it is resting now. This is nothing you did wrong.',
      next: 'Call the person who sent it. They can allow more attempts: then press Ask again. Or they make a new link.',
    },
    removed: {
      heading: 'You are no longer in the room',
      text: 'The other person ended the session for you.',
      next: 'If you think this was a mistake, call them or write to them.',
    },
    elsewhere: {
      heading: 'You went on in another tab',
      text: 'The same session is open in another tab or window, so this one stepped aside.',
      next: 'Go on in the other tab. You can close this one.',
    },
    full: {
      heading: 'The room is full',
      text: 'Everyone this room has space for is already there, or the link is open in too many tabs.',
      next: 'Close other tabs with this link, then press Ask again. Or call the person who sent it.',
    },
    'too-many': {
      heading: 'Too many calls from your network',
      text: 'The relay takes only so many at once from one place. Your link is still good.',
      next: 'Wait a minute, then press Ask again. Or use another network, for example your phone’s.',
    },
    'not-the-host': {
      heading: 'This is not the person you expect',
      text: 'Someone answered who could not prove that the link is theirs. This page stopped before sharing anything.',
      next: 'Call the person who sent the link, tell them, and ask for a new one.',
    },
    refused: {
      heading: 'That did not work',
      text: 'The relay did not accept this page. Nothing was shared, and your link is not used up.',
      next: 'Press Ask again. If it happens once more, call the person who sent you the link.',
    },
  } satisfies Record<Refusal, Explained>,
};

/** What a translation has to provide. */
export type GuestWording = typeof guest;
