import { fileURLToPath } from 'node:url';
import { describeFailure } from '../server/failure.ts';
import { loadPages } from '../server/pages.ts';
import { serve } from '../server/serve.ts';
import type { Io } from './io.ts';
import { settingsFrom } from './setting-sources.ts';
import { settingsHelp } from './settings-help.ts';

/** The built client lies beside the built server. */
const CLIENT = fileURLToPath(new URL('../client/', import.meta.url));

export const help = `alcove serve [--config FILE] [SETTINGS]

Runs the relay and its pages until SIGTERM or SIGINT.

${settingsHelp()}`;

/** Runs until it is told to stop. Throws PlainError when it cannot start. */
export async function run(args: readonly string[], io: Io): Promise<number> {
  const config = settingsFrom(args, io);
  const pages = await loadPages(CLIENT);
  const serving = await serve(config, pages, (error) => io.err(describeFailure(error)));
  const where =
    config.origin === undefined ? '' : `, listening on ${config.host} port ${serving.port}`;
  io.out(`Alcove is ready at ${serving.origin}${where}\n`);
  await new Promise<void>((resolve) => {
    // Again and again: npm passes on a Ctrl-C that the terminal has already sent.
    process.on('SIGTERM', () => resolve());
    process.on('SIGINT', () => resolve());
  });
  await serving.stop();
  io.out('Alcove has stopped.\n');
  return 0;
}
