import type { Io } from './io.ts';

/** What the file of a command exports. */
interface CommandModule {
  /** The whole answer to `alcove COMMAND --help`; ends with a line end. */
  readonly help: string;
  /**
   * Resolves to the exit code: 0 done, 1 not done, 2 not understood. A PlainError is printed as
   * its sentence (1), as is an argument that parseArgs refuses (2).
   */
  run(args: readonly string[], io: Io): Promise<number>;
}

/** One line of the table of commands; its code is loaded only when it is asked for. */
export interface Command {
  readonly name: string;
  /** For the list in `alcove --help`: one line, no full stop. */
  readonly summary: string;
  readonly load: () => Promise<CommandModule>;
}
