import { pageHeaders, type Page, type Pages } from '../server/pages.ts';
import { securityHeaders } from '../server/security-headers.ts';
import { aboutAnswer, SIGNS, textAnswer, type TextAnswer } from '../server/signs.ts';
import {
  ANY_OTHER,
  type Bytes,
  type Headers,
  type Release,
  type ReleasedAnswer,
} from './release.ts';
import { sha512 } from './sha512.ts';
import { asTemplate, originOf } from './templates.ts';

/** Between neighbours alone (RFC 9110, 7.6.1): a proxy does not pass them on. */
const HOP_BY_HOP: ReadonlySet<string> = new Set(['Upgrade']);

const YES_AND_NO = [true, false] as const;

/** What a relay with these pages answers, by the very functions that it answers with. */
export function releaseOf(version: string, pages: Pages): Release {
  const { every, https } = headers();
  const signs = [
    ...[...SIGNS].flatMap(([path, say]) =>
      YES_AND_NO.flatMap((ready) => {
        const answer = say({ ready, relays: true });
        return answer ? [said(path, answer)] : [];
      }),
    ),
    ...YES_AND_NO.map((turn) => said('/about', aboutAnswer({ relay: originOf('https'), turn }))),
  ];
  const answers = [
    ...[...pages].map(([path, page]) => served(path, page)),
    ...signs.filter((sign, at) => signs.findIndex((other) => isSame(sign, other)) === at),
    said(ANY_OTHER, textAnswer(404)),
  ];
  return { version, every, https, answers };
}

/** Throws when http and https differ in more than one having further headers. */
function headers(): Pick<Release, 'every' | 'https'> {
  const of = (scheme: 'http' | 'https') =>
    Object.entries(securityHeaders(originOf(scheme))).map(
      ([name, value]) => [name, asTemplate(value, scheme)] as const,
    );
  const every = Object.fromEntries(of('http'));
  const more = of('https').filter(([name, value]) => every[name] !== value);
  if (more.some(([name]) => name in every)) {
    throw new Error('a header has two templates');
  }
  return { every, https: Object.fromEntries(more) };
}

function served(path: string, page: Page): ReleasedAnswer {
  const bytes = (encoding: Bytes['encoding'], body: Buffer | undefined): Bytes[] =>
    body ? [{ encoding, length: body.length, sha512: sha512(body) }] : [];
  return {
    path,
    status: 200,
    headers: pageHeaders(page),
    body: [...bytes('br', page.br), ...bytes('gzip', page.gzip), ...bytes('identity', page.plain)],
  };
}

function said(path: string, { status, headers: own, body }: TextAnswer): ReleasedAnswer {
  const passedOn: Headers = Object.fromEntries(
    Object.entries(own).filter(([name]) => !HOP_BY_HOP.has(name)),
  );
  return { path, status, headers: passedOn, body: asTemplate(body, 'https') };
}

function isSame(one: ReleasedAnswer, other: ReleasedAnswer): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
