import { FrameWriter, type FrameReader } from './bytes.ts';
import { ProtocolError } from './errors.ts';
import { BODY_LARGE, BODY_SMALL, DATA_HEADER, FRAME_LARGE, FRAME_SMALL } from './sizes.ts';

/** An opaque body between a guest and its host; the same shape in both directions. */
export interface DataMessage {
  readonly type: 'data';
  /** To a guest and from it, as the host names it; 0 where a guest sends or receives. */
  readonly connection: number;
  /** Exactly BODY_SMALL or BODY_LARGE bytes. */
  readonly body: Uint8Array;
}

/** Throws FRAME_SIZE for a frame of neither size. */
export function checkFrameSize(frame: Uint8Array): void {
  if (frame.length !== FRAME_SMALL && frame.length !== FRAME_LARGE) {
    throw new ProtocolError('FRAME_SIZE');
  }
}

/** Throws FRAME_SIZE unless the frame is a small one: only DATA has large ones. */
export function checkSmall(frame: Uint8Array): void {
  if (frame.length !== FRAME_SMALL) throw new ProtocolError('FRAME_SIZE');
}

/** Throws FRAME_FIELD for a body of neither size. */
export function encodeData(
  type: number,
  { connection, body }: DataMessage,
): Uint8Array<ArrayBuffer> {
  if (body.length !== BODY_SMALL && body.length !== BODY_LARGE) {
    throw new ProtocolError('FRAME_FIELD');
  }
  return new FrameWriter(DATA_HEADER + body.length)
    .u8(type)
    .u32(connection)
    .bytes(body, body.length).frame;
}

/** The body is a view of the frame. */
export function decodeData(reader: FrameReader): DataMessage {
  return { type: 'data', connection: reader.u32(), body: reader.rest() };
}
