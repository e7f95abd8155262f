import type { Relay } from './relay.ts';

/**
 * What sockets bring their events to: the relay of this process, or one of several that act as one.
 * `refusal` and `connected` take the network address as it is, which a desk keeps under a name alone.
 */
export type Desk = Pick<
  Relay,
  | 'refusal'
  | 'connected'
  | 'received'
  | 'pinged'
  | 'refused'
  | 'disconnected'
  | 'enrolAnew'
  | 'tick'
  | 'size'
>;
