import { FrameReader, FrameWriter } from './bytes.ts';
import {
  checkFrameSize,
  checkSmall,
  decodeData,
  encodeData,
  type DataMessage,
} from './data-frame.ts';
import { ProtocolError } from './errors.ts';
import { JOIN_KEYS_MAX, SEATS_MAX, TURN_LIFETIME_MAX, TURN_URLS_MAX } from './limits.ts';
import { FRAME_SMALL, NONCE_LENGTH } from './sizes.ts';

/** Where both sides can meet when no direct path is to be had or wanted, and the way in. */
export interface TurnMessage {
  readonly type: 'turn';
  /** Seconds from now. */
  readonly lifetime: number;
  /** RFC 7065. */
  readonly urls: readonly string[];
  readonly username: string;
  readonly password: string;
}

/** Everything the relay may send. */
export type RelayMessage =
  | { readonly type: 'challenge'; readonly nonce: Uint8Array }
  | { readonly type: 'opened' }
  | { readonly type: 'waiting' }
  /**
   * The host is (newly) here; `key` is the place, among the keys that the relay knows this guest
   * by, of the one that fits: those of its JOIN, or after a SEAL the access key alone.
   */
  | { readonly type: 'attached'; readonly key: number }
  | {
      readonly type: 'claimed';
      readonly connection: number;
      readonly seat: number;
      /** By the access key of an admitted guest. */
      readonly sealed: boolean;
    }
  | { readonly type: 'gone'; readonly connection: number }
  | { readonly type: 'spent-claim'; readonly seat: number }
  | { readonly type: 'sealed'; readonly seat: number }
  | { readonly type: 'seal-refused'; readonly seat: number }
  | { readonly type: 'host-gone' }
  | TurnMessage
  | DataMessage;

/** From 0x81, apart from a client's types: a frame sent back to where it came from is refused. */
const TYPE = {
  challenge: 0x81,
  opened: 0x82,
  waiting: 0x83,
  attached: 0x84,
  claimed: 0x85,
  gone: 0x86,
  'spent-claim': 0x87,
  sealed: 0x88,
  'seal-refused': 0x89,
  'host-gone': 0x8a,
  data: 0x8b,
  turn: 0x8c,
} as const;

/** One whole frame. Throws ProtocolError for a field that has no encoding. */
export function encodeRelayMessage(message: RelayMessage): Uint8Array<ArrayBuffer> {
  const type = TYPE[message.type];
  if (message.type === 'data') return encodeData(type, message);
  const writer = new FrameWriter(FRAME_SMALL).u8(type);
  switch (message.type) {
    case 'challenge':
      writer.bytes(message.nonce, NONCE_LENGTH);
      break;
    case 'attached':
      writer.u8(below(message.key, JOIN_KEYS_MAX));
      break;
    case 'claimed':
      writer.u32(message.connection).u8(below(message.seat, SEATS_MAX));
      writer.u8(message.sealed ? 1 : 0);
      break;
    case 'gone':
      writer.u32(message.connection);
      break;
    case 'spent-claim':
    case 'sealed':
    case 'seal-refused':
      writer.u8(below(message.seat, SEATS_MAX));
      break;
    case 'turn':
      writeTurn(writer, message);
      break;
    case 'opened':
    case 'waiting':
    case 'host-gone':
      break;
  }
  return writer.frame;
}

/** Throws ProtocolError for anything that `encodeRelayMessage` would not have written. */
export function decodeRelayMessage(frame: Uint8Array): RelayMessage {
  checkFrameSize(frame);
  const reader = new FrameReader(frame);
  const type = reader.u8();
  if (type === TYPE.data) return decodeData(reader);
  checkSmall(frame);
  const message = decodeFields(type, reader);
  reader.end();
  return message;
}

function decodeFields(type: number, reader: FrameReader): RelayMessage {
  switch (type) {
    case TYPE.challenge:
      return { type: 'challenge', nonce: reader.bytes(NONCE_LENGTH) };
    case TYPE.opened:
      return { type: 'opened' };
    case TYPE.waiting:
      return { type: 'waiting' };
    case TYPE.attached:
      return { type: 'attached', key: below(reader.u8(), JOIN_KEYS_MAX) };
    case TYPE.claimed: {
      const connection = reader.u32();
      const seat = below(reader.u8(), SEATS_MAX);
      return { type: 'claimed', connection, seat, sealed: below(reader.u8(), 2) === 1 };
    }
    case TYPE.gone:
      return { type: 'gone', connection: reader.u32() };
    case TYPE['spent-claim']:
      return { type: 'spent-claim', seat: below(reader.u8(), SEATS_MAX) };
    case TYPE.sealed:
      return { type: 'sealed', seat: below(reader.u8(), SEATS_MAX) };
    case TYPE['seal-refused']:
      return { type: 'seal-refused', seat: below(reader.u8(), SEATS_MAX) };
    case TYPE['host-gone']:
      return { type: 'host-gone' };
    case TYPE.turn:
      return readTurn(reader);
    default:
      throw new ProtocolError('FRAME_TYPE');
  }
}

function writeTurn(writer: FrameWriter, { lifetime, urls, username, password }: TurnMessage): void {
  writer.u32(within(lifetime, TURN_LIFETIME_MAX)).u8(within(urls.length, TURN_URLS_MAX));
  for (const url of urls) writer.text(url);
  writer.text(username).text(password);
}

function readTurn(reader: FrameReader): TurnMessage {
  const lifetime = within(reader.u32(), TURN_LIFETIME_MAX);
  const count = within(reader.u8(), TURN_URLS_MAX);
  const urls = Array.from({ length: count }, () => reader.text());
  return { type: 'turn', lifetime, urls, username: reader.text(), password: reader.text() };
}

/** From 1 to `most`. */
function within(value: number, most: number): number {
  if (value === 0) throw new ProtocolError('FRAME_FIELD');
  return below(value, most + 1);
}

function below(value: number, limit: number): number {
  if (value >= limit) throw new ProtocolError('FRAME_FIELD');
  return value;
}
