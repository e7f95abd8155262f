import type { Relay } from './relay.ts';

/** What sockets bring their events to: the relay of this process, or one of several that act as one. */
export interface Desk extends Pick<
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
> {
  /** What a network address is called in `refusal` and `connected`: nothing keeps it as it is. */
  nameOf(network: string): string;
}
