import type { Session } from '../../crypto/handshake/session.ts';
import { wipe } from '../../crypto/bytes.ts';
import { encodeLink, hostKeyPair, roomId } from '../../crypto/link.ts';
import { systemRandom } from '../../crypto/random.ts';
import type { About } from '../../signaling/protocol/about.ts';
import type { CloseCodeName } from '../../signaling/protocol/close-codes.ts';
import type { RelayMessage } from '../../signaling/protocol/messages.ts';
import { toHex } from '../../crypto/hex.ts';
import { wipeHostRecord, type HostRecord, type SeatRecord } from '../session/host-record.ts';
import { HostSession, type HostEffect } from '../session/host-session.ts';
import { hostPublicKey, newHostRecord } from '../session/new-host-record.ts';
import { relayFor } from '../session/relay-choice.ts';
import type { SessionStore } from '../session/session-store.ts';
import type { ByeReason, RoomMessage, SignalMessage } from '../session/signal-message.ts';
import type { Threat } from '../session/session-log.ts';
import type { TermsText } from '../state/consent-view.ts';
import type { HostActions, HostLeftView, HostSessionView, HostView } from '../state/host-view.ts';
import type { LeftSummary } from '../state/room-view.ts';
import { Certificates } from '../transport/certificate.ts';
import { copyText } from '../transport/clipboard.ts';
import { warmMediaLayer } from '../transport/media-layer.ts';
import type { LinkMessage } from '../transport/peer-link.ts';
import type { HostCommand } from '../transport/relay-signing.ts';
import type { TokenStore } from '../transport/token-store.ts';
import { takeSessionLock } from '../transport/session-lock.ts';
import { agreementOf } from './agreement.ts';
import { DeviceCheck } from './device-check.ts';
import { Enrolment } from './enrolment.ts';
import { HostLog } from './host-log.ts';
import { HostRelay } from './host-relay.ts';
import { InOrder } from './in-order.ts';
import { keptSession } from './kept-session.ts';
import { leftReason } from './left-reason.ts';
import { NO_ROOM } from './no-room.ts';
import type { MakeFeature } from './room-feature.ts';
import type { Path } from './path.ts';
import { RelayFinder } from './relay-finder.ts';
import { Room, type RoomOptions } from './room.ts';
import type { SessionKeeper } from './session-keeper.ts';
import { threatOf } from './threats.ts';

/** A direct connection that stays away this long may mean that this side's network changed. */
const RELAY_DOUBT_MS = 8000;

export interface HostCallOptions {
  /** The page's own web origin. */
  readonly page: string;
  /** What the page's server says of the relay now; undefined where it does not answer. */
  askAbout(): Promise<About | undefined>;
  /** What makes the relay open a room, where it does not for anybody. */
  readonly tokens: TokenStore;
  /** What this tab itself kept of a session before a reload. */
  readonly tabStore: SessionStore;
  /** Where a new session keeps its state. */
  newStore(): Promise<SessionStore>;
  /** What whoever asks to join a new session is told first. */
  terms(): TermsText;
  /** Who keeps what is known of sessions. */
  readonly keeper: Pick<SessionKeeper, 'update' | 'finish'>;
  /** Neutral words around a link, for a message to the guest. */
  invitation(link: string): string;
  /** What a room can do besides; loaded with the call. */
  loadFeatures(): Promise<readonly MakeFeature[]>;
  /** What else a call needs once it is one. */
  readonly loadNetwork: RoomOptions['loadNetwork'];
  /**
   * The ways to choose from, if there are any, by the TURN server of `relay`, a web origin. `hidden`:
   * what was chosen before a reload. `turn`: whether there is such a server, if that was asked already.
   */
  loadPath(
    relay: string,
    hidden: boolean | undefined,
    turn: boolean | undefined,
  ): Promise<Path | undefined>;
  changed(view: HostView): void;
  /** Puts an empty page in the place of this one, once `kept` is; what it showed is gone by then. */
  vanish(kept: Promise<void>): void;
}

/** The one person of a quick session; the machine below counts seats from here. */
const SEAT = 0;

