import type { Session } from '../../crypto/handshake/session.ts';
import { encodeLink, roomId } from '../../crypto/link.ts';
import { systemRandom } from '../../crypto/random.ts';
import type { CloseCodeName } from '../../signaling/protocol/close-codes.ts';
import type { RelayMessage } from '../../signaling/protocol/messages.ts';
import type { GuestRecord } from '../session/guest-record.ts';
import { GuestSession, type GuestEffect } from '../session/guest-session.ts';
import { toHex } from '../../crypto/hex.ts';
import type { ByeReason, RoomMessage, SignalMessage } from '../session/signal-message.ts';
import type { Answers, TermsView } from '../state/consent-view.ts';
import type { GuestActions, GuestView, Refusal } from '../state/guest-view.ts';
import type { LeftSummary, Proof } from '../state/room-view.ts';
import { Certificates } from '../transport/certificate.ts';
import { copyText } from '../transport/clipboard.ts';
import type { LinkMessage } from '../transport/peer-link.ts';
import { signedJoin } from '../transport/relay-signing.ts';
import { RelaySocket } from '../transport/relay-socket.ts';
import type { TabStorage } from '../transport/tab-storage.ts';
import { agreementOf, isCodeWord } from './agreement.ts';
import { DeviceCheck } from './device-check.ts';
import { GuestEntrance, type BadLink } from './guest-entrance.ts';
import { isPassingInRoom, isRetryable, refusalOf } from './guest-refusal.ts';
import { leftReason } from './left-reason.ts';
import { NO_ROOM } from './no-room.ts';
import type { MakeFeature } from './room-feature.ts';
import type { Path } from './path.ts';
import type { Room, RoomOptions } from './room.ts';

/** A handshake that is not answered is tried anew after this; milliseconds. */
const ANSWER_MS = 5000;
/** A direct connection that does not come about is given up for a new one after this. */
const CONNECT_MS = 12_000;
/** So many tries without any answer, and the connection to the relay may be dead without knowing. */
const TRIES_A_CONNECTION = 3;

export interface GuestCallOptions {
  /** Of the page, which is also the relay's: scheme, host and port. */
  readonly origin: string;
  readonly storage: TabStorage;
  /** Resolves when `crypto/` can be used. Reading and pressing need not wait for it. */
  readonly ready: Promise<void>;
  /** The room's code, half of the page's, which nobody needs before they have asked to join. */
  loadRoom(): Promise<typeof Room>;
  /** What else a call needs once it is one. */
  readonly loadNetwork: RoomOptions['loadNetwork'];
  /** The ways to choose from, if there are any. `hidden`: what was chosen before a reload. */
  loadPath(hidden: boolean | undefined): Promise<Path | undefined>;
  changed(view: GuestView): void;
  /** What a room can do besides; loaded with the call. */
  loadFeatures(): Promise<readonly MakeFeature[]>;
  /** Looks for what is left in this browser after leaving; `tracks` are those that were live. */
  findTraces(tracks: readonly MediaStreamTrack[]): Promise<Proof>;
  /** Puts an empty page in the place of this one; what it showed and held is gone by then. */
  vanish(): void;
}

type WaitingPhase = Extract<GuestView, { screen: 'waiting' }>['phase'];
type Step = 'welcome' | 'handling' | 'devices';
const STEPS: readonly Step[] = ['welcome', 'handling', 'devices'];

/**
 * The guest page from the opened link to the end: reads the link, walks through the steps, and
 * carries out what the session machine says, in its order.
 */
