import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** Requests of RFC 8656; success and error responses have one more bit each. */
export const REQUEST = { allocate: 0x0003, refresh: 0x0004 } as const;
const SUCCESS = 0x0100;
const FAILURE = 0x0110;

/** RFC 8489 and RFC 8656, as far as an allocation needs them. */
export const ATTRIBUTE = {
  username: 0x0006,
  integrity: 0x0008,
  errorCode: 0x0009,
  lifetime: 0x000d,
  realm: 0x0014,
  nonce: 0x0015,
  relayedAddress: 0x0016,
  requestedTransport: 0x0019,
} as const;

const COOKIE = 0x2112a442;
export const HEADER_BYTES = 20;
const INTEGRITY_BYTES = 20;
const IPV4 = 1;

export interface StunMessage {
  readonly type: number;
  /** 12 bytes. */
  readonly transaction: Buffer;
  /** By type; the first of several holds. */
  readonly attributes: ReadonlyMap<number, Buffer>;
}

export interface StunError {
  /** 300–699. */
  readonly code: number;
  readonly reason: string;
}

/** MD5(name ":" realm ":" password): what RFC 8489 signs with. */
export function integrityKey(name: string, realm: string, password: string): Buffer {
  return createHash('md5').update(`${name}:${realm}:${password}`).digest();
}

/** With `key`, MESSAGE-INTEGRITY (HMAC-SHA1) is the last attribute. */
export function encodeStun({ type, transaction, attributes }: StunMessage, key?: Buffer): Buffer {
  const body = [...attributes].map(([name, value]) => attribute(name, value));
  const length = body.reduce((sum, { byteLength }) => sum + byteLength, 0);
  if (!key) return Buffer.concat([header(type, length, transaction), ...body]);
  // The length counts the attribute that is about to follow.
  const signed = Buffer.concat([header(type, length + 4 + INTEGRITY_BYTES, transaction), ...body]);
  return Buffer.concat([signed, attribute(ATTRIBUTE.integrity, hmac(key, signed))]);
}

/** Undefined for what is no whole STUN message. */
export function decodeStun(bytes: Buffer): StunMessage | undefined {
  if (bytes.length < HEADER_BYTES || bytes.readUInt32BE(4) !== COOKIE) return undefined;
  if (stunLength(bytes) !== bytes.length) return undefined;
  const attributes = new Map<number, Buffer>();
  for (let at = HEADER_BYTES; at + 4 <= bytes.length;) {
    const name = bytes.readUInt16BE(at);
    const end = at + 4 + bytes.readUInt16BE(at + 2);
    if (end > bytes.length) return undefined;
    if (!attributes.has(name)) attributes.set(name, bytes.subarray(at + 4, end));
    at = end + padding(end);
  }
  return { type: bytes.readUInt16BE(0), transaction: bytes.subarray(8, HEADER_BYTES), attributes };
}

/** Of the whole message that begins here, from its header: `bytes` has at least 4. */
export function stunLength(bytes: Buffer): number {
  return HEADER_BYTES + bytes.readUInt16BE(2);
}

/** Whether whoever sent this whole message has the key. */
export function hasIntegrity(bytes: Buffer, key: Buffer): boolean {
  for (let at = HEADER_BYTES; at + 4 <= bytes.length;) {
    const end = at + 4 + bytes.readUInt16BE(at + 2);
    if (bytes.readUInt16BE(at) === ATTRIBUTE.integrity && end - at === 4 + INTEGRITY_BYTES) {
      const signed = Buffer.from(bytes.subarray(0, at));
      signed.writeUInt16BE(end - HEADER_BYTES, 2);
      return end <= bytes.length && timingSafeEqual(hmac(key, signed), bytes.subarray(at + 4, end));
    }
    at = end + padding(end);
  }
  return false;
}

export function isSuccess(message: StunMessage, request: number): boolean {
  return message.type === (request | SUCCESS);
}

export function isFailure(message: StunMessage, request: number): boolean {
  return message.type === (request | FAILURE);
}

/** Undefined where there is no ERROR-CODE. */
export function errorOf({ attributes }: StunMessage): StunError | undefined {
  const value = attributes.get(ATTRIBUTE.errorCode);
  if (!value || value.length < 4) return undefined;
  const code = (value.readUInt8(2) & 7) * 100 + value.readUInt8(3);
  return { code, reason: value.subarray(4).toString() };
}

/** Undefined where it is missing or not IPv4. */
export function relayedAddressOf({ attributes }: StunMessage): string | undefined {
  const value = attributes.get(ATTRIBUTE.relayedAddress);
  if (value?.length !== 8 || value[1] !== IPV4) return undefined;
  const address = Buffer.alloc(4);
  address.writeUInt32BE((value.readUInt32BE(4) ^ COOKIE) >>> 0);
  return address.join('.');
}

export function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function header(type: number, length: number, transaction: Buffer): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES);
  bytes.writeUInt16BE(type, 0);
  bytes.writeUInt16BE(length, 2);
  bytes.writeUInt32BE(COOKIE, 4);
  transaction.copy(bytes, 8);
  return bytes;
}

function attribute(name: number, value: Buffer): Buffer {
  const bytes = Buffer.alloc(4 + value.length + padding(value.length));
  bytes.writeUInt16BE(name, 0);
  bytes.writeUInt16BE(value.length, 2);
  value.copy(bytes, 4);
  return bytes;
}

/** Attributes begin at multiples of four bytes, as the header ends at one. */
function padding(length: number): number {
  return (4 - (length % 4)) % 4;
}

function hmac(key: Buffer, bytes: Buffer): Buffer {
  return createHmac('sha1', key).update(bytes).digest();
}
