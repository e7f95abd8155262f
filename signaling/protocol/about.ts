/** Why pages of the server that says so cannot open rooms at its relay. */
const TROUBLES = ['not-allowed', 'other-name'] as const;

/** What a server says of itself to anybody: the body of `GET /about`, as JSON. */
export interface About {
  /** The web origin of the relay at which rooms are opened, and where links lead. */
  readonly relay: string;
  /** Whether that has a TURN server. */
  readonly turn: boolean;
  /** Only from a server that is not the relay itself. */
  readonly trouble?: (typeof TROUBLES)[number] | undefined;
}

/** No answer of ours is longer; characters, all of them ASCII. */
export const ABOUT_MAX = 1024;

export function encodeAbout({ relay, turn, trouble }: About): string {
  return JSON.stringify({ relay, turn, trouble });
}

/** Undefined for what is no such answer. Fields that it does not know are passed over. */
export function decodeAbout(text: string): About | undefined {
  if (text.length > ABOUT_MAX) return undefined;
  const value = parsed(text);
  if (typeof value !== 'object' || value === null) return undefined;
  const { relay, turn, trouble } = value as Partial<Record<keyof About, unknown>>;
  if (typeof relay !== 'string' || !isWebOrigin(relay) || typeof turn !== 'boolean') {
    return undefined;
  }
  if (trouble === undefined) return { relay, turn };
  const known = TROUBLES.find((one) => one === trouble);
  return known && { relay, turn, trouble: known };
}

/** Scheme, host and port as the `origin` of a URL is written. */
export function isWebOrigin(text: string): boolean {
  try {
    const { origin, protocol } = new URL(text);
    return origin === text && /^https?:$/.test(protocol);
  } catch {
    return false;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