export class GuestCall {
  readonly #options: GuestCallOptions;
  #devices = new DeviceCheck(() => this.#devicesChanged());
  readonly #certificates = new Certificates();
  #phase: GuestView['screen'] = 'welcome';
  #badLink: BadLink = 'missing';
  #refusal: Refusal = 'refused';
  #waiting: WaitingPhase = 'connecting';
  #terms: TermsView | undefined;
  #since = 0;
  #session: GuestSession | undefined;
  #socket: RelaySocket | undefined;
  #room: Room | undefined;
  #connecting = false;
  #attached = false;
  /** The access seed that the newest JOIN proved; every finished handshake of a link leaves another. */
  #proved: Uint8Array | undefined;
  /** Of a connection prepared before admission: what it wants to send once that comes. */
  #outbox: LinkMessage[] | undefined;
  /** Handshakes begun since the host was last heard over this connection to the relay. */
  #unanswered = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #opening: Promise<void> = Promise.resolve();
  #makeRoom: typeof Room | undefined;
  #path: Path | undefined;
  #pathComes: Promise<void> | undefined;
  #summary: LeftSummary | undefined;

  constructor(options: GuestCallOptions) {
    this.#options = options;
  }

  /**
   * Begins with the fragment of the opened address ('' when there is none), which the caller has
   * already taken out of the address bar. Rejects when `ready` does.
   */
  async open(fragment: string): Promise<void> {
    const entrance = new GuestEntrance(this.#options.storage, fragment);
    // Who comes with a link has something to read while the rest of the page arrives.
    if (entrance.fresh) this.#changed();
    this.#opening = this.#options.ready.then(() => this.#arrive(entrance));
    await this.#opening;
  }

  /**
   * Another link was opened in the same tab. It never interrupts a conversation or a request that
   * is under way; otherwise it takes the place of the first.
   */
  openAnother(fragment: string): void {
    if (this.#connecting || ['room', 'waiting', 'terms'].includes(this.#phase)) return;
    if (this.#session?.admitted === true) return;
    this.#session?.wipe();
    this.#session = undefined;
    this.#room = undefined;
    this.#devices.media.stopAll();
    this.#devices = new DeviceCheck(() => this.#devicesChanged());
    this.#phase = 'welcome';
    void this.open(fragment);
  }

  get view(): GuestView {
    const devices = this.#devices.view;
    switch (this.#phase) {
      case 'bad-link':
        return { screen: 'bad-link', reason: this.#badLink };
      case 'devices':
        return { screen: 'devices', devices, path: this.#path?.view };
      case 'waiting':
        return { screen: 'waiting', phase: this.#waiting, since: this.#since, devices };
      case 'terms':
        if (this.#terms) return { screen: 'terms', terms: this.#terms };
        break;
      case 'refused':
        return { screen: 'refused', reason: this.#refusal };
      case 'room':
        if (this.#room) {
          const agreement = agreementOf(this.#session?.record.receipt);
          return { screen: 'room', room: { ...this.#room.view, agreement } };
        }
        break;
      case 'left':
        if (this.#summary) return { screen: 'left', summary: this.#summary };
        break;
      case 'welcome':
      case 'handling':
      case 'gone':
        return { screen: this.#phase };
      case 'unsupported':
        break;
    }
    return { screen: 'welcome' };
  }

  get actions(): GuestActions {
    return {
      next: () => this.#move(1),
      back: () => this.#move(-1),
      choose: (choice) => void this.#devices.choose(choice),
      selectCamera: (id) => void this.#devices.selectCamera(id),
      selectMicrophone: (id) => void this.#devices.selectMicrophone(id),
      blur: (on) => this.#blur(on),
      hide: (hidden) => this.#hide(hidden),
      ask: () => void this.#ask(),
      accept: (answers) => this.#accept(answers),
      decline: () => this.#end('me', 'left'),
      copyLink: () => this.#copyLink(),
      leaveNow: () => this.#vanish(),
      room: this.#room?.actions ?? NO_ROOM,
    };
  }

  #arrive(entrance: GuestEntrance): void {
    if (this.#over) return;
    const found = entrance.read();
    if (typeof found === 'string') {
      this.#phase = 'bad-link';
      this.#badLink = found;
      this.#changed();
      return;
    }
    this.#begin(found);
    // After a reload who is in the room or waits for it is brought straight back; others go on where
    // they were.
    if (found.linkSecret !== undefined && !found.asked) return;
    if (found.hold) this.#devices.restorePaused(found.media);
    else void this.#devices.restore(found.media);
    void this.#connect();
  }

  #begin(record: GuestRecord): void {
    this.#session = new GuestSession({ record, random: systemRandom, now: Date.now });
    // Perhaps the person has read on in the meantime.
    const informed = record.informed || this.#phase === 'devices';
    this.#run(this.#session.update({ informed }));
    // Ahead of its use, as the room's code; should it not arrive now, it is asked for again.
    this.#loadPath().catch(() => undefined);
    if (informed && !this.#session.admitted) this.#phase = 'devices';
    this.#changed();
  }

  #move(by: 1 | -1): void {
    const step = STEPS[STEPS.findIndex((name) => name === this.#phase) + by];
    if (!step) return;
    // Nothing is on where nothing shows it.
    if (this.#phase === 'devices') this.#devices.rest();
    this.#phase = step;
    if (step === 'devices') this.#run(this.#session?.update({ informed: true }) ?? []);
    this.#changed();
  }

  async #ask(): Promise<void> {
    await this.#opening;
    // Asking again after the tries were used up is a person's own decision.
    if (this.#phase === 'refused') {
      this.#run(this.#session?.update({ attempts: 0 }) ?? []);
      void this.#devices.again();
    }
    this.#run(
      this.#session?.update({
        asked: true,
        media: this.#devices.wanted,
        // What stood there counts as chosen: a reload must not show what was to be hidden.
        hidden: this.#path?.hidden,
      }) ?? [],
    );
    await this.#connect();
  }

  #accept(answers: Answers): void {
    if (this.#phase !== 'terms') return;
    this.#phase = 'waiting';
    this.#run(this.#session?.accept(answers) ?? []);
    this.#retryLater();
    this.#changed();
  }

  async #connect(): Promise<void> {
    const session = this.#session;
    if (this.#connecting || this.#socket || !session) return;
    this.#connecting = true;
    if (!session.admitted) this.#phase = 'waiting';
    this.#waiting = 'connecting';
    this.#since = Date.now();
    this.#changed();
    const loaded = await this.#loadRoom();
    this.#connecting = false;
    // Left in the meantime, or the page’s own server is gone.
    if (this.#session !== session) return;
    if (!loaded) {
      this.#refuse('refused');
      return;
    }
    if (session.admitted) {
      this.#roomOrNew();
      this.#phase = 'room';
    }
    this.#socket = new RelaySocket({
      url: `${this.#options.origin.replace(/^http/, 'ws')}/signal`,
      introduce: (nonce) => {
        this.#proved = session.record.accessSeed;
        return [
          signedJoin({
            keys: session.relayKeys(),
            roomId: roomId(session.record.hostKey),
            origin: this.#options.origin,
            nonce,
          }),
        ];
      },
      message: (message) => this.#relay(message),
      down: (reason) => {
        // Who waits for nothing yet is better told than kept trying.
        if (reason === 'TOO_MANY' && !session.admitted) return this.#refuse('too-many');
        this.#detached();
        this.#waiting = 'offline';
        if (this.#room) {
          this.#room.relay = 'down';
          this.#room.partner = 'here';
        }
        this.#changed();
      },
      passes: (code) => session.admitted && isPassingInRoom(code),
      refused: (code) => this.#refused(code),
    });
    this.#socket.start();
    this.#changed();
  }

  async #loadRoom(): Promise<boolean> {
    try {
      this.#makeRoom ??= await this.#options.loadRoom();
      await this.#loadPath();
      return true;
    } catch (error) {
      // A module that does not arrive; a broken one would be an error of another kind.
      if (!(error instanceof TypeError)) throw error;
      return false;
    }
  }

  /** Once: it is asked for again only if it did not arrive. */
  async #loadPath(): Promise<void> {
    this.#pathComes ??= this.#options.loadPath(this.#session?.record.hidden).then((path) => {
      this.#path = path;
      this.#changed();
    });
    try {
      await this.#pathComes;
    } catch (error) {
      this.#pathComes = undefined;
      throw error;
    }
  }

  #hide(hidden: boolean): void {
    if (this.#path) this.#path.hidden = hidden;
    this.#run(this.#session?.update({ hidden }) ?? []);
    this.#changed();
  }

  #relay(message: RelayMessage): void {
    switch (message.type) {
      case 'turn':
        if (this.#path?.take(message) === false) this.#roomOrNew().alert('tampering');
        break;
      case 'attached':
        this.#attached = true;
        this.#unanswered = 0;
        this.#heardOfHost('here');
        this.#setWaiting('checking');
        void this.#shakeHands();
        break;
      case 'waiting':
        this.#detached();
        this.#heardOfHost('away');
        this.#setWaiting('host-away');
        break;
      case 'host-gone':
        this.#detached();
        this.#heardOfHost('away');
        this.#setWaiting('host-away');
        break;
      case 'data':
        this.#unanswered = 0;
        this.#run(this.#session?.received(message.body) ?? []);
        break;
      default:
        // For a host only; a relay that sends it to a guest is ignored.
        break;
    }
  }

  #heardOfHost(partner: 'here' | 'away'): void {
    if (!this.#room) return;
    this.#room.relay = 'up';
    this.#room.partner = partner;
  }

  #detached(): void {
    this.#attached = false;
    this.#outbox = undefined;
    clearTimeout(this.#retry);
    this.#session?.detached();
  }

  async #shakeHands(): Promise<void> {
    clearTimeout(this.#retry);
    await this.#certificates.prepare(1);
    if (!this.#attached || !this.#session || this.#over) return;
    // What was prepared under one handshake is worth nothing under another.
    this.#outbox = undefined;
    this.#unanswered += 1;
    this.#run(this.#session.attached(this.#certificates.take()));
    this.#retryLater();
  }

  /** Until the host has answered: a message may be lost, or the host not yet able to read it. */
  #retryLater(): void {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(
      () => {
        const rests = this.#session?.rests === true && !this.#session.admitted;
        const done = this.#session?.welcomed === true && this.#room?.healthyLink !== null;
        if (rests || done) return;
        if (this.#attached && this.#unanswered < TRIES_A_CONNECTION) void this.#shakeHands();
        else this.#socket?.refresh();
      },
      this.#session?.welcomed ? CONNECT_MS : ANSWER_MS,
    );
  }

  #run(effects: readonly GuestEffect[]): void {
    for (const effect of effects) this.#perform(effect);
  }

  #perform(effect: GuestEffect): void {
    switch (effect.kind) {
      case 'send':
        this.#socket?.send({ type: 'data', connection: 0, body: effect.body });
        break;
      case 'store':
        this.#options.storage.write(effect.record);
        break;
      case 'asked':
        this.#prepare(effect.session);
        break;
      case 'terms':
        this.#terms = effect.terms;
        this.#phase = 'terms';
        this.#changed();
        break;
      case 'agreed':
        this.#setWaiting('asked');
        break;
      case 'admitted':
        this.#enter(effect.session, effect.link);
        break;
      case 'signal':
        this.#signal(effect.message);
        break;
      case 'exhausted':
        this.#refuse('exhausted');
        break;
      case 'failed':
        if (effect.code === 'HANDSHAKE_SIGNATURE') return this.#refuse('not-the-host');
        // Asked or not: what was agreed on may be gone, and is agreed on anew.
        if (this.#phase === 'waiting') this.#setWaiting('checking');
        this.#retryLater();
        break;
    }
  }

  /** Makes the connection ready while the guest waits, so that admission connects at once. */
  #prepare(session: Session): void {
    // With a server to use the way is known at admission only: there the connection is made then.
    if (this.#path) return;
    const outbox: LinkMessage[] = [];
    this.#outbox = outbox;
    this.#connectRoom(session, (message) => {
      if (this.#outbox !== outbox) return this.#seal(message);
      const last = outbox.at(-1);
      if (last?.type === 'candidates' && message.type === 'candidates') {
        // One message as well as two: all that one connection ever sends fits.
        outbox[outbox.length - 1] = {
          ...last,
          candidates: [...last.candidates, ...message.candidates],
        };
      } else outbox.push(message);
    });
  }

  #enter(session: Session, hostLink: string | null): void {
    clearTimeout(this.#retry);
    const room = this.#roomOrNew();
    room.code = this.#session?.record.code;
    this.#phase = 'room';
    if (this.#outbox) {
      const prepared = this.#outbox;
      this.#outbox = undefined;
      for (const message of prepared) this.#seal(message);
    } else if (hostLink === null || hostLink !== room.healthyLink) {
      this.#connectRoom(session, (message) => this.#seal(message));
    }
    this.#retryLater();
    this.#changed();
  }

  #connectRoom(session: Session, signal: (message: LinkMessage) => void): void {
    this.#roomOrNew().connect({
      id: toHex(systemRandom(8)),
      session,
      certificate: this.#certificates.claim(session.ownFingerprint),
      ice: this.#path?.ice,
      signal,
    });
  }

  #signal(message: RoomMessage): void {
    if (message.type === 'bye') return this.#end('them', message.reason);
    const link = this.#room?.link;
    if (link?.id === message.link) link.receive(message);
  }

