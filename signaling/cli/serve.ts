import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readConfig } from '../server/config.ts';
import { describeFailure } from '../server/failure.ts';
import { loadPages } from '../server/pages.ts';
import { serve } from '../server/serve.ts';
import type { Io } from './io.ts';

/** The built client lies beside the built server. */
const CLIENT = fileURLToPath(new URL('../client/', import.meta.url));

export const help = `alcove serve

Runs the relay and its pages until SIGTERM or SIGINT. Settings are read from the environment.
`;

/** Runs until it is told to stop. Throws PlainError when it cannot start. */
export async function run(args: readonly string[], io: Io): Promise<number> {
  parseArgs({ args: [...args], options: {} });
  const config = readConfig(io.env);
  const pages = await loadPages(CLIENT);
  const serving = await serve(config, pages, (error) => io.err(describeFailure(error)));
  const where =
    config.origin === undefined ? '' : `, listening on ${config.host} port ${serving.port}`;
  io.out(`Alcove is ready at ${serving.origin}${where}\n`);
  await new Promise<void>((resolve) => {
    process.once('SIGTERM', () => resolve());
    process.once('SIGINT', () => resolve());
  });
  await serving.stop();
  io.out('Alcove has stopped.\n');
  return 0;
}
