import type { Desk } from '../relay/desk.ts';
import type { Relay } from '../relay/relay.ts';
import type { AddressNames } from './address-names.ts';

/** The relay of a process that is alone, and is free to change the names of addresses. */
export function loneDesk(relay: Relay, names: AddressNames): Desk {
  return {
    get size() {
      return relay.size;
    },
    nameOf: (network) => {
      const { name, former } = names.of(network);
      if (former !== undefined) relay.renamed(former, name);
      return name;
    },
    refusal: (address, now) => relay.refusal(address, now),
    connected: (address, nonce, now) => relay.connected(address, nonce, now),
    received: (id, frame, now) => relay.received(id, frame, now),
    pinged: (id, now) => relay.pinged(id, now),
    refused: (id, code) => relay.refused(id, code),
    disconnected: (id, now) => relay.disconnected(id, now),
    enrolAnew: () => relay.enrolAnew(),
    tick: (now) => {
      names.tick(now);
      return relay.tick(now);
    },
  };
}
