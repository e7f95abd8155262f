import type { Release } from '../../release/release.ts';
import type { Target } from '../doctor/target.ts';
import { printable } from '../quoted.ts';
import { judgeAnswer, mostOf, type OwnFiles } from './answer-judge.ts';
import { AnswerProbe, PATIENCE, type Patience } from './answer-probe.ts';
import type { Difference } from './difference.ts';
import { questionsOf, type Question } from './question.ts';

export interface Comparison {
  readonly differences: readonly Difference[];
  /** How many questions were answered. */
  readonly answers: number;
}

/** Asks a server for everything that a release has, and for some of what it has not. */
export async function compare(
  target: Target,
  release: Release,
  own: OwnFiles,
  patience: Patience = PATIENCE,
): Promise<Comparison> {
  const { origin } = target;
  const questions = questionsOf(release);
  const probe = new AnswerProbe(target, patience);
  // Told in the order of the questions, whichever answer came first.
  const found = new Map<Question, readonly Difference[]>();
  let answers = 0;
  let refusal: string | undefined;
  const unasked = await probe.askAll(
    questions,
    (question) => mostOf(question, release, origin),
    (question, facts) => {
      if (facts.kind === 'answer') answers += 1;
      else refusal ??= facts.detail;
      found.set(question, judgeAnswer(question, facts, { release, origin, own }));
    },
  );
  probe.end();
  if (answers === 0) {
    const what = `nothing comes from ${origin}: ${printable(refusal ?? 'no answer')}`;
    return { differences: [{ code: 'UNREACHABLE', what }], answers };
  }
  const differences = questions.flatMap((question) => found.get(question) ?? []);
  if (unasked > 0) {
    const what = `${unasked} of ${questions.length} questions were not asked, since answers did not come`;
    differences.push({ code: 'NOT_ASKED', what });
  }
  return { differences, answers };
}
