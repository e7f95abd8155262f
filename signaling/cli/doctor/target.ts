/** What is looked at, and how. */
export interface Target {
  /** As people open it, without a path. */
  readonly origin: string;
  /** Without the brackets of an IPv6 address. */
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  /** Certificates to trust in place of those that Node comes with; PEM. */
  readonly ca: string | undefined;
}

export function targetOf(origin: string, ca?: string): Target {
  const { protocol, hostname, port } = new URL(origin);
  const secure = protocol === 'https:';
  return {
    origin,
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (secure ? 443 : 80) : Number(port),
    secure,
    ca,
  };
}

/** For what is asked over TLS. Certificates have a probe of their own: one fault is not to hide others. */
export function unverified({ ca }: Target): { ca?: string; rejectUnauthorized: false } {
  return { rejectUnauthorized: false, ...(ca !== undefined && { ca }) };
}

/** From asking to giving up; milliseconds. */
export const PATIENCE_MS = 10_000;
