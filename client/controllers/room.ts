import { DataChannelCipher } from '../../crypto/channel/data-channel.ts';
import { CryptoError } from '../../crypto/errors.ts';
import type { Session } from '../../crypto/handshake/session.ts';
import { systemRandom } from '../../crypto/random.ts';
import { spokenCodeEmoji, type SpokenCode } from '../../crypto/spoken-code.ts';
import { SessionError } from '../session/errors.ts';
import { toHex } from '../../crypto/hex.ts';
import {
  decodePeerMessage,
  encodePeerMessage,
  type Hold,
  type PeerMessage,
} from '../session/peer-message.ts';
import type { KeptMedia } from '../session/record-fields.ts';
import type { ByeReason } from '../session/signal-message.ts';
import type { Alert, RoomActions, RoomView } from '../state/room-view.ts';
import { LocalMedia } from '../transport/local-media.ts';
import { MediaLayer } from '../transport/media-layer.ts';
import { PeerLink, SLOTS, type Ice, type LinkMessage, type Slot } from '../transport/peer-link.ts';
import { Chat } from './chat.ts';
import type { DeviceCheck } from './device-check.ts';
import type { Network } from './network.ts';
import type { Path } from './path.ts';
import { FEATURE_TYPES_FROM, type FeatureRoom, type MakeFeature } from './room-feature.ts';
import { RoomFeatures } from './room-features.ts';

/** What a reload of the tab must bring back; nothing of it is secret. */
export interface RoomMemory {
  readonly verified: { readonly mine: boolean; readonly theirs: boolean };
  readonly media: KeptMedia;
  readonly hold?: Hold | undefined;
  readonly startedAt?: number | undefined;
}

export interface RoomOptions {
  readonly role: 'host' | 'guest';
  readonly devices: DeviceCheck;
  readonly memory: RoomMemory;
  /** The tab was reloaded in mid-session. */
  readonly resumed: boolean;
  /** Whether this, written in the chat, is the word that hides everything and is not sent. */
  hides(text: string): boolean;
  /** What watches the network of a call; nobody needs it before there is one. */
  loadNetwork(): Promise<typeof Network>;
  /** The choice of ways, where there is one. */
  path(): Path | undefined;
  /** No longer hides this side's address. */
  showAddress(): void;
  /** The connection to the relay may be dead without knowing. */
  refresh(): void;
  changed(): void;
  /** What must survive a reload changed. */
  remember(memory: RoomMemory): void;
  /** Seal this for the other side. */
  signal(message: LinkMessage): void;
  /** The direct connection is interrupted or gone: make a new one. */
  lost(): void;
  /** Either person ended the session. */
  ended(by: 'me' | 'them', reason: ByeReason): void;
  /** The code of what a room can do besides; asked for when the first connection opens. */
  loadFeatures(): Promise<readonly MakeFeature[]>;
}

/** A link that is interrupted this long is given up for a new one; tuning, in milliseconds. */
const PATIENCE_MS = 2500;

/** A call begins with pictures: what nobody can use in its first moment comes after them. */
const PICTURES_MS = 1000;

const NOTHING: Record<Slot, boolean> = { camera: false, microphone: false, screen: false };
const NO_TRACKS: Record<Slot, null> = { camera: null, microphone: null, screen: null };

/**
 * One conversation with one other person, over one direct connection after another: what is shown,
 * what is sent, and what of it must survive a drop.
 */
export class Room {
  readonly #options: RoomOptions;
  readonly #chat: Chat;
  readonly #features: RoomFeatures;
  #session: Session | undefined;
  #memory: RoomMemory;
  #code: SpokenCode | undefined;
  #link: PeerLink | undefined;
  #cipher: DataChannelCipher | undefined;
  #state: Exclude<RoomView['link'], 'alone'> = 'connecting';
  #relay: RoomView['relay'] = 'up';
  #partner: 'here' | 'away' = 'here';
  /** What the other side says it sends; undefined until it has said so over this link. */
  #remote: Record<Slot, boolean> | undefined;
  #theirHold: Hold | undefined;
  #alerts: readonly Alert[] = [];
  #arrivedEarly: string[] = [];
  #patience: ReturnType<typeof setTimeout> | undefined;
  #localCamera: MediaStream | undefined;
  #network: Network | undefined;
  #loading = false;
  #connected = false;
  #over = false;

