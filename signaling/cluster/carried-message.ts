import { CLOSE_CODES, closeCodeName, type CloseCodeName } from '../protocol/close-codes.ts';
import { FRAME_LARGE, FRAME_SMALL, NONCE_LENGTH } from '../protocol/sizes.ts';
import { TAG } from './cluster-keys.ts';

/**
 * What a front (the process that has a client's socket) and a home (the one that has its room) say to
 * each other. `line` is the front's number for the connection.
 */
export type CarriedMessage =
  /** Nothing but that the sender is alive, and how far its count is. */
  | { readonly type: 'beat' }
  /** Front to home: a connection, and the frame by which it named its room. */
  | {
      readonly type: 'introduced';
      readonly line: number;
      /** What its address is called. */
      readonly address: string;
      readonly nonce: Uint8Array;
      readonly frame: Uint8Array;
    }
  | { readonly type: 'frame'; readonly line: number; readonly frame: Uint8Array }
  | { readonly type: 'pinged'; readonly line: number }
  | { readonly type: 'gone'; readonly line: number }
  /** Home to front: a frame for the client, or the end of its connection. */
  | { readonly type: 'send'; readonly line: number; readonly frame: Uint8Array }
  | { readonly type: 'close'; readonly line: number; readonly code: CloseCodeName };

const TYPE = { beat: 0, introduced: 1, frame: 2, pinged: 3, gone: 4, send: 5, close: 6 } as const;

const ORDER_AT = 4;
const ORDER_BYTES = 6;
const TYPE_AT = ORDER_AT + ORDER_BYTES;
const LINE_AT = TYPE_AT + 1;
const REST_AT = LINE_AT + 4;
const ADDRESS_BYTES = 16;

/** Where a message stands in all that its sender says to its receiver. */
export interface Position {
  /** Of a number of the sender's that grows: in a new stretch it knows nothing of what was before. */
  readonly stretch: number;
  /** How many messages were sent in this stretch before this one. */
  readonly order: number;
}

/** Stretch (4 bytes), order (6), type (1), line (4), and the rest. */
export function encodeCarried({ stretch, order }: Position, message: CarriedMessage): Buffer {
  const rest = restOf(message);
  const bytes = Buffer.alloc(REST_AT + rest.length);
  bytes.writeUInt32BE(stretch);
  bytes.writeUIntBE(order, ORDER_AT, ORDER_BYTES);
  bytes.writeUInt8(TYPE[message.type], TYPE_AT);
  if (message.type !== 'beat') bytes.writeUInt32BE(message.line, LINE_AT);
  bytes.set(rest, REST_AT);
  return bytes;
}

/** Undefined for whatever `encodeCarried` does not write. */
export function decodeCarried(
  bytes: Buffer,
): (Position & { readonly message: CarriedMessage }) | undefined {
  if (bytes.length < REST_AT) return undefined;
  const stretch = bytes.readUInt32BE();
  const order = bytes.readUIntBE(ORDER_AT, ORDER_BYTES);
  const message = read(bytes.readUInt8(TYPE_AT), bytes.readUInt32BE(LINE_AT), bytes);
  return message && { stretch, order, message };
}

function read(type: number, line: number, bytes: Buffer): CarriedMessage | undefined {
  // A copy: without Buffer's own methods, and not keeping more alive than itself.
  const rest = new Uint8Array(bytes.subarray(REST_AT));
  switch (type) {
    case TYPE.beat:
      return rest.length === 0 && line === 0 ? { type: 'beat' } : undefined;
    case TYPE.introduced: {
      const frame = rest.subarray(ADDRESS_BYTES + NONCE_LENGTH);
      if (frame.length !== FRAME_SMALL) return undefined;
      const address = Buffer.from(rest.subarray(0, ADDRESS_BYTES)).toString('hex');
      const nonce = rest.slice(ADDRESS_BYTES, ADDRESS_BYTES + NONCE_LENGTH);
      return { type: 'introduced', line, address, nonce, frame };
    }
    case TYPE.frame:
      // Of any size up to the largest: what is no frame is for the relay to refuse.
      return rest.length <= FRAME_LARGE ? { type: 'frame', line, frame: rest } : undefined;
    case TYPE.pinged:
      return rest.length === 0 ? { type: 'pinged', line } : undefined;
    case TYPE.gone:
      return rest.length === 0 ? { type: 'gone', line } : undefined;
    case TYPE.send:
      if (rest.length !== FRAME_SMALL && rest.length !== FRAME_LARGE) return undefined;
      return { type: 'send', line, frame: rest };
    case TYPE.close: {
      const code = rest.length === 2 ? closeCodeName(bytes.readUInt16BE(REST_AT)) : undefined;
      return code && { type: 'close', line, code };
    }
    default:
      return undefined;
  }
}

function restOf(message: CarriedMessage): Uint8Array {
  switch (message.type) {
    case 'introduced':
      if (!TAG.test(message.address)) throw new TypeError('An address is carried by its tag.');
      return Buffer.concat([Buffer.from(message.address, 'hex'), message.nonce, message.frame]);
    case 'frame':
    case 'send':
      return message.frame;
    case 'close': {
      const code = Buffer.alloc(2);
      code.writeUInt16BE(CLOSE_CODES[message.code]);
      return code;
    }
    case 'beat':
    case 'pinged':
    case 'gone':
      return new Uint8Array();
  }
}
