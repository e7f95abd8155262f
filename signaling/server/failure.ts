/**
 * An internal failure as one sentence for the log: its kind and where in our code it happened. Never
 * its message, which may quote what the relay must not write down.
 */
export function describeFailure(error: unknown): string {
  const name = error instanceof Error ? error.name : typeof error;
  const frames = error instanceof Error ? (error.stack ?? '').split('\n') : [];
  const where = frames.map((line) => line.trim()).filter((line) => line.startsWith('at '));
  return `Alcove met an internal failure: ${[name, ...where.slice(0, 4)].join(' ')}`;
}
