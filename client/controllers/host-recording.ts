import { CryptoError } from '../../crypto/errors.ts';
import { toHex } from '../../crypto/hex.ts';
import { systemRandom } from '../../crypto/random.ts';
import type { Scope } from '../../crypto/recording-consent.ts';
import type { ItemEnd, ItemHead, KeptConsent } from '../practice/kept-item.ts';
import { HostConsent, type ConsentReceipts } from '../session/recording-host.ts';
import {
  encodeState,
  RECORDING,
  type RecordingState,
  type RevokeMessage,
} from '../session/recording-message.ts';
import { GUEST_SEAT, partiesOf } from '../session/recording-terms.ts';
import type { ExtrasActions, ExtrasView } from '../state/extras-view.ts';
import type { RecordingEnd, RecordingView } from '../state/recording-view.ts';
import { recordedType, Recorder } from '../transport/recorder.ts';
import { VaultError } from '../vault/errors.ts';
import type { RecordingWriter } from '../vault/recording-writer.ts';
import type { FeatureRoom, RoomFeature } from './room-feature.ts';

/** Where recordings go. */
export interface RecordingPlaces {
  /** A place for one; undefined while the vault is locked or does not allow recording. */
  open(lost: () => void): Promise<RecordingWriter | undefined>;
  /** One is finished: an open vault may take note of it. */
  settle(): Promise<void>;
}

/** How often it is looked whether the other side still agrees; milliseconds. */
const LOOK_MS = 500;

interface Running {
  readonly recorder: Recorder;
  readonly writer: RecordingWriter;
  readonly scope: Scope;
  readonly since: number;
}

/**
 * The host's side of recording: asks, records what all have signed for, and ends it the moment that
 * one of them does not agree any more, or is not heard to. A place in the vault is taken ahead of its
 * use, so that a lock in the middle of a conversation keeps nobody from recording it.
 */
export class HostRecording implements RoomFeature {
  readonly types = [RECORDING.answer, RECORDING.beat, RECORDING.revoke];
  readonly #room: FeatureRoom;
  readonly #places: RecordingPlaces;
  #consent: HostConsent | undefined;
  #asked: Scope | undefined;
  #writer: RecordingWriter | undefined;
  #running: Running | undefined;
  #ended: RecordingEnd | undefined;
  #look: ReturnType<typeof setInterval> | undefined;
  #taking = false;
  #over = false;

  constructor(room: FeatureRoom, places: RecordingPlaces) {
    this.#room = room;
    this.#places = places;
  }

  get view(): Partial<ExtrasView> {
    const running = this.#running;
    const view: RecordingView = {
      possible: this.#writer !== undefined && this.#consent !== undefined,
      asked: this.#asked,
      running: running && {
        scope: running.scope,
        paused: this.#room.held,
        since: running.since,
      },
      ended: this.#ended,
    };
    return { recording: view };
  }

  readonly actions: Partial<ExtrasActions> = {
    recording: {
      ask: (scope) => this.#ask(scope),
      unask: () => this.#unask(),
      answer: () => undefined,
      stop: () => this.#stop('stopped'),
      putAway: () => {
        this.#ended = undefined;
        this.#room.changed();
      },
    },
  };

  opened(): void {
    const { session } = this.#room;
    this.#consent = session && new HostConsent(partiesOf('host', session), systemRandom);
    void this.#takePlace();
  }

  dropped(): void {
    // The next connection comes with other identities: what these agreed to is over.
    this.#stop('gone');
    this.#asked = undefined;
    this.#consent?.end();
    this.#consent = undefined;
  }

  hear(type: number, body: Uint8Array): void {
    try {
      if (type === RECORDING.answer) this.#answered(body);
      else if (type === RECORDING.beat) this.#consent?.beat(body, Date.now());
      else this.#revoked(body);
    } catch (error) {
      // Said of a question that is over: it crossed the end of it on the way.
      if (!(error instanceof CryptoError) || error.code !== 'RECORDING_STATE') throw error;
    }
  }

  roomChanged(): void {
    const running = this.#running;
    if (!running) return;
    running.recorder.pause(this.#room.held);
    this.#say(this.#room.held ? 'paused' : 'on');
  }

  finish(): void {
    this.#over = true;
    this.#stop('stopped');
    this.#writer?.leave();
    this.#writer = undefined;
    this.#consent?.end();
  }

  #ask(scope: Scope): void {
    const consent = this.#consent;
    if (!consent || !this.#writer || this.#running || this.#asked) return;
    if (!this.#room.send(RECORDING.ask, consent.ask(scope, Date.now()))) return;
    this.#asked = scope;
    this.#ended = undefined;
    this.#room.changed();
  }

  #unask(): void {
    this.#say('over');
    this.#asked = undefined;
    this.#consent?.end();
    this.#room.changed();
  }

  #answered(body: Uint8Array): void {
    const consent = this.#consent;
    const scope = this.#asked;
    if (!consent || !scope) return;
    const agreed = consent.answered(body, Date.now());
    this.#asked = undefined;
    const { receipts } = consent;
    if (agreed && receipts) this.#begin(scope, receipts);
    else this.#ended = 'refused';
    this.#room.changed();
  }

