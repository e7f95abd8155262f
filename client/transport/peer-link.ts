import SimplePeer from 'simple-peer';
import type { Fingerprint } from '../../crypto/brand.ts';
import type { AddressGate } from '../session/address-gate.ts';
import { MAX_CANDIDATES } from '../session/candidate.ts';
import { DescriptionGate } from '../session/description-gate.ts';
import { SessionError } from '../session/errors.ts';
import type { IceServer } from '../session/ice-servers.ts';
import type { PictureLimit } from '../session/link-quality.ts';
import type {
  CandidatesMessage,
  DescriptionMessage,
  IceCandidate,
} from '../session/signal-message.ts';
import type { MediaLayer } from './media-layer.ts';

/** The media sections, fixed from the first offer, in this order. */
export const SLOTS = ['microphone', 'camera', 'screen'] as const;
export type Slot = (typeof SLOTS)[number];

export type LinkMessage = DescriptionMessage | CandidatesMessage;

/** How the two devices may find each other. */
export interface Ice {
  readonly iceServers: IceServer[];
  /** Present where this side hides its network address: then all goes through those servers. */
  readonly addressGate?: AddressGate | undefined;
}

/** Of this side's own search for ways, for a sentence on why there is none. */
export interface Gathered {
  readonly relayed: boolean;
  /** Codes of STUN and TURN, 701 for a server that does not answer. */
  readonly errors: ReadonlySet<number>;
}

export interface PeerLinkEvents {
  /** To be sealed and sent to the other side. */
  signal(message: LinkMessage): void;
  /** A sealed frame from the data channel. */
  frame(bytes: Uint8Array): void;
  /** `open`: the data channel carries frames. `closed` comes once, last. */
  state(state: 'open' | 'interrupted' | 'recovered' | 'closed'): void;
  /** Media began or ceased to arrive in some slot. */
  media(): void;
  /** What the other side sends is refused; the link is closed. */
  refused(error: SessionError): void;
}

/** Candidates that come within this time travel in one message; tuning, in milliseconds. */
const CANDIDATE_BATCH_MS = 15;
/**
 * The first pictures are sent at half the width and height: a whole one takes a fifth of a second to
 * leave before the browser trusts the network with more. Then it is sharpened; milliseconds.
 */
const FIRST_PICTURES_SCALE = 2;
const SHARPEN_MS = 1500;
/** Bytes that may wait for the other side to read them; chat and control messages are small. */
const BACKLOG_MAX = 1024 * 1024;
/** How long a goodbye may be on its way out before the connection is torn down. */
const LINGER_MS = 500;

/**
 * One direct connection to one other device, by simple-peer, which nothing else imports.
 *
 * The initiator offers one section for sound and two for pictures (camera, screen) at once, with
 * nothing in them; switching something on or off later only replaces the track of a sender, so
 * that it needs no signaling and works while the relay is away. Every description and candidate
 * passes the gate before simple-peer sees it.
 */
export class PeerLink {
  readonly id: string;
  readonly #peer: SimplePeer.Instance;
  readonly #connection: RTCPeerConnection;
  readonly #gate: DescriptionGate;
  readonly #events: PeerLinkEvents;
  readonly #initiator: boolean;
  readonly #media: MediaLayer;
  /** Only senders with the second layer in place are ever given a track. */
  readonly #senders = new Map<Slot, RTCRtpSender>();
  readonly #tracks: Record<Slot, MediaStreamTrack | null>;
  readonly #streams = new Map<Slot, MediaStream>();
  readonly #addresses: AddressGate | undefined;
  readonly #gathered = { relayed: false, errors: new Set<number>() };
  #pending: IceCandidate[] = [];
  #batch: ReturnType<typeof setTimeout> | undefined;
  #sharpen: ReturnType<typeof setTimeout> | undefined;
  #described = false;
  #queued = 0;
  #closed = false;