/**
 * The host app's quick session: makes the link, shows who waits, and carries out what the session
 * machine says, in its order.
 */
export class HostCall {
  readonly #options: HostCallOptions;
  #devices: DeviceCheck;
  readonly #certificates = new Certificates();
  #phase: HostView['screen'] = 'home';
  #relay: HostSessionView['relay'] = 'connecting';
  #session: HostSession | undefined;
  #link: HostRelay | undefined;
  readonly #enrolment: Enrolment;
  #beginning = false;
  #store: SessionStore;
  /** Effects wait until what was to be stored before them is on the disk. */
  readonly #inOrder = new InOrder(() => this.#changed());
  /** A reload would lose the session: its state can no longer be kept. */
  #unkept = false;
  #room: Room | undefined;
  #path: Path | undefined;
  /** The relay connection of the person in the room, and the keys of its newest handshake. */
  #guest: { connection: number; session: Session; link?: string } | undefined;
  #exhausted = false;
  #release: (() => void) | undefined;
  #doubt: ReturnType<typeof setTimeout> | undefined;
  #left: HostLeftView | undefined;
  readonly #finder: RelayFinder;
  /** Web origin of the relay of the running session. */
  #origin: string;
  #log = new HostLog(undefined, () => undefined);

  constructor(options: HostCallOptions) {
    this.#options = options;
    this.#store = options.tabStore;
    this.#origin = options.page;
    this.#enrolment = new Enrolment(options.tokens);
    this.#finder = new RelayFinder(
      options.page,
      () => options.askAbout(),
      () => this.#changed(),
    );
    this.#devices = new DeviceCheck(() => this.#devicesChanged());
  }

  /** Goes on with the session that this tab held before a reload, if there is one. */
  async open(): Promise<void> {
    if (!(await this.resume(this.#options.tabStore))) this.#changed();
  }

  /**
   * Goes on with the session that `store` keeps; false when it keeps none that still counts, when
   * one is running here already, or when another tab has it.
   */
  async resume(store: SessionStore): Promise<boolean> {
    if (this.#beginning || this.#session) return false;
    const record = await keptSession(store);
    return record ? this.#begin(record, store) : false;
  }

  /** The store of the running session keeps nothing any more. */
  unkept(): void {
    this.#unkept = true;
    this.#changed();
  }

  get view(): HostView {
    switch (this.#phase) {
      case 'session':
        if (this.#session) {
          const session = this.#sessionView(this.#session);
          return { screen: 'session', session, side: this.#log.view };
        }
        break;
      case 'room':
        if (this.#room) {
          const agreement = agreementOf(this.#seat?.receipt);
          return {
            screen: 'room',
            room: { ...this.#room.view, agreement },
            enrolment: this.#enrolment.view,
            side: this.#log.view,
          };
        }
        break;
      case 'left':
        if (this.#left) return { screen: 'left', ...this.#left };
        break;
      case 'no-relay':
        if (this.#finder.view) return { screen: 'no-relay', ...this.#finder.view };
        break;
      case 'elsewhere':
      case 'gone':
        return { screen: this.#phase };
      case 'home':
      case 'unsupported':
        break;
    }
    return { screen: 'home' };
  }

  get actions(): HostActions {
    return {
      start: () => void this.#start(),
      enrol: (token) => void this.#enrol(token),
      forgetToken: () => void this.#forgetToken(),
      copyLink: () => copyText(this.#address()),
      copyInvitation: () => copyText(this.#options.invitation(this.#address())),
      admit: (id) => this.#admit(id),
      decline: (id) => this.#run(this.#session?.decline(id) ?? []),
      allowMoreAttempts: () => {
        this.#exhausted = false;
        this.#run(this.#session?.allowMore(SEAT) ?? []);
      },
      saveTerms: (terms) => this.#run(this.#session?.update({ terms }) ?? []),
      attest: (attested) => this.#run(this.#session?.update({ attested }) ?? []),
      newLink: () => {
        void this.#end('me', 'left');
        this.#home();
        void this.#start();
      },
      endSession: () => {
        void this.#end('me', 'left');
        this.#home();
      },
      home: () => this.#home(),
      leaveNow: () => this.#leaveNow(),
      choose: (choice) => void this.#devices.choose(choice),
      selectCamera: (id) => void this.#devices.selectCamera(id),
      selectMicrophone: (id) => void this.#devices.selectMicrophone(id),
      blur: (on) => this.#devices.blur(on),
      hide: (hidden) => this.#hide(hidden),
      setLength: (minutes) => this.#log.setLength(minutes),
      putAway: (alarm) => {
        this.#log.putAway(alarm);
        this.#changed();
      },
      room: this.#room?.actions ?? NO_ROOM,
    };
  }

  get #seat(): SeatRecord | undefined {
    return this.#session?.record.seats[SEAT];
  }

  async #start(): Promise<void> {
    // A second press before the first has had its effect.
    if (this.#beginning || this.#session) return;
    this.#beginning = true;
    const found = await this.#findRelay().finally(() => (this.#beginning = false));
    if (!found) return;
    const { store, relay, turn } = found;
    await this.#begin(
      newHostRecord({
        terms: this.#options.terms(),
        relay: relay === this.#options.page ? undefined : relay,
        random: systemRandom,
        now: Date.now(),
      }),
      store,
      turn,
    );
  }

  async #findRelay() {
    const found = await this.#finder.find();
    if (found) return { ...found, store: await this.#options.newStore() };
    this.#phase = 'no-relay';
    this.#changed();
    return undefined;
  }

  #admit(connection: number): void {
    this.#run(this.#session?.admit(connection) ?? []);
    const agreement = agreementOf(this.#seat?.receipt);
    if (agreement) this.#log.receipt(agreement.receipt);
  }

  async #begin(record: HostRecord, store: SessionStore, turn?: boolean): Promise<boolean> {
    if (this.#beginning || this.#session) return false;
    this.#beginning = true;
    const release = await takeSessionLock(toHex(roomId(hostPublicKey(record)))).finally(() => {
      this.#beginning = false;
    });
    if (!release) {
      wipeHostRecord(record);
      store.leaveToOther();
      // Beside an open vault there is something else to show than that it goes on elsewhere.
      if (store !== this.#options.tabStore) return false;
      this.#phase = 'elsewhere';
      this.#changed();
      return false;
    }
    const { page } = this.#options;
    this.#origin = relayFor(page, record.relay) ?? page;
    this.#store = store;
    this.#unkept = false;
    this.#release = release;
    const session = new HostSession({
      record,
      random: systemRandom,
      now: Date.now,
      takeFingerprint: () => this.#certificates.take(),
    });
    this.#session = session;
    // It goes wherever the session's state goes, and to whoever keeps records.
    this.#log = new HostLog(record.log, (log) => {
      this.#options.keeper.update(log);
      this.#run(session.update({ log }));
    });
    const seat = record.seats[SEAT];
    this.#phase = seat?.resume ? 'room' : 'session';
    this.#exhausted = seat !== undefined && seat.attempts >= seat.allowance;
    this.#run(session.update({ log: this.#log.log }));
    if (seat?.resume) {
      this.#roomOrNew(true);
      if (record.hold) this.#devices.restorePaused(record.media);
      else void this.#devices.restore(record.media);
    }
    await this.#loadPath(record, turn);
    await this.#connect(session);
    return true;
  }

  /** To the relay, as the host of this session. */
  async #connect(session: HostSession): Promise<void> {
    this.#relay = 'connecting';
    const token = await this.#enrolment.token(this.#origin);
    if (this.#session !== session) {
      if (token) wipe(token);
      return;
    }
    const { publicKey, secretKey } = hostKeyPair(session.record.hostSeed);
    this.#link?.stop();
    this.#link = new HostRelay({
      origin: this.#origin,
      room: roomId(publicKey),
      secretKey,
      token,
      open: () => this.#openCommand(session),
      received: (message) => this.#receive(message),
      detached: () => {
        this.#run(this.#session?.detached() ?? []);
        // Not known while the relay is away.
        if (this.#room) this.#room.partner = 'here';
      },
      down: () => {
        this.#relay = 'away';
        if (this.#room) this.#room.relay = 'down';
        this.#changed();
      },
      refused: (code) => this.#refused(code),
    });
    this.#link.start();
    this.#changed();
  }

  async #enrol(text: string): Promise<void> {
    if (!(await this.#enrolment.enter(this.#origin, text))) this.#changed();
    else if (this.#session) await this.#connect(this.#session);
  }

  async #forgetToken(): Promise<void> {
    await this.#enrolment.forget(this.#origin);
    this.#changed();
  }

  async #loadPath({ hidden }: HostRecord, turn: boolean | undefined): Promise<void> {
    try {
      this.#path = await this.#options.loadPath(this.#origin, hidden, turn);
    } catch (error) {
      // A module that does not arrive must not show an address that was to be hidden.
      if (hidden === true || !(error instanceof TypeError)) throw error;
    }
  }

  #hide(hidden: boolean): void {
    if (this.#path) this.#path.hidden = hidden;
    this.#run(this.#session?.update({ hidden }) ?? []);
    this.#changed();
  }

  #openCommand(session: HostSession): HostCommand {
    const left = Math.ceil((session.record.expiresAt - Date.now()) / 1000);
    return {
      type: 'open',
      hostKey: hostPublicKey(session.record),
      ttl: Math.min(86_400, Math.max(60, left)),
      ...session.relaySeats(),
    };
  }

  async #receive(message: RelayMessage): Promise<void> {
    const session = this.#session;
    if (!session) return;
    switch (message.type) {
      case 'opened':
        this.#run(session.detached());
        this.#relay = 'open';
        if (this.#room) this.#room.relay = 'up';
        this.#changed();
        break;
      case 'claimed': {
        const { connection, seat, sealed } = message;
        this.#warm();
        this.#run(session.claimed(connection, seat, sealed, Date.now()));
        break;
      }
      case 'gone':
        this.#run(session.gone(message.connection));
        break;
      case 'data':
        await this.#certificates.prepare(1);
        if (this.#session === session) {
          this.#run(session.received(message.connection, message.body));
        }
        break;
      case 'turn':
        if (this.#path?.take(message) === false) this.#roomOrNew().alert('tampering');
        break;
      case 'spent-claim':
        this.#roomOrNew().alert('spent-link-tried');
        break;
      case 'seal-refused':
        // The guest's connection went away in between: tell the relay anew who holds the seat.
        this.#command(this.#openCommand(session));
        break;
      default:
        // For a guest only, or a confirmation that nothing waits for.
        break;
    }
  }

  /** Somebody is at the door: what a call needs is at hand when they are let in. */
  #warm(): void {
    if (this.#room) return;
    warmMediaLayer();
    Promise.all([this.#options.loadFeatures(), this.#options.loadNetwork()]).catch(() => {
      // Asked for again when it is needed, and missed then.
    });
  }

  #run(effects: readonly HostEffect[]): void {
    for (const effect of effects) this.#inOrder.run(() => this.#perform(effect));
    if (effects.length > 0) this.#changed();
  }

  #perform(effect: HostEffect): void | Promise<void> {
    switch (effect.kind) {
      case 'send':
        this.#link?.send(effect.connection, effect.body);
        break;
      case 'store':
        return this.#store.write(effect.record);
      case 'seal':
        this.#command({
          type: 'seal',
          seat: effect.seat,
          connection: effect.connection,
          key: effect.key,
        });
        break;
      case 'kick':
        if (effect.reason === 'exhausted') {
          this.#exhausted = true;
          this.#log.warn('attempts');
        }
        if (effect.reason === 'contested') this.#log.warn('contested');
        this.#command({ type: 'kick', connection: effect.connection, reason: effect.reason });
        break;
      case 'joined':
        this.#joined(effect.connection, effect.session);
        break;
      case 'left':
        if (this.#guest?.connection !== effect.connection) break;
        this.#guest = undefined;
        if (this.#room) this.#room.partner = 'away';
        break;
      case 'signal':
        this.#signal(effect.message);
        break;
      case 'severed':
        // The relay names everybody anew and tells them that the host is here: they begin again.
        if (this.#session) this.#command(this.#openCommand(this.#session));
        break;
      case 'failed':
        // A failed handshake ends only itself; whoever it was may try again.
        this.#refusedOf(threatOf(effect.code));
        break;
      case 'waiting':
        break;
    }
  }

  #refusedOf(threat: Threat | undefined): void {
    if (threat === undefined) return;
    // In the room it has a place of its own.
    if (threat === 'tampering' && this.#phase === 'room') return this.#room?.alert('tampering');
    this.#log.alarm(threat);
  }

  #command(command: HostCommand): void {
    this.#link?.command(command);
  }

  #joined(connection: number, session: Session): void {
    const room = this.#roomOrNew();
    this.#guest = { connection, session };
    room.partner = 'here';
    room.code = this.#seat?.code;
    this.#phase = 'room';
    this.#seal({ type: 'welcome', generation: session.generation, link: room.healthyLink });
  }

  #signal(message: RoomMessage): void {
    if (message.type === 'bye') return void this.#end('them', message.reason);
    const guest = this.#guest;
    if (!guest) return;
    const room = this.#roomOrNew();
    if (room.link?.id !== message.link) {
      if (message.type !== 'description' || message.kind !== 'offer') return;
      // One direct connection a handshake: a second one would use its keys and certificate again.
      if (guest.link !== undefined) return room.alert('tampering');
      guest.link = message.link;
      room.connect({
        id: message.link,
        session: guest.session,
        certificate: this.#certificates.claim(guest.session.ownFingerprint),
        ice: this.#path?.ice,
      });
    }
    room.link?.receive(message);
  }

  #seal(message: SignalMessage): void {
    if (this.#guest) this.#run(this.#session?.seal(this.#guest.connection, message) ?? []);
  }

  #roomOrNew(resumed = false): Room {
    const record = this.#session?.record;
    this.#room ??= new Room({
      role: 'host',
      devices: this.#devices,
      memory: {
        verified: this.#seat?.verified ?? { mine: false, theirs: false },
        media: record?.media ?? { camera: false, microphone: false },
        hold: record?.hold,
        startedAt: record?.startedAt,
      },
      resumed,
      hides: () => false,
      loadNetwork: this.#options.loadNetwork,
      path: () => this.#path,
      showAddress: () => {
        this.#hide(false);
        // The guest begins every connection: they are told that this side is here anew.
        if (this.#session) this.#command(this.#openCommand(this.#session));
      },
      refresh: () => this.#link?.refresh(),
      changed: () => this.#changed(),
      remember: ({ verified, media, hold, startedAt }) => {
        this.#run(this.#session?.verified(SEAT, verified) ?? []);
        this.#run(this.#session?.update({ media, hold, startedAt }) ?? []);
      },
      signal: (message: LinkMessage) => this.#seal(message),
      lost: () => {
        clearTimeout(this.#doubt);
        // The guest begins every new connection; if it stays away, look to our own network.
        this.#doubt = setTimeout(() => {
          if (this.#room?.healthyLink === null) this.#link?.refresh();
        }, RELAY_DOUBT_MS);
      },
      ended: (by, reason) => void this.#end(by, reason),
      loadFeatures: () => this.#options.loadFeatures(),
    });
    this.#room.code = this.#seat?.code;
    return this.#room;
  }

  #sessionView(session: HostSession): HostSessionView {
    const link = this.#address();
    return {
      link,
      invitation: this.#options.invitation(link),
      relay: this.#relay,
      enrolment: this.#enrolment.view,
      hasToken: this.#enrolment.hasToken,
      waiting: session.waiting.map(({ connection, since, state }) => ({
        id: connection,
        since,
        state,
      })),
      contested: this.#seat?.contested ?? false,
      exhausted: this.#exhausted,
      unkept: this.#unkept,
      devices: this.#devices.view,
      terms: session.record.terms,
      attested: session.record.attested,
      path: this.#path?.view,
    };
  }

  #address(): string {
    const record = this.#session?.record;
    const secret = this.#seat?.linkSecret;
    if (!record || !secret) return '';
    return `${this.#origin}/j#${encodeLink({ secret, hostKey: hostPublicKey(record) })}`;
  }

  #devicesChanged(): void {
    this.#room?.devicesChanged();
    this.#changed();
  }

  #refused(code: CloseCodeName): void {
    if (code === 'REPLACED') {
      this.#forget();
      this.#phase = 'elsewhere';
      return this.#changed();
    }
    if (code === 'NOT_ENROLLED') {
      // The room at the relay waits for a token; whoever is connected stays so.
      this.#enrolment.refused();
      this.#relay = 'away';
      if (this.#room) this.#room.relay = 'down';
      return this.#changed();
    }
    void this.#end('closed', undefined);
  }

  /** As ending it, but with nothing to read afterwards; what is to be kept is kept all the same. */
  #leaveNow(): void {
    let kept: Promise<void> | undefined;
    try {
      kept = this.#end('me', 'at-once');
    } finally {
      // Whatever became of the rest: nothing is to be read here.
      this.#phase = 'gone';
      this.#left = undefined;
      this.#changed();
      this.#options.vanish(kept ?? Promise.resolve());
    }
  }

  /** Resolves when what is to be kept is kept, and all else of the session gone from the disk. */
  #end(by: 'me' | 'them' | 'closed', reason: ByeReason | undefined): Promise<void> {
    if (this.#phase === 'left' || !this.#session) return Promise.resolve();
    // First of all what can be seen and heard; then the goodbye, of which nothing may keep the rest
    // from its turn.
    const tracks = this.#devices.media.stopAll();
    const room = this.#room;
    const agreement = room?.everConnected ? agreementOf(this.#seat?.receipt) : undefined;
    const finished = this.#farewell(room, by === 'me' ? reason : undefined);
    const log = this.#log.end(reason);
    const wiped = this.#forget();
    this.#phase = 'left';
    const summary: LeftSummary = {
      role: 'host',
      reason: leftReason(by, reason),
      connected: room?.everConnected ?? false,
      tracksStopped: tracks,
      keysErased: wiped.keys + finished.keys,
      messagesRemoved: finished.messages,
      filesRemoved: finished.files,
      storageEntriesRemoved: 0,
      agreement,
    };
    const left = { summary, atOnce: by === 'them' && reason === 'at-once', side: this.#log.view };
    this.#left = left;
    this.#changed();
    return this.#options.keeper.finish(log, this.#store).then(({ removed, kept }) => {
      // Only what is gone is said to be gone, and only what is kept to be kept.
      const done = { ...summary, storageEntriesRemoved: removed };
      if (this.#left === left) this.#left = { ...left, summary: done, kept };
      this.#changed();
    }, reportError);
  }

  #farewell(room: Room | undefined, reason: ByeReason | undefined): ReturnType<Room['finish']> {
    try {
      if (reason) this.#seal({ type: 'bye', reason });
      this.#command({ type: 'close' });
      return room?.finish(reason) ?? { messages: 0, files: 0, keys: 0 };
    } catch (error) {
      reportError(error);
      return { messages: 0, files: 0, keys: 0 };
    }
  }

  /** Stops and zeroes everything that this page holds; the stored record is the caller's. */
  #forget(): { keys: number } {
    clearTimeout(this.#doubt);
    this.#link?.stop();
    this.#link = undefined;
    this.#enrolment.clear();
    this.#devices.media.stopAll();
    const keys = this.#session?.wipe() ?? 0;
    this.#session = undefined;
    this.#guest = undefined;
    this.#room = undefined;
    this.#certificates.clear();
    this.#release?.();
    this.#release = undefined;
    return { keys };
  }

  #home(): void {
    this.#phase = 'home';
    this.#left = undefined;
    this.#finder.clear();
    this.#exhausted = false;
    this.#devices = new DeviceCheck(() => this.#devicesChanged());
    this.#changed();
  }

  #changed(): void {
    if (this.#room) this.#log.observe(this.#room.view);
    this.#options.changed(this.view);
  }
}
