import { chunksOf, FILE_CHUNK } from '../../../crypto/file/file-facts.ts';
import { FileSealer } from '../../../crypto/file/file-sealer.ts';
import { systemRandom } from '../../../crypto/random.ts';
import type { Wanted } from '../../session/files/outgoing-files.ts';
import { FileBlocks } from '../../transport/file-blocks.ts';
import type { FileChannel } from '../../transport/file-channel.ts';

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
  const sealer = new FileSealer({ facts, from, key, random: systemRandom });
  const blocks = new FileBlocks(source, from * FILE_CHUNK);
  const take = async (packet: () => Uint8Array) => {
    if (!(await channel.room()) || !isLive()) return false;
    channel.send(packet());
    return true;
  };
  try {
    if (!(await take(() => sealer.head))) return true;
    while (sealer.next < chunksOf(facts.size)) {
      const block = await blocks.next();
      // It has become shorter.
      if (block.length === 0 && facts.size > 0) return false;
      let offset = 0;
      do {
        const chunk = block.subarray(offset, offset + FILE_CHUNK);
        if (!(await take(() => sealer.seal(chunk)))) return true;
        moved(sealer.next);
        offset += FILE_CHUNK;
      } while (offset < block.length);
    }
    return true;
  } catch (error) {
    if (error instanceof DOMException) return false;
    throw error;
  } finally {
    sealer.forget();
  }
}
