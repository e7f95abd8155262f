/** The one suite that this build speaks; there is no negotiation. Also the link's first byte. */
export const VERSION = 1;

export const LABEL_PREFIX = 'alcove/1/';

/** Every label that a hash, a key derivation or a signature of `crypto/` begins with. */
export const LABEL = {
  /** Two bytes at the link's end. */
  check: 'check',
  /** The room id, from the host key. */
  room: 'room',
  /** Seed of the key pair that proves the link to the relay. */
  join: 'join',
  /** Seed of the key pair that proves an admitted seat to the relay. */
  access: 'access',
  /** Key around the first three handshake messages. */
  envelope: 'envelope',
  context: 'context',
  commit: 'commit',
  transcript: 'transcript',
  master: 'master',
  /** Keys of the third, fourth and fifth message. */
  m3: 'm3',
  m4: 'm4',
  m5: 'm5',
  /** What the host key signs. */
  hostProof: 'host-proof',
  /** What the guest's ephemeral key signs. */
  guestProof: 'guest-proof',
  final: 'final',
  /** The spoken code. */
  sas: 'sas',
  /** The secret that resumes. */
  resume: 'resume',
  /** A channel's key for one direction. */
  traffic: 'traffic',
} as const;

export type Label = (typeof LABEL)[keyof typeof LABEL];