  constructor(options: {
    id: string;
    initiator: boolean;
    /** This side's certificate, whose fingerprint the handshake carried. */
    certificate: RTCCertificate;
    /** The other side's, from the same handshake. */
    peerFingerprint: Fingerprint;
    tracks: Record<Slot, MediaStreamTrack | null>;
    /** The second layer, which is this link's own from now on. */
    media: MediaLayer;
    ice?: Ice | undefined;
    events: PeerLinkEvents;
  }) {
    this.id = options.id;
    this.#initiator = options.initiator;
    this.#gate = new DescriptionGate(options.peerFingerprint);
    this.#events = options.events;
    this.#media = options.media;
    this.#addresses = options.ice?.addressGate;
    this.#tracks = { ...options.tracks };
    let connection: RTCPeerConnection | undefined;
    const made = (by: RTCPeerConnection) => (connection = by);
    this.#peer = new SimplePeer({
      initiator: options.initiator,
      channelName: 'alcove',
      // Frames keep their bounds: as a byte stream two of them could arrive as one.
      objectMode: true,
      // No server but the page's own: simple-peer's default would ask public ones for addresses.
      // One path carries everything: no address is gathered once for every section.
      config: {
        iceServers: options.ice?.iceServers ?? [],
        iceTransportPolicy: this.#addresses ? 'relay' : 'all',
        certificates: [options.certificate],
        bundlePolicy: 'max-bundle',
      },
      wrtc: {
        RTCPeerConnection: class extends RTCPeerConnection {
          constructor(configuration?: RTCConfiguration) {
            super(configuration);
            made(this);
          }
        },
        RTCSessionDescription,
        RTCIceCandidate,
      },
    });
    if (!connection) throw new Error('the browser refused a direct connection');
    this.#connection = connection;
    if (options.initiator) {
      this.#peer.addTransceiver('audio', { direction: 'sendrecv' });
      this.#peer.addTransceiver('video', {
        direction: 'sendrecv',
        sendEncodings: [{ scaleResolutionDownBy: FIRST_PICTURES_SCALE }],
      });
      this.#peer.addTransceiver('video', { direction: 'sendrecv' });
      for (const transceiver of this.#transceivers()) this.#guard(transceiver);
      this.#attachTracks();
    }
    this.#listen();
  }

  /** What the other side sends in a slot; the same stream for the life of the link. */
  stream(slot: Slot): MediaStream | undefined {
    return this.#streams.get(slot);
  }

  /** Whether media arrives in a slot now. */
  receives(slot: Slot): boolean {
    const track = this.#streams.get(slot)?.getTracks()[0];
    return track !== undefined && !track.muted && !this.#closed;
  }

  /** True while frames can be sent. */
  get open(): boolean {
    return !this.#closed && this.#peer.connected;
  }

  get gathered(): Gathered {
    return this.#gathered;
  }

  stats(): Promise<RTCStatsReport> {
    return this.#connection.getStats();
  }

  /** Sound before all else, and how much picture there is to be beside it. */
  async limit({ scale, maxBitrate, maxFramerate }: PictureLimit): Promise<void> {
    clearTimeout(this.#sharpen);
    const urgent = { priority: 'high', networkPriority: 'high' } as const;
    await this.#tune('microphone', urgent);
    await this.#tune('camera', { scaleResolutionDownBy: scale, maxBitrate, maxFramerate });
  }

  /** Sends a sealed frame. A channel that is not open, or whose other end does not read, takes none. */
  send(frame: Uint8Array): void {
    if (!this.open) return;
    try {
      this.#peer.send(frame);
    } catch {
      // Full, or gone in this very moment: either way nothing more can be said over it.
      this.close();
      return;
    }
    if (this.#peer.bufferSize > BACKLOG_MAX) this.close();
  }

  /** Another data channel of the same connection, ordered, by an id that both sides know. */
  channel(label: string, id: number): RTCDataChannel {
    return this.#connection.createDataChannel(label, { negotiated: true, id });
  }

  /** Puts a track into a slot, or takes it out with null. */
  setTrack(slot: Slot, track: MediaStreamTrack | null): void {
    this.#tracks[slot] = track;
    const sender = this.#senders.get(slot);
    // Before the first offer arrives there is no sender; the answer takes the track along.
    if (sender && !this.#closed) void sender.replaceTrack(track).catch(() => this.close());
  }

  /** A message from the other side, for this link. Refusing it closes the link. */
  receive(message: LinkMessage): void {
    if (this.#closed) return;
    try {
      if (message.type === 'description') this.#description(message);
      else this.#candidates(message.candidates);
    } catch (error) {
      if (!(error instanceof SessionError)) throw error;
      this.#events.refused(error);
      this.close();
    }
  }

  /** Closes as soon as a goodbye has had its time; the other side closing first is as good. */
  closeSoon(): void {
    // Nothing announces that what was sent has left the network stack.
    setTimeout(() => this.close(), LINGER_MS);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#batch);
    clearTimeout(this.#sharpen);
    this.#peer.destroy();
    this.#media.close();
    this.#events.state('closed');
  }

  #description({ kind, sdp }: DescriptionMessage): void {
    // The initiator alone offers, so that two offers can never cross.
    if ((kind === 'answer') !== this.#initiator) throw new SessionError('SIGNAL_STATE');
    // Exactly one description each: what was agreed on at first is never renegotiated.
    if (this.#described) throw new SessionError('SIGNAL_STATE');
    this.#gate.checkDescription(sdp);
    this.#described = true;
    this.#peer.signal({ type: kind, sdp: this.#addresses?.description(sdp) ?? sdp });
  }

  #candidates(candidates: readonly IceCandidate[]): void {
    this.#gate.checkCandidates(candidates.map(({ candidate }) => candidate));
    for (const sent of candidates) {
      const line = this.#addresses ? this.#addresses.candidate(sent.candidate) : sent.candidate;
      if (!line) continue;
      const candidate = { ...sent, candidate: line } as RTCIceCandidate;
      this.#peer.signal({ type: 'candidate', candidate });
    }
  }

  #listen(): void {
    const { id } = this;
    this.#peer.on('signal', (data) => {
      if (data.type === 'offer' || data.type === 'answer') {
        const sdp = data.sdp ?? '';
        this.#events.signal({
          type: 'description',
          link: id,
          kind: data.type,
          sdp: this.#addresses?.description(sdp) ?? sdp,
        });
      } else if (data.type === 'candidate') {
        this.#queue(data.candidate);
      }
    });
    this.#peer.on('connect', () => {
      this.#events.state('open');
      this.#sharpen = setTimeout(() => this.#scaleCamera(1), SHARPEN_MS);
    });
    this.#peer.on('data', (chunk: Uint8Array) => this.#events.frame(chunk));
    this.#peer.on('close', () => this.close());
    // What went wrong is a browser's text that may name addresses; that it did is enough.
    this.#peer.on('error', () => this.close());
    this.#connection.addEventListener('track', ({ transceiver, track }) => {
      // Before the answer is made: this side will send in every section too.
      if (!this.#initiator) transceiver.direction = 'sendrecv';
      const slot = SLOTS[this.#transceivers().indexOf(transceiver)];
      if (!slot) return;
      if (!this.#initiator) this.#guard(transceiver);
      this.#streams.set(slot, new MediaStream([track]));
      for (const event of ['mute', 'unmute']) {
        track.addEventListener(event, () => this.#events.media());
      }
      if (this.#initiator) return;
      if (slot === 'camera') this.#scaleCamera(FIRST_PICTURES_SCALE);
      this.setTrack(slot, this.#tracks[slot]);
    });
    this.#connection.addEventListener('icecandidateerror', ({ errorCode }) => {
      this.#gathered.errors.add(errorCode);
    });
    this.#connection.addEventListener('iceconnectionstatechange', () => {
      const { iceConnectionState } = this.#connection;
      if (iceConnectionState === 'disconnected') this.#events.state('interrupted');
      if (iceConnectionState === 'connected' && this.open) this.#events.state('recovered');
    });
  }

  #scaleCamera(scale: number): void {
    void this.#tune('camera', { scaleResolutionDownBy: scale });
  }

  async #tune(slot: Slot, wanted: Partial<RTCRtpEncodingParameters>): Promise<void> {
    const sender = this.#transceivers()[SLOTS.indexOf(slot)]?.sender;
    if (!sender) return;
    const parameters = sender.getParameters();
    for (const encoding of parameters.encodings) Object.assign(encoding, wanted);
    try {
      await sender.setParameters(parameters);
    } catch (error) {
      // A connection that ended meanwhile has nothing to tune.
      if (!this.#closed) reportError(error);
    }
  }

  #guard(transceiver: RTCRtpTransceiver): void {
    const position = this.#transceivers().indexOf(transceiver);
    const slot = SLOTS[position];
    if (!slot) return;
    this.#media.guard(position, transceiver);
    this.#senders.set(slot, transceiver.sender);
  }

  #attachTracks(): void {
    for (const slot of SLOTS) {
      const track = this.#tracks[slot];
      if (track) this.setTrack(slot, track);
    }
  }

  #transceivers(): RTCRtpTransceiver[] {
    return this.#connection.getTransceivers();
  }

  #queue({ candidate: found, sdpMid, sdpMLineIndex }: RTCIceCandidate): void {
    if (found.includes(' typ relay')) this.#gathered.relayed = true;
    const candidate = this.#addresses ? this.#addresses.candidate(found) : found;
    if (candidate === undefined) return;
    // The other side's gate takes no more than these, and a device has no more that matter.
    if (this.#queued === MAX_CANDIDATES) return;
    this.#queued += 1;
    this.#pending.push({ candidate, sdpMid, sdpMLineIndex });
    this.#batch ??= setTimeout(() => {
      this.#batch = undefined;
      const candidates = this.#pending;
      this.#pending = [];
      if (!this.#closed) this.#events.signal({ type: 'candidates', link: this.id, candidates });
    }, CANDIDATE_BATCH_MS);
  }
}
