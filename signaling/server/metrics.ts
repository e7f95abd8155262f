import { createServer } from 'node:http';
import { Counter, Gauge, Registry } from 'prom-client';
import type { Desk } from '../relay/desk.ts';
import { listen } from './listen.ts';
import type { Tally } from './tally.ts';

export interface Measured {
  readonly tally: Tally;
  readonly relay: Pick<Desk, 'size'>;
  /** When the certificate ends, seconds since the epoch; undefined without one. */
  readonly certificateEnd: () => number | undefined;
}

/** Every metric is documented in signaling/PROTOCOL.md; no label ever names anybody. */
function registryOf({ tally, relay, certificateEnd }: Measured): Registry {
  const registry = new Registry();
  const registers = [registry];
  const gauge = (name: string, help: string, value: () => number | undefined) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value() ?? 0);
      },
    });
  const counter = (name: string, help: string, value: () => number) =>
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(value());
      },
    });
  const counters = <K extends string | number>(
    name: string,
    help: string,
    label: string,
    counts: ReadonlyMap<K, number>,
  ) =>
    new Counter({
      name,
      help,
      registers,
      labelNames: [label],
      collect() {
        this.reset();
        for (const [key, count] of counts) this.inc({ [label]: key }, count);
      },
    });
  gauge('alcove_connections', 'Open connections.', () => relay.size.connections);
  gauge('alcove_rooms', 'Rooms, tombstones and places where guests wait.', () => relay.size.places);
  gauge('alcove_addresses', 'Addresses that limits are counted for.', () => relay.size.addresses);
  gauge('alcove_certificate_end_seconds', 'When the certificate ends; 0 without.', certificateEnd);
  gauge('process_resident_memory_bytes', 'Memory in use.', () => process.memoryUsage.rss());
  counter('process_cpu_seconds_total', 'Processor time.', () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  });
  counter('alcove_connections_total', 'Connections accepted.', () => tally.connections);
  counter(
    'alcove_crowded_total',
    'Connections ended unread: their network had too many.',
    () => tally.crowded,
  );
  counter('alcove_frames_in_total', 'Messages that came.', () => tally.framesIn);
  counter('alcove_frames_out_total', 'Messages that were sent.', () => tally.framesOut);
  counter('alcove_failures_total', 'Failures of the relay’s own.', () => tally.failures);
  counters('alcove_refused_total', 'Upgrades refused.', 'status', tally.refused);
  counters('alcove_closed_total', 'Connections closed by the relay.', 'code', tally.closed);
  return registry;
}

/** Answers GET /metrics in Prometheus' text format. Throws PlainError when it cannot listen. */
export async function serveMetrics(
  measured: Measured,
  host: string,
  port: number,
): Promise<{ readonly port: number; stop(): void }> {
  const registry = registryOf(measured);
  const make = () =>
    createServer((request, response) => {
      if (request.method !== 'GET' || request.url !== '/metrics') {
        response.writeHead(404).end();
        return;
      }
      void registry.metrics().then((text) => {
        response.writeHead(200, { 'Content-Type': registry.contentType }).end(text);
      });
    });
  const { servers, port: actual } = await listen(make, host, port, { prefix: 'METRICS_' });
  const stop = () => {
    for (const server of servers) {
      server.close();
      server.closeAllConnections();
    }
  };
  return { port: actual, stop };
}
