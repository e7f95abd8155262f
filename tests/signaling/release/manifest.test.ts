import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { readManifest, writeManifest } from '../../../signaling/release/manifest.ts';
import { releaseOf } from '../../../signaling/release/release-of.ts';
import type { Release } from '../../../signaling/release/release.ts';
import { fill } from '../../../signaling/release/templates.ts';
import type { Pages } from '../../../signaling/server/pages.ts';
import { securityHeaders } from '../../../signaling/server/security-headers.ts';

const hash = (text: string) => createHash('sha512').update(text).digest('hex');

const pages: Pages = new Map([
  [
    '/j',
    {
      type: 'text/html; charset=utf-8',
      cache: 'no-store',
      plain: Buffer.from('guest'),
      br: Buffer.from('by brotli'),
      gzip: undefined,
    },
  ],
]);
const release = releaseOf('0.1.0', pages);
const small: Release = {
  ...release,
  every: { 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer' },
};

test('a manifest is these lines', () => {
  const text = 'header Cache-Control: no-store\nheader Content-Type: text/plain; charset=utf-8\n';
  const json = text.replace('text/plain; charset=utf-8', 'application/json');
  expect(writeManifest(small)).toBe(`alcove/1/release
version 0.1.0
every Referrer-Policy: no-referrer
every X-Content-Type-Options: nosniff
https Strict-Transport-Security: max-age=31536000
answer 200 /about
${json}text "{\\"relay\\":\\"{origin}\\",\\"turn\\":false}"
answer 200 /about
${json}text "{\\"relay\\":\\"{origin}\\",\\"turn\\":true}"
answer 200 /healthz
${text}text "ok"
answer 200 /j
header Cache-Control: no-store
header Content-Type: text/html; charset=utf-8
header Vary: Accept-Encoding
bytes br 9 ${hash('by brotli')}
bytes identity 5 ${hash('guest')}
answer 200 /readyz
${text}text "ok"
answer 404 *
${text}text "Not Found\\n"
answer 426 /signal
${text}text "Upgrade Required\\n"
answer 503 /readyz
${text}text "Service Unavailable\\n"
`);
});

test('what is read is what was written', () => {
  const text = writeManifest(release);
  expect(writeManifest(readManifest(text) ?? small)).toBe(text);
});

test.each(['https://alcove.example', 'http://localhost:8787', 'https://alcove.example:8443'])(
  'its headers are those that the relay sets for %s',
  (origin) => {
    const templates = { ...release.every, ...(origin.startsWith('https') ? release.https : {}) };
    const headers = Object.entries(templates).map(([name, value]) => [name, fill(value, origin)]);
    expect(Object.fromEntries(headers)).toEqual(securityHeaders(origin));
  },
);

test('there is one text for each release: no line can be moved, doubled, left out or reworded', () => {
  const lines = writeManifest(release).split('\n').slice(0, -1);
  const read = (changed: readonly string[]) => readManifest(`${changed.join('\n')}\n`);
  const whole = JSON.stringify(read(lines));
  for (const [at, line] of lines.entries()) {
    const [before, after] = [lines.slice(0, at), lines.slice(at + 1)];
    // Without it, it is another release or none.
    expect(JSON.stringify(read([...before, ...after]))).not.toBe(whole);
    for (const changed of [
      [...before, line, line, ...after],
      [...before, `${line} `, ...after],
      [...before, ` ${line}`, ...after],
      [...before, `${line}\r`, ...after],
      [...before, line.replace(' ', '  '), ...after],
      [...before, line.toUpperCase(), ...after],
      [...before, '', line, ...after],
      [...before, '# a word', line, ...after],
    ]) {
      // Headers and texts are whatever they are.
      const other = changed.join('\n') === lines.join('\n') ? undefined : read(changed);
      if (other) expect(JSON.stringify(other)).not.toBe(whole);
    }
    const [next] = after;
    if (next !== undefined && next !== line) {
      const swapped = read([...before, next, line, ...after.slice(1)]);
      if (swapped) expect(JSON.stringify(swapped)).not.toBe(whole);
    }
  }
});

test.each([
  ['nothing', ''],
  ['another label', writeManifest(release).replace('alcove/1', 'alcove/2')],
  ['no line end', writeManifest(release).trimEnd()],
  ['a path of another host', writeManifest(release).replace(' /j\n', ' //evil.example/j?\n')],
  [
    'an encoding that nobody can leave out',
    writeManifest(release).replace(/bytes identity.*\n/, ''),
  ],
  ['no word on other paths', writeManifest(release).replace(/answer 404 (.*\n){4}/, '')],
  ['a text that is none', writeManifest(release).replace('"ok"', '"\\x"')],
  ['a short hash', writeManifest(release).replace(/(bytes br \d+ )../, '$1')],
  ['endless', writeManifest(release) + 'answer 200 /x\n'.repeat(100_000)],
])('what is no manifest is refused: %s', (_what, text) => {
  expect(readManifest(text)).toBeUndefined();
});
