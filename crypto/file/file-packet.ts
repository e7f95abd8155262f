import { ByteReader, concat } from '../bytes.ts';
import { uint } from '../encoding.ts';
import { CryptoError } from '../errors.ts';
import { STREAM_HEADER_BYTES } from '../secretstream.ts';

/** Of a file's id. */
export const FILE_ID_BYTES = 8;

/** The first byte of a packet. */
const HEAD = Uint8Array.of(1);
export const CHUNK: Readonly<Uint8Array> = Uint8Array.of(2);

/** Says whose chunks follow, and from which one on. */
export interface FileHead {
  readonly id: Uint8Array;
  readonly from: number;
  /** Of the secretstream. */
  readonly header: Uint8Array;
}

/** What travels on the channel of contents. */
export type FilePacket =
  | { readonly kind: 'head'; readonly head: FileHead }
  | { readonly kind: 'chunk'; readonly sealed: Uint8Array };

export function encodeHead({ id, from, header }: FileHead): Uint8Array {
  return concat(HEAD, id, uint(from, 4), header);
}

/** A chunk is a view of the packet, not a copy. Throws CHANNEL_SIZE for any other packet. */
export function parsePacket(packet: Uint8Array): FilePacket {
  if (packet[0] === CHUNK[0]) return { kind: 'chunk', sealed: packet.subarray(1) };
  if (packet[0] !== HEAD[0]) throw new CryptoError('CHANNEL_SIZE');
  const reader = new ByteReader(packet.subarray(1), 'CHANNEL_SIZE');
  const head = {
    id: reader.take(FILE_ID_BYTES),
    from: reader.uint(4),
    header: reader.take(STREAM_HEADER_BYTES),
  };
  reader.end();
  return { kind: 'head', head };
}
