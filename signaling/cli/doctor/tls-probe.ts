import { isIP } from 'node:net';
import { checkServerIdentity, connect } from 'node:tls';
import { PATIENCE_MS, unverified, type Target } from './target.ts';

export type TlsFacts =
  /** No TCP connection came about. */
  | { readonly kind: 'unreachable'; readonly detail: string }
  /** Something listens, and no handshake came about. */
  | { readonly kind: 'failed'; readonly detail: string }
  | {
      readonly kind: 'certificate';
      /** As OpenSSL names it: `TLSv1.3`. */
      readonly protocol: string;
      /** Milliseconds since the epoch. */
      readonly from: number;
      readonly until: number;
      readonly namesHost: boolean;
      /** Of the certificate: `DNS:alcove.example, …`. */
      readonly names: string;
      /** OpenSSL’s name of what is wrong with the chain; undefined when it is trusted. */
      readonly chainError: string | undefined;
    };

/** Takes whatever certificate there is, and any TLS from 1.0 on, to tell what it is. */
export function probeTls(target: Target): Promise<TlsFacts> {
  const { host, port } = target;
  return new Promise((resolve) => {
    let connected = false;
    const socket = connect({
      host,
      port,
      ...unverified(target),
      ...(isIP(host) === 0 && { servername: host }),
      minVersion: 'TLSv1',
      // OpenSSL 3 allows the oldest versions at this level alone.
      ciphers: 'DEFAULT:@SECLEVEL=0',
    });
    const fail = (detail: string) => {
      socket.destroy();
      resolve({ kind: connected ? 'failed' : 'unreachable', detail });
    };
    socket.setTimeout(PATIENCE_MS, () => fail('no answer in time'));
    socket.once('connect', () => (connected = true));
    socket.once('error', (error: Error) => fail(error.message));
    socket.once('close', () => fail('the connection ended'));
    socket.once('secureConnect', () => {
      const certificate = socket.getPeerCertificate();
      const error = reasonOf(socket.authorizationError);
      resolve({
        kind: 'certificate',
        protocol: socket.getProtocol() ?? '',
        from: Date.parse(certificate.valid_from),
        until: Date.parse(certificate.valid_to),
        namesHost: checkServerIdentity(host, certificate) === undefined,
        names: certificate.subjectaltname ?? '',
        chainError: error === 'ERR_TLS_CERT_ALTNAME_INVALID' ? undefined : error,
      });
      socket.destroy();
    });
  });
}

/** Declared as an Error and given as its code; null when all is well. */
function reasonOf(error: unknown): string | undefined {
  if (typeof error === 'string') return error;
  return error instanceof Error ? error.message : undefined;
}
