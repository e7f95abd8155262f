import type { Io } from '../../signaling/cli/io.ts';

/** Surroundings of a command in which nobody is at a terminal, and nothing is read but standard error. */
export function quietIo(
  env: Readonly<Record<string, string>> = {},
  err: Io['err'] = () => undefined,
): Io {
  return { env, terminal: false, out: () => undefined, err };
}

/** Runs a command in this process; resolves to its exit code and what it said on standard error. */
export async function runHere(
  run: (args: readonly string[], io: Io) => Promise<number>,
  args: readonly string[],
): Promise<{ readonly code: number; readonly said: string }> {
  let said = '';
  const code = await run(
    args,
    quietIo({}, (text) => void (said += text)),
  );
  return { code, said };
}
