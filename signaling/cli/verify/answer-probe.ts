import { Agent as HttpAgent, request as requestHttp, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import type { Target } from '../doctor/target.ts';
import { ACCEPT, type Question } from './question.ts';

export type AnswerFacts =
  | { readonly kind: 'failed'; readonly detail: string }
  | {
      readonly kind: 'answer';
      readonly status: number;
      /** As they came, in order, also those that came twice. */
      readonly headers: readonly (readonly [name: string, value: string])[];
      /** At most as much as was to be read. */
      readonly body: Buffer;
      /** Whether there was more. */
      readonly isLonger: boolean;
      /** Statuses that came before it, such as 103. */
      readonly early: readonly number[];
    };

export interface Patience {
  /** From asking to the last byte; milliseconds. */
  readonly answerMs: number;
  /** For all questions together. */
  readonly wholeMs: number;
}

export const PATIENCE: Patience = { answerMs: 20_000, wholeMs: 300_000 };

const AT_ONCE = 4;
/** So many answers that do not come are enough. */
const FAILURES_MAX = 8;
const EARLY_MAX = 4;
const LATE = 'no whole answer in time';

/** Asks one server, over a few connections, with a clock that runs from the start. */
export class AnswerProbe {
  readonly #target: Target;
  readonly #agent: HttpAgent;
  readonly #answerMs: number;
  readonly #whole: AbortSignal;

  constructor(target: Target, { answerMs, wholeMs }: Patience) {
    this.#target = target;
    this.#answerMs = answerMs;
    this.#whole = AbortSignal.timeout(wholeMs);
    const options = { keepAlive: true, maxSockets: AT_ONCE };
    // A certificate that is not good is not looked past: behind it anybody could stand.
    this.#agent = target.secure
      ? new HttpsAgent({ ...options, ...(target.ca !== undefined && { ca: target.ca }) })
      : new HttpAgent(options);
  }

  /** Reads no more of a body than `most` bytes, as they come: nothing is unpacked. */
  async ask(question: Question, most: number): Promise<AnswerFacts> {
    const first = await this.#try(question, most);
    // A connection that was kept may have been ended just when it was wanted again.
    return first.kind === 'failed' && first.isStale ? this.#try(question, most) : first;
  }

  async #try(
    { path, asked }: Question,
    most: number,
  ): Promise<AnswerFacts & { readonly isStale?: boolean }> {
    const { secure, host, port, origin } = this.#target;
    const signal = AbortSignal.any([this.#whole, AbortSignal.timeout(this.#answerMs)]);
    const early: number[] = [];
    const asking = (secure ? requestHttps : requestHttp)({
      host,
      port,
      path,
      agent: this.#agent,
      headers: { Host: new URL(origin).host, 'Accept-Encoding': ACCEPT[asked] },
      signal,
    });
    try {
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        asking.once('response', resolve);
        asking.on('information', ({ statusCode }) => {
          early.push(statusCode);
          if (early.length > EARLY_MAX) asking.destroy(new Error('no end of early answers'));
        });
        asking.on('error', reject);
        // Also where it ends without a word, as after a 101 that nobody asked for.
        asking.on('close', () => reject(new Error('the connection ended')));
        asking.end();
      });
      const { rawHeaders } = response;
      return {
        kind: 'answer',
        status: response.statusCode ?? 0,
        headers: rawHeaders.flatMap((name, at) =>
          at % 2 === 0 ? [[name, rawHeaders[at + 1] ?? ''] as const] : [],
        ),
        ...(await read(response, most)),
        early,
      };
    } catch (error) {
      const detail = error instanceof Error ? error.message : 'no answer';
      return signal.aborted
        ? { kind: 'failed', detail: LATE }
        : { kind: 'failed', detail, isStale: asking.reusedSocket };
    }
  }

  /**
   * Asks all, a few at a time, and gives each answer away as soon as it is there. Gives up on whoever
   * does not answer again and again; resolves to how many questions were not asked then.
   */
  async askAll(
    questions: readonly Question[],
    mostOf: (question: Question) => number,
    take: (question: Question, facts: AnswerFacts) => void,
  ): Promise<number> {
    const left = [...questions];
    let failures = 0;
    const work = async () => {
      while (failures < FAILURES_MAX && !this.#whole.aborted) {
        const next = left.shift();
        if (!next) return;
        const facts = await this.ask(next, mostOf(next));
        if (facts.kind === 'failed') failures += 1;
        take(next, facts);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return left.length;
  }

  end(): void {
    this.#agent.destroy();
  }
}

async function read(
  response: IncomingMessage,
  most: number,
): Promise<{ readonly body: Buffer; readonly isLonger: boolean }> {
  // One piece for all: a million chunks of a byte each would take a hundred times their size.
  const body = Buffer.alloc(most);
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunk.copy(body, Math.min(length, most));
    length += chunk.length;
    // Leaving the loop ends the connection.
    if (length > most) break;
  }
  return { body: body.subarray(0, length), isLonger: length > most };
}
