import { beforeAll, describe, expect, test } from 'vitest';
import { concat } from '../../crypto/bytes.ts';
import { FILE_CHUNK, streamData, type FileFacts } from '../../crypto/file/file-facts.ts';
import { encodeHead } from '../../crypto/file/file-packet.ts';
import { FileSealer } from '../../crypto/file/file-sealer.ts';
import { importKey, parameters } from '../../crypto/file/file-stream.ts';
import { fromHex } from '../../crypto/hex.ts';
import { systemRandom } from '../../crypto/random.ts';
import { ready } from '../../crypto/sodium.ts';
import type { FileMessage } from '../../client/session/files/file-message.ts';
import { MAX_FILE_BYTES, MAX_FILES, MAX_OPEN_FILES } from '../../client/session/files/limits.ts';
import { codeOf, codeOfLater, flipped } from '../crypto/handshake-pair.ts';
import { chunkOf, FilePair, type Packet } from '../support/file-pair.ts';

beforeAll(() => ready);

/** Three chunks, the last of 5 bytes. */
const SIZE = 2 * FILE_CHUNK + 5;

/** A sender that keeps to no rule: it seals whatever it likes under the key that it was given. */
async function rogue(pair: FilePair, size: number, change: Partial<FileFacts> = {}) {
  const id = pair.offer(size);
  const [accept] = pair.receiver.accept(id);
  if (accept?.type !== 'accept') throw new Error('not asked for');
  const facts = { id: fromHex(id) ?? new Uint8Array(0), name: 'letter.txt', size, ...change };
  const head = encodeHead({ id: facts.id, from: 0 });
  const key = await importKey(accept.key.slice(), 'encrypt');
  const data = streamData(facts, 0);
  const chunk = async (number: number, bytes: Packet, last: boolean): Promise<Packet> =>
    new Uint8Array(await crypto.subtle.encrypt(parameters(number, last, data), key, bytes));
  return { id, head, chunk };
}

const full = (fill: number) => new Uint8Array(FILE_CHUNK).fill(fill);

