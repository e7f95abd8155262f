import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { encodeClientMessage, enrolInput, signingInput } from '../../protocol/messages.ts';
import { TTL_MIN } from '../../protocol/limits.ts';
import type { TurnMessage } from '../../protocol/relay-messages.ts';
import { nodeAuthority } from '../../relay/authority.ts';
import { RelayLine } from './socket-probe.ts';
import { tokenKey } from '../token-file.ts';
import type { Target } from './target.ts';

/** What came of opening a room as a host does. */
export type RoomFacts =
  | { readonly kind: 'opened'; readonly turn: TurnMessage | undefined }
  /** `reason` is the name of the close code; empty where there was none. `enrolled`: a token was shown. */
  | { readonly kind: 'refused'; readonly reason: string; readonly enrolled: boolean };

/** Opens a room of its own under a key that nobody keeps, by a token's seed if there is one, and closes it. */
export async function probeRoom(target: Target, token?: Uint8Array): Promise<RoomFacts> {
  const line = await RelayLine.open(target, target.origin);
  if (!(line instanceof RelayLine))
    return { kind: 'refused', reason: '', enrolled: token !== undefined };
  try {
    const challenge = await line.hear();
    if (challenge?.type !== 'challenge') return refused(line, token);
    const host = new ThrowAwayHost(target.origin, challenge.nonce);
    // Each is answered by OPENED, and TURN comes right after the first: the second tells that no TURN
    // is to be waited for.
    if (token) line.send(enrolment(token, target.origin, challenge.nonce));
    line.send(host.open());
    line.send(host.open());
    if ((await line.hear())?.type !== 'opened') return refused(line, token);
    const next = await line.hear();
    if (!next) return refused(line, token);
    line.send(host.close());
    return { kind: 'opened', turn: next.type === 'turn' ? next : undefined };
  } finally {
    line.end();
  }
}

function refused(line: RelayLine, token: Uint8Array | undefined): RoomFacts {
  return { kind: 'refused', reason: line.closeReason ?? '', enrolled: token !== undefined };
}

function enrolment(token: Uint8Array, origin: string, nonce: Uint8Array): Uint8Array {
  const secret = tokenKey(token);
  const key = raw(createPublicKey(secret).export({ format: 'jwk' }).x);
  const signature = new Uint8Array(sign(null, enrolInput(key, { origin, nonce }), secret));
  return encodeClientMessage({ type: 'enrol', key, signature });
}

class ThrowAwayHost {
  readonly #pair = generateKeyPairSync('ed25519');
  readonly #key = raw(this.#pair.publicKey.export({ format: 'jwk' }).x);
  readonly #seat = raw(generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x);
  readonly #place: { readonly roomId: Uint8Array; origin: string; nonce: Uint8Array };
  #counter = 0;

  constructor(origin: string, nonce: Uint8Array) {
    this.#place = { roomId: nodeAuthority.roomId(this.#key), origin, nonce };
  }

  open(): Uint8Array {
    const seats = [{ key: this.#seat, sealed: false }];
    return this.#signed({ type: 'open', hostKey: this.#key, ttl: TTL_MIN, seats, spent: [] });
  }

  close(): Uint8Array {
    return this.#signed({ type: 'close' });
  }

  #signed(command: Extract<Parameters<typeof signingInput>[0], { type: 'open' | 'close' }>) {
    const input = signingInput(command, { ...this.#place, counter: this.#counter });
    this.#counter += 1;
    const signature = new Uint8Array(sign(null, input, this.#pair.privateKey));
    return encodeClientMessage({ ...command, signature });
  }
}

function raw(x: string | undefined): Uint8Array {
  return new Uint8Array(Buffer.from(x ?? '', 'base64url'));
}
