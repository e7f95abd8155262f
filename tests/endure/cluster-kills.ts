import { setTimeout as delay } from 'node:timers/promises';
import { BODY_SMALL } from '../../signaling/protocol/sizes.ts';
import { median } from '../bench/measure.ts';
import { startBalancer } from '../support/balancer.ts';
import { startCluster } from '../support/relay-cluster.ts';
import { TestKey } from '../support/relay-keys.ts';
import { RelayPeer } from '../support/relay-peer.ts';
import { seededRandom } from '../support/seeded-random.ts';
import type { Run } from './run.ts';

const KILLS = Number(process.env['CLUSTER_KILLS'] ?? 60);
const ROOMS = 10;
const PROCESSES = 3;
const SEED = 2_711;
/** Far longer than anything takes. */
const TOGETHER_MS = 30_000;
const ANSWER_MS = 10_000;
/** A word that got lost with a connection is said again after. */
const TRY_MS = 50;
/** What a client tries again after. */
const PASSING: ReadonlySet<string> = new Set(['GOING_AWAY', 'OVERLOADED', '']);

type Relay = Parameters<typeof RelayPeer.connect>[0];

/** One end of a session: comes back through the balancer whenever its connection ends. */
class End {
  readonly #relay: Relay;
  readonly #address: string;
  readonly #introduce: (peer: RelayPeer) => void;
  peer: RelayPeer | undefined;
  stopped = false;

  constructor(relay: Relay, address: string, introduce: (peer: RelayPeer) => void) {
    this.#relay = relay;
    this.#address = address;
    this.#introduce = introduce;
    void this.#keep();
  }

  async #keep(): Promise<void> {
    while (!this.stopped) {
      try {
        this.peer = await RelayPeer.connect(this.#relay, { address: this.#address });
        this.#introduce(this.peer);
        await this.peer.closed;
      } catch {
        // Nobody was there, or went in mid-connection.
      }
      this.peer = undefined;
      await delay(250);
    }
  }
}

function bodyOf(round: number): Uint8Array {
  const body = new Uint8Array(BODY_SMALL);
  new DataView(body.buffer).setUint32(0, round);
  return body;
}

/** What this end has heard of a round from the other. */
function heard(peer: RelayPeer | undefined, round: number) {
  return peer?.messages.find(
    (message) =>
      message.type === 'data' && Buffer.from(message.body.subarray(0, 4)).readUInt32BE() === round,
  );
}

/** The guest asks, the host answers; true once the guest has the answer. To be tried over and over. */
function talked(host: RelayPeer | undefined, guest: RelayPeer | undefined, round: number): boolean {
  if (heard(guest, round)) return true;
  const asked = heard(host, round);
  if (asked?.type === 'data') {
    host?.say({ type: 'data', connection: asked.connection, body: bodyOf(round) });
  } else if (guest?.messages.some(({ type }) => type === 'attached')) {
    guest.say({ type: 'data', connection: 0, body: bodyOf(round) });
  }
  return false;
}

/** Sessions with both ends behind a balancer, whose processes and Redis are killed over and over. */
export const clusterKills: Run = {
  name: 'cluster-kills',
  async run() {
    const random = seededRandom(SEED);
    const balancer = await startBalancer();
    const { origin } = balancer;
    const cluster = await startCluster(PROCESSES, {}, origin);
    const ports = () => cluster.relays.map(({ port }) => port);
    balancer.ports = ports();
    const relay = { origin, url: origin };
    const sessions = Array.from({ length: ROOMS }, (_, index) => {
      const [hostKey, link, access] = [new TestKey(), new TestKey(), new TestKey()];
      const seats = [{ key: access, sealed: true }];
      const spent = [{ key: link, seat: 0 }];
      const host = new End(relay, `198.51.100.${index}`, (peer) =>
        peer.say(peer.hand(hostKey).open({ seats, spent })),
      );
      const guest = new End(relay, `203.0.113.${index}`, (peer) =>
        peer.join(hostKey.roomId, access),
      );
      /** What a used link is answered with, once it is answered. */
      const thief = async () => {
        for (;;) {
          const peer = await RelayPeer.connect(relay, { address: '192.0.2.1' });
          peer.join(hostKey.roomId, link);
          const ended = await Promise.race([peer.closed, delay(ANSWER_MS)]);
          await peer.leave();
          if (!ended) return 'nothing';
          if (!PASSING.has(ended.reason)) return ended.reason;
        }
      };
      return { host, guest, thief };
    });
    const seconds: number[] = [];
    let [lost, reused, round] = [0, 0, 0];
    /** Until a word has gone there and back in every session; what was heard before counts for nothing. */
    const settle = async () => {
      round += 1;
      const began = performance.now();
      const silent = () =>
        sessions.filter(({ host, guest }) => !talked(host.peer, guest.peer, round));
      let late = false;
      while (silent().length > 0 && !late) {
        await delay(TRY_MS);
        late = performance.now() - began > TOGETHER_MS;
      }
      if (late) lost += 1;
      seconds.push((performance.now() - began) / 1000);
    };
    await settle();
    seconds.pop();
    for (let kill = 0; kill < KILLS && lost === 0; kill += 1) {
      const which = Math.floor(random() * (PROCESSES + 1));
      if (which === PROCESSES) {
        await cluster.redis.kill();
        await delay(random() * 1000);
        await cluster.redis.restart();
        await settle();
      } else {
        await cluster.relays[which]?.kill();
        await settle();
        await cluster.restart(which);
        balancer.ports = ports();
      }
      const { thief } = sessions[kill % ROOMS] ?? {};
      const reason = await thief?.();
      if (reason !== 'SPENT') {
        console.log(`A used link was answered with ${reason ?? ''}.`);
        reused += 1;
      }
    }
    for (const { host, guest } of sessions) {
      for (const end of [host, guest]) {
        end.stopped = true;
        await end.peer?.leave();
      }
    }
    await cluster.stop();
    balancer.stop();
    return {
      figures: {
        'kills of a process or of Redis': KILLS,
        'sessions at a time': ROOMS,
        'kills after which a session did not come back': lost,
        'used links that opened something': reused,
        'seconds until all talk again, median': median(seconds).toFixed(1),
        'seconds until all talk again, longest': Math.max(...seconds).toFixed(1),
      },
      held: lost === 0 && reused === 0,
    };
  },
};
