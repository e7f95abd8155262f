import { fileURLToPath } from 'node:url';
import { describeFailure } from '../server/failure.ts';
import { jsonLog, plainLog, type Log } from '../server/log.ts';
import { loadPages } from '../server/pages.ts';
import { PlainError } from '../server/plain-error.ts';
import { serveLocal } from '../server/serve-local.ts';
import { serve, type Serving } from '../server/serve.ts';
import { wantsTokens } from '../server/config.ts';
import { LOCAL_PORT, type Config } from '../server/settings.ts';
import type { Io } from './io.ts';
import { settingsFrom } from './setting-sources.ts';
import { settingsHelp } from './settings-help.ts';
import { addToken, listTokens } from './token-file.ts';

/** The built client lies beside the built server. */
const CLIENT = fileURLToPath(new URL('../client/', import.meta.url));

/** What the first token is called. */
const FIRST = 'first';

export const help = `alcove serve [--config FILE] [SETTINGS]
alcove serve --local --relay wss://my.host

Runs the relay and its pages until SIGTERM or SIGINT. SIGHUP reads the file of --config, the files
of secrets and the certificate again; nobody is disconnected by it.

With --local it serves the host's pages on this computer alone, so that what opens the notes never
comes from a server; links lead to the relay's own pages. That relay must let these pages in:
ALLOW_ORIGINS=http://localhost:${LOCAL_PORT} there.

${settingsHelp()}`;

/** Runs until it is told to stop. Throws PlainError where the settings are of no use. */
export async function run(args: readonly string[], io: Io): Promise<number> {
  const config = settingsFrom(args, io);
  const log = config.log === 'json' ? jsonLog(io, () => new Date()) : plainLog(io);
  // Ahead of the listener that any command has: in a log of objects there is nothing else.
  process.prependListener('uncaughtException', (error) => {
    log('error', 'failure', describeFailure(error));
    process.exit(1);
  });
  let token: string | undefined;
  try {
    token = await firstToken(config, io);
    const pages = await loadPages(CLIENT);
    const serving = await (config.relay === undefined
      ? serve(config, pages, log)
      : serveLocal(config, config.relay, pages, log));
    const where =
      config.origin === undefined ? '' : `, listening on ${config.host} port ${serving.port}`;
    log('info', 'ready', `Alcove is ready at ${serving.origin}${where}`);
    if (config.relay !== undefined) log('info', 'relay', `Sessions go through ${config.relay}.`);
    if (token !== undefined) showToken(token, io);
    token = undefined;
    process.on('SIGHUP', () => void reload(serving, log, () => settingsFrom(args, io)));
    await toldToStop();
    await serving.stop();
    log('info', 'stopped', 'Alcove has stopped.');
    return 0;
  } catch (error) {
    if (error instanceof PlainError) log('error', 'not-started', error.message);
    else log('error', 'failure', describeFailure(error));
    // It stands in the file already, and no later start makes another.
    if (token !== undefined) showToken(token, io);
    return 1;
  }
}

/**
 * The token of who starts a relay for the first time and looks on; undefined where none is wanted, there are
 * some, or what is printed goes into a log.
 */
async function firstToken(config: Config, io: Io): Promise<string | undefined> {
  if (!io.terminal || config.log === 'json' || !wantsTokens(config)) return undefined;
  return (await listTokens(config.tokens)).length === 0
    ? addToken(config.tokens, FIRST)
    : undefined;
}

function showToken(token: string, io: Io): void {
  io.out(
    `Your token, which is shown this once: ${token}\nEnter it when you start your first session there. alcove token makes more, for others.\n`,
  );
}

function toldToStop(): Promise<void> {
  return new Promise((resolve) => {
    // Again and again: npm passes on a Ctrl-C that the terminal has already sent.
    process.on('SIGTERM', () => resolve());
    process.on('SIGINT', () => resolve());
  });
}

async function reload(serving: Serving, log: Log, read: () => Config): Promise<void> {
  let config: Config;
  try {
    config = read();
  } catch (error) {
    const reason = error instanceof PlainError ? error.message : describeFailure(error);
    log('error', 'settings-kept', `${reason} The settings stay as they were.`);
    return;
  }
  if (await serving.reload(config)) log('info', 'reloaded', 'The settings were read again.');
}
