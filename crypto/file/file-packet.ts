import { ByteReader, concat } from '../bytes.ts';
import { uint } from '../encoding.ts';
import { CryptoError } from '../errors.ts';
import { FILE_TAG_BYTES } from './file-stream.ts';

/** Of a file's id. */
export const FILE_ID_BYTES = 8;

/** Shorter than any chunk: its length says what it is, so that no chunk needs to be copied behind a mark. */
const HEAD_BYTES = FILE_ID_BYTES + 4;

/** Says whose chunks follow, and from which one on. */
export interface FileHead {
  readonly id: Uint8Array;
  readonly from: number;
}

/** What travels on the channel of contents. */
export type FilePacket =
  | { readonly kind: 'head'; readonly head: FileHead }
  | { readonly kind: 'chunk'; readonly sealed: Uint8Array<ArrayBuffer> };

export function encodeHead({ id, from }: FileHead): Uint8Array<ArrayBuffer> {
  return concat(id, uint(from, 4));
}

/** A chunk is the packet itself, not a copy. Throws CHANNEL_SIZE for any other packet. */
export function parsePacket(packet: Uint8Array<ArrayBuffer>): FilePacket {
  if (packet.length >= FILE_TAG_BYTES) return { kind: 'chunk', sealed: packet };
  if (packet.length !== HEAD_BYTES) throw new CryptoError('CHANNEL_SIZE');
  const reader = new ByteReader(packet);
  return { kind: 'head', head: { id: reader.take(FILE_ID_BYTES), from: reader.uint(4) } };
}