  constructor(options: RoomOptions) {
    this.#options = options;
    this.#memory = options.memory;
    this.#chat = new Chat({
      newId: () => toHex(systemRandom(8)),
      earlierLinesGone: options.resumed,
    });
    this.#features = new RoomFeatures({
      load: async () => {
        await afterPictures();
        return options.loadFeatures();
      },
      room: this.#asFeaturesSeeIt(),
      refused: (error) => this.#refuse(error),
    });
  }

  /** Whether the two were ever connected directly. */
  get everConnected(): boolean {
    return this.#connected || this.#memory.startedAt !== undefined;
  }

  /** The direct connection if it works, by its id. */
  get healthyLink(): string | null {
    return this.#state === 'connected' && this.#link ? this.#link.id : null;
  }

  get link(): PeerLink | undefined {
    return this.#link;
  }

  set code(code: SpokenCode | undefined) {
    this.#code = code;
  }

  set relay(state: RoomView['relay']) {
    this.#relay = state;
  }

  /** Whether the other person's page is at the relay, as far as that says so. */
  set partner(partner: 'here' | 'away') {
    this.#partner = partner;
  }

  get view(): RoomView {
    const { media, view: devices } = this.#options.devices;
    const remote = this.#held ? NOTHING : (this.#remote ?? this.#heard());
    const stream = (slot: Slot) => (remote[slot] ? this.#link?.stream(slot) : undefined);
    return {
      role: this.#options.role,
      link: this.#state === 'connected' || this.#partner === 'here' ? this.#state : 'alone',
      relay: this.#relay,
      verification: {
        code: this.#code === undefined ? [] : spokenCodeEmoji(this.#code),
        ...this.#memory.verified,
      },
      local: {
        camera: media.camera !== undefined,
        microphone: media.microphone !== undefined,
        screen: media.screen !== undefined,
        screenSupported: LocalMedia.screenSupported,
        cameraStream: this.#ownCamera(),
      },
      remote: {
        ...remote,
        cameraStream: stream('camera'),
        screenStream: stream('screen'),
        audioStream: stream('microphone'),
      },
      chat: this.#chat.view,
      devices,
      hold: { mine: this.#memory.hold, theirs: this.#theirHold },
      startedAt: this.#memory.startedAt,
      network: this.#network?.view,
      alerts: this.#alerts,
      extras: this.#features.view,
    };
  }

  get actions(): RoomActions {
    return { ...this.#actions, network: this.#network?.actions };
  }

  readonly #actions: RoomActions = {
    toggleCamera: () => void this.#toggle('camera'),
    toggleMicrophone: () => void this.#toggle('microphone'),
    toggleScreen: () => void this.#toggle('screen'),
    selectCamera: (id) => void this.#options.devices.selectCamera(id),
    selectMicrophone: (id) => void this.#options.devices.selectMicrophone(id),
    blur: (on) => this.#options.devices.blur(on),
    showChat: (open) => {
      this.#chat.show(open);
      this.#options.changed();
    },
    sendMessage: (text) => this.#write(text),
    hold: (hold) => this.#hold(hold),
    codesMatch: () => {
      this.#remember({ verified: { ...this.#memory.verified, mine: true } });
      this.#send({ type: 'verified' });
      this.#options.changed();
    },
    codesDiffer: () => this.#options.ended('me', 'codes-differ'),
    dismiss: (alert) => {
      this.#alerts = this.#alerts.filter((other) => other !== alert);
      this.#options.changed();
    },
    leave: () => this.#options.ended('me', 'left'),
    extras: () => this.#features.actions,
  };

  alert(alert: Alert): void {
    if (!this.#alerts.includes(alert)) this.#alerts = [...this.#alerts, alert];
    this.#options.changed();
  }

  /**
   * Opens a direct connection under the keys of a finished handshake, in place of any other.
   * A session serves one link only, since its channel keys count from zero.
   */
  connect(options: {
    id: string;
    session: Session;
    certificate: RTCCertificate;
    ice?: Ice | undefined;
    signal?: (message: LinkMessage) => void;
  }): void {
    const { session } = options;
    const initiator = this.#options.role === 'guest';
    const role = initiator ? 'initiator' : 'responder';
    this.#drop();
    const cipher = new DataChannelCipher({
      session,
      role,
      epoch: session.generation,
    });
    const { media } = this.#options.devices;
    const layer = new MediaLayer({
      session,
      role,
      refused: () => this.alert('tampering'),
      failed: () => link.close(),
    });
    const link = new PeerLink({
      id: options.id,
      initiator,
      certificate: options.certificate,
      peerFingerprint: session.peerFingerprint,
      tracks: this.#tracks(media),
      media: layer,
      ice: options.ice,
      events: {
        signal: options.signal ?? ((message) => this.#options.signal(message)),
        frame: (bytes) => {
          if (this.#link === link) this.#frame(bytes);
        },
        state: (state) => {
          if (this.#link === link) this.#changed(state);
        },
        media: () => {
          if (this.#link === link) this.#options.changed();
        },
        refused: () => this.alert('tampering'),
      },
    });
    this.#cipher = cipher;
    this.#session = session;
    this.#link = link;
    void this.#watchNetwork();
    // What was chosen before there was a room.
    this.#rememberMedia();
    this.#state = this.everConnected ? 'interrupted' : 'connecting';
    this.#options.changed();
  }

  /** Puts into the link what the devices give now, and tells the other side. */
  devicesChanged(): void {
    const { media } = this.#options.devices;
    const tracks = this.#tracks(media);
    for (const slot of SLOTS) this.#link?.setTrack(slot, tracks[slot]);
    this.#rememberMedia();
    this.#sendMedia();
    this.#features.roomChanged();
  }

  /** Tells the other side goodbye over the direct connection, then lets it go. */
  finish(reason: ByeReason | undefined): { messages: number; files: number; keys: number } {
    this.#over = true;
    clearTimeout(this.#patience);
    const files = this.#features.fileCount;
    this.#features.finish();
    this.#network?.stop();
    if (reason) this.#send({ type: 'bye', reason });
    const keys = this.#cipher ? 1 : 0;
    this.#cipher?.wipe();
    this.#cipher = undefined;
    const link = this.#link;
    // The other side closes when the goodbye arrives; one that does not listen is not waited for.
    if (link && reason) link.closeSoon();
    else link?.close();
    return { messages: this.#chat.clear(), files, keys };
  }

  /** Without it a call goes on as well: should it not arrive, the next connection asks for it again. */
  async #watchNetwork(): Promise<void> {
    if (this.#network || this.#loading) return;
    this.#loading = true;
    await afterPictures();
    const loaded = await this.#options.loadNetwork().catch((error: unknown) => {
      // A module that does not arrive; a broken one would be an error of another kind.
      if (!(error instanceof TypeError)) reportError(error);
      return undefined;
    });
    this.#loading = false;
    if (!loaded || this.#over) return;
    const options = this.#options;
    this.#network = new loaded({
      devices: options.devices,
      link: () => this.#link,
      state: () => ({ link: this.#state, relay: this.#relay, partner: this.#partner }),
      path: () => options.path(),
      changed: () => options.changed(),
      refresh: () => options.refresh(),
      showAddress: () => options.showAddress(),
    });
    options.changed();
  }

  /** While either side holds the conversation, neither sends or shows anything. */
  get #held(): boolean {
    return this.#memory.hold !== undefined || this.#theirHold !== undefined;
  }

  #hold(hold: Hold | undefined): void {
    const before = this.#memory.hold;
    if (hold === before) return;
    this.#memory = { ...this.#memory, hold };
    // First of all what can be seen and heard.
    if (before === undefined) this.#options.devices.pause();
    this.devicesChanged();
    this.#send({ type: 'hold', hold: hold ?? null });
    this.#options.remember(this.#memory);
    if (hold === undefined) void this.#again();
    this.#options.changed();
  }

  async #again(): Promise<void> {
    const failure = await this.#options.devices.again();
    if (failure) this.alert(`${this.#memory.media.camera ? 'camera' : 'microphone'}-${failure}`);
  }

  #tracks(media: LocalMedia): Record<Slot, MediaStreamTrack | null> {
    if (this.#held) return NO_TRACKS;
    return {
      microphone: media.microphone ?? null,
      camera: media.camera ?? null,
      screen: media.screen ?? null,
    };
  }

  async #toggle(slot: Slot): Promise<void> {
    const failure = await this.#options.devices.toggle(slot);
    if (!failure) return;
    // Choosing nothing in the browser's own picker is an answer, not a fault.
    if (slot === 'screen') {
      if (failure !== 'denied') this.alert('screen-denied');
      return;
    }
    this.alert(`${slot}-${failure}`);
  }

  #write(text: string): boolean {
    if (this.#options.hides(text)) {
      this.#hold('someone');
      return true;
    }
    const message = this.#chat.write(text, Date.now());
    if (message === 'too-long') this.alert('message-too-long');
    if (typeof message === 'string') return false;
    this.#send(message);
    this.#options.changed();
    return true;
  }

  #frame(bytes: Uint8Array): void {
    if (!this.#cipher || this.#over) return;
    try {
      const { type, body } = this.#cipher.open(bytes);
      if (type < FEATURE_TYPES_FROM) this.#hear(decodePeerMessage(type, body));
      else this.#features.hear(type, body);
    } catch (error) {
      this.#refuse(error);
    }
  }

  /** What is not as it must be ends the connection it came by. */
  #refuse(error: unknown): void {
    if (!(error instanceof CryptoError) && !(error instanceof SessionError)) throw error;
    this.alert('tampering');
    this.#link?.close();
  }

  #hear(message: PeerMessage): void {
    switch (message.type) {
      case 'chat':
        this.#chat.arrived(message, Date.now());
        this.#acknowledge(message.id);
        break;
      case 'received':
        this.#chat.delivered(message.id);
        break;
      case 'media': {
        const { camera, microphone, screen } = message;
        this.#remote = { camera, microphone, screen };
        break;
      }
      case 'verified':
        this.#remember({ verified: { ...this.#memory.verified, theirs: true } });
        break;
      case 'hold':
        if (this.#theirHold === (message.hold ?? undefined)) return;
        this.#theirHold = message.hold ?? undefined;
        this.devicesChanged();
        break;
      case 'bye':
        this.#options.ended('them', message.reason);
        return;
    }
    this.#options.changed();
  }

  /** What arrives before this side's own channel is open is acknowledged as soon as it is. */
  #acknowledge(id: string): void {
    if (this.#link?.open === true) this.#send({ type: 'received', id });
    else this.#arrivedEarly.push(id);
  }

  #changed(state: 'open' | 'interrupted' | 'recovered' | 'closed'): void {
    if (this.#over) return;
    clearTimeout(this.#patience);
    if (state === 'open' || state === 'recovered') {
      this.#state = 'connected';
      this.#connected = true;
      if (this.#memory.startedAt === undefined) this.#remember({ startedAt: Date.now() });
      if (state === 'open') this.#greet();
    } else {
      if (this.everConnected) this.#state = 'interrupted';
      if (state === 'closed') {
        this.#remote = NOTHING;
        this.#features.dropped();
      }
      if (state === 'closed') this.#options.lost();
      else this.#patience = setTimeout(() => this.#options.lost(), PATIENCE_MS);
    }
    this.#options.changed();
  }

  #greet(): void {
    this.#sendMedia();
    this.#send({ type: 'hold', hold: this.#memory.hold ?? null });
    if (this.#memory.verified.mine) this.#send({ type: 'verified' });
    for (const id of this.#arrivedEarly.splice(0)) this.#send({ type: 'received', id });
    for (const message of this.#chat.undelivered()) this.#send(message);
    this.#features.opened();
  }

  #sendMedia(): void {
    const { camera, microphone, screen } = this.#tracks(this.#options.devices.media);
    this.#send({
      type: 'media',
      camera: camera !== null,
      microphone: microphone !== null,
      screen: screen !== null,
    });
  }

  #send(message: PeerMessage): void {
    const { type, body } = encodePeerMessage(message);
    this.#sendFrame(type, body);
  }

  #sendFrame(type: number, body: Uint8Array): boolean {
    if (!this.#link?.open || !this.#cipher) return false;
    this.#link.send(this.#cipher.seal(type, body));
    return true;
  }

  #asFeaturesSeeIt(): FeatureRoom {
    // Getters of an object have another `this`.
    const now = {
      session: () => this.#session,
      link: () => this.#link,
      held: () => this.#held,
    };
    const { role, devices } = this.#options;
    return {
      role,
      devices,
      get session() {
        return now.session();
      },
      get link() {
        return now.link();
      },
      get held() {
        return now.held();
      },
      shows: (slot) => (this.#remote ?? this.#heard())[slot],
      send: (type, body) => this.#sendFrame(type, body),
      changed: () => this.#options.changed(),
      alert: (alert) => this.alert(alert),
      arrived: () => this.#chat.noted(),
    };
  }

  /** Pictures may come before the message that announces them: show what moves. */
  #heard(): Record<Slot, boolean> {
    const moves = (slot: Slot) => this.#link?.receives(slot) ?? false;
    return { camera: moves('camera'), microphone: moves('microphone'), screen: moves('screen') };
  }

  #drop(): void {
    clearTimeout(this.#patience);
    const link = this.#link;
    this.#link = undefined;
    this.#session = undefined;
    this.#features.dropped();
    this.#cipher?.wipe();
    this.#cipher = undefined;
    this.#remote = undefined;
    // Over another link the other side sends again what it holds for lost.
    this.#arrivedEarly = [];
    link?.close();
  }

  #rememberMedia(): void {
    const { camera, microphone, blur } = this.#options.devices.wanted;
    const { media, hold } = this.#memory;
    // What the hold switched off is what comes back after it.
    const now = hold === undefined ? { camera, microphone, blur } : { ...media, blur };
    if (now.camera === media.camera && now.microphone === media.microphone && blur === media.blur)
      return;
    this.#remember({ media: now });
  }

  #remember(patch: Partial<RoomMemory>): void {
    this.#memory = { ...this.#memory, ...patch };
    this.#options.remember(this.#memory);
  }

  #ownCamera(): MediaStream | undefined {
    const { camera } = this.#options.devices.media;
    if (!camera || this.#held) return (this.#localCamera = undefined);
    if (this.#localCamera?.getTracks()[0] !== camera) this.#localCamera = new MediaStream([camera]);
    return this.#localCamera;
  }
}

const afterPictures = () => new Promise((resolve) => setTimeout(resolve, PICTURES_MS));