  #seal(message: SignalMessage): void {
    this.#run(this.#session?.seal(message) ?? []);
  }

  #roomOrNew(): Room {
    const record = this.#session?.record;
    if (!this.#makeRoom) throw new Error('there is a room before its code');
    this.#room ??= new this.#makeRoom({
      role: 'guest',
      devices: this.#devices,
      memory: {
        verified: record?.verified ?? { mine: false, theirs: false },
        media: record?.media ?? { camera: false, microphone: false },
        hold: record?.hold,
        startedAt: record?.startedAt,
      },
      resumed: this.#session?.admitted === true,
      hides: (text) => isCodeWord(text, this.#session?.record.receipt?.answers.word),
      loadNetwork: this.#options.loadNetwork,
      path: () => this.#path,
      showAddress: () => {
        this.#hide(false);
        if (this.#attached) void this.#shakeHands();
      },
      refresh: () => this.#socket?.refresh(),
      changed: () => this.#changed(),
      remember: (memory) => this.#run(this.#session?.update(memory) ?? []),
      signal: (message) => this.#seal(message),
      lost: () => {
        if (this.#phase !== 'room') return;
        if (this.#attached) void this.#shakeHands();
        else this.#retryLater();
      },
      ended: (by, reason) => this.#end(by, reason),
      loadFeatures: () => this.#options.loadFeatures(),
    });
    this.#room.code = record?.code;
    return this.#room;
  }

  #blur(on: boolean): void {
    this.#devices.blur(on);
    // A reload while waiting brings the camera back, and must not bring it back without.
    if (this.#phase === 'waiting')
      this.#run(this.#session?.update({ media: this.#devices.wanted }) ?? []);
  }

  #devicesChanged(): void {
    this.#room?.devicesChanged();
    this.#changed();
  }

  async #copyLink(): Promise<boolean> {
    const record = this.#session?.record;
    if (!record?.linkSecret) return false;
    const fragment = encodeLink({ secret: record.linkSecret, hostKey: record.hostKey });
    return copyText(`${this.#options.origin}/j#${fragment}`);
  }

  #refused(code: CloseCodeName): void {
    // The link is burnt, but this tab has agreed on keys since it last showed any: perhaps it was let
    // in after all. Asked once a key, or a tab that was not let in would ask for ever.
    const seed = this.#session?.record.accessSeed;
    if (code === 'SPENT' && seed && seed !== this.#proved) {
      this.#socket = undefined;
      this.#detached();
      void this.#connect();
      return;
    }
    if (code === 'ENDED' && this.#session?.admitted) return this.#end('closed', undefined);
    this.#refuse(refusalOf(code));
  }

  #refuse(reason: Refusal): void {
    this.#socket?.stop();
    this.#socket = undefined;
    this.#detached();
    this.#room?.finish(undefined);
    this.#room = undefined;
    this.#outbox = undefined;
    this.#refusal = reason;
    this.#phase = 'refused';
    if (isRetryable(reason)) {
      this.#devices.pause();
      this.#run(this.#session?.update({ asked: false }) ?? []);
    } else {
      this.#wipe();
    }
    this.#changed();
  }

  #end(by: 'me' | 'them' | 'closed', reason: ByeReason | undefined): void {
    if (this.#over) return;
    this.#phase = 'left';
    clearTimeout(this.#retry);
    // First of all what can be seen and heard; then the goodbye, of which nothing may keep the rest
    // from its turn.
    const { camera, microphone, screen } = this.#devices.media;
    const tracks = this.#devices.media.stopAll();
    const room = this.#room;
    const agreement = room?.everConnected ? agreementOf(this.#session?.record.receipt) : undefined;
    const finished = this.#farewell(room, by === 'me' ? reason : undefined);
    this.#socket?.stop();
    this.#socket = undefined;
    const wiped = this.#wipe();
    this.#summary = {
      role: 'guest',
      reason: leftReason(by, reason),
      connected: room?.everConnected ?? false,
      tracksStopped: tracks,
      keysErased: wiped.keys + finished.keys,
      messagesRemoved: finished.messages,
      filesRemoved: finished.files,
      storageEntriesRemoved: wiped.entries,
      agreement,
    };
    this.#changed();
    void this.#look([camera, microphone, screen].filter((track) => track !== undefined));
  }

  /** What is said to be gone is looked for. */
  async #look(tracks: readonly MediaStreamTrack[]): Promise<void> {
    const proof = await this.#options.findTraces(tracks).catch((error: unknown) => {
      if (!(error instanceof TypeError)) throw error;
      return null;
    });
    if (this.#summary) this.#summary = { ...this.#summary, proof };
    this.#changed();
  }

  get #over(): boolean {
    return this.#phase === 'left' || this.#phase === 'gone';
  }

  #vanish(): void {
    if (this.#phase === 'gone') return;
    try {
      this.#end('me', 'at-once');
    } finally {
      // Whatever became of the rest: nothing is to be read here.
      this.#phase = 'gone';
      this.#summary = undefined;
      this.#changed();
      this.#options.vanish();
    }
  }

  #farewell(room: Room | undefined, reason: ByeReason | undefined): ReturnType<Room['finish']> {
    try {
      if (reason) this.#seal({ type: 'bye', reason });
      return room?.finish(reason) ?? { messages: 0, files: 0, keys: 0 };
    } catch (error) {
      reportError(error);
      return { messages: 0, files: 0, keys: 0 };
    }
  }

  #wipe(): { keys: number; entries: number } {
    this.#devices.media.stopAll();
    const keys = this.#session?.wipe() ?? 0;
    this.#session = undefined;
    this.#certificates.clear();
    return { keys, entries: this.#options.storage.remove() };
  }

  #setWaiting(phase: WaitingPhase): void {
    this.#waiting = phase;
    this.#changed();
  }

  #changed(): void {
    // Back in a room whose code is on its way: what stands on the page stands a moment longer.
    if (this.#phase === 'welcome' && this.#session?.admitted === true) return;
    this.#options.changed(this.view);
  }
}
