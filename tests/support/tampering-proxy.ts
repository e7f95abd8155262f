import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';

export interface Passing {
  status: number;
  /** Names as they came, and values. */
  headers: [name: string, value: string][];
  body: Buffer;
}

/** Changes what passes, or answers by itself and returns false. */
export type Tampering = (
  asked: IncomingMessage,
  passing: Passing,
  response: ServerResponse,
) => false | undefined;

/** A server in front of a relay that can change what goes through. */
export class TamperingProxy {
  readonly port: number;
  /** Undefined: everything passes as it is. */
  tampering: Tampering | undefined;
  readonly #server;

  private constructor(server: ReturnType<typeof createServer>, port: number) {
    this.#server = server;
    this.port = port;
  }

  /** `behind`: the relay’s port, which may not be known yet. */
  static async start(behind: () => number): Promise<TamperingProxy> {
    const server = createServer();
    server.listen(0, 'localhost');
    await once(server, 'listening');
    const address = server.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    const proxy = new TamperingProxy(server, port);
    server.on('request', (asked: IncomingMessage, response: ServerResponse) => {
      const { method, url: path, headers } = asked;
      const options = { host: 'localhost', port: behind(), method, path, headers };
      request(options, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          const { rawHeaders, statusCode = 0 } = answer;
          const passing: Passing = {
            status: statusCode,
            headers: rawHeaders.flatMap((name, at): [string, string][] =>
              at % 2 === 0 && !/^(connection|keep-alive)$/i.test(name)
                ? [[name, rawHeaders[at + 1] ?? '']]
                : [],
            ),
            body: Buffer.concat(chunks),
          };
          if (proxy.tampering?.(asked, passing, response) === false) return;
          response.sendDate = false;
          response.writeHead(passing.status, passing.headers.flat());
          response.end(passing.body);
        });
      }).end();
    });
    return proxy;
  }

  get origin(): string {
    return `http://localhost:${this.port}`;
  }

  /** The connections that are open. */
  async connections(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
    });
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
