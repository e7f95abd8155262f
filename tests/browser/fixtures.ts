import type { AgreementView, TermsView } from '../../client/state/consent-view.ts';
import type { ComfortView } from '../../client/state/comfort-view.ts';
import type { DevicesView } from '../../client/state/devices-view.ts';
import type { FileEntry, FilesView, FileState } from '../../client/state/files-view.ts';
import type { CareView } from '../../client/state/care-view.ts';
import type { GuestActions, GuestView, Refusal } from '../../client/state/guest-view.ts';
import type {
  HostActions,
  HostSessionView,
  HostSideView,
  HostView,
} from '../../client/state/host-view.ts';
import type {
  ChatLine,
  LeftSummary,
  Proof,
  RoomActions,
  RoomView,
} from '../../client/state/room-view.ts';
import '../../client/screens/room/care.ts';
import '../../client/screens/room/proof.ts';
import { hostText } from '../../client/wording/host.ts';
import { picture, voice } from './streams.ts';

/** A link of the length and alphabet of a real one. */
export const LINK =
  'https://alcove.example.org/j#AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyAhIiMkJSYnKCkqKywtLi8wMTIzNDU2Nzg5Ojs8PT4_QEFC';

/** One call of an action: its name, then its arguments. */
export type Call = readonly [name: string, ...values: unknown[]];

const roomActions = (note: (call: Call) => void): RoomActions => ({
  toggleCamera: () => note(['toggleCamera']),
  toggleMicrophone: () => note(['toggleMicrophone']),
  toggleScreen: () => note(['toggleScreen']),
  selectCamera: (id) => note(['selectCamera', id]),
  selectMicrophone: (id) => note(['selectMicrophone', id]),
  blur: (on) => note(['blur', on]),
  showChat: (open) => note(['showChat', open]),
  sendMessage: (text) => {
    note(['sendMessage', text]);
    return text.trim() !== '' && text.length < 4000;
  },
  hold: (hold) => note(['hold', hold]),
  codesMatch: () => note(['codesMatch']),
  codesDiffer: () => note(['codesDiffer']),
  dismiss: (alert) => note(['dismiss', alert]),
  leave: () => note(['leave']),
  extras: () => ({
    files: {
      offer: (file) => note(['offer', file.name]),
      accept: (id) => note(['accept', id]),
      decline: (id) => note(['decline', id]),
      cancel: (id) => note(['cancel', id]),
      save: (id) => note(['save', id]),
      keep: (id) => note(['keep', id]),
    },
    comfort: {
      soundOn: () => note(['soundOn']),
      selectSpeaker: (id) => note(['selectSpeaker', id]),
      askSpeaker: () => note(['askSpeaker']),
      takeNoiseOut: (on) => note(['takeNoiseOut', on]),
    },
    care: {
      show: (open) => note(['show', open]),
      close: (minutes, words) => note(['close', minutes, words]),
      openAgain: () => note(['openAgain']),
      ask: () => note(['ask']),
      answer: (said) => note(['answer', said]),
      putAwayAnswer: () => note(['putAwayAnswer']),
      agree: (text) => note(['agree', text]),
    },
  }),
});

/** Actions that only write down what was pressed. */
export const guestActions = (calls: Call[], copies = true): GuestActions => {
  const note = (call: Call): void => void calls.push(call);
  return {
    next: () => note(['next']),
    back: () => note(['back']),
    choose: (choice) => note(['choose', choice]),
    selectCamera: (id) => note(['selectCamera', id]),
    selectMicrophone: (id) => note(['selectMicrophone', id]),
    blur: (on) => note(['blur', on]),
    hide: (hidden) => note(['hide', hidden]),
    ask: () => note(['ask']),
    accept: (answers) => note(['accept', answers]),
    decline: () => note(['decline']),
    copyLink: () => {
      note(['copyLink']);
      return Promise.resolve(copies);
    },
    leaveNow: () => note(['leaveNow']),
    room: roomActions(note),
  };
};