  #begin(scope: Scope, receipts: ConsentReceipts): void {
    const writer = this.#writer;
    const { link, devices } = this.#room;
    if (!writer || !link) return;
    this.#writer = undefined;
    const since = Date.now();
    const mime = recordedType(scope);
    if (mime === undefined) {
      writer.leave();
      this.#say('over');
      this.#consent?.end();
      this.#ended = 'failed';
      return;
    }
    const recorder = new Recorder({
      scope,
      mime,
      link,
      shows: (slot) => this.#room.shows(slot),
      media: devices.media,
      chunk: (bytes, at) => this.#chunk(running, bytes, at),
      failed: () => this.#stopThis(running, 'failed'),
    });
    const running: Running = { recorder, writer, scope, since };
    this.#running = running;
    writer.begin(headOf(since, mime, receipts)).catch((error: unknown) => {
      this.#failed(running, error);
    });
    recorder.pause(this.#room.held);
    recorder.start();
    this.#say(this.#room.held ? 'paused' : 'on');
    this.#look = setInterval(() => this.#check(), LOOK_MS);
  }

  #check(): boolean {
    if (this.#consent?.holds(Date.now())) return true;
    const { expiry = 0 } = this.#consent?.receipts?.terms ?? {};
    this.#stop(Date.now() >= expiry ? 'expired' : 'silent');
    return false;
  }

  async #chunk(running: Running, bytes: Uint8Array, at: number): Promise<void> {
    // While it runs nothing is kept for which nobody answers; what comes after a stop is from before.
    if (this.#running === running && !this.#check()) return;
    try {
      await running.writer.append(bytes, at);
    } catch (error) {
      this.#failed(running, error);
    } finally {
      bytes.fill(0);
    }
  }

  #revoked(body: Uint8Array): void {
    const receipts = this.#consent?.receipts;
    try {
      const message = this.#consent?.revoked(body);
      if (receipts) this.#stop('withdrawn', message);
    } catch (error) {
      // Signed badly it is refused, and no reason to go on.
      if (!(error instanceof CryptoError) || error.code !== 'RECORDING_STATE')
        this.#stop('withdrawn');
      throw error;
    }
  }

  #stop(ended: RecordingEnd, revocation?: RevokeMessage): void {
    const running = this.#running;
    if (!running) return;
    // First of all the recording itself.
    this.#running = undefined;
    clearInterval(this.#look);
    const stopped = running.recorder.stop();
    this.#say('over');
    this.#consent?.end();
    this.#ended = ended;
    void this.#finish(running, stopped, endOf(ended, revocation));
    this.#room.changed();
  }

  #stopThis(running: Running, ended: RecordingEnd): void {
    if (this.#running === running) this.#stop(ended);
  }

  async #finish(running: Running, stopped: Promise<void>, end: ItemEnd): Promise<void> {
    try {
      await stopped;
      await running.writer.finish(end);
      await this.#places.settle();
    } catch (error) {
      if (!(error instanceof VaultError)) throw error;
      this.#ended = 'failed';
    }
    await this.#takePlace();
    this.#room.changed();
  }

  #failed(running: Running, error: unknown): void {
    if (!(error instanceof VaultError)) throw error;
    this.#stopThis(running, 'failed');
  }

  async #takePlace(): Promise<void> {
    if (this.#writer || this.#running || this.#taking || this.#over) return;
    this.#taking = true;
    try {
      const found: { writer?: RecordingWriter | undefined } = {};
      found.writer = await this.#places.open(() => this.#lost(found.writer));
      this.#writer = this.#unlessOver(found.writer);
    } catch (error) {
      // Locked this moment, full, or damaged: then it is not offered.
      if (!(error instanceof VaultError)) throw error;
    } finally {
      this.#taking = false;
    }
    this.#room.changed();
  }

  /** The conversation may have ended while the place was on its way. */
  #unlessOver(writer: RecordingWriter | undefined): RecordingWriter | undefined {
    if (!this.#over) return writer;
    writer?.leave();
    return undefined;
  }

  /** The vault was replaced: what is added from now on would be gone with the one before. */
  #lost(writer: RecordingWriter | undefined): void {
    if (!writer) return;
    if (this.#writer === writer) this.#writer = undefined;
    if (this.#running?.writer === writer) this.#stop('failed');
    this.#room.changed();
  }

  #say(state: RecordingState): void {
    const nonce = this.#consent?.nonce;
    if (nonce) this.#room.send(RECORDING.state, encodeState(nonce, state));
  }
}

function headOf(startedAt: number, mime: string, { terms, signatures }: ConsentReceipts): ItemHead {
  const { roomId, epoch, roster, scope, start, expiry, nonce } = terms;
  const consent: KeptConsent = {
    roomId: toHex(roomId),
    epoch,
    roster: roster.map(({ seat, identity }) => ({ seat, identity: toHex(identity) })),
    scope,
    start,
    expiry,
    nonce: toHex(nonce),
    signatures: [...signatures].map(([seat, signed]) => ({ seat, signature: toHex(signed) })),
  };
  return { kind: 'recording', name: '', mime, startedAt, clientId: null, consent };
}

function endOf(ended: RecordingEnd, revocation: RevokeMessage | undefined): ItemEnd {
  const why = ended === 'refused' || ended === 'expired' ? 'stopped' : ended;
  const endedAt = Date.now();
  if (!revocation) return { endedAt, why };
  const { at, signature } = revocation;
  return { endedAt, why, revocation: { seat: GUEST_SEAT, at, signature: toHex(signature) } };
}
