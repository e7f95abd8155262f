import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface Balancer {
  readonly origin: string;
  /** Where each further connection goes, in turn; one that is not there is passed over. */
  ports: readonly number[];
  stop(): void;
}

/** The smallest load balancer: one connection here, the next there. */
export async function startBalancer(): Promise<Balancer> {
  const sockets = new Set<Socket>();
  let turn = 0;
  const server = createServer((client) => {
    sockets.add(client);
    client.on('error', () => undefined);
    client.once('close', () => sockets.delete(client));
    const attempt = (left: number): void => {
      const port = balancer.ports[(turn += 1) % balancer.ports.length];
      if (port === undefined || left === 0) {
        client.destroy();
        return;
      }
      const upstream = connect(port, 'localhost');
      const next = () => attempt(left - 1);
      upstream.once('error', next);
      upstream.once('connect', () => {
        upstream.off('error', next);
        upstream.on('error', () => client.destroy());
        upstream.once('close', () => client.destroy());
        client.once('close', () => upstream.destroy());
        if (client.destroyed) upstream.destroy();
        else client.pipe(upstream).pipe(client);
      });
    };
    attempt(balancer.ports.length);
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const balancer: Balancer = {
    origin: `http://localhost:${port}`,
    ports: [],
    stop: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
  return balancer;
}
