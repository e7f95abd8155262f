import { describe, expect, test } from 'vitest';
import { SharedLimits } from '../../../signaling/cluster/shared-limits.ts';
import { decodeTally, encodeTally } from '../../../signaling/cluster/tally.ts';
import { POLICY } from '../../../signaling/relay/policy.ts';

const FLOOD = 'f1'.repeat(16);
const OTHER = '0e'.repeat(16);

/** Several processes and one clock; once a second each tells the others. */
class Processes {
  readonly all: SharedLimits[];
  now = 1_000_000;

  constructor(count: number) {
    this.all = Array.from({ length: count }, () => new SharedLimits(POLICY));
  }

  /** Ten times a second `act`, at each process; then they tell each other. */
  second(act: (process: SharedLimits) => void): void {
    for (let tenth = 0; tenth < 10; tenth += 1) {
      this.now += 100;
      for (const process of this.all) act(process);
    }
    this.tell();
  }

  tell(): void {
    for (const [index, from] of this.all.entries()) {
      const tally = decodeTally(encodeTally(from.report()));
      if (!tally) throw new Error('A tally could not be read.');
      for (const to of this.all) if (to !== from) to.told(String(index), tally, this.now);
      from.tick(this.now);
    }
  }
}

describe('over all processes one address', () => {
  test.each([1, 3, 8])('sends no faster than to one relay: %i processes', (count) => {
    const processes = new Processes(count);
    const SECONDS = 60;
    let paid = 0;
    for (let second = 0; second < SECONDS; second += 1) {
      processes.second((process) => {
        for (let i = 0; i < 200; i += 1) paid += process.pay(FLOOD, 1, processes.now) ? 1 : 0;
      });
    }
    const { burst, refill } = POLICY.addressRate;
    const alone = burst + refill * SECONDS;
    expect(paid).toBeGreaterThan(alone * 0.5);
    // Before the first word each lets through what it would alone.
    expect(paid).toBeLessThan(alone + count * (2 * refill + 1));
    expect(processes.all.every((one) => one.pay(OTHER, 8, processes.now))).toBe(true);
  });

  test('arrives no faster than at one relay', () => {
    const processes = new Processes(3);
    let arrived = 0;
    for (let second = 0; second < 60; second += 1) {
      processes.second((process) => {
        arrived += process.refusal(FLOOD, processes.now) === undefined ? 1 : 0;
      });
    }
    const { burst, refill } = POLICY.arrivalRate;
    expect(arrived).toBeLessThan(burst + 60 * refill + 60);
  });

  test('has as many connections and open rooms as at one relay, until they end', () => {
    const processes = new Processes(3);
    let [connections, rooms] = [0, 0];
    for (let second = 0; second < 120; second += 1) {
      processes.second((process) => {
        if (second % 10 !== 0 && process.refusal(FLOOD, processes.now) === undefined) {
          process.connected(FLOOD, processes.now);
          connections += 1;
          if (process.mayOpen(FLOOD, processes.now)) {
            process.opened(FLOOD, processes.now);
            rooms += 1;
          }
        }
      });
    }
    const [first] = processes.all;
    expect(connections).toBeGreaterThanOrEqual(POLICY.connectionsAnAddress);
    expect(connections).toBeLessThan(POLICY.connectionsAnAddress + 30);
    expect(rooms).toBeGreaterThanOrEqual(POLICY.roomsAnAddress);
    expect(rooms).toBeLessThan(POLICY.roomsAnAddress + 30);
    for (let second = 0; second < 20; second += 1) processes.second(() => undefined);
    expect(first?.refusal(FLOOD, processes.now)).toBe('TOO_MANY');
    // The others fall silent: what they had is nobody's any more.
    processes.now += 5000;
    first?.tick(processes.now);
    expect(first?.refusal(FLOOD, processes.now)).toBeUndefined();
  });
});

test('who uses little is not spoken of', () => {
  const process = new SharedLimits(POLICY);
  process.refusal(FLOOD, 0);
  process.connected(FLOOD, 0);
  process.pay(FLOOD, 50, 0);
  process.opened(FLOOD, 0);
  expect(process.report().size).toBe(0);
  process.pay(FLOOD, 500, 0);
  expect(process.report()).toEqual(
    new Map([[FLOOD, { arrivals: 0, frames: 500, connections: 1, hosts: 1 }]]),
  );
  expect(process.report().size).toBe(0);
});

test('a tally of another length is none', () => {
  const tally = new Map([[FLOOD, { arrivals: 1, frames: 2, connections: 3, hosts: 4 }]]);
  expect(decodeTally(encodeTally(tally))).toEqual(tally);
  expect(decodeTally(encodeTally(tally).subarray(1))).toBeUndefined();
  expect(decodeTally(Buffer.alloc(26 * 601))).toBeUndefined();
});
