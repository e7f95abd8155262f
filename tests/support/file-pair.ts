import { chunkLength, chunksOf, type FileFacts } from '../../crypto/file/file-facts.ts';
import { FileSealer } from '../../crypto/file/file-sealer.ts';
import { systemRandom } from '../../crypto/random.ts';
import type { FileMessage } from '../../client/session/files/file-message.ts';
import { IncomingFiles } from '../../client/session/files/incoming-files.ts';
import { OutgoingFiles, type Wanted } from '../../client/session/files/outgoing-files.ts';

export type Packet = Uint8Array<ArrayBuffer>;

/** Bytes that differ from chunk to chunk. */
export const chunkOf = (size: number, number: number): Packet =>
  new Uint8Array(chunkLength(size, number)).fill(number + 1);

/** The two sides of one direction, with nothing between them but what a test carries. */
export class FilePair {
  readonly sender = new OutgoingFiles<string>();
  readonly receiver = new IncomingFiles(systemRandom);

  /** Announces a file; resolves to its id. */
  offer(size: number, name = 'letter.txt'): string {
    const facts: FileFacts = { id: systemRandom(8), name, size };
    const messages = this.sender.offer(facts, 'contents', 1);
    if (typeof messages === 'string') throw new Error(messages);
    return this.toReceiver(messages);
  }

  /** What the receiver answers goes back; resolves to the id of the last message. */
  toReceiver(messages: readonly FileMessage[]): string {
    for (const message of messages) {
      if (message.type !== 'offer' && message.type !== 'cancel') throw new Error(message.type);
      this.toSender(this.receiver.hear(message, 2));
    }
    return messages.at(-1)?.id ?? '';
  }

  toSender(messages: readonly FileMessage[]): void {
    for (const message of messages) {
      if (message.type === 'offer') throw new Error('an offer of the receiver');
      this.toReceiver(this.sender.hear(message));
    }
  }

  /** What the sender is to send next, which there must be. */
  next(): { wanted: Wanted<string>; sealer: FileSealer } {
    const wanted = this.sender.next();
    if (!wanted) throw new Error('nothing is wanted');
    const { file, from, key } = wanted;
    const sealer = new FileSealer({ facts: file.facts, from, key });
    return { wanted, sealer };
  }

  /** From the offer to all packets of the contents, in their order; none is delivered. */
  async accepted(size: number, name?: string): Promise<{ id: string; packets: Packet[] }> {
    const id = this.offer(size, name);
    this.toSender(this.receiver.accept(id));
    const { wanted, sealer } = this.next();
    const packets = [sealer.head];
    while (sealer.next < chunksOf(size))
      packets.push(await sealer.seal(chunkOf(size, sealer.next)));
    wanted.file.chunks = chunksOf(size);
    return { id, packets };
  }

  /** One after another. */
  async deliver(packets: readonly Packet[]): Promise<void> {
    for (const packet of packets) this.toSender(await this.receiver.packet(packet));
  }

  /** All at once, as they arrive: none waits for the one before it to be opened. */
  async pour(packets: readonly Packet[]): Promise<void> {
    const answers = packets.map((packet) => this.receiver.packet(packet));
    await Promise.allSettled(answers);
    for (const answer of answers) this.toSender(await answer);
  }

  stateOfReceived(id: string): string {
    return this.receiver.get(id)?.state.is ?? 'unknown';
  }

  stateOfSent(id: string): string {
    return this.sender.all.find((file) => file.id === id)?.state.is ?? 'unknown';
  }
}