describe('contents that are not what was announced are refused, and nothing of them is kept', () => {
  type Case = readonly [
    about: string,
    code: string,
    packets: (pair: FilePair) => Promise<{ id: string; packets: Packet[] }>,
  ];
  /** Packets that an honest sender has made, 0 being the head, in whatever order or shape. */
  const honest =
    (make: (packet: (index: number) => Packet) => Packet[]) => async (pair: FilePair) => {
      const { id, packets } = await pair.accepted(SIZE);
      return { id, packets: make((index) => packets[index] ?? new Uint8Array(0)) };
    };
  const cases: readonly Case[] = [
    ['chunks reordered', 'CHANNEL_OPEN', honest((packet) => [0, 2, 1, 3].map(packet))],
    ['a chunk repeated', 'CHANNEL_OPEN', honest((packet) => [0, 1, 1].map(packet))],
    ['a chunk left out', 'CHANNEL_OPEN', honest((packet) => [0, 2].map(packet))],
    ['the last chunk first', 'CHANNEL_SIZE', honest((packet) => [0, 3].map(packet))],
    ['a chunk cut off', 'CHANNEL_SIZE', honest((packet) => [packet(0), packet(1).subarray(0, -1)])],
    ['an empty packet', 'CHANNEL_SIZE', honest((packet) => [packet(0), new Uint8Array(0)])],
    ['a packet of no kind', 'CHANNEL_SIZE', honest((packet) => [packet(0), Uint8Array.of(3, 1)])],
    ['a second head', 'SIGNAL_STATE', honest((packet) => [packet(0), packet(1), packet(0)])],
    [
      'a head with more behind it',
      'CHANNEL_SIZE',
      honest((packet) => [concat(packet(0), Uint8Array.of(0))]),
    ],
    ['two heads in one', 'SIGNAL_STATE', honest((packet) => [concat(packet(0), packet(0))])],
    [
      'cut before the last: the file ends, and its last chunk does not say so',
      'CHANNEL_OPEN',
      async (pair) => {
        const { id, head, chunk } = await rogue(pair, 5);
        return { id, packets: [head, await chunk(0, new Uint8Array(5), false)] };
      },
    ],
    [
      'the last before the end',
      'CHANNEL_OPEN',
      async (pair) => {
        const { id, head, chunk } = await rogue(pair, SIZE);
        return { id, packets: [head, await chunk(0, full(1), true)] };
      },
    ],
    [
      'more than announced, in the last chunk',
      'CHANNEL_SIZE',
      async (pair) => {
        const { id, head, chunk } = await rogue(pair, SIZE);
        const packets = [
          head,
          await chunk(0, full(1), false),
          await chunk(1, full(2), false),
          await chunk(2, full(3), true),
        ];
        return { id, packets };
      },
    ],
    [
      'announced under one name, sealed under another',
      'CHANNEL_OPEN',
      async (pair) => {
        const { id, head, chunk } = await rogue(pair, 5, { name: 'letter.exe' });
        return { id, packets: [head, await chunk(0, new Uint8Array(5), true)] };
      },
    ],
    [
      'sealed for a file of another size',
      'CHANNEL_OPEN',
      async (pair) => {
        const { id, head, chunk } = await rogue(pair, 5, { size: 6 });
        return { id, packets: [head, await chunk(0, new Uint8Array(5), true)] };
      },
    ],
    [
      'from another chunk on than asked for',
      'CHANNEL_OPEN',
      honest((packet) => [flipped(packet(0), 11), packet(1)]),
    ],
  ];

  /** They belong to no stream, so that no file is theirs to end; the connection does. */
  const ofNoFile = [
    'an empty packet',
    'a packet of no kind',
    'a head with more behind it',
    'two heads in one',
    'a second head',
  ];

  describe.each(['deliver', 'pour'] as const)('%s', (way) => {
    test.each(cases)('%s: %s', async (about, code, make) => {
      const pair = new FilePair();
      const { id, packets } = await make(pair);
      expect(await codeOfLater(() => pair[way](packets))).toBe(code);
      expect(pair.stateOfReceived(id)).toBe(ofNoFile.includes(about) ? 'moving' : 'altered');
      // What opened before it is gone as well, and nothing joins it.
      const kept = pair.receiver.get(id)?.chunks.length;
      expect(kept).toBe(about === 'a second head' && way === 'deliver' ? 1 : 0);
      expect(pair.stateOfSent(id)).not.toBe('complete');
    });
  });

  test('one bit anywhere in a head or a chunk', async () => {
    const codes = new Set<string>();
    for (const [packet, positions] of [
      [0, [0, 1, 7, 8, 11]],
      [1, [0, 1, 40_000, FILE_CHUNK - 1, FILE_CHUNK, FILE_CHUNK + 15]],
      [3, [0, 4, 5, 20]],
    ] as const) {
      for (const position of positions) {
        const pair = new FilePair();
        const { id, packets } = await pair.accepted(SIZE);
        const changed = packets.map((bytes, at) =>
          at === packet ? flipped(bytes, position, 2) : bytes,
        );
        const code = await codeOfLater(() => pair.deliver(changed));
        expect(code, `${packet}, ${position}`).not.toBe('nothing');
        expect(pair.stateOfReceived(id)).not.toBe('complete');
        codes.add(code);
      }
    }
    expect([...codes].sort()).toEqual(['CHANNEL_OPEN', 'SIGNAL_STATE']);
  });

  test('a file whose rest never comes is never complete', async () => {
    const pair = new FilePair();
    const { id, packets } = await pair.accepted(SIZE);
    await pair.deliver(packets.slice(0, -1));
    pair.receiver.dropped();
    expect(pair.stateOfReceived(id)).toBe('moving');
    expect(pair.stateOfSent(id)).toBe('moving');
  });

  test('a chunk behind the last one, and a stream again: SIGNAL_STATE', async () => {
    const pair = new FilePair();
    const { id, packets } = await pair.accepted(SIZE);
    await pair.deliver(packets);
    expect(pair.stateOfReceived(id)).toBe('complete');
    expect(await codeOfLater(() => pair.deliver(packets.slice(1, 2)))).toBe('SIGNAL_STATE');
    expect(await codeOfLater(() => pair.deliver(packets))).toBe('SIGNAL_STATE');
    expect(pair.receiver.get(id)?.chunks.map(({ length }) => length)).toEqual([
      FILE_CHUNK,
      FILE_CHUNK,
      5,
    ]);
  });
});

