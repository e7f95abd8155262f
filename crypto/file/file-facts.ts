import { uint } from '../encoding.ts';
import { hash } from '../kdf.ts';
import { LABEL } from '../labels.ts';

/** Bytes of every chunk of a file but the last. */
export const FILE_CHUNK = 65_536;

/** What was announced of a file, and is held against what comes. */
export interface FileFacts {
  /** 8 bytes, drawn by whoever offers it. */
  readonly id: Uint8Array;
  /** As it was announced, whatever a receiver makes of it. */
  readonly name: string;
  readonly size: number;
}

/** Also an empty file has one. */
export function chunksOf(size: number): number {
  return Math.max(1, Math.ceil(size / FILE_CHUNK));
}

/** Of the chunk with this number, from 0. */
export function chunkLength(size: number, number: number): number {
  return Math.min(FILE_CHUNK, size - number * FILE_CHUNK);
}

/** What is authenticated with every chunk of a stream that begins with the chunk `from`. */
export function streamData({ id, name, size }: FileFacts, from: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(hash(LABEL.file, id, uint(size, 8), uint(from, 4), name));
}
