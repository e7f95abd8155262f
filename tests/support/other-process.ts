import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('./other-process.mjs', import.meta.url));

interface OtherProcess<M> {
  /** One call at a time. Throws what the function threw, as text. */
  call<N extends keyof M & string>(
    name: N,
    ...args: M[N] extends (...args: infer A) => unknown ? A : never
  ): Promise<M[N] extends (...args: never[]) => infer R ? Awaited<R> : never>;
  stop(): Promise<void>;
}

/** A module whose exported functions take and give what has a JSON form, in a process of its own. */
export async function startElsewhere<M>(module: URL): Promise<OtherProcess<M>> {
  const child = fork(SCRIPT, [fileURLToPath(module)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit');
  const gone = exited.then(() => {
    throw new Error('The other process is no more.');
  });
  gone.catch(() => undefined);
  const answer = async (): Promise<unknown> => {
    const [message] = (await Promise.race([once(child, 'message'), gone])) as [
      { readonly result?: unknown; readonly error?: string },
    ];
    if (message.error !== undefined) throw new Error(message.error);
    return message.result;
  };
  await answer();
  return {
    async call(name, ...args) {
      const answered = answer();
      child.send({ name, args });
      return (await answered) as never;
    },
    async stop() {
      child.disconnect();
      await exited;
    },
  };
}