describe('contents that nobody asked for: SIGNAL_STATE', () => {
  test.each(['a chunk before any head', 'of an unknown file', 'before it was accepted'])(
    '%s',
    async (about) => {
      const other = new FilePair();
      const { packets } = await other.accepted(SIZE);
      const pair = new FilePair();
      if (about === 'a chunk before any head') {
        pair.offer(SIZE);
        expect(await codeOfLater(() => pair.deliver(packets.slice(1)))).toBe('SIGNAL_STATE');
      } else if (about === 'of an unknown file') {
        expect(await codeOfLater(() => pair.deliver(packets))).toBe('SIGNAL_STATE');
      } else {
        const id = pair.offer(SIZE);
        const facts = { id: fromHex(id) ?? new Uint8Array(0), name: 'letter.txt', size: SIZE };
        const sealer = new FileSealer({
          facts,
          from: 0,
          key: systemRandom(32),
        });
        expect(await codeOfLater(() => pair.deliver([sealer.head]))).toBe('SIGNAL_STATE');
        expect(pair.stateOfReceived(id)).toBe('offered');
      }
    },
  );

  test('after it was declined', async () => {
    const pair = new FilePair();
    const id = pair.offer(5);
    pair.toSender(pair.receiver.decline(id));
    expect(pair.stateOfSent(id)).toBe('declined');
    const facts = { id: fromHex(id) ?? new Uint8Array(0), name: 'letter.txt', size: 5 };
    const { head } = new FileSealer({
      facts,
      from: 0,
      key: systemRandom(32),
    });
    expect(await codeOfLater(() => pair.deliver([head]))).toBe('SIGNAL_STATE');
  });

  test('the contents of an earlier connection', async () => {
    const pair = new FilePair();
    const { id, packets } = await pair.accepted(SIZE);
    await pair.deliver(packets.slice(0, 2));
    pair.receiver.dropped();
    pair.sender.dropped();
    expect(await codeOfLater(() => pair.deliver(packets.slice(2)))).toBe('SIGNAL_STATE');
    pair.toSender(pair.receiver.opened());
    expect(await codeOfLater(() => pair.deliver([packets[0] ?? new Uint8Array(0)]))).toBe(
      'CHANNEL_OPEN',
    );
    expect(pair.stateOfReceived(id)).toBe('altered');
  });
});