/** Actions that only write down what was pressed. */
export const hostActions = (calls: Call[], copies = true): HostActions => {
  const note = (call: Call): void => void calls.push(call);
  const copy = (name: string): Promise<boolean> => {
    note([name]);
    return Promise.resolve(copies);
  };
  return {
    start: () => note(['start']),
    enrol: (token) => note(['enrol', token]),
    forgetToken: () => note(['forgetToken']),
    copyLink: () => copy('copyLink'),
    copyInvitation: () => copy('copyInvitation'),
    admit: (id) => note(['admit', id]),
    decline: (id) => note(['decline', id]),
    allowMoreAttempts: () => note(['allowMoreAttempts']),
    saveTerms: (terms) => note(['saveTerms', terms]),
    attest: (attested) => note(['attest', attested]),
    newLink: () => note(['newLink']),
    endSession: () => note(['endSession']),
    home: () => note(['home']),
    leaveNow: () => note(['leaveNow']),
    choose: (choice) => note(['choose', choice]),
    selectCamera: (id) => note(['selectCamera', id]),
    selectMicrophone: (id) => note(['selectMicrophone', id]),
    blur: (on) => note(['blur', on]),
    hide: (hidden) => note(['hide', hidden]),
    setLength: (minutes) => note(['setLength', minutes]),
    putAway: (alarm) => note(['putAway', alarm]),
    room: roomActions(note),
  };
};

export const noDevices: DevicesView = { status: 'idle', cameras: [], microphones: [], blur: 'off' };

export const videoDevices = (): DevicesView => ({
  choice: 'video',
  status: 'ready',
  preview: new MediaStream([...picture(640, 480, 200).getTracks(), ...voice().getTracks()]),
  cameras: [
    { id: 'c1', label: 'FaceTime HD Camera (Built-in)' },
    { id: 'c2', label: '' },
  ],
  microphones: [
    { id: 'm1', label: 'Default - Headset Microphone with a very long name (Bluetooth 5.2)' },
    { id: 'm2', label: '' },
  ],
  cameraId: 'c1',
  microphoneId: 'm1',
  blur: 'off',
});

const CODE = [
  { emoji: '🐢', word: 'turtle' },
  { emoji: '🌻', word: 'sunflower' },
  { emoji: '🎈', word: 'balloon' },
  { emoji: '⛵', word: 'sailboat' },
  { emoji: '🍋', word: 'lemon' },
];

const NINE = new Date(2026, 10, 24, 9, 41).getTime();

export const LINES: readonly ChatLine[] = [
  { id: '1', from: 'them', text: 'Hello, can you read me?', at: NINE, delivery: 'delivered' },
  {
    id: '2',
    from: 'me',
    text: 'Yes. The sound is a little low on my side, shall we write for a moment until I have found the headphones?',
    at: NINE + 30_000,
    delivery: 'delivered',
  },
  {
    id: '3',
    from: 'them',
    text: 'Of course, take your time.',
    at: NINE + 60_000,
    delivery: 'delivered',
  },
  { id: '4', from: 'me', text: 'Found them 🙂', at: NINE + 90_000, delivery: 'sending' },
];

/** A room as it is right after admission; `change` says what is different. */
export function room(change: Partial<RoomView> = {}): RoomView {
  return {
    role: 'guest',
    link: 'connected',
    relay: 'up',
    verification: { code: CODE, mine: false, theirs: false },
    local: { camera: false, microphone: false, screen: false, screenSupported: true },
    remote: { camera: false, microphone: false, screen: false },
    chat: { open: false, unread: 0, lines: [], earlierLinesGone: false },
    devices: {
      choice: 'video',
      status: 'ready',
      cameras: [{ id: 'c1', label: 'Camera' }],
      microphones: [{ id: 'm1', label: 'Microphone' }],
      blur: 'off',
    },
    hold: { mine: undefined, theirs: undefined },
    startedAt: Date.now() - 12 * 60_000,
    alerts: [],
    extras: {},
    ...change,
  };
}

