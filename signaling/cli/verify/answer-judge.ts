import {
  type Bytes,
  type Encoding,
  type Release,
  type ReleasedAnswer,
} from '../../release/release.ts';
import { sha512 } from '../../release/sha512.ts';
import { fill } from '../../release/templates.ts';
import { headerDifference } from '../header-difference.ts';
import { printable, quoted } from '../quoted.ts';
import type { AnswerFacts } from './answer-probe.ts';
import type { Difference } from './difference.ts';
import { isHarmless, meaningOf } from './known-headers.ts';
import { PREFERRED, type Question } from './question.ts';

type Answer = Extract<AnswerFacts, { kind: 'answer' }>;
type Found = Omit<Difference, 'path' | 'asked'>;

/** The bytes of a file by their SHA-512, where this machine has them. */
export type OwnFiles = ReadonlyMap<string, Buffer>;

/** What an answer is held against. */
interface Against {
  readonly release: Release;
  readonly origin: string;
  readonly own: OwnFiles;
}

/** What differs in the answer to a question from every answer that the release has for it. */
export function judgeAnswer(
  question: Question,
  facts: AnswerFacts,
  against: Against,
): Difference[] {
  const { path, asked } = question;
  const found: Found[] =
    facts.kind === 'failed'
      ? [{ code: 'NO_ANSWER', what: `no answer: ${printable(facts.detail)}` }]
      : judge(question, facts, against);
  return found.map(({ code, ...rest }) => ({ code, path, asked, ...rest }));
}

/** How much of the body can matter; bytes. */
export function mostOf({ of }: Question, { answers }: Release, origin: string): number {
  const lengths = answers
    .filter(({ path }) => path === of)
    .flatMap(({ body }) =>
      typeof body === 'string'
        ? Buffer.byteLength(fill(body, origin))
        : body.map(({ length }) => length),
    );
  return Math.max(...lengths);
}

function judge(question: Question, answer: Answer, { release, origin, own }: Against): Found[] {
  const allowed = release.answers.filter(({ path }) => path === question.of);
  const early = answer.early.map((status): Found => ({
    code: 'EARLY_ANSWER',
    what: `an answer of status ${status} comes before the answer`,
  }));
  const fitting = allowed.filter(({ status }) => status === answer.status);
  const [wanted] = fitting;
  if (!wanted) return [...early, wrongStatus(allowed, answer)];
  const file = typeof wanted.body === 'string' ? undefined : fileFor(question, wanted.body);
  const headers = {
    ...release.every,
    ...(origin.startsWith('https:') ? release.https : {}),
    ...wanted.headers,
  };
  return [
    ...early,
    ...judgeEncoding(answer, file?.encoding ?? 'identity'),
    ...(file ? judgeFile(answer, file, own) : judgeText(answer, textsOf(fitting, origin))),
    ...judgeHeaders(answer, headers, origin),
  ];
}

function textsOf(answers: readonly ReleasedAnswer[], origin: string): string[] {
  return answers.flatMap(({ body }) => (typeof body === 'string' ? [fill(body, origin)] : []));
}

/** Throws where there is no identity, without which a manifest is none. */
function fileFor({ asked }: Question, files: readonly Bytes[]): Bytes {
  for (const encoding of PREFERRED[asked]) {
    const file = files.find((one) => one.encoding === encoding);
    if (file) return file;
  }
  throw new Error('a file without identity');
}

function wrongStatus(allowed: readonly ReleasedAnswer[], { status, headers }: Answer): Found {
  const wanted = allowed.map((one) => String(one.status)).join(' or ');
  const location = valuesOf(headers, 'location')[0];
  if (location !== undefined) {
    return { code: 'REDIRECT', what: `it leads away, to ${quoted(location)} (${status})` };
  }
  return { code: 'STATUS', what: `it answers ${status}, not ${wanted}` };
}

