import { describe, expect, test } from 'vitest';
import type { FeatureRoom, MakeFeature } from '../../client/controllers/room-feature.ts';
import { RoomFeatures } from '../../client/controllers/room-features.ts';
import { SessionError } from '../../client/session/errors.ts';

const TYPE = 32;
/** Frames that may wait for the code. */
const WAITING = 64;

/** A room whose code comes when it is told to. */
class SlowRoom {
  readonly heard: number[] = [];
  readonly refused: unknown[] = [];
  readonly features: RoomFeatures;
  #arrive: (makers: readonly MakeFeature[]) => void = () => undefined;
  #fail: (error: unknown) => void = () => undefined;
  asked = 0;

  constructor() {
    const room = { changed: () => undefined } as unknown as FeatureRoom;
    this.features = new RoomFeatures({
      load: () => {
        this.asked += 1;
        return new Promise((resolve, reject) => {
          this.#arrive = resolve;
          this.#fail = reject;
        });
      },
      room,
      refused: (error) => this.refused.push(error),
    });
  }

  /** One that takes a single type, and refuses 0 in the first byte. */
  async arrives(): Promise<void> {
    const make: MakeFeature = () => ({
      types: [TYPE],
      view: {},
      actions: {},
      opened: () => undefined,
      dropped: () => undefined,
      hear: (_type, [first = 0]) => {
        if (first === 0) throw new SessionError('PEER_MESSAGE_SHAPE');
        this.heard.push(first);
      },
      finish: () => undefined,
    });
    this.#arrive([make]);
    await turn();
  }

  async fails(): Promise<void> {
    this.#fail(new TypeError('no network'));
    await turn();
  }

  /** Frames of the other side, told apart by their only byte. */
  hears(...bytes: number[]): void {
    for (const byte of bytes) this.features.hear(TYPE, Uint8Array.of(byte));
  }
}

const turn = (): Promise<unknown> => new Promise((resolve) => setImmediate(resolve));
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
const code = (work: () => void): string | undefined => {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof SessionError ? error.code : String(error);
  }
};

describe('frames that come before the code that understands them', () => {
  test('wait, and are heard in their order', async () => {
    const room = new SlowRoom();
    room.features.opened();
    room.hears(...upTo(WAITING));
    expect(room.heard).toEqual([]);
    await room.arrives();
    expect(room.heard).toEqual(upTo(WAITING));
    room.hears(99);
    expect(room.heard.at(-1)).toBe(99);
    expect(room.refused).toEqual([]);
  });

  test('are refused beyond so many, a thousand as well as one', async () => {
    const room = new SlowRoom();
    room.features.opened();
    room.hears(...upTo(WAITING));
    for (let more = 0; more < 1000; more += 1) {
      expect(code(() => room.hears(200))).toBe('PEER_MESSAGE_SHAPE');
    }
    await room.arrives();
    expect(room.heard).toEqual(upTo(WAITING));
  });

  test('end the connection when one is of no feature, or is refused by its own', async () => {
    for (const spoil of [
      (room: SlowRoom) => room.hears(0),
      ({ features }: SlowRoom) => features.hear(40, Uint8Array.of(1)),
    ]) {
      const room = new SlowRoom();
      room.features.opened();
      room.hears(1);
      spoil(room);
      room.hears(2);
      await room.arrives();
      expect(room.heard).toEqual([1]);
      expect(room.refused).toEqual([new SessionError('PEER_MESSAGE_SHAPE')]);
      // The features are there all the same, for the next connection.
      room.features.dropped();
      room.features.opened();
      room.hears(3);
      expect(room.heard).toEqual([1, 3]);
    }
  });

  test('are forgotten with the connection that they came by', async () => {
    const room = new SlowRoom();
    room.features.opened();
    room.hears(1, 2);
    room.features.dropped();
    await room.arrives();
    room.features.opened();
    room.hears(3);
    expect(room.heard).toEqual([3]);
  });

  test('and so are those that came before their connection was said to be open', async () => {
    const room = new SlowRoom();
    room.hears(1, 2);
    room.features.dropped();
    room.features.opened();
    await room.arrives();
    expect(room.heard).toEqual([]);
  });

  test('wait no longer once the session is over, whatever arrives then', async () => {
    const room = new SlowRoom();
    room.features.opened();
    room.hears(1);
    room.features.finish();
    await room.arrives();
    expect(room.heard).toEqual([]);
  });

  test('code that does not arrive is asked for again with the next connection', async () => {
    const room = new SlowRoom();
    room.features.opened();
    room.hears(1);
    await room.fails();
    room.features.dropped();
    room.features.opened();
    expect(room.asked).toBe(2);
    room.hears(2);
    await room.arrives();
    expect(room.heard).toEqual([2]);
  });
});