/** A file that the other person offers, a minute after the last line. */
export const file = (change: Partial<FileEntry> = {}): FileEntry => ({
  id: 'f1',
  from: 'them',
  name: 'A walk along the river (second draft).pdf',
  size: 1_234_567,
  at: NINE + 150_000,
  program: false,
  state: 'offered',
  percent: 0,
  waits: undefined,
  saved: false,
  kept: undefined,
  ...change,
});

export const files = (
  entries: readonly FileEntry[] = [],
  change: Partial<FilesView> = {},
): FilesView => ({ entries, notice: undefined, held: false, ...change });

const FILE_STATES: readonly FileState[] = [
  'offered',
  'moving',
  'complete',
  'declined',
  'too-large',
  'too-many',
  'cancelled-here',
  'cancelled-there',
  'altered',
  'unreadable',
];

/** Of every state one, to or from the other person. */
const everyFile = (from: FileEntry['from']): FileEntry[] =>
  FILE_STATES.map((state, index) =>
    file({ id: state, from, state, percent: state === 'moving' ? 42 : 0, at: NINE + index }),
  );

const compared = { code: CODE, mine: true, theirs: true };

/** Both with camera and microphone on. */
export const videoRoom = (change: Partial<RoomView> = {}): RoomView =>
  room({
    local: {
      camera: true,
      microphone: true,
      screen: false,
      screenSupported: true,
      cameraStream: picture(640, 480, 200),
      microphoneStream: voice(),
    },
    remote: {
      camera: true,
      microphone: true,
      screen: false,
      cameraStream: picture(1280, 720, 35),
      audioStream: voice(),
    },
    ...change,
  });

/** Headphones gone, a screen shared, and one's own camera off. */
export const comfortRoom = (change: Partial<ComfortView> = {}): RoomView => {
  const base = videoRoom({ role: 'host', verification: compared });
  return {
    ...base,
    local: { ...base.local, camera: false, screen: true },
    extras: {
      comfort: {
        quiet: 'unplugged',
        speakers: [
          { id: 's1', label: 'Speakers (Built-in)' },
          { id: 's2', label: '' },
        ],
        speakersAsked: true,
        noiseOut: true,
        news: { kind: 'out', name: 'Headset with a very long name (Bluetooth 5.2)' },
        screen: picture(1600, 900, 120),
        surface: 'all',
        ...change,
      },
    },
  };
};

const voiceRoom = (change: Partial<RoomView> = {}): RoomView =>
  room({
    local: {
      camera: false,
      microphone: true,
      screen: false,
      screenSupported: true,
      microphoneStream: voice(),
    },
    remote: { camera: false, microphone: true, screen: false, audioStream: voice() },
    devices: { ...noDevices, choice: 'voice', status: 'ready' },
    verification: compared,
    ...change,
  });

export const chatRoom = (change: Partial<RoomView> = {}): RoomView =>
  room({
    chat: { open: true, unread: 0, lines: LINES, earlierLinesGone: false },
    devices: { ...noDevices, choice: 'chat' },
    ...change,
  });

const screenRoom = (): RoomView => {
  const base = videoRoom({ verification: compared });
  return {
    ...base,
    local: { ...base.local, screen: true },
    remote: { ...base.remote, screen: true, screenStream: picture(1600, 900, 120) },
  };
};

export const summary = (change: Partial<LeftSummary> = {}): LeftSummary => ({
  role: 'guest',
  reason: 'me',
  connected: true,
  tracksStopped: 2,
  keysErased: 7,
  messagesRemoved: 4,
  filesRemoved: 2,
  storageEntriesRemoved: 1,
  ...change,
});

/** What a host says without having written anything. */
const said = (change: Partial<TermsView['text']>) => ({
  terms: { ...hostText.terms.initial, ...change },
  attested: { place: true, headphones: true, network: false, closed: true, view: false },
});

