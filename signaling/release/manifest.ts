import {
  ANY_OTHER,
  ENCODINGS,
  type Bytes,
  type Headers,
  type Release,
  type ReleasedAnswer,
} from './release.ts';

/** A larger file is none; characters. */
const MANIFEST_MAX = 1 << 20;
/** What its first line says, and so what a signature begins with. */
const LABEL = 'alcove/1/release';

const VERSION = /^version ([\w.+-]{1,64})$/;
const HEADER = /^(every|https|header) ([A-Za-z][A-Za-z-]*): ([\x20-\x7e]+)$/;
const ANSWER = /^answer (\d{3}) (\*|\/[\w./-]*)$/;
const TEXT = /^text (".*")$/;
const BYTES = new RegExp(`^bytes (${ENCODINGS.join('|')}) (\\d{1,8}) ([\\da-f]{128})$`);

/**
 * A release as its manifest has it: one text for each release. signaling/PROTOCOL.md has it line
 * by line.
 */
export function writeManifest({ version, every, https, answers }: Release): string {
  const lines = (word: string, headers: Headers) =>
    Object.entries(headers)
      .map(([name, value]) => `${word} ${name}: ${value}\n`)
      .sort()
      .join('');
  const block = ({ path, status, headers, body }: ReleasedAnswer) =>
    `answer ${status} ${path}\n${lines('header', headers)}` +
    (typeof body === 'string'
      ? `text ${JSON.stringify(body)}\n`
      : body
          .map(({ encoding, length, sha512 }) => `bytes ${encoding} ${length} ${sha512}\n`)
          .sort()
          .join(''));
  return (
    `${LABEL}\nversion ${version}\n` +
    `${lines('every', every)}${lines('https', https)}${answers.map(block).sort().join('')}`
  );
}

/** Undefined for everything that `writeManifest` does not write. */
export function readManifest(text: string): Release | undefined {
  if (text.length > MANIFEST_MAX) return undefined;
  const [label, versionLine = '', ...lines] = text.split('\n').slice(0, -1);
  const version = VERSION.exec(versionLine)?.[1];
  if (label !== LABEL || version === undefined) return undefined;
  const every: Record<string, string> = {};
  const https: Record<string, string> = {};
  const answers: Draft[] = [];
  for (const line of lines) {
    const draft = answers.at(-1);
    const [, word, name = '', value = ''] = HEADER.exec(line) ?? [];
    const [, status, path] = ANSWER.exec(line) ?? [];
    if (word === 'every' && !draft) every[name] = value;
    else if (word === 'https' && !draft) https[name] = value;
    else if (word === 'header' && draft) draft.headers[name] = value;
    else if (path !== undefined) {
      answers.push({ path, status: Number(status), headers: {}, bytes: [], text: undefined });
    } else if (!draft || !readBody(line, draft)) return undefined;
  }
  const release: Release = {
    version,
    every,
    https,
    answers: answers.map(({ path, status, headers, bytes, text: said }) => ({
      path,
      status,
      headers,
      body: said ?? bytes,
    })),
  };
  // Whatever came twice, in another order or in other words: there is one text for each release.
  const isOne = writeManifest(release) === text && answers.every(isWhole);
  return isOne && answers.some(({ path }) => path === ANY_OTHER) ? release : undefined;
}

interface Draft {
  readonly path: string;
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly bytes: Bytes[];
  text: string | undefined;
}

function readBody(line: string, draft: Draft): boolean {
  const [, encoding, length, sha512 = ''] = BYTES.exec(line) ?? [];
  const known = ENCODINGS.find((one) => one === encoding);
  if (known) {
    draft.bytes.push({ encoding: known, length: Number(length), sha512 });
    return true;
  }
  const said = TEXT.exec(line)?.[1];
  try {
    const text: unknown = said === undefined ? undefined : JSON.parse(said);
    draft.text = typeof text === 'string' ? text : undefined;
  } catch {
    return false;
  }
  return draft.text !== undefined;
}

/** A text, or a file that everybody can read, in no encoding twice. */
function isWhole({ text, bytes }: Draft): boolean {
  const encodings = bytes.map(({ encoding }) => encoding);
  return text === undefined
    ? encodings.includes('identity') && new Set(encodings).size === encodings.length
    : bytes.length === 0;
}
