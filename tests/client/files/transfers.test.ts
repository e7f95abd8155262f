import fc from 'fast-check';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { concat } from '../../../crypto/bytes.ts';
import { chunksOf, FILE_CHUNK } from '../../../crypto/file/file-facts.ts';
import { ready } from '../../../crypto/sodium.ts';
import { chunkOf, FilePair } from '../../support/file-pair.ts';

beforeAll(() => ready);

const whole = (size: number) =>
  concat(...Array.from({ length: chunksOf(size) }, (_, number) => chunkOf(size, number)));
/** Compared as buffers: a list of so many numbers takes its time. */
const arrivedWhole = (pair: FilePair, id: string, size: number): boolean =>
  Buffer.from(concat(...(pair.receiver.get(id)?.chunks ?? []))).equals(whole(size));

describe('a file from one side to the other', () => {
  test.each([0, 1, FILE_CHUNK - 1, FILE_CHUNK, FILE_CHUNK + 1, 3 * FILE_CHUNK])(
    'of %i bytes',
    async (size) => {
      const pair = new FilePair();
      const { id, packets } = await pair.accepted(size);
      expect(packets).toHaveLength(1 + chunksOf(size));
      await pair.deliver(packets);
      expect(pair.stateOfReceived(id)).toBe('complete');
      expect(arrivedWhole(pair, id, size)).toBe(true);
      expect(pair.sender.all[0]).toMatchObject({ state: { is: 'complete' }, source: undefined });
    },
  );

  test('nothing is wanted before it was accepted', () => {
    const pair = new FilePair();
    const id = pair.offer(5);
    expect(pair.sender.next()).toBeUndefined();
    expect(pair.stateOfReceived(id)).toBe('offered');
  });

  test('goes on at the next chunk after each drop, wherever those come', async () => {
    const size = 9 * FILE_CHUNK + 3;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ sent: fc.nat(5), arrive: fc.nat(5) }), { maxLength: 6 }),
        async (drops) => {
          const pair = new FilePair();
          const id = pair.offer(size);
          pair.toSender(pair.receiver.accept(id));
          const send = async (sent: number, arrive: number) => {
            const { wanted, sealer } = pair.next();
            expect(wanted.from).toBe(pair.receiver.get(id)?.chunks.length);
            const packets = [sealer.head];
            for (let left = sent; left > 0 && sealer.next < chunksOf(size); left -= 1) {
              packets.push(await sealer.seal(chunkOf(size, sealer.next)));
              wanted.file.chunks = sealer.next;
            }
            await pair.deliver(packets.slice(0, arrive));
          };
          for (const { sent, arrive } of drops) {
            if (pair.stateOfReceived(id) === 'complete') break;
            await send(sent, arrive);
            pair.sender.dropped();
            pair.receiver.dropped();
            expect(pair.sender.next()).toBeUndefined();
            pair.toReceiver(pair.sender.opened());
            pair.toSender(pair.receiver.opened());
          }
          if (pair.stateOfReceived(id) !== 'complete') await send(10, 11);
          expect(arrivedWhole(pair, id, size)).toBe(true);
          expect(pair.stateOfSent(id)).toBe('complete');
        },
      ),
      { numRuns: 40 },
    );
  });

  test('an answer that was lost with the connection is given again', async () => {
    const cases = [
      ['complete', (pair: FilePair) => pair.accepted(5)],
      ['declined', (pair: FilePair) => Promise.resolve({ id: pair.offer(5), packets: [] })],
      ['cancelled', (pair: FilePair) => pair.accepted(5)],
    ] as const;
    for (const [state, begin] of cases) {
      const pair = new FilePair();
      const { id, packets } = await begin(pair);
      // None of these answers arrives.
      if (state === 'complete') for (const packet of packets) await pair.receiver.packet(packet);
      else if (state === 'declined') pair.receiver.decline(id);
      else pair.receiver.cancel(id);
      pair.sender.dropped();
      pair.receiver.dropped();
      pair.toReceiver(pair.sender.opened());
      expect(pair.stateOfSent(id)).toBe(state);
      expect(pair.sender.opened()).toEqual([]);
    }
  });

  test('a page that was loaded anew is asked anew, and what it had begun to send ends', async () => {
    const pair = new FilePair();
    const { id, packets } = await pair.accepted(3 * FILE_CHUNK);
    await pair.deliver(packets.slice(0, 2));
    const reloadedReceiver = new FilePair();
    expect(reloadedReceiver.toReceiver(pair.sender.opened())).toBe(id);
    expect(reloadedReceiver.stateOfReceived(id)).toBe('offered');
    const reloadedSender = new FilePair();
    pair.receiver.dropped();
    const [accept] = pair.receiver.opened();
    if (accept?.type !== 'accept') throw new Error('not asked for again');
    expect(accept.from).toBe(1);
    pair.toReceiver(reloadedSender.sender.hear(accept));
    expect(pair.receiver.get(id)).toMatchObject({ state: { is: 'cancelled' }, chunks: [] });
  });

  test('either side stops it; what is on its way then is dropped without a word', async () => {
    for (const stopper of ['receiver', 'sender'] as const) {
      const pair = new FilePair();
      const { id, packets } = await pair.accepted(3 * FILE_CHUNK);
      await pair.deliver(packets.slice(0, 2));
      const messages = pair[stopper].cancel(id);
      expect(messages).toEqual([{ type: 'cancel', id }]);
      if (stopper === 'receiver') pair.toSender(messages);
      else pair.toReceiver(messages);
      await pair.deliver(packets.slice(2));
      expect(pair.stateOfReceived(id)).toBe('cancelled');
      expect(pair.stateOfSent(id)).toBe('cancelled');
      expect(pair.receiver.get(id)?.chunks).toEqual([]);
      const next = await pair.accepted(5);
      await pair.deliver(next.packets);
      expect(pair.stateOfReceived(next.id)).toBe('complete');
    }
  });

  test('a stream that begins after the receiver has stopped it is dropped as well', async () => {
    const pair = new FilePair();
    const { id, packets } = await pair.accepted(3 * FILE_CHUNK);
    pair.receiver.cancel(id);
    await pair.deliver(packets);
    expect(pair.stateOfReceived(id)).toBe('cancelled');
    expect(pair.receiver.get(id)?.chunks).toEqual([]);
  });

  test('a sender that can no longer read says so, and forgets where the file is', async () => {
    const pair = new FilePair();
    const { id, packets } = await pair.accepted(3 * FILE_CHUNK);
    await pair.deliver(packets.slice(0, 2));
    pair.toReceiver(pair.sender.unreadable(id));
    expect(pair.sender.all[0]).toMatchObject({ state: { is: 'unreadable' }, source: undefined });
    expect(pair.stateOfReceived(id)).toBe('cancelled');
  });

  test('several go one after another, each under a key of its own', async () => {
    const pair = new FilePair();
    const ids = [5, 6].map((size) => pair.offer(size));
    const keys = ids.map((id) => {
      const messages = pair.receiver.accept(id);
      pair.toSender(messages);
      return messages[0]?.type === 'accept' ? messages[0].key.slice() : undefined;
    });
    expect(keys[0]).not.toEqual(keys[1]);
    for (const id of ids) {
      const { wanted, sealer } = pair.next();
      expect(wanted.file.id).toBe(id);
      wanted.file.chunks = 1;
      await pair.deliver([sealer.head, await sealer.seal(chunkOf(wanted.file.facts.size, 0))]);
      expect(pair.stateOfReceived(id)).toBe('complete');
    }
  });

  test('chunks that arrive all at once are kept in their order, and the next file follows them', async () => {
    const pair = new FilePair();
    const sizes = [9 * FILE_CHUNK + 3, 5];
    const files = [];
    for (const size of sizes) files.push(await pair.accepted(size));
    await pair.pour(files.flatMap(({ packets }) => packets));
    for (const [index, { id }] of files.entries()) {
      expect(pair.stateOfReceived(id)).toBe('complete');
      expect(arrivedWhole(pair, id, sizes[index] ?? 0)).toBe(true);
      expect(pair.stateOfSent(id)).toBe('complete');
    }
  });

  test('and by a browser that opens a later chunk first', async () => {
    const size = 2 * FILE_CHUNK + 5;
    const pair = new FilePair();
    const { id, packets } = await pair.accepted(size);
    const decrypt = crypto.subtle.decrypt.bind(crypto.subtle);
    const opened: Promise<ArrayBuffer>[] = [];
    const spy = vi.spyOn(crypto.subtle, 'decrypt').mockImplementation(async (...options) => {
      const mine = decrypt(...options);
      opened.push(mine);
      // Every chunk but the last waits for the one behind it.
      if (opened.length < 3) await vi.waitUntil(() => opened.length === 3).then(() => opened[2]);
      return mine;
    });
    try {
      await pair.pour(packets);
    } finally {
      spy.mockRestore();
    }
    expect(opened).toHaveLength(3);
    expect(arrivedWhole(pair, id, size)).toBe(true);
    expect(pair.stateOfReceived(id)).toBe('complete');
  });

  describe('chunks that are on their way through the opener are never kept', () => {
    const size = 3 * FILE_CHUNK;
    const half = async () => {
      const pair = new FilePair();
      const { id, packets } = await pair.accepted(size);
      await pair.deliver(packets.slice(0, 2));
      return { pair, id, pouring: pair.pour(packets.slice(2)) };
    };

    test('once the file was stopped', async () => {
      const { pair, id, pouring } = await half();
      pair.toSender(pair.receiver.cancel(id));
      await pouring;
      expect(pair.stateOfReceived(id)).toBe('cancelled');
      expect(pair.receiver.get(id)?.chunks).toEqual([]);
      expect(pair.stateOfSent(id)).toBe('cancelled');
    });

    test('once the connection has dropped; they are asked for again', async () => {
      const { pair, id, pouring } = await half();
      pair.receiver.dropped();
      pair.sender.dropped();
      pair.toSender(pair.receiver.opened());
      await pouring;
      expect(pair.receiver.get(id)?.chunks).toHaveLength(1);
      const { wanted, sealer } = pair.next();
      expect(wanted.from).toBe(1);
      wanted.file.chunks = 3;
      const rest = [sealer.head];
      for (const number of [1, 2]) rest.push(await sealer.seal(chunkOf(size, number)));
      await pair.pour(rest);
      expect(arrivedWhole(pair, id, size)).toBe(true);
      expect(pair.stateOfSent(id)).toBe('complete');
    });

    test('once everything is cleared', async () => {
      const { pair, id, pouring } = await half();
      const file = pair.receiver.get(id);
      pair.receiver.clear();
      await pouring;
      expect(file?.chunks).toEqual([]);
    });
  });

  test('at the end nothing is left: bytes and keys are zeroed', async () => {
    const pair = new FilePair();
    const { id, packets } = await pair.accepted(3 * FILE_CHUNK);
    await pair.deliver(packets.slice(0, 3));
    const chunks = [...(pair.receiver.get(id)?.chunks ?? [])];
    expect(chunks.map((chunk) => chunk[0])).toEqual([1, 2]);
    pair.offer(5);
    const second = pair.offer(6);
    pair.toSender(pair.receiver.accept(second));
    const wanted = pair.sender.next();
    expect(wanted?.key.some((byte) => byte !== 0)).toBe(true);
    expect(pair.receiver.clear()).toBe(3);
    expect(pair.sender.clear()).toBe(3);
    expect(chunks.every((chunk) => chunk.every((byte) => byte === 0))).toBe(true);
    expect(wanted?.key.every((byte) => byte === 0)).toBe(true);
    expect([...pair.receiver.all, ...pair.sender.all]).toEqual([]);
  });
});
