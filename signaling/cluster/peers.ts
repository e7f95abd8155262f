import { decodeCarried, encodeCarried, type CarriedMessage } from './carried-message.ts';
import { TAG, type ClusterKeys } from './cluster-keys.ts';
import { countOf, open, seal, sender } from './envelope.ts';
import type { Redis } from './redis.ts';
import { decodeTally, encodeTally, type Tally } from './tally.ts';

/** A process that has said nothing for so long, while something is carried, is dead; milliseconds. */
const SILENCE_MS = 5000;
const EVERYBODY = 'everybody';
const TO = 'alcove:to:';
const TO_ALL = `${TO}${EVERYBODY}`;

/** Another process, and what is between it and this one. */
export interface Peer {
  readonly id: string;
  readonly sending: Buffer;
  readonly receiving: Buffer;
  /** The stretch in which it is spoken to, and how many messages were sent in it. */
  saying: number;
  sent: number;
  /** The stretch in which it speaks, and how many messages of it were sent up to the last one heard. */
  stretch: number;
  heard: number;
  /** When it was last heard; milliseconds. */
  at: number;
  /** Nobody listened to what was sent to it, and nothing was heard from it since. */
  deaf: boolean;
}

export interface PeersOptions {
  readonly id: string;
  readonly keys: ClusterKeys;
  readonly redis: Redis;
  readonly now: () => number;
  readonly message: (peer: Peer, message: CarriedMessage) => void;
  readonly told: (by: string, tally: Tally) => void;
  /** Something between the two was lost, or all of it: nothing that was carried can go on. */
  readonly lost: (peer: Peer) => void;
  /** It lost all that was between the two before what it says from now on (`stretch`). */
  readonly renewed: (peer: Peer) => void;
  /** Nobody listens where this process did. */
  readonly deaf: (peer: Peer) => void;
}

/**
 * What processes say to each other, through Redis and sealed from it. Whatever Redis makes of it (a
 * message lost, repeated, moved, invented) either has no effect or ends what was carried: each message
 * tells its place in the order, and one without the key cannot be made.
 */
export class Peers {
  readonly #options: PeersOptions;
  readonly #peers = new Map<string, Peer>();
  readonly #speakers = new Map<string, { readonly key: Buffer; count: number }>();
  readonly #toAll: Buffer;
  #sealed = 0;

  constructor(options: PeersOptions) {
    this.#options = options;
    this.#toAll = options.keys.speech(options.id, EVERYBODY);
  }

  static channels(id: string): string[] {
    return [TO + id, TO_ALL];
  }

  /** By its id; undefined for what is none. */
  at(id: string): Peer | undefined {
    const known = this.#peers.get(id);
    const { id: own, keys, now } = this.#options;
    if (known || !TAG.test(id) || id === own) return known;
    const receiving = keys.speech(id, own);
    const peer: Peer = {
      id,
      sending: keys.speech(own, id),
      receiving,
      saying: 1,
      sent: 0,
      stretch: 0,
      heard: 0,
      at: now(),
      deaf: false,
    };
    this.#peers.set(id, peer);
    return peer;
  }

  /** False when it cannot be sent now. What ends something always counts as sent, and is missed. */
  send(peer: Peer, message: CarriedMessage): boolean {
    const { id, redis } = this.#options;
    const ends = message.type === 'gone' || message.type === 'close';
    if (!ends && (peer.deaf || !redis.hasRoom)) return false;
    const content = encodeCarried({ stretch: peer.saying, order: peer.sent }, message);
    peer.sent += 1;
    if (peer.deaf) return true;
    const envelope = seal(peer.sending, id, (this.#sealed += 1), content);
    redis.publish(TO + peer.id, envelope).then(
      (heardBy) => {
        if (heardBy === 0) this.#deafen(peer);
      },
      // The gap in the order tells the other side.
      () => undefined,
    );
    return true;
  }

  /** Something begins to be carried to it, and Redis has it for alive: from now on it must be heard. */
  expect(peer: Peer): void {
    peer.at = this.#options.now();
    peer.deaf = false;
  }

  /** Ends all that is carried between the two, and begins a new stretch, by which the other knows. */
  lose(peer: Peer): void {
    peer.saying += 1;
    peer.sent = 0;
    this.#options.lost(peer);
  }

  tell(tally: Tally): void {
    const { id, redis } = this.#options;
    const envelope = seal(this.#toAll, id, (this.#sealed += 1), encodeTally(tally));
    // A Redis that is away or too slow: of this second the others know less, and the next has its own tally.
    redis.publish(TO_ALL, envelope).catch(() => undefined);
  }

  receive(channel: string, envelope: Buffer): void {
    const id = sender(envelope);
    if (id === undefined || id === this.#options.id) return;
    if (channel === TO_ALL) this.#hearAll(id, envelope);
    else this.#hear(id, envelope);
  }

  /** Says that this process lives to those to whom something is carried, and gives up the silent. */
  beat(busy: Iterable<Peer>): void {
    const { now } = this.#options;
    for (const peer of busy) {
      if (now() - peer.at > SILENCE_MS) this.lose(peer);
      else this.send(peer, { type: 'beat' });
    }
  }

  #hear(id: string, envelope: Buffer): void {
    const { keys, id: own, now, message, renewed } = this.#options;
    const known = this.#peers.get(id);
    const content = open(known?.receiving ?? keys.speech(id, own), envelope);
    // Redis can invent ids without end; only who holds the secret becomes a peer.
    const peer = content && this.at(id);
    if (!content || !peer) return;
    const read = decodeCarried(content);
    if (!read) return this.lose(peer);
    const { stretch, order } = read;
    // Heard before: only Redis can have done that.
    if (stretch < peer.stretch || (stretch === peer.stretch && order < peer.heard)) return;
    const isNew = stretch > peer.stretch;
    const isGap = !isNew && order > peer.heard;
    peer.stretch = stretch;
    peer.heard = order + 1;
    peer.at = now();
    peer.deaf = false;
    // Of a new stretch the beginning may be missing: whoever waits for an answer will not wait long.
    if (isNew) renewed(peer);
    if (isGap) this.lose(peer);
    message(peer, read.message);
  }

  #deafen(peer: Peer): void {
    if (peer.deaf) return;
    peer.deaf = true;
    this.#options.deaf(peer);
    this.lose(peer);
  }

  #hearAll(id: string, envelope: Buffer): void {
    const speaker = this.#speakers.get(id) ?? {
      key: this.#options.keys.speech(id, EVERYBODY),
      count: 0,
    };
    const content = countOf(envelope) > speaker.count ? open(speaker.key, envelope) : undefined;
    const tally = content && decodeTally(content);
    if (!tally) return;
    speaker.count = countOf(envelope);
    this.#speakers.set(id, speaker);
    this.#options.told(id, tally);
  }
}
