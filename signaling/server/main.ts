import { fileURLToPath } from 'node:url';
import { readConfig } from './config.ts';
import { describeFailure } from './failure.ts';
import { loadPages } from './pages.ts';
import { PlainError } from './plain-error.ts';
import { serve } from './serve.ts';

/** The built client lies beside the built server. */
const CLIENT = fileURLToPath(new URL('../client/', import.meta.url));

const failed = (error: unknown) => process.stderr.write(describeFailure(error));

async function start(): Promise<void> {
  const config = readConfig(process.env);
  const pages = await loadPages(CLIENT);
  const serving = await serve(config, pages, failed);
  const where =
    config.origin === undefined ? '' : `, listening on ${config.host} port ${serving.port}`;
  process.stdout.write(`Alcove is ready at ${serving.origin}${where}\n`);

  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    void serving.stop().then(() => {
      process.stdout.write('Alcove has stopped.\n', () => process.exit(0));
    });
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

process.on('uncaughtException', (error) => {
  failed(error);
  process.exit(1);
});

try {
  await start();
} catch (error) {
  if (error instanceof PlainError) process.stderr.write(`${error.message}\n`);
  else failed(error);
  process.exitCode = 1;
}
