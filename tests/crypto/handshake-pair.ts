import {
  claim,
  fingerprint,
  linkSecret,
  type Claim,
  type Fingerprint,
  type Psk,
  type SigningPublicKey,
} from '../../crypto/brand.ts';
import type { HandshakeContext } from '../../crypto/handshake/context.ts';
import { Initiator } from '../../crypto/handshake/initiator.ts';
import { openFirstMessage, Responder } from '../../crypto/handshake/responder.ts';
import type { Session } from '../../crypto/handshake/session.ts';
import { hostKeyPair, joinKeyPair, roomId } from '../../crypto/link.ts';
import { systemRandom, type Random } from '../../crypto/random.ts';

/** What both sides of an honest first handshake know. */
export interface Known {
  readonly hostSeed: Uint8Array;
  readonly psk: Psk;
  readonly context: HandshakeContext;
}

export function newKnown(): Known {
  const hostSeed = systemRandom(32);
  const psk = linkSecret(systemRandom(32));
  const hostKey = hostKeyPair(hostSeed).publicKey;
  const joinKey = joinKeyPair(psk).publicKey;
  return {
    hostSeed,
    psk,
    context: { roomId: roomId(hostKey), hostKey, joinKey, mode: 'join', generation: 0 },
  };
}

export interface GuestOptions {
  readonly random?: Random;
  readonly fingerprint?: Fingerprint;
  readonly claim?: Claim;
}

export function newInitiator({ context, psk }: Known, options: GuestOptions = {}): Initiator {
  return new Initiator({
    context,
    psk,
    fingerprint: fingerprint(systemRandom(32)),
    claim: claim(systemRandom(16)),
    random: systemRandom,
    ...options,
  });
}

export interface HostOptions {
  readonly random?: Random;
  readonly fingerprint?: Fingerprint;
  readonly knownIdentity?: (id: SigningPublicKey) => boolean;
}

/** The host's machine for a first message. */
export function newResponder(
  { context, psk, hostSeed }: Known,
  first: Uint8Array,
  options: HostOptions = {},
): Responder {
  return new Responder({
    first: openFirstMessage(first, context, psk),
    context,
    psk,
    hostSecretKey: hostKeyPair(hostSeed).secretKey,
    fingerprint: fingerprint(systemRandom(32)),
    random: systemRandom,
    knownIdentity: () => false,
    ...options,
  });
}

export interface Finished {
  readonly bodies: readonly [Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array];
  readonly guest: Session;
  readonly host: Session;
  readonly claim: Claim;
}

/** The reply of a step that must be one. */
export function reply(step: { kind: string; body?: Uint8Array }): Uint8Array {
  if (step.kind !== 'reply' || !step.body) throw new Error('the handshake did not reply');
  return step.body;
}

/** Runs the two machines to the end. */
export function finish(initiator: Initiator, respond: (first: Uint8Array) => Responder): Finished {
  const first = initiator.start();
  const responder = respond(first);
  const second = responder.start();
  const third = reply(initiator.receive(second));
  const answered = responder.receive(third);
  if (answered.kind !== 'reply') throw new Error('the host did not answer');
  const proven = initiator.receive(answered.body);
  if (proven.kind !== 'confirmed') throw new Error('the guest did not finish');
  const confirmed = responder.receive(proven.body);
  if (confirmed.kind !== 'confirmed') throw new Error('the host did not finish');
  return {
    bodies: [first, second, third, answered.body, proven.body],
    guest: proven.session,
    host: confirmed.session,
    claim: answered.claim,
  };
}

export function handshake(
  known: Known = newKnown(),
  options: { guest?: GuestOptions; host?: HostOptions } = {},
): Finished {
  return finish(newInitiator(known, options.guest), (first) =>
    newResponder(known, first, options.host),
  );
}

/** The code of the CryptoError that `work` throws; 'nothing' when it throws none. */
export function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
  return 'nothing';
}

/** The same of what is rejected. */
export async function codeOfLater(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
  } catch (error) {
    return codeOf(() => {
      throw error;
    });
  }
  return 'nothing';
}

/** A copy with one bit changed. */
export function flipped(bytes: Uint8Array, index: number, bit = 0): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(bytes);
  const at = index < 0 ? copy.length + index : index;
  copy[at] = (copy[at] ?? 0) ^ (1 << bit);
  return copy;
}

/** Deterministic bytes: the same seed gives the same stream. */
export function seededRandom(seed: number): Random {
  let state = seed;
  return (length) =>
    Uint8Array.from({ length }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state >>> 24;
    });
}
