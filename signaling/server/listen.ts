import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PlainError } from './plain-error.ts';

/** A free port may be free on one of two addresses only. */
const TRIES = 8;
const LOOPBACK = ['127.0.0.1', '::1'];

/**
 * Listens on one host, or for `localhost` on both loopback addresses, since browsers try either.
 * `make` gives a new server for every address. Resolves to the servers and their one port.
 * Throws PlainError when the port is taken or the address is not this machine's.
 */
export async function listen(
  make: () => Server,
  host: string,
  port: number,
  /** Of the settings that it was told by; and what else is to be said of a port that is taken. */
  { prefix = '', taken }: { readonly prefix?: string; readonly taken?: string } = {},
): Promise<{ readonly servers: readonly Server[]; readonly port: number }> {
  const hosts = host === 'localhost' ? LOOPBACK : [host];
  for (let tries = 1; ; tries += 1) {
    const servers: Server[] = [];
    let actual = port;
    try {
      for (const one of hosts) {
        const server = make();
        if (
          await listenOn(server, {
            host: one,
            port: actual,
            optional: hosts.length > 1,
            prefix,
            taken,
          })
        ) {
          servers.push(server);
          actual = portOf(server);
        }
      }
      if (servers.length === 0) throw new PlainError(`Alcove cannot listen on ${host}.`);
      return { servers, port: actual };
    } catch (error) {
      for (const server of servers) server.close();
      if (port === 0 && actual !== 0 && tries < TRIES) continue;
      throw error;
    }
  }
}

/** False when the address does not exist here and `optional` allows that (no IPv6, say). */
async function listenOn(
  server: Server,
  {
    host,
    port,
    optional,
    prefix,
    taken = `set ${prefix}PORT to a free one, for example ${prefix}PORT=8788`,
  }: {
    readonly host: string;
    readonly port: number;
    readonly optional: boolean;
    readonly prefix: string;
    readonly taken: string | undefined;
  },
): Promise<boolean> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host, port }, () => {
        server.off('error', reject);
        resolve();
      });
    });
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    switch (code) {
      case 'EADDRNOTAVAIL':
      case 'EAFNOSUPPORT':
        if (optional) return false;
        throw new PlainError(`${prefix}HOST names no address of this machine: ${host}.`);
      case 'ENOTFOUND':
      case 'EAI_AGAIN':
        throw new PlainError(`${prefix}HOST names no address of this machine: ${host}.`);
      case 'EADDRINUSE':
        throw new PlainError(`Port ${port} is in use by another program; ${taken}.`);
      case 'EACCES':
        throw new PlainError(
          `This user may not listen on port ${port}; set ${prefix}PORT to one above 1023.`,
        );
      default:
        throw error;
    }
  }
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  return address !== null && typeof address === 'object' ? address.port : 0;
}
