import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Command as HostCommand } from '../../../signaling/protocol/commands.ts';
import { encodeClientMessage, type ClientMessage } from '../../../signaling/protocol/messages.ts';
import { BODY_SMALL } from '../../../signaling/protocol/sizes.ts';
import type { Authority } from '../../../signaling/relay/authority.ts';
import type { Effect } from '../../../signaling/relay/effect.ts';
import { POLICY } from '../../../signaling/relay/policy.ts';
import { Relay } from '../../../signaling/relay/relay.ts';
import { RelayWitness, type Seen } from '../../support/relay-witness.ts';

const ROOMS = 2;
/** Whoever signs at all signs well here; bad signatures have tests of their own. */
const authority: Authority = {
  verify: (_key, signature) => signature[0] === 1,
  roomId: (hostKey) => hostKey.slice(0, 16),
};
const signature = new Uint8Array(64).fill(1);
const hostKey = (room: number) => new Uint8Array(32).fill(100 + room);
const roomId = (room: number) => new Uint8Array(16).fill(100 + room);
const key = (name: number) => new Uint8Array(32).fill(name);

/** The relay under its witness, and who is connected at the moment. */
class Stage {
  readonly relay = new Relay({
    origin: 'https://alcove.example',
    authority,
    policy: { ...POLICY, waitingARoom: 6, roomsAnAddress: 1, tombstonesAnAddress: 1 },
  });
  readonly witness = new RelayWitness();
  /** In order of connecting; a gone one leaves a gap. */
  readonly lines: (Seen | undefined)[] = [];
  now = 0;
  /** What the hosts have burnt, by room; a set that only grows until the host says otherwise. */
  readonly burnt = new Map<number, Set<number>>();

  do(effects: Effect[]): Effect[] {
    this.witness.watch(effects);
    this.witness.settle();
    return effects;
  }

  say(line: Seen, message: ClientMessage): Effect[] {
    return this.do(this.relay.received(line.id, encodeClientMessage(message), this.now));
  }

  pick(index: number): Seen | undefined {
    return this.lines[index % Math.max(1, this.lines.length)];
  }
}

type Step = (stage: Stage) => void;
const index = fc.nat(30);
const room = fc.nat(ROOMS - 1);
/** Mostly the same few, so that seats fill up. */
const name = fc.oneof({ weight: 3, arbitrary: fc.constant(1) }, fc.integer({ min: 1, max: 3 }));

const connect = fc.constantFrom('192.0.2.1', '192.0.2.2').map<Step>((address) => (stage) => {
  const nonce = new Uint8Array(32);
  const { connection, effects } = stage.relay.connected(address, nonce, stage.now);
  stage.lines.push(stage.witness.connected(connection));
  stage.do(effects);
});

const join = fc
  .tuple(index, room, fc.uniqueArray(name, { minLength: 1, maxLength: 2 }))
  .map<Step>(([at, into, names]) => (stage) => {
    const line = stage.pick(at);
    if (line?.role !== 'new') return;
    line.role = 'guest';
    line.room = into;
    const keys = names.map((one) => ({ key: key(one), signature }));
    stage.say(line, { type: 'join', roomId: roomId(into), keys });
    const burnt = stage.burnt.get(into);
    if (burnt && names.every((one) => burnt.has(one)) && line.attached) {
      throw new Error('a burnt key opened a seat');
    }
  });

const open = fc
  .tuple(
    index,
    room,
    fc.array(fc.tuple(name, fc.boolean()), { minLength: 1, maxLength: 2 }),
    fc.uniqueArray(name, { maxLength: 2 }),
  )
  .map<Step>(([at, of, seats, spent]) => (stage) => {
    const line = stage.pick(at);
    if (!line || line.role === 'guest') return;
    if (line.role === 'host' && line.room !== of) return;
    line.role = 'host';
    line.room = of;
    const before = line.closed;
    stage.say(line, {
      type: 'open',
      hostKey: hostKey(of),
      ttl: 60,
      seats: seats.map(([one, sealed]) => ({ key: key(one), sealed })),
      spent: spent.map((one) => ({ key: key(one), seat: 0 })),
      signature,
    });
    if (!before && !line.closed) stage.burnt.set(of, new Set(spent));
  });

const command = fc
  .tuple(
    index,
    index,
    fc.constantFrom<HostCommand['type']>('seal', 'kick', 'close'),
    fc.nat(1),
    fc.integer({ min: 11, max: 14 }),
  )
  .map<Step>(([at, other, type, seat, access]) => (stage) => {
    const line = stage.pick(at);
    if (!line) return;
    const connection = stage.pick(other)?.id ?? 0;
    const wasHost = line.role === 'host' && !line.closed;
    const message: ClientMessage =
      type === 'seal'
        ? { type, seat, connection, key: key(access), signature }
        : type === 'kick'
          ? { type, connection, reason: 'removed', signature }
          : { type: 'close', signature };
    const effects = stage.say(line, message);
    if (
      !wasHost &&
      effects.some(({ connection: to }) => stage.witness.seen.get(to)?.role === 'host')
    )
      for (const { connection: to, kind } of effects) {
        if (to !== line.id && kind === 'close') throw new Error('a stranger closed a connection');
      }
    if (wasHost && type === 'close') stage.burnt.delete(line.room);
  });

const data = fc.tuple(index, index, fc.boolean()).map<Step>(([at, other, forged]) => (stage) => {
  const line = stage.pick(at);
  if (!line) return;
  const body = new Uint8Array(BODY_SMALL);
  body.set([line.room, line.id]);
  const addressed = line.role === 'host' || forged;
  stage.say(line, { type: 'data', connection: addressed ? (stage.pick(other)?.id ?? 1) : 0, body });
});

const leave = index.map<Step>((at) => (stage) => {
  const line = stage.pick(at);
  if (!line) return;
  stage.lines[stage.lines.indexOf(line)] = undefined;
  line.closed = true;
  stage.do(stage.relay.disconnected(line.id, stage.now));
});

const pass = fc.integer({ min: 1, max: 45 }).map<Step>((seconds) => (stage) => {
  stage.now += seconds * 1000;
  stage.do(stage.relay.tick(stage.now));
});

const noise = fc
  .tuple(index, fc.uint8Array({ minLength: 2048, maxLength: 2048 }))
  .map<Step>(([at, frame]) => (stage) => {
    const line = stage.pick(at);
    if (line) stage.do(stage.relay.received(line.id, frame, stage.now));
  });

const step = fc.oneof(
  { weight: 6, arbitrary: connect },
  { weight: 6, arbitrary: join },
  { weight: 4, arbitrary: open },
  { weight: 4, arbitrary: command },
  { weight: 4, arbitrary: data },
  { weight: 2, arbitrary: leave },
  { weight: 1, arbitrary: pass },
  { weight: 1, arbitrary: noise },
);

test('whatever happens in whatever order, the relay keeps its promises and forgets everything', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 10, maxLength: 120, size: 'max' }), (steps) => {
      const stage = new Stage();
      for (const each of steps) each(stage);
      for (const line of stage.lines) {
        if (!line) continue;
        line.closed = true;
        stage.do(stage.relay.disconnected(line.id, stage.now));
      }
      for (let minutes = 0; minutes < 6; minutes += 1) {
        stage.now += 60_000;
        stage.do(stage.relay.tick(stage.now));
      }
      expect(stage.relay.size).toEqual({ connections: 0, places: 0, addresses: 0 });
    }),
    { numRuns: 1500 },
  );
});
