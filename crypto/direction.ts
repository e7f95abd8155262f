/** Who takes the first step is the initiator: the guest. */
export type Role = 'initiator' | 'responder';

/** Initiator to responder, or back. Goes into every key that both sides know. */
export type Direction = 'i>r' | 'r>i';

export function outgoing(role: Role): Direction {
  return role === 'initiator' ? 'i>r' : 'r>i';
}

export function incoming(role: Role): Direction {
  return role === 'initiator' ? 'r>i' : 'i>r';
}
