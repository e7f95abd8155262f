import { POINTS, type AgreementView, type Answers } from '../state/consent-view.ts';
import { consentText as c } from '../wording/consent.ts';
import { language } from '../wording/index.ts';

/** What was answered, each behind its name; less what was left out. */
export function answered(answers: Answers): readonly (readonly [name: string, text: string])[] {
  const points = POINTS.map((point) => {
    const given = answers.points[point];
    return [c.points[point], given === undefined ? '' : c.answers[given]] as const;
  });
  const told = (['where', 'contact', 'word', 'guardian'] as const).map(
    (field) => [c.agreed[field], answers[field]] as const,
  );
  return [...points, ...told].filter(([, text]) => text !== '');
}

/** Day and time as this device counts them. */
export const moment = (at: number): string =>
  new Date(at).toLocaleString(language.lang, { dateStyle: 'long', timeStyle: 'short' });

/** The agreement as a file that a person can read, with the receipt below it. */
export function agreementText({ terms, answers, at, receipt }: AgreementView): string {
  const { text, attested } = terms;
  const own = POINTS.filter((point) => attested[point]).map((point) => c.points[point]);
  const told = answered(answers).map((pair) => pair.join(': '));
  return [
    c.agreed.heading,
    ...[c.terms.handling, text.handling, c.terms.limits, text.limits],
    ...(text.licence === '' ? [] : [c.terms.licence, text.licence]),
    ...(text.phone === '' ? [] : [c.terms.phone, c.terms.phoneText(text.phone)]),
    ...[c.terms.attested, own.length === 0 ? c.terms.nothing : own.join('\n')],
    c.terms.version(text.version),
    ...[c.agreed.answered, told.join('\n') || c.agreed.none],
    c.agreed.at(moment(at)),
    ...[c.agreed.machine, receipt],
  ]
    .join('\n\n')
    .concat('\n');
}
