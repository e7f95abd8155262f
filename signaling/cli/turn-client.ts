import { randomBytes } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { TURN_URL } from '../server/kinds.ts';
import {
  ATTRIBUTE,
  decodeStun,
  encodeStun,
  errorOf,
  hasIntegrity,
  integrityKey,
  isFailure,
  isSuccess,
  relayedAddressOf,
  REQUEST,
  u32,
  type StunMessage,
} from './stun-message.ts';
import { openWire, WireError, type StunWire, type WireTarget } from './stun-wire.ts';

export interface TurnCredentials {
  readonly username: string;
  readonly password: string;
}

/** How a TURN server answered one who asks for an allocation. */
export type TurnAnswer =
  /** `address` is the relayed one; `realm` as the server named it. */
  | { readonly kind: 'allocated'; readonly realm: string; readonly address: string | undefined }
  /** Allocated for one who showed no credentials at all. */
  | { readonly kind: 'open' }
  /** 401 to good credentials. */
  | { readonly kind: 'unauthorized'; readonly realm: string }
  | {
      readonly kind: 'refused';
      readonly realm: string | undefined;
      readonly code: number;
      readonly reason: string;
    }
  | { readonly kind: 'no-realm' }
  /** Nothing listens there; `silent`: no answer in time. */
  | { readonly kind: 'closed' | 'silent' }
  | { readonly kind: 'tls'; readonly detail: string }
  /** What answers is no TURN server, or cannot prove that it knows the password. */
  | { readonly kind: 'no-turn' };

/** `port` is the one of the URL, or the one that RFC 7065 says. */
export interface TurnPlace {
  readonly host: string;
  readonly port: number;
  /** `dtls` is what turns: over UDP would be; no browser takes it. */
  readonly transport: 'udp' | 'tcp' | 'tls' | 'dtls';
}

const PLAIN_PORT = 3478;
const TLS_PORT = 5349;
const UDP_PROTOCOL = 17;
const UNAUTHORIZED = 401;
const STALE_NONCE = 438;

/** Undefined for what is no TURN URL as the relay names them. */
export function turnPlace(url: string): TurnPlace | undefined {
  const [all, scheme, host = '', port, transport] = TURN_URL.exec(url) ?? [];
  if (all === undefined) return undefined;
  const secure = scheme?.toLowerCase() === 'turns';
  const udp = (transport?.toLowerCase() ?? (secure ? 'tcp' : 'udp')) === 'udp';
  return {
    host: host.replace(/^\[|\]$/g, '').toLowerCase(),
    port: Number(port ?? (secure ? TLS_PORT : PLAIN_PORT)),
    transport: secure ? (udp ? 'dtls' : 'tls') : udp ? 'udp' : 'tcp',
  };
}

/**
 * Asks for an allocation as a browser would (RFC 8656), and gives it back at once. Of the addresses of
 * the host it takes the first where something answers, IPv4 first. Never rejects for what a server
 * does or does not do.
 */
export async function tryTurn(
  { host, port, transport }: TurnPlace & { readonly transport: WireTarget['transport'] },
  credentials: TurnCredentials,
  ca?: string,
): Promise<TurnAnswer> {
  const addresses = await lookup(host, { all: true }).catch(() => []);
  addresses.sort((a, b) => a.family - b.family);
  let first: TurnAnswer | undefined;
  for (const { address } of addresses) {
    const answer = await tryAddress({ host, address, port, transport, ca }, credentials);
    if (answer.kind !== 'closed' && answer.kind !== 'silent') return answer;
    first ??= answer;
  }
  return first ?? { kind: 'silent' };
}

async function tryAddress(target: WireTarget, credentials: TurnCredentials): Promise<TurnAnswer> {
  let wire: StunWire | undefined;
  try {
    wire = await openWire(target);
    return await allocate(wire, credentials);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    if (error.code === 'tls') return { kind: 'tls', detail: error.message };
    return { kind: error.code === 'no-stun' ? 'no-turn' : error.code };
  } finally {
    wire?.end();
  }
}

