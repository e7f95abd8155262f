import { createSocket } from 'node:dgram';
import { connect as connectTcp, isIPv6, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { HEADER_BYTES, stunLength } from './stun-message.ts';

/** One whole STUN message a time, to one server and back. */
export interface StunWire {
  /** The answer to `message`, by its transaction. Throws WireError. */
  ask(message: Buffer): Promise<Buffer>;
  end(): void;
}

/** Why nothing came back. */
export class WireError extends Error {
  override readonly name = 'WireError';
  readonly code: 'closed' | 'silent' | 'tls' | 'no-stun';

  /** `detail` is the system's or TLS's own word. */
  constructor(code: WireError['code'], detail = '') {
    super(detail);
    this.code = code;
  }
}

export interface WireTarget {
  readonly transport: 'udp' | 'tcp' | 'tls';
  /** Of one network interface, IPv4 or IPv6. */
  readonly address: string;
  readonly port: number;
  /** What a certificate must name. */
  readonly host: string;
  /** Certificates to trust, PEM; undefined for those that Node comes with. */
  readonly ca: string | undefined;
}

/** Waits before the 2nd, 3rd … sending and before giving up (RFC 8489, 6.2.1, but sooner); ms. */
const UDP_WAITS = [500, 1000, 2000, 3000];
const STREAM_MS = 6500;
/** Of a TURN server's answers none is near it. */
const MESSAGE_MAX = 2048;
const TRANSACTION = [8, HEADER_BYTES] as const;

/** Throws WireError. */
export function openWire(target: WireTarget): Promise<StunWire> {
  return target.transport === 'udp' ? openUdp(target) : openStream(target);
}

async function openUdp({ address, port }: WireTarget): Promise<StunWire> {
  const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
  // A connected socket hears of a closed port, and of nobody but the server.
  await new Promise<void>((resolve, reject) => {
    socket.once('error', (error) => reject(new WireError('closed', error.message)));
    socket.connect(port, address, resolve);
  });
  socket.removeAllListeners('error');
  const ask = (message: Buffer) =>
    new Promise<Buffer>((resolve, reject) => {
      let timer: NodeJS.Timeout | undefined;
      const finish = (settle: () => void) => {
        clearTimeout(timer);
        socket.removeAllListeners();
        socket.on('error', () => undefined);
        settle();
      };
      const send = (times: number) => {
        const wait = UDP_WAITS[times];
        if (wait === undefined) {
          finish(() => reject(new WireError('silent')));
          return;
        }
        socket.send(message);
        timer = setTimeout(() => send(times + 1), wait);
      };
      socket.on('message', (answer) => {
        if (answers(answer, message)) finish(() => resolve(answer));
      });
      socket.on('error', (error) => finish(() => reject(new WireError('closed', error.message))));
      send(0);
    });
  return { ask, end: () => socket.close() };
}

async function openStream({ transport, address, port, host, ca }: WireTarget): Promise<StunWire> {
  const socket = await new Promise<Socket>((resolve, reject) => {
    const tls = transport === 'tls';
    const tcp = connectTcp({ host: address, port });
    const fail = (code: WireError['code'], detail?: string) => {
      tcp.destroy();
      reject(new WireError(code, detail));
    };
    const late = () => fail('silent');
    tcp.setTimeout(STREAM_MS, late);
    tcp.once('error', (error) => fail('closed', error.message));
    tcp.once('connect', () => {
      tcp.removeAllListeners('error');
      if (!tls) return resolve(tcp);
      // No server name for an address: RFC 6066 allows none.
      const name = /[a-z]/i.test(host) && !isIPv6(host) ? { servername: host } : {};
      const secure = connectTls({ socket: tcp, host, ...name, ...(ca !== undefined && { ca }) });
      secure.once('secureConnect', () => resolve(secure));
      secure.once('error', (error: Error) => fail('tls', error.message));
      secure.once('close', () => fail('tls', 'the connection ended'));
    });
  });
  socket.setTimeout(0);
  let received: Buffer = Buffer.alloc(0);
  const ask = (message: Buffer) =>
    new Promise<Buffer>((resolve, reject) => {
      const finish = (settle: () => void) => {
        clearTimeout(timer);
        socket.off('data', read).off('close', closed);
        settle();
      };
      const timer = setTimeout(() => finish(() => reject(new WireError('silent'))), STREAM_MS);
      const closed = () => finish(() => reject(new WireError('no-stun', 'the connection ended')));
      const read = (data: Buffer) => {
        received = Buffer.concat([received, data]);
        while (received.length >= HEADER_BYTES) {
          const length = stunLength(received);
          if (length > MESSAGE_MAX) {
            finish(() => reject(new WireError('no-stun')));
            return;
          }
          if (received.length < length) return;
          const answer = received.subarray(0, length);
          received = received.subarray(length);
          if (answers(answer, message)) {
            finish(() => resolve(answer));
            return;
          }
        }
      };
      socket.on('data', read).on('close', closed);
      socket.write(message);
    });
  socket.on('error', () => undefined);
  return { ask, end: () => socket.destroy() };
}

function answers(answer: Buffer, message: Buffer): boolean {
  return answer.subarray(...TRANSACTION).equals(message.subarray(...TRANSACTION));
}
