import { chunkLength, chunksOf } from '../../crypto/file/file-facts.ts';
import { FileSealer } from '../../crypto/file/file-sealer.ts';
import { FILE_KEY_BYTES } from '../../crypto/file/file-stream.ts';
import { sodium } from '../../crypto/sodium.ts';
import {
  encodeFileMessage,
  type FileMessage,
} from '../../client/session/files/file-message.ts';
import { counting, hex } from './scripted.ts';

/** A name of more than ASCII, and a size that fills no chunk but the first. */
const ID = counting(8, 0x11);
const NAME = 'façade “1”.pdf';
const SIZE = 65_536 + 21;

/** Messages about one file, and its contents: whole, from its second chunk on, and of an empty one. */
export async function fileVectors() {
  const id = hex(ID);
  const messages: FileMessage[] = [
    { type: 'offer', id, name: NAME, size: SIZE },
    { type: 'accept', id, from: 1, key: counting(FILE_KEY_BYTES, 0x40) },
    { type: 'decline', id, reason: 'person' },
    { type: 'decline', id, reason: 'too-large' },
    { type: 'decline', id, reason: 'too-many' },
    { type: 'cancel', id },
    { type: 'complete', id },
  ];
  return {
    messages: messages.map((message) => {
      const { type, body } = encodeFileMessage(message);
      return { type, body: hex(body) };
    }),
    streams: [
      await stream(SIZE, 0, 0x40),
      await stream(SIZE, 1, 0x80),
      await stream(0, 0, 0xc0),
    ],
  };
}

/** The contents are bytes that count up from 0 modulo 256, over the whole file. */
async function stream(size: number, from: number, start: number) {
  const key = counting(FILE_KEY_BYTES, start);
  const facts = { id: ID, name: NAME, size };
  const sealer = new FileSealer({ facts, from, key: key.slice() });
  const packets = [sealer.head];
  while (sealer.next < chunksOf(size)) {
    packets.push(await sealer.seal(counting(chunkLength(size, sealer.next), 0)));
  }
  return {
    id: hex(ID),
    name: NAME,
    size,
    from,
    key: hex(key),
    packets: packets.map((packet) => ({
      length: packet.length,
      head: hex(packet.subarray(0, 64)),
      blake2b256: hex(sodium.crypto_generichash(32, packet, null)),
    })),
  };
}
