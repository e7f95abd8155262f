import { randomBytes } from 'node:crypto';
import { ANY_OTHER, type Encoding, type Release } from '../../release/release.ts';

/** One request. */
export interface Question {
  /** As asked, with a “?” and what follows. */
  readonly path: string;
  /** The answers that are allowed are those of this path in the manifest. */
  readonly of: string;
  readonly asked: Asked;
}

/** In which encodings an answer may come, as people say it. */
export type Asked = Encoding | 'as browsers ask';

export const ACCEPT: Readonly<Record<Asked, string>> = {
  br: 'br',
  gzip: 'gzip',
  identity: 'identity',
  'as browsers ask': 'gzip, deflate, br, zstd',
};

/** Of those that are accepted, what the relay takes first. */
export const PREFERRED: Readonly<Record<Asked, readonly Encoding[]>> = {
  br: ['br', 'identity'],
  gzip: ['gzip', 'identity'],
  identity: ['identity'],
  'as browsers ask': ['br', 'gzip', 'identity'],
};

const EVERY_WAY = Object.keys(ACCEPT) as Asked[];
const AS_BROWSERS = 'as browsers ask';
const SERVICE_WORKER = '/service-worker.js';
/** What a page asks for its service worker by: see client/offline/register.ts. */
const BUILD_NAME = /-([\w-]+)\.js$/;

/** What no release has, and browsers or people may yet ask for. */
const NOTHING = [
  '/index.html',
  '/j.html',
  '/j/',
  '/empty.html',
  '/assets/',
  '/sw.js',
  '/main.js',
  '/favicon.ico',
  '/apple-touch-icon.png',
  '/robots.txt',
  '/manifest.webmanifest',
  '/.well-known/change-password',
];

/** Everything in every encoding, and much that there must not be. */
export function questionsOf({ answers }: Release): Question[] {
  const named = new Set(answers.map(({ path }) => path).filter((path) => path !== ANY_OTHER));
  const files = answers.filter(({ body }) => typeof body !== 'string').map(({ path }) => path);
  const builds = files.flatMap((path) => BUILD_NAME.exec(path)?.[1] ?? []);
  const chance = randomBytes(8).toString('hex');
  const nothing = [`/${chance}`, `/${chance}.js`, `/assets/${chance}.js`, `/j/${chance}`];
  const ask = (of: string, asked: Asked = AS_BROWSERS, more = ''): Question => ({
    path: of + more,
    of,
    asked,
  });
  return [
    ...[...named].flatMap((path) => EVERY_WAY.map((asked) => ask(path, asked))),
    // What follows a “?” must change nothing, the name of a build least of all.
    ...files
      .filter((path) => !path.startsWith('/assets/'))
      .map((path) => ask(path, AS_BROWSERS, `?${chance}`)),
    ...(named.has(SERVICE_WORKER)
      ? builds.map((build) => ask(SERVICE_WORKER, AS_BROWSERS, `?${build}`))
      : []),
    ...[...NOTHING, ...nothing]
      .filter((path) => !named.has(path))
      .map((path) => ({ path, of: ANY_OTHER, asked: AS_BROWSERS }) as const),
  ];
}
