import type { FileFacts } from './file-probe.ts';
import type { HttpFacts } from './http-probe.ts';
import type { RoomFacts } from './room-probe.ts';
import type { SocketTries } from './socket-judge.ts';
import type { TlsFacts } from './tls-probe.ts';
import type { TurnFacts } from './turn-probe.ts';

/** All that the probes found; what came too late to be looked at is undefined. */
export interface Facts {
  /** Of the host. */
  readonly addresses: readonly string[];
  /** Undefined for an http:// origin. */
  readonly tls: TlsFacts | undefined;
  /** Port 80, where the origin is on 443. */
  readonly plainHttp: HttpFacts | undefined;
  readonly web: WebFacts | undefined;
  readonly files: readonly FileFacts[];
  /** SHA-256 of the pages that this program has, by path. */
  readonly own: ReadonlyMap<string, string> | undefined;
}

export interface WebFacts {
  readonly pages: readonly HttpFacts[];
  /** What it says of itself. */
  readonly about: HttpFacts;
  readonly sockets: SocketTries;
  /** Undefined where the WebSocket did not open. */
  readonly room: RoomFacts | undefined;
  /** The same without a token. */
  readonly stranger: RoomFacts | undefined;
  readonly turn: readonly TurnFacts[];
}
