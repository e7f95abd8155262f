/** What a command may touch of the process around it. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether a person reads standard output as it is written: what is shown there is kept nowhere. */
  readonly terminal: boolean;
  /** Standard output, as it stands: the command writes its own line ends. */
  out(text: string): void;
  /** Standard error. */
  err(text: string): void;
}