function judgeEncoding({ headers }: Answer, wanted: Encoding): Found[] {
  const got = valuesOf(headers, 'content-encoding').join(', ') || 'identity';
  if (got === wanted) return [];
  return [{ code: 'ENCODING', what: `it comes as ${quoted(got)}, not as ${wanted}`, wanted, got }];
}

function judgeText({ body, isLonger }: Answer, wanted: readonly string[]): Found[] {
  if (!isLonger && wanted.some((text) => body.equals(Buffer.from(text)))) return [];
  const what = `it says ${quoted(body.toString())}, not ${wanted.map(quoted).join(' or ')}`;
  return [{ code: 'BYTES', what: isLonger ? `${what}, and goes on` : what }];
}

function judgeFile({ body, isLonger }: Answer, file: Bytes, own: OwnFiles): Found[] {
  const got = sha512(body);
  if (!isLonger && got === file.sha512) return [];
  const known = own.get(file.sha512);
  const from = known ? ` from byte ${firstDifference(known, body)} on` : '';
  const count = isLonger ? `more than ${body.length}` : String(body.length);
  // What was cut off has no hash that anybody could find again.
  const hashes = isLonger ? '' : `, SHA-512 ${short(got)} and not ${short(file.sha512)}`;
  return [
    {
      code: 'BYTES',
      what: `other bytes${from}: ${count}, not ${file.length}${hashes}`,
      wanted: file.sha512,
      ...(!isLonger && { got }),
    },
  ];
}

/** The number of the first byte, from 0, that differs, or that only one of the two has. */
function firstDifference(one: Buffer, other: Buffer): number {
  let at = 0;
  while (at < one.length && at < other.length && one[at] === other[at]) at += 1;
  return at;
}

function judgeHeaders({ headers }: Answer, templates: ReleasedAnswer['headers'], origin: string) {
  const wanted = Object.entries(templates).map(
    ([name, value]) => [name, fill(value, origin)] as const,
  );
  const known = new Set(wanted.map(([name]) => name.toLowerCase()));
  return [
    ...wanted.flatMap(([name, value]) => judgeHeader(name, value, valuesOf(headers, name))),
    ...headers.flatMap(([name, value]) =>
      known.has(name.toLowerCase()) || name.toLowerCase() === 'content-encoding'
        ? []
        : judgeStranger(name, value, portOf(origin)),
    ),
  ];
}

function judgeHeader(name: string, wanted: string, values: readonly string[]): Found[] {
  const [value, ...more] = values;
  if (value === undefined) {
    return [{ code: 'HEADER_MISSING', what: `${name} is missing`, wanted }];
  }
  if (more.length > 0) {
    return [
      {
        code: 'HEADER_CHANGED',
        what: `${name} comes ${values.length} times, also as ${quoted(values.find((one) => one !== wanted) ?? wanted)}`,
        wanted,
        got: values.join(', '),
      },
    ];
  }
  if (value === wanted) return [];
  const how = headerDifference(name, wanted, value);
  return [{ code: 'HEADER_CHANGED', what: `${name} is changed: ${how}`, wanted, got: value }];
}

function judgeStranger(name: string, value: string, port: string): Found[] {
  const lower = name.toLowerCase();
  if (isHarmless(lower, value, port)) return [];
  const meaning = meaningOf(lower);
  const what = `${name} is no header of this release${meaning === undefined ? '' : ` and ${meaning}`}: ${quoted(value)}`;
  return [{ code: 'HEADER_EXTRA', what, got: value }];
}

function portOf(origin: string): string {
  const { port, protocol } = new URL(origin);
  return port === '' ? (protocol === 'https:' ? '443' : '80') : port;
}

function valuesOf(headers: Answer['headers'], name: string): string[] {
  return headers.flatMap(([one, value]) =>
    one.toLowerCase() === name.toLowerCase() ? [value] : [],
  );
}

function short(hash: string): string {
  return `${hash.slice(0, 16)}…`;
}
