import { ByteReader, concat } from '../../../crypto/bytes.ts';
import { uint } from '../../../crypto/encoding.ts';
import { CryptoError } from '../../../crypto/errors.ts';
import { FILE_ID_BYTES } from '../../../crypto/file/file-packet.ts';
import { FILE_KEY_BYTES } from '../../../crypto/file/file-stream.ts';
import { fromHex, toHex } from '../../../crypto/hex.ts';
import { SessionError } from '../errors.ts';

/** Longest name that can be announced, in bytes of UTF-8; common file systems take 255. */
export const MAX_NAME_BYTES = 1024;

/** `person`: they said no. The other two are the page's own limits. In the order of their numbers. */
const REFUSALS = ['person', 'too-large', 'too-many'] as const;
export type FileRefusal = (typeof REFUSALS)[number];

/** An id is 16 hexadecimal digits, and on the wire the 8 bytes that they stand for. */
interface Offer {
  readonly type: 'offer';
  readonly id: string;
  readonly name: string;
  readonly size: number;
}

/** Asks for the contents from a chunk on, under a key that the receiver has drawn for them. */
interface Accept {
  readonly type: 'accept';
  readonly id: string;
  readonly from: number;
  readonly key: Uint8Array;
}

interface Decline {
  readonly type: 'decline';
  readonly id: string;
  readonly reason: FileRefusal;
}

/** Either side gives it up. */
interface Cancel {
  readonly type: 'cancel';
  readonly id: string;
}

/** The receiver has all of it. */
interface Complete {
  readonly type: 'complete';
  readonly id: string;
}

/**
 * What two pages agree on about files, in frames of the data channel. The contents travel elsewhere.
 * Bytes and not JSON, since a key that has become a string cannot be wiped.
 */
export type FileMessage = Offer | Accept | Decline | Cancel | Complete;

const numbers = { offer: 16, accept: 17, decline: 18, cancel: 19, complete: 20 } as const;

/** The frame types of files. */
export const FILE_TYPES: readonly number[] = Object.values(numbers);

const utf8 = new TextEncoder();
// A mark of byte order is part of a name like any other character.
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The bytes of an id that has passed the codec. */
export const idBytes = (id: string): Uint8Array => fromHex(id) ?? new Uint8Array(0);

export function encodeFileMessage(message: FileMessage): { type: number; body: Uint8Array } {
  return { type: numbers[message.type], body: concat(idBytes(message.id), ...fields(message)) };
}

function fields(message: FileMessage): Uint8Array[] {
  switch (message.type) {
    case 'offer':
      return [uint(message.size, 8), utf8.encode(message.name)];
    case 'accept':
      return [uint(message.from, 4), message.key];
    case 'decline':
      return [uint(REFUSALS.indexOf(message.reason), 1)];
    case 'cancel':
    case 'complete':
      return [];
  }
}

/** Throws SessionError PEER_MESSAGE_SHAPE for an unknown type or any other body. */
export function decodeFileMessage(type: number, body: Uint8Array): FileMessage {
  try {
    return decode(type, body);
  } catch (error) {
    if (error instanceof CryptoError || error instanceof TypeError) {
      throw new SessionError('PEER_MESSAGE_SHAPE');
    }
    throw error;
  }
}

function decode(type: number, body: Uint8Array): FileMessage {
  const reader = new ByteReader(body);
  const id = toHex(reader.take(FILE_ID_BYTES));
  if (type === numbers.offer) {
    const size = reader.uint(8);
    const name = reader.rest();
    if (name.length < 1 || name.length > MAX_NAME_BYTES) throw new CryptoError('LENGTH');
    return { type: 'offer', id, name: strictUtf8.decode(name), size };
  }
  const message = short(type, id, reader);
  reader.end();
  return message;
}

function short(type: number, id: string, reader: ByteReader): FileMessage {
  switch (type) {
    case numbers.accept:
      return { type: 'accept', id, from: reader.uint(4), key: reader.take(FILE_KEY_BYTES) };
    case numbers.decline: {
      const reason = REFUSALS[reader.uint(1)];
      if (reason === undefined) throw new CryptoError('RANGE');
      return { type: 'decline', id, reason };
    }
    case numbers.cancel:
      return { type: 'cancel', id };
    case numbers.complete:
      return { type: 'complete', id };
    default:
      throw new SessionError('PEER_MESSAGE_SHAPE');
  }
}