describe('what is announced and asked for', () => {
  const offer = (id: string, size: number): Extract<FileMessage, { type: 'offer' }> => ({
    type: 'offer',
    id,
    name: 'a',
    size,
  });
  const idOf = (number: number) => number.toString(16).padStart(16, '0');

  test('1 GiB is turned away at once, and cannot be accepted', () => {
    const { receiver } = new FilePair();
    const id = idOf(1);
    const answer = { type: 'decline', id, reason: 'too-large' };
    expect(receiver.hear(offer(id, 2 ** 30), 1)).toEqual([answer]);
    expect(receiver.get(id)?.state).toEqual({ is: 'declined', reason: 'too-large' });
    expect(receiver.accept(id)).toEqual([]);
    expect(receiver.hear(offer(id, 2 ** 30), 1)).toEqual([answer]);
    expect(receiver.hear(offer(idOf(2), MAX_FILE_BYTES), 1)).toEqual([]);
    const { sender } = new FilePair();
    const facts = { id: systemRandom(8), name: 'a', size: MAX_FILE_BYTES + 1 };
    expect(sender.offer(facts, '', 1)).toBe('too-large');
    expect(sender.all).toEqual([]);
  });

  test('more than a few at once are turned away and not even listed', () => {
    const { receiver, sender } = new FilePair();
    for (let number = 0; number < MAX_OPEN_FILES; number += 1) {
      expect(receiver.hear(offer(idOf(number), 1), 1)).toEqual([]);
      const facts = { id: systemRandom(8), name: 'a', size: 1 };
      expect(sender.offer(facts, '', 1)).toHaveLength(1);
    }
    const id = idOf(99);
    expect(receiver.hear(offer(id, 1), 1)).toEqual([{ type: 'decline', id, reason: 'too-many' }]);
    expect(receiver.all).toHaveLength(MAX_OPEN_FILES);
    expect(sender.offer({ id: systemRandom(8), name: 'a', size: 1 }, '', 1)).toBe('too-many');
    receiver.decline(idOf(0));
    expect(receiver.hear(offer(id, 1), 1)).toEqual([]);
  });

  test('offers that are made and taken back do not fill the list without end', () => {
    const { receiver } = new FilePair();
    for (let number = 0; number < MAX_FILES + 50; number += 1) {
      receiver.hear(offer(idOf(number), 1), 1);
      receiver.hear({ type: 'cancel', id: idOf(number) }, 1);
    }
    expect(receiver.all).toHaveLength(MAX_FILES);
  });

  test('an id that is announced again as something else: SIGNAL_STATE', () => {
    const { receiver } = new FilePair();
    receiver.hear(offer(idOf(1), 5), 1);
    expect(codeOf(() => receiver.hear(offer(idOf(1), 6), 1))).toBe('SIGNAL_STATE');
    expect(codeOf(() => receiver.hear({ ...offer(idOf(1), 5), name: 'b' }, 1))).toBe(
      'SIGNAL_STATE',
    );
  });

  test('an accept for an unknown id is answered with cancel, and nothing is sent', () => {
    const { sender } = new FilePair();
    const id = idOf(7);
    const accept = { type: 'accept', id, from: 0, key: systemRandom(32) } as const;
    expect(sender.hear(accept)).toEqual([{ type: 'cancel', id }]);
    expect(sender.next()).toBeUndefined();
    for (const type of ['cancel', 'complete'] as const)
      expect(sender.hear({ type, id })).toEqual([]);
  });

  test('an accept from behind the end, and “complete” too early: SIGNAL_STATE', () => {
    const pair = new FilePair();
    const id = pair.offer(SIZE);
    const accept = { type: 'accept', id, from: 3, key: systemRandom(32) } as const;
    expect(codeOf(() => pair.sender.hear(accept))).toBe('SIGNAL_STATE');
    expect(codeOf(() => pair.sender.hear({ type: 'complete', id }))).toBe('SIGNAL_STATE');
    pair.sender.hear({ ...accept, from: 2 });
    expect(codeOf(() => pair.sender.hear({ type: 'complete', id }))).toBe('SIGNAL_STATE');
    expect(pair.stateOfSent(id)).toBe('moving');
  });

  test('a chunk of the wrong length is not even sealed', async () => {
    const pair = new FilePair();
    const id = pair.offer(SIZE);
    pair.toSender(pair.receiver.accept(id));
    const { sealer } = pair.next();
    expect(await codeOfLater(() => sealer.seal(new Uint8Array(5)))).toBe('CHANNEL_SIZE');
    for (const number of [0, 1, 2]) await sealer.seal(chunkOf(SIZE, number));
    expect(await codeOfLater(() => sealer.seal(new Uint8Array(0)))).toBe('CHANNEL_STATE');
  });
});
