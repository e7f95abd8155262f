import type { FrameReader, FrameWriter } from './bytes.ts';
import { ProtocolError } from './errors.ts';
import { SEATS_MAX, SPENT_MAX, TTL_MAX, TTL_MIN } from './limits.ts';
import { KEY_LENGTH } from './sizes.ts';

/** Why the host sends a guest away; each has a close code of the same name. */
export type KickReason = 'declined' | 'replaced' | 'contested' | 'exhausted' | 'removed';

/** Opens a room, or tells an open one anew who may hold its seats. */
export interface OpenCommand {
  readonly type: 'open';
  readonly hostKey: Uint8Array;
  /** Seconds that the room stays; TTL_MIN–TTL_MAX. */
  readonly ttl: number;
  /** In the order of their numbers; `sealed` once a seat's key is its guest's access key. */
  readonly seats: readonly { readonly key: Uint8Array; readonly sealed: boolean }[];
  /** Burnt keys, each with the seat it once opened. */
  readonly spent: readonly { readonly key: Uint8Array; readonly seat: number }[];
}

/** Burns a seat's key and puts the access key of the admitted guest in its place. */
export interface SealCommand {
  readonly type: 'seal';
  readonly seat: number;
  readonly connection: number;
  readonly key: Uint8Array;
}

export interface KickCommand {
  readonly type: 'kick';
  readonly connection: number;
  readonly reason: KickReason;
}

interface CloseCommand {
  readonly type: 'close';
}

/** What only a host may say; every one is signed. */
export type Command = OpenCommand | SealCommand | KickCommand | CloseCommand;

/** On the wire a reason is its place in this list. */
const REASONS: readonly KickReason[] = [
  'declined',
  'replaced',
  'contested',
  'exhausted',
  'removed',
];

const UNSEALED = 0;
const SEALED = 1;

/** The fields between type and signature, which are also what is signed. */
export function writeCommand(writer: FrameWriter, command: Command): FrameWriter {
  switch (command.type) {
    case 'open':
      return writeOpen(writer, command);
    case 'seal':
      checkSeat(command.seat, SEATS_MAX);
      return writer.u8(command.seat).u32(command.connection).bytes(command.key, KEY_LENGTH);
    case 'kick':
      return writer.u32(command.connection).u8(REASONS.indexOf(command.reason));
    case 'close':
      return writer;
  }
}

const readers = {
  open: readOpen,
  seal: (reader: FrameReader): SealCommand => {
    const seat = checkSeat(reader.u8(), SEATS_MAX);
    return { type: 'seal', seat, connection: reader.u32(), key: reader.bytes(KEY_LENGTH) };
  },
  kick: (reader: FrameReader): KickCommand => {
    const connection = reader.u32();
    const reason = REASONS[reader.u8()];
    if (reason === undefined) throw new ProtocolError('FRAME_FIELD');
    return { type: 'kick', connection, reason };
  },
  close: (): CloseCommand => ({ type: 'close' }),
};

export function readCommand<T extends Command['type']>(
  type: T,
  reader: FrameReader,
): ReturnType<(typeof readers)[T]>;
export function readCommand(type: Command['type'], reader: FrameReader): Command {
  return readers[type](reader);
}

function writeOpen(writer: FrameWriter, command: OpenCommand): FrameWriter {
  checkOpen(command);
  writer.bytes(command.hostKey, KEY_LENGTH).u32(command.ttl).u8(command.seats.length);
  for (const { key, sealed } of command.seats) {
    writer.bytes(key, KEY_LENGTH).u8(sealed ? SEALED : UNSEALED);
  }
  writer.u8(command.spent.length);
  for (const { key, seat } of command.spent) writer.bytes(key, KEY_LENGTH).u8(seat);
  return writer;
}

function readOpen(reader: FrameReader): OpenCommand {
  const hostKey = reader.bytes(KEY_LENGTH);
  const ttl = reader.u32();
  const seats = Array.from({ length: checkCount(reader.u8(), 1, SEATS_MAX) }, () => ({
    key: reader.bytes(KEY_LENGTH),
    sealed: readSealed(reader.u8()),
  }));
  const spent = Array.from({ length: checkCount(reader.u8(), 0, SPENT_MAX) }, () => ({
    key: reader.bytes(KEY_LENGTH),
    seat: reader.u8(),
  }));
  return checkOpen({ type: 'open', hostKey, ttl, seats, spent });
}

function checkOpen(command: OpenCommand): OpenCommand {
  const { ttl, seats, spent } = command;
  if (!Number.isInteger(ttl) || ttl < TTL_MIN || ttl > TTL_MAX) {
    throw new ProtocolError('FRAME_FIELD');
  }
  checkCount(seats.length, 1, SEATS_MAX);
  checkCount(spent.length, 0, SPENT_MAX);
  for (const { seat } of spent) checkSeat(seat, seats.length);
  return command;
}

function checkSeat(seat: number, seats: number): number {
  return checkCount(seat, 0, seats - 1);
}

function checkCount(count: number, least: number, most: number): number {
  if (!Number.isInteger(count) || count < least || count > most) {
    throw new ProtocolError('FRAME_FIELD');
  }
  return count;
}

function readSealed(flag: number): boolean {
  if (flag !== SEALED && flag !== UNSEALED) throw new ProtocolError('FRAME_FIELD');
  return flag === SEALED;
}
