import { setTimeout as pause } from 'node:timers/promises';
import type { ServerProcess } from '../bench/server-process.ts';

/** Addresses are forgotten two minutes after their last connection, and at most two more. */
const FORGETS_MS = 260_000;
/** What compiled code and the like may add to what a relay holds. */
const MARGIN_MB = 4;
/** Files that Node itself may open meanwhile. */
const MARGIN_FILES = 2;

interface State {
  /** Held after garbage was collected. */
  readonly megabytes: number;
  /** Open files: sockets, and what the process needs besides. */
  readonly files: number;
}

interface Aftermath {
  readonly figures: Readonly<Record<string, string>>;
  /** Whether the relay is there, and holds what it held before. */
  readonly held: boolean;
}

/** What a relay holds now; later, whether it is back there. Throws once it is no more. */
export async function watchState(relay: ServerProcess): Promise<{
  /** Waits until it is, or until the time in which a relay forgets is over. */
  aftermath(): Promise<Aftermath>;
}> {
  const before = await stateOf(relay);
  const isBack = ({ megabytes, files }: State) =>
    megabytes <= before.megabytes + MARGIN_MB && files <= before.files + MARGIN_FILES;
  return {
    async aftermath() {
      const start = performance.now();
      const atEnd = await stateOf(relay);
      let now = atEnd;
      while (!isBack(now) && performance.now() < start + FORGETS_MS) {
        await pause(500);
        now = await stateOf(relay);
      }
      const of = (name: keyof State, digits: number) =>
        [before, atEnd, now].map((state) => state[name].toFixed(digits)).join(', ');
      const seconds = ((performance.now() - start) / 1000).toFixed(0);
      return {
        figures: {
          [`MB before, at the end, and ${seconds} s later (at most ${MARGIN_MB} more)`]: of(
            'megabytes',
            1,
          ),
          'open files before, at the end, and then': of('files', 0),
        },
        held: isBack(now),
      };
    },
  };
}

async function stateOf(relay: ServerProcess): Promise<State> {
  const [{ held }, files] = await Promise.all([relay.memory(), relay.files()]);
  return { megabytes: held / 1e6, files };
}