async function allocate(wire: StunWire, credentials: TurnCredentials): Promise<TurnAnswer> {
  const wanted = new Map([
    [ATTRIBUTE.requestedTransport, Buffer.from([UDP_PROTOCOL, 0, 0, 0])] as [number, Buffer],
  ]);
  const first = await ask(wire, REQUEST.allocate, wanted);
  if (!first) return { kind: 'no-turn' };
  // Nothing holds it but this connection, which ends; there is no key to give it back with.
  if (isSuccess(first.message, REQUEST.allocate)) return { kind: 'open' };
  let challenge = challengeOf(first.message);
  if (!challenge) return refusal(first.message, undefined);
  // A server that names no realm is refused by browsers before they show any credentials.
  if (challenge.realm === '') return { kind: 'no-realm' };
  for (let tries = 0; ; tries += 1) {
    const proof = new Proof(credentials, challenge);
    const answer = await ask(wire, REQUEST.allocate, wanted, proof);
    if (!answer) return { kind: 'no-turn' };
    const { message, bytes } = answer;
    if (isSuccess(message, REQUEST.allocate)) {
      const known = hasIntegrity(bytes, proof.key);
      await release(wire, proof);
      const { realm } = challenge;
      return known
        ? { kind: 'allocated', realm, address: relayedAddressOf(message) }
        : { kind: 'no-turn' };
    }
    const code = errorOf(message)?.code;
    const renewed = code === STALE_NONCE ? challengeOf(message) : undefined;
    if (renewed && tries === 0) challenge = renewed;
    else if (code === UNAUTHORIZED) return { kind: 'unauthorized', realm: challenge.realm };
    else return refusal(message, challenge.realm);
  }
}

/** Best effort: a server that does not take it back ends it with the connection, or in ten minutes. */
async function release(wire: StunWire, proof: Proof): Promise<void> {
  const zero = new Map([[ATTRIBUTE.lifetime, u32(0)] as [number, Buffer]]);
  await ask(wire, REQUEST.refresh, zero, proof).catch(() => undefined);
}

interface Challenge {
  readonly realm: string;
  readonly nonce: Buffer;
}

/** Undefined unless it is a 401 or 438 with what credentials are to be proven over. */
function challengeOf(message: StunMessage): Challenge | undefined {
  const code = errorOf(message)?.code;
  const nonce = message.attributes.get(ATTRIBUTE.nonce);
  if ((code !== UNAUTHORIZED && code !== STALE_NONCE) || !nonce) return undefined;
  return { realm: message.attributes.get(ATTRIBUTE.realm)?.toString() ?? '', nonce };
}

function refusal(message: StunMessage, realm: string | undefined): TurnAnswer {
  const error = isFailure(message, REQUEST.allocate) ? errorOf(message) : undefined;
  return error ? { kind: 'refused', realm, ...error } : { kind: 'no-turn' };
}

/** Long-term credentials, as one server's challenge has them proven. */
class Proof {
  readonly key: Buffer;
  readonly attributes: readonly [number, Buffer][];

  constructor({ username, password }: TurnCredentials, { realm, nonce }: Challenge) {
    this.key = integrityKey(username, realm, password);
    this.attributes = [
      [ATTRIBUTE.username, Buffer.from(username)],
      [ATTRIBUTE.realm, Buffer.from(realm)],
      [ATTRIBUTE.nonce, nonce],
    ];
  }
}

/** Undefined for an answer that is no STUN message. */
async function ask(
  wire: StunWire,
  type: number,
  wanted: ReadonlyMap<number, Buffer>,
  proof?: Proof,
): Promise<{ readonly message: StunMessage; readonly bytes: Buffer } | undefined> {
  const attributes = new Map([...wanted, ...(proof?.attributes ?? [])]);
  const request = { type, transaction: randomBytes(12), attributes };
  const bytes = await wire.ask(encodeStun(request, proof?.key));
  const message = decodeStun(bytes);
  return message && { message, bytes };
}
