import { randomBytes } from 'node:crypto';
import { encodeClientMessage, type ClientMessage } from '../../signaling/protocol/messages.ts';
import { nodeAuthority } from '../../signaling/relay/authority.ts';
import type { Effect } from '../../signaling/relay/effect.ts';
import { POLICY, type Policy } from '../../signaling/relay/policy.ts';
import { Relay } from '../../signaling/relay/relay.ts';
import type { Enrolment } from '../../signaling/relay/enrolment.ts';
import type { Turn } from '../../signaling/relay/turn.ts';
import { HostHand, signedJoin, TestKey, type OpenOptions } from './relay-keys.ts';

export const ORIGIN = 'https://alcove.example';

/** One connection of the table. */
export interface Line {
  readonly id: number;
  readonly nonce: Uint8Array;
}

/** The pure relay with a clock that stands still until it is moved. */
export class RelayTable {
  readonly relay: Relay;
  now = 1_000_000;

  constructor(policy: Partial<Policy> = {}, turn?: Turn, enrolment?: Enrolment) {
    this.relay = new Relay({
      origin: ORIGIN,
      authority: nodeAuthority,
      policy: { ...POLICY, ...policy },
      turn,
      enrolment,
    });
  }

  connect(address = '192.0.2.1'): Line {
    const nonce = new Uint8Array(randomBytes(32));
    const { connection } = this.relay.connected(address, nonce, this.now);
    return { id: connection, nonce };
  }

  say(line: Line, message: ClientMessage): Effect[] {
    return this.relay.received(line.id, encodeClientMessage(message), this.now);
  }

  leave(line: Line): Effect[] {
    return this.relay.disconnected(line.id, this.now);
  }

  /** Moves the clock and ticks as the shell would, once a second. */
  pass(seconds: number): Effect[] {
    const effects: Effect[] = [];
    for (let second = 0; second < seconds; second += 1) {
      this.now += 1000;
      effects.push(...this.relay.tick(this.now));
    }
    return effects;
  }

  /** A host that has opened its room. */
  host(
    options: OpenOptions,
    key = new TestKey(),
    address?: string,
  ): { line: Line; hand: HostHand; effects: Effect[] } {
    const line = this.connect(address);
    const hand = new HostHand(key, { origin: ORIGIN, nonce: line.nonce });
    return { line, hand, effects: this.say(line, hand.open(options)) };
  }

  /** A guest that has said which keys it has. */
  guest(
    roomId: Uint8Array,
    keys: readonly TestKey[],
    address?: string,
  ): { line: Line; effects: Effect[] } {
    const line = this.connect(address);
    const join = signedJoin(keys, { roomId, origin: ORIGIN, nonce: line.nonce });
    return { line, effects: this.say(line, join) };
  }
}

type Message = Extract<Effect, { kind: 'send' }>['message'];
type Code = Extract<Effect, { kind: 'close' }>['code'];

export const sent = ({ id }: Line, message: Message): Effect => ({
  kind: 'send',
  connection: id,
  message,
});

export const closed = ({ id }: Line, code: Code): Effect => ({
  kind: 'close',
  connection: id,
  code,
});