export const termsView = (change: Partial<TermsView['text']> = {}): TermsView => {
  const { terms: text, attested } = said(change);
  return { text, attested };
};

/** As long as words get, and with all that can be asked. */
const longTerms = (): TermsView =>
  termsView({
    handling: `${hostText.terms.initial.handling}\n\n`.repeat(4).trim(),
    licence: 'No. 12345, for grown-ups, couples and families',
    phone: '+1 555 0100 0000 0000',
    version: '2026-11, the second one of this year',
    guardian: true,
  });

export const agreement = (): AgreementView => ({
  terms: longTerms(),
  answers: {
    points: { place: 'yes', headphones: 'no', network: 'later' },
    where: 'At home, in the kitchen',
    contact: 'Sam, +1 555 0123',
    word: 'blue kettle',
    guardian: '',
  },
  at: NINE,
  receipt: '{"version":1}',
});

export const session = (change: Partial<HostSessionView> = {}): HostSessionView => ({
  link: LINK,
  invitation: hostText.invitation(LINK),
  relay: 'open',
  hasToken: false,
  waiting: [],
  contested: false,
  exhausted: false,
  devices: noDevices,
  ...said({}),
  ...change,
});

const CLEAR: Proof = {
  tab: true,
  storage: true,
  caches: true,
  databases: true,
  worker: true,
  devices: true,
  address: true,
};

const side = (change: Partial<HostSideView> = {}): HostSideView => ({
  id: 'ab'.repeat(16),
  minutes: 50,
  alarms: [],
  warnings: [],
  agreed: '',
  ...change,
});

export const care = (change: Partial<CareView> = {}): { care: CareView } => ({
  care: { open: false, asked: false, agreed: '', ...change },
});
const WAY = 'I call you in ten minutes. If you do not answer, I write to your sister.';

const PHASES = ['connecting', 'offline', 'host-away', 'checking', 'asked'] as const;
const REFUSALS: readonly Refusal[] = [
  'spent',
  'ended',
  'declined',
  'contested',
  'exhausted',
  'removed',
  'elsewhere',
  'full',
  'too-many',
  'not-the-host',
  'refused',
];
const LEFT = ['me', 'them', 'codes-differ', 'codes-differ-them', 'closed'] as const;

const waiting = (phase: (typeof PHASES)[number], devices = noDevices): GuestView => ({
  screen: 'waiting',
  phase,
  since: Date.now() - 130_000,
  devices,
});

type Make<V> = Readonly<Record<string, () => V>>;
const each = <K extends string, V>(
  keys: readonly K[],
  name: string,
  make: (key: K) => V,
): Make<V> => Object.fromEntries(keys.map((key) => [`${name}-${key}`, () => make(key)]));

