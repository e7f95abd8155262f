import { chunksOf, FILE_CHUNK } from '../../../crypto/file/file-facts.ts';
import { FileSealer } from '../../../crypto/file/file-sealer.ts';
import type { Wanted } from '../../session/files/outgoing-files.ts';
import { FileBlocks } from '../../transport/file-blocks.ts';
import type { FileChannel } from '../../transport/file-channel.ts';

/** Chunks that are being sealed while those before are sent: enough that the channel never waits. */
const SEALED_AHEAD = 4;

/**
 * Sends what the other side wants of a file, as fast as the channel takes it. Stops in silence when
 * the channel has ended or this is not wanted any more; resolves with false when the file cannot be
 * read.
 */
export async function pump(options: {
  wanted: Wanted<Blob>;
  channel: FileChannel;
  isLive: () => boolean;
  /** So many chunks of the file have been given to the channel. */
  moved: (chunks: number) => void;
}): Promise<boolean> {
  const { wanted, channel, isLive, moved } = options;
  const { facts } = wanted.file;
  const { from, key, source } = wanted;
  const sealer = new FileSealer({ facts, from, key });
  const all = chunksOf(facts.size);
  const blocks = new FileBlocks(source, from * FILE_CHUNK);
  const packets: Promise<Uint8Array<ArrayBuffer>>[] = [Promise.resolve(sealer.head)];
  let sent = from - 1;
  /** The packet that is next; false when nothing more is to be sent. */
  const send = async (): Promise<boolean> => {
    const packet = await packets.shift();
    if (!packet || !(await channel.room()) || !isLive()) return false;
    channel.send(packet);
    sent += 1;
    moved(sent);
    return true;
  };
  try {
    while (sealer.next < all) {
      const block = await blocks.next();
      // Empty: it has become shorter.
      if (!block || (block.length === 0 && facts.size > 0)) return false;
      let offset = 0;
      do {
        const packet = sealer.seal(block.subarray(offset, offset + FILE_CHUNK));
        // Its failure is told when it is its turn.
        packet.catch(() => undefined);
        packets.push(packet);
        if (packets.length > SEALED_AHEAD && !(await send())) return true;
        offset += FILE_CHUNK;
      } while (offset < block.length);
    }
    while (packets.length > 0) if (!(await send())) return true;
    return true;
  } finally {
    sealer.forget();
  }
}
