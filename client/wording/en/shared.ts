import type { Alert, Hold, LeftSummary } from '../../state/room-view.ts';
import type { DevicesView, MediaChoice } from '../../state/devices-view.ts';

const things = (count: number, one: string, many: string): string =>
  count === 1 ? `1 ${one}` : `${String(count)} ${many}`;

const minutes = (count: number): string => things(count, 'minute', 'minutes');

const chosenDevices = (choice: MediaChoice): string =>
  choice === 'video' ? 'camera or microphone' : 'microphone';

/** English, for the parts that both pages use: devices, room, goodbye. */
export const shared = {
  appName: 'Alcove',
  leaveNow: 'Leave now',
  leaveNowKey: 'Pressing Shift three times, quickly, does the same.',
  continue: 'Continue',
  back: 'Back',

  copy: {
    link: 'Copy link',
    otherBrowser: 'Copy link for another browser',
    done: 'Copied',
    failed: 'Your browser did not allow copying. Select the text and copy it by hand.',
    failedHere: 'Your browser did not allow copying. Open the link again where you found it.',
  },

  choice: {
    legend: 'How would you like to talk?',
    video: { name: 'Video', hint: 'You see and hear each other' },
    voice: { name: 'Voice only', hint: 'You hear each other, no picture' },
    chat: { name: 'Chat only', hint: 'You write to each other' },
    changeLater: 'You can change this at any time.',
    off: 'Your camera and microphone are off.',
    chatReady: 'Camera and microphone stay off. You will write to each other.',
    asking: (choice: MediaChoice): string =>
      `Your browser is asking whether this page may use your ${choice === 'video' ? 'camera and microphone' : 'microphone'}. Please answer there.`,
    camera: 'Your picture comes from',
    microphone: 'Your sound comes from',
    unnamedCamera: (index: number): string => `Camera ${String(index)}`,
    unnamedMicrophone: (index: number): string => `Microphone ${String(index)}`,
    level: 'Microphone level',
    levelHint:
      'Say a few words: the bar should move. If it does not, choose another microphone, or look whether yours is muted.',
    tone: 'Play a test sound',
    toneSaid: {
      playing:
        'You should hear two soft notes. If not, turn the volume up, and look in the sound settings of your device which speaker or headphones it uses.',
      silent:
        'Your browser could not play a sound. Look whether a speaker or headphones are connected and this tab is not muted, then try again.',
    },
    preview: 'Only you can see this picture.',
    previewSent: 'The other person sees this picture, too.',
    previewLabel: 'Your camera picture',
    blurred: 'Blur what is behind me',
    blur: {
      off: '',
      starting: 'Getting ready. Until then you are not seen.',
      on: 'Your device does this by itself. Edges may slip: put away what nobody must see.',
      failed: 'The blur did not work, so your camera is off. Switch it on to try again.',
    } satisfies Record<DevicesView['blur'], string>,
    problem: {
      denied: (choice: MediaChoice): string =>
        `Your browser did not let this page use your ${chosenDevices(choice)}. To allow it, press the icon beside the address at the top of the browser, then choose again here. Or talk in another way.`,
      missing: (choice: MediaChoice): string =>
        choice === 'video'
          ? 'A camera or a microphone is missing. Plug it in and choose again, or talk in another way.'
          : `No ${chosenDevices(choice)} was found. Plug one in and choose again, or talk in another way.`,
      busy: (choice: MediaChoice): string =>
        `Another program is using your ${chosenDevices(choice)}. Close that program and choose again, or talk in another way.`,
    } satisfies Record<
      Exclude<DevicesView['status'], 'idle' | 'asking' | 'ready'>,
      (choice: MediaChoice) => string
    >,
  },

  room: {
    heading: 'Your conversation',
    you: 'You',
    them: 'The other person',
    controls: 'Controls',
    camera: 'Camera',
    microphone: 'Microphone',
    chat: 'Chat',
    screen: 'Share screen',
    pause: 'Pause',
    quickExit: 'Quick exit',
    leave: 'Leave',
    on: 'On',
    off: 'Off',
    open: 'Open',
    closed: 'Closed',
    unread: (count: number): string => `${String(count)} new`,
    unreadSaid: (count: number): string => things(count, 'new message', 'new messages'),
    elapsed: (count: number): string => `${String(count)} min`,
    elapsedLabel: (count: number): string => `You have talked for ${minutes(count)}`,
    microphoneOff: 'Microphone off',
    microphoneOn: 'Microphone on',
    levelThem: 'Level of the other person’s voice',
    levelYou: 'Level of your voice',
    videoThem: 'Picture of the other person',
    screenThem: 'Screen that the other person shares',
    sharing: 'The other person sees your screen.',
    theySharing: 'The other person is sharing a screen.',
    soundOn: 'Turn sound on',
    soundBlocked: 'Your browser is holding back the sound.',
    devices: 'Devices',
    devicesHeading: 'Choose camera and microphone',
    devicesDone: 'Done',
    self: (corner: string): string =>
      `Your own picture, ${corner}. Press to move it, or use the arrow keys.`,
    hide: 'Hide',
    selfHide: 'Hide my picture here',
    selfShow: 'Show my picture',
    corners: {
      'top-left': 'top left',
      'top-right': 'top right',
      'bottom-left': 'bottom left',
      'bottom-right': 'bottom right',
    },
    link: {
      connecting: 'Connecting your two devices…',
      connected: 'You are connected.',
      interrupted: 'The connection dropped. Bringing it back…',
      alone: 'The other person is not here right now',
    },
    linkMore: {
      connecting: 'This takes a few seconds.',
      interrupted:
        'This happens when a network changes or is weak. You do not have to do anything. Your messages are kept here and are sent when it is back.',
      alone:
        'Their page may be closed, or they may be offline. When they are back, you are connected again by itself. If it takes long, call them.',
    },
    relayDown:
      'The helper that connects you is out of reach. Your conversation goes on; only a new connection would have to wait.',
  },

  hold: {
    hide: 'Hide all',
    hideSaid:
      'If somebody comes in: neither of you is seen or heard, and this page shows only the time. The other person is told. The key Esc does the same.',
    mine: {
      heading: 'Paused',
      text: 'Neither of you is seen or heard, and cameras here are off. You can still write.',
    },
    theirs: {
      pause: {
        heading: 'The other person needs a moment',
        text: 'Neither of you is seen or heard until they go on. You can still write.',
      },
      someone: {
        heading: 'Somebody has come in there',
        text: 'Neither of you is seen or heard now, and their page shows nothing of this. Please wait and do not call. They come back when they can.',
      },
    } satisfies Record<Hold, { heading: string; text: string }>,
    goOn: 'Go on',
    time: (): string => new Intl.DateTimeFormat('en', { timeStyle: 'short' }).format(),
    day: (): string => new Intl.DateTimeFormat('en', { dateStyle: 'full' }).format(),
  },

  verification: {
    encrypted: 'End-to-end encrypted',
    none: 'Codes not compared yet',
    theirs: 'They compared the codes. Did you?',
    mine: 'Compared by you, not yet by them',
    both: 'Codes compared by both',
    heading: 'Do you both see these five?',
    how: 'Read them out to each other. If all five are the same, nobody is in between.',
    inWriting:
      'Compare them by voice or by phone. Someone in between could change what you write here.',
    match: 'The codes match',
    differ: 'They differ',
    differHint: 'They differ ends the session at once.',
    later: 'Later',
    close: 'Hide the codes',
    answered: 'You said that the codes match.',
    more: 'What this shows, and what it does not',
    moreText: [
      'Only the person you are talking with can read, see or hear what you share. This is called end-to-end encryption: everything is locked on your device and unlocked on theirs.',
      'The five pictures come from the keys of your two devices. If someone stood in between, you would see different pictures.',
      'They cannot tell you who is holding the other device. Trust the face or the voice you know.',
    ],
  },

  chat: {
    heading: 'Chat',
    log: 'What has been written',
    empty: 'Nothing written yet. Messages go straight to the other device and are not stored.',
    earlierGone:
      'This page was loaded again. Earlier messages are gone, because nothing is stored.',
    message: 'Message',
    send: 'Send',
    close: 'Close',
    sending: 'Sending…',
    delivered: 'Delivered',
    you: 'You',
    them: 'Other person',
  },

  alerts: {
    'camera-denied':
      'Your browser did not let this page use the camera. To allow it, press the icon beside the address, then press Camera again.',
    'camera-missing': 'No camera was found. Plug one in, then press Camera again.',
    'camera-busy': 'Another program is using the camera. Close it, then press Camera again.',
    'microphone-denied':
      'Your browser did not let this page use the microphone. To allow it, press the icon beside the address, then press Microphone again.',
    'microphone-missing': 'No microphone was found. Plug one in, then press Microphone again.',
    'microphone-busy':
      'Another program is using the microphone. Close it, then press Microphone again.',
    'screen-denied':
      'Your screen is not shared. To share it, press Share screen again and pick what to show.',
    'message-too-long':
      'That message is too long to send in one piece. It is still in the box: please split it.',
    'spent-link-tried':
      'Someone tried to open the link of this session again and was turned away. Nothing here was seen or heard. If it was not the person you are talking with, somebody else has the link: ask who.',
    tampering:
      'Something on the way changed what was sent. It was refused, and nothing was shown. If this comes back, leave and use another network.',
  } satisfies Record<Alert, string>,
  dismiss: 'Got it',

  left: {
    reason: {
      me: { heading: 'You have left', text: 'The session is over.' },
      them: { heading: 'The other person has left', text: 'The session is over.' },
      'codes-differ': {
        heading: 'You ended the session',
        text: 'You said that the codes differ. It may have been a mix-up, or someone may have been in between. Call each other in another way, then start again with a new link on another network if you can.',
      },
      'codes-differ-them': {
        heading: 'The other person ended the session',
        text: 'They said that the codes differ. It may have been a mix-up, or someone may have been in between. Call each other in another way, then start again with a new link on another network if you can.',
      },
      closed: { heading: 'The session is over', text: 'It was closed from the other side.' },
    } satisfies Record<LeftSummary['reason'], { heading: string; text: string }>,
    wiped: 'What was just removed here',
    tracks: (count: number): string =>
      count === 0
        ? 'Camera and microphone: nothing was on.'
        : `Camera, microphone and screen: ${things(count, 'source', 'sources')} switched off.`,
    keys: (count: number): string =>
      count === 0 ? 'Keys: none were left.' : `${things(count, 'key', 'keys')} erased from memory.`,
    messages: (count: number): string =>
      count === 0
        ? 'Messages: there were none.'
        : `${things(count, 'message', 'messages')} removed from this page.`,
    files: (count: number): string => `${things(count, 'file', 'files')} removed from this page.`,
    storage: (count: number): string =>
      count === 0
        ? 'Storage of this tab: nothing was left in it.'
        : `${things(count, 'entry', 'entries')} removed from this tab’s storage.`,
    unchecked: 'What is left could not be checked.',
    linkDead: 'The link can no longer be used to get in.',
    linkLives: 'You were not connected. If you want to come back, open the link again.',
    relay: 'What the relay could have seen',
    relayText: (connected: boolean): string =>
      connected
        ? 'The relay is the small helper that connected your two devices. It could see the internet addresses of both, when you met and roughly how much went through it. It could not see or hear anything you shared, and it does not know your names.'
        : 'The relay is the small helper that connects two devices. It could see the internet address of this device and when it called. It saw nothing else of you.',
    browser: 'What your browser may still keep',
    browserText:
      'Browsers keep a list of visited pages, and this page cannot change that list. It may show the address of this page, with the link.',
    browserHow: 'To remove it',
    browserSteps: [
      'Open the history of your browser. On a computer press Ctrl and H (on a Mac: Command and Y). On a phone look for History in the menu.',
      'Find the entries called Alcove, and delete them.',
      'If the link came in a message, you can delete that message too.',
    ],
    closeTab: 'You can close this tab now.',
  },
};

/** What a translation has to provide. */
export type SharedWording = typeof shared;