/** Rooms that both pages can show. */
const rooms: Make<RoomView> = {
  'room-connecting': () => room({ link: 'connecting', startedAt: undefined }),
  'room-video': () => videoRoom({ agreement: agreement() }),
  'room-video-compared': () => videoRoom({ verification: compared }),
  'room-video-chat': () =>
    videoRoom({
      verification: { ...compared, theirs: false },
      chat: { open: true, unread: 0, lines: LINES, earlierLinesGone: true },
    }),
  'room-interrupted': () =>
    videoRoom({
      link: 'interrupted',
      relay: 'down',
      verification: compared,
      chat: { open: false, unread: 3, lines: LINES, earlierLinesGone: false },
    }),
  'room-screen': () => screenRoom(),
  'room-voice': () => voiceRoom(),
  'room-voice-muted': () => room({ verification: { code: CODE, mine: false, theirs: true } }),
  'room-chat': () => chatRoom(),
  'room-chat-compared': () => chatRoom({ verification: compared }),
  'room-files': () =>
    chatRoom({
      verification: compared,
      extras: {
        files: files([
          ...everyFile('them'),
          file({ name: `photo_${'very_'.repeat(12)}long.pdf.exe`, program: true, size: 0 }),
        ]),
      },
    }),
  'room-files-sent': () =>
    videoRoom({
      verification: compared,
      chat: { open: true, unread: 0, lines: LINES, earlierLinesGone: false },
      extras: { files: files(everyFile('me'), { notice: 'too-large' }) },
    }),
  'room-files-paused': () =>
    chatRoom({
      hold: { mine: undefined, theirs: 'pause' },
      extras: {
        files: files([file(), file({ id: 'f2', state: 'moving', waits: 'hold' })], { held: true }),
      },
    }),
  'room-comfort': () => comfortRoom(),
  'room-paused': () => room({ hold: { mine: 'pause', theirs: undefined } }),
  'room-paused-there': () => room({ hold: { mine: undefined, theirs: 'pause' } }),
  'room-hidden-there': () =>
    chatRoom({ verification: compared, hold: { mine: undefined, theirs: 'someone' } }),
  'room-held-by-both': () => room({ hold: { mine: 'pause', theirs: 'someone' } }),
  'room-hidden': () => room({ hold: { mine: 'someone', theirs: undefined } }),
  'room-closing': () =>
    videoRoom({
      verification: compared,
      extras: care({ closing: { until: Date.now() + 290_000, words: '' } }),
    }),
  'room-closing-chat': () =>
    chatRoom({
      verification: compared,
      extras: care({
        closing: { until: Date.now() + 290_000, words: 'One breath.\nThen the letter.' },
      }),
    }),
  'room-alerts': () =>
    videoRoom({
      relay: 'down',
      verification: compared,
      alerts: ['camera-denied', 'spent-link-tried', 'tampering'],
    }),
};

/** Every screen of the guest page, by a name for pictures and tests. */
export const guestViews: Make<GuestView> = {
  ...each(['missing', 'damaged', 'version'] as const, 'bad-link', (reason) => ({
    screen: 'bad-link',
    reason,
  })),
  ...each(['in-app', 'insecure', 'no-webrtc', 'no-wasm'] as const, 'unsupported', (reason) => ({
    screen: 'unsupported',
    reason,
    link: LINK,
  })),
  welcome: () => ({ screen: 'welcome' }),
  handling: () => ({ screen: 'handling' }),
  devices: () => ({ screen: 'devices', devices: noDevices }),
  'devices-asking': () => ({
    screen: 'devices',
    devices: { ...noDevices, choice: 'video', status: 'asking' },
  }),
  'devices-video': () => ({ screen: 'devices', devices: videoDevices() }),
  'devices-denied': () => ({
    screen: 'devices',
    devices: { ...noDevices, choice: 'voice', status: 'denied' },
  }),
  'devices-blur-failed': () => ({
    screen: 'devices',
    devices: { ...noDevices, choice: 'video', blur: 'failed' },
  }),
  'devices-chat': () => ({ screen: 'devices', devices: { ...noDevices, choice: 'chat' } }),
  terms: () => ({ screen: 'terms', terms: termsView() }),
  'terms-long': () => ({ screen: 'terms', terms: longTerms() }),
  ...each(PHASES, 'waiting', (phase) => waiting(phase)),
  ...Object.fromEntries(
    Object.entries(rooms).map(([name, make]) => [
      name,
      (): GuestView => ({ screen: 'room', room: make() }),
    ]),
  ),
  'room-quiet': () => ({
    screen: 'room',
    room: videoRoom({ verification: compared, extras: care() }),
  }),
  'room-quiet-open': () => ({
    screen: 'room',
    room: videoRoom({ verification: compared, extras: care({ open: true, agreed: WAY }) }),
  }),
  'room-asked': () => ({
    screen: 'room',
    room: videoRoom({ verification: compared, extras: care({ asked: true }) }),
  }),
  'left-proven': () => ({ screen: 'left', summary: summary({ proof: CLEAR }) }),
  'left-something': () => ({
    screen: 'left',
    summary: summary({ proof: { ...CLEAR, tab: false, caches: false } }),
  }),
  'left-unchecked': () => ({ screen: 'left', summary: summary({ proof: null }) }),
  ...each(REFUSALS, 'refused', (reason) => ({ screen: 'refused', reason })),
  ...each(LEFT, 'left', (reason) => ({ screen: 'left', summary: summary({ reason }) })),
  'left-agreed': () => ({ screen: 'left', summary: summary({ agreement: agreement() }) }),
  'left-early': () => ({
    screen: 'left',
    summary: summary({
      connected: false,
      tracksStopped: 0,
      keysErased: 1,
      messagesRemoved: 0,
      storageEntriesRemoved: 1,
    }),
  }),
};

