import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { OLDEST_TLS } from './certificate-keeper.ts';
import type { Certificate } from './certificate.ts';
import { refuse } from './http-responses.ts';

/** A request line and headers that take longer are a slow attack, not a slow phone; milliseconds. */
const HEADERS_MS = 5000;
/** An answer of which nothing was taken for so long is read by nobody; milliseconds. */
const UNREAD_MS = 10_000;
const TIMES = {
  headersTimeout: HEADERS_MS,
  requestTimeout: 8000,
  connectionsCheckingInterval: 1000,
  maxHeaderSize: 8192,
};

const PARSE_STATUS: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};
/** What a connection can fail with before it is https at all; there is nobody to answer. */
const NO_TLS = /^ERR_(SSL|TLS)_|^ECONN/;

/** A server that listens nowhere yet: https where there is a certificate. */
export function bareServer(certificate: Certificate | undefined): Server {
  const server = certificate
    ? createHttpsServer({
        ...TIMES,
        cert: certificate.cert,
        key: certificate.key,
        minVersion: OLDEST_TLS,
        handshakeTimeout: HEADERS_MS,
      })
    : createHttpServer(TIMES);
  // Of a connection that carries a WebSocket ws puts it off.
  server.timeout = UNREAD_MS;
  return server;
}

/** Answers what could not even be parsed. */
export function refuseUnread(
  error: Error,
  socket: Duplex,
  headers: Readonly<Record<string, string>>,
): void {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (NO_TLS.test(code)) socket.destroy();
  else refuse(socket, PARSE_STATUS[code] ?? 400, headers);
}
