/** What is said about the server itself; never about whoever uses it. */
type Level = 'info' | 'warning' | 'error';

/**
 * `event` is a fixed word for machines, `sentence` is for people. Neither ever holds an address, a
 * room, a key or anything that was sent.
 */
export type Log = (level: Level, event: string, sentence: string) => void;

interface Streams {
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
}

export function plainLog({ out, err }: Streams): Log {
  return (level, _event, sentence) => (level === 'info' ? out : err)(`${sentence}\n`);
}

/** One JSON object a line: time (ISO 8601), level, event, message. */
export function jsonLog({ out, err }: Streams, now: () => Date): Log {
  return (level, event, message) => {
    const line = JSON.stringify({ time: now().toISOString(), level, event, message });
    (level === 'info' ? out : err)(`${line}\n`);
  };
}
