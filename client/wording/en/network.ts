import type { NetworkView, Trouble } from '../../state/path-view.ts';

/** English, for what is said about the network of a call. */
export const network = {
  heading: 'Your connection',
  path: {
    direct:
      'You are connected directly. Each of your devices can see the other’s internet address; the helper that brought you together sees no picture and no sound pass.',
    relayedHidden:
      'Everything goes through the helper at the address of the link, locked. The other person’s device does not see your internet address; the helper does.',
    relayed:
      'Everything goes through the helper at the address of the link, locked, because no direct way was found. You did not hide your internet address, so the other person’s device may still see it.',
  },
  gone: {
    mine: 'Your network is gone. Perhaps it is the Wi-Fi or the mobile signal. When it is back, you are connected again by itself.',
    theirs:
      'Your own network works. Their connection, or the way between you, is gone for the moment. It comes back by itself.',
  } satisfies Record<NonNullable<NetworkView['gone']>, string>,
  poor: {
    picture:
      'The connection is poor. The picture is made smaller so that you can go on hearing each other.',
    sound: 'The connection is poor. Some words may get lost; writing in the chat works.',
  } satisfies Record<NonNullable<NetworkView['poor']>, string>,
  trouble: {
    'hidden-no-turn':
      'You chose to hide your internet address, but no helper for that can be found at this address at the moment. You can wait, or connect directly.',
    'turn-foreign':
      'The relay named a helper at another address than that of the link. It was refused, because it could be a stranger’s. Call the other person, and use another address to meet.',
    'turn-refused':
      'The helper that passes everything on did not let you in. Whoever runs this address needs to look at its settings. Reloading this page may help.',
    'turn-unreachable':
      'The helper that passes everything on does not answer. It may be down, or your network may block it. Another network may help, for example your phone’s.',
    'no-turn':
      'Your two networks let no direct way through, and there is no helper at this address that could pass everything on. Another network may help, for example a phone’s.',
    'network-forbids':
      'The network of one of you seems to forbid calls. Another network may help, for example a phone’s, or one without a company’s protection.',
  } satisfies Record<Trouble, string>,
  showAddress: 'Connect directly and show my address',
  microphone: 'Your microphone was taken away, for example by a phone call. They cannot hear you.',
  microphoneBack: 'Turn the microphone on again',
};

/** What a translation has to provide. */
export type NetworkWording = typeof network;