/** Near the end of a session, with all that the host alone sees of it. */
export const hostRoom = (): HostView => ({
  screen: 'room',
  room: videoRoom({
    role: 'host',
    verification: compared,
    startedAt: Date.now() - 47 * 60_000,
    extras: care({ agreed: WAY, closing: { until: Date.now() + 170_000, words: '' } }),
  }),
  side: side({ agreed: WAY }),
});

/** Every screen of the host app. */
export const hostViews: Make<HostView> = {
  home: () => ({ screen: 'home' }),
  session: () => ({ screen: 'session', session: session(), side: side() }),
  'session-alarms': () => ({
    screen: 'session',
    session: session(),
    side: side({ alarms: ['key-changed', 'tampering'] }),
  }),
  'session-connecting': () => ({ screen: 'session', session: session({ relay: 'connecting' }) }),
  'session-waiting': () => ({
    screen: 'session',
    session: session({
      waiting: [
        { id: 7, since: Date.now() - 70_000, state: 'ready' },
        { id: 8, since: Date.now(), state: 'checking' },
        { id: 9, since: Date.now(), state: 'reading' },
      ],
      devices: videoDevices(),
    }),
  }),
  'session-contested': () => ({
    screen: 'session',
    session: session({ relay: 'away', contested: true }),
  }),
  'session-not-enrolled': () => ({ screen: 'session', session: session({ enrolment: 'wanted' }) }),
  'session-token-unknown': () => ({
    screen: 'session',
    session: session({ enrolment: 'unknown', hasToken: true }),
  }),
  'session-token-kept': () => ({ screen: 'session', session: session({ hasToken: true }) }),
  'session-exhausted': () => ({ screen: 'session', session: session({ exhausted: true }) }),
  'room-video': () => ({ screen: 'room', room: videoRoom({ role: 'host' }), side: side() }),
  'room-near-the-end': hostRoom,
  'room-not-alone': () => ({
    screen: 'room',
    room: videoRoom({
      role: 'host',
      verification: compared,
      extras: care({ answer: { said: 'not-alone', at: NINE } }),
    }),
    side: side({ alarms: ['key-changed'] }),
  }),
  'room-gone': () => ({
    screen: 'room',
    room: room({ role: 'host', link: 'alone', verification: compared, extras: care() }),
    side: side({ agreed: WAY }),
  }),
  left: () => ({ screen: 'left', summary: summary({ role: 'host' }), kept: 'tab', side: side() }),
  'left-at-once': () => ({
    screen: 'left',
    summary: summary({ role: 'host', reason: 'them' }),
    atOnce: true,
    kept: 'sealed',
    side: side({ agreed: WAY, warnings: ['spent-link', 'tampering'] }),
  }),
  ...each(['no-answer', 'not-allowed', 'other-name'] as const, 'no-relay', (reason) => ({
    screen: 'no-relay',
    reason,
    page: 'http://localhost:8786',
    relay: reason === 'no-answer' ? undefined : 'https://quiet-room.alcove.example',
    busy: reason === 'other-name',
  })),
  elsewhere: () => ({ screen: 'elsewhere' }),
  ...each(['insecure', 'no-webrtc', 'no-wasm'] as const, 'unsupported', (reason) => ({
    screen: 'unsupported',
    reason,
  })),
};
