import { FrameReader, FrameWriter } from './bytes.ts';
import {
  checkFrameSize,
  checkSmall,
  decodeData,
  encodeData,
  type DataMessage,
} from './data-frame.ts';
import { ProtocolError } from './errors.ts';
import { JOIN_KEYS_MAX } from './limits.ts';
import { readCommand, writeCommand, type Command } from './commands.ts';
import { FRAME_SMALL, KEY_LENGTH, ROOM_ID_LENGTH, SIGNATURE_LENGTH } from './sizes.ts';

type Signed<C extends Command> = C & { readonly signature: Uint8Array };

/** Proves one or two keys at once, the preferred first. */
interface JoinMessage {
  readonly type: 'join';
  readonly roomId: Uint8Array;
  readonly keys: readonly { readonly key: Uint8Array; readonly signature: Uint8Array }[];
}

/** Proves a token that the relay knows, ahead of OPEN. */
export interface EnrolMessage {
  readonly type: 'enrol';
  /** The token's public key. */
  readonly key: Uint8Array;
  readonly signature: Uint8Array;
}

/** Everything a client may send. */
export type ClientMessage =
  | Signed<Extract<Command, { type: 'open' }>>
  | Signed<Extract<Command, { type: 'seal' }>>
  | Signed<Extract<Command, { type: 'kick' }>>
  | Signed<Extract<Command, { type: 'close' }>>
  | JoinMessage
  | EnrolMessage
  | DataMessage;

const TYPE = {
  open: 0x01,
  join: 0x02,
  seal: 0x03,
  kick: 0x04,
  close: 0x05,
  data: 0x06,
  enrol: 0x07,
} as const;

/** One whole frame. Throws ProtocolError for a field that has no encoding. */
export function encodeClientMessage(message: ClientMessage): Uint8Array<ArrayBuffer> {
  const type = TYPE[message.type];
  if (message.type === 'data') return encodeData(type, message);
  const writer = new FrameWriter(FRAME_SMALL).u8(type);
  if (message.type === 'join') writeJoin(writer, message);
  else if (message.type === 'enrol') writeEnrol(writer, message);
  else writeCommand(writer, message).bytes(message.signature, SIGNATURE_LENGTH);
  return writer.frame;
}

/** Throws ProtocolError for anything that `encodeClientMessage` would not have written. */
export function decodeClientMessage(frame: Uint8Array): ClientMessage {
  checkFrameSize(frame);
  const reader = new FrameReader(frame);
  const type = reader.u8();
  if (type === TYPE.data) return decodeData(reader);
  checkSmall(frame);
  const message = decodeFields(type, reader);
  reader.end();
  return message;
}

function decodeFields(type: number, reader: FrameReader): ClientMessage {
  switch (type) {
    case TYPE.open:
      return signed(readCommand('open', reader), reader);
    case TYPE.join:
      return readJoin(reader);
    case TYPE.seal:
      return signed(readCommand('seal', reader), reader);
    case TYPE.kick:
      return signed(readCommand('kick', reader), reader);
    case TYPE.close:
      return signed(readCommand('close', reader), reader);
    case TYPE.enrol:
      return {
        type: 'enrol',
        key: reader.bytes(KEY_LENGTH),
        signature: reader.bytes(SIGNATURE_LENGTH),
      };
    default:
      throw new ProtocolError('FRAME_TYPE');
  }
}

function signed<C extends Command>(command: C, reader: FrameReader): Signed<C> {
  return { ...command, signature: reader.bytes(SIGNATURE_LENGTH) };
}

function writeJoin(writer: FrameWriter, { roomId, keys }: JoinMessage): void {
  if (keys.length < 1 || keys.length > JOIN_KEYS_MAX) throw new ProtocolError('FRAME_FIELD');
  writer.bytes(roomId, ROOM_ID_LENGTH).u8(keys.length);
  for (const { key, signature } of keys) {
    writer.bytes(key, KEY_LENGTH).bytes(signature, SIGNATURE_LENGTH);
  }
}

function writeEnrol(writer: FrameWriter, { key, signature }: EnrolMessage): void {
  writer.bytes(key, KEY_LENGTH).bytes(signature, SIGNATURE_LENGTH);
}

function readJoin(reader: FrameReader): JoinMessage {
  const roomId = reader.bytes(ROOM_ID_LENGTH);
  const count = reader.u8();
  if (count < 1 || count > JOIN_KEYS_MAX) throw new ProtocolError('FRAME_FIELD');
  const keys = Array.from({ length: count }, () => ({
    key: reader.bytes(KEY_LENGTH),
    signature: reader.bytes(SIGNATURE_LENGTH),
  }));
  return { type: 'join', roomId, keys };
}
