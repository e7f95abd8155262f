import { afterEach, beforeEach, expect, test, vi } from 'vitest';

// The policy lives as long as its realm: every test begins a new one.
beforeEach(() => vi.resetModules());
afterEach(() => vi.unstubAllGlobals());

const load = async () => (await import('../../client/transport/trusted-worker.ts')).trustedWorker;

const OURS = [
  '/assets/vault-worker-Cl1G26QZ.js',
  '/assets/argon2id-worker-_-a.js',
  '/service-worker.js?B3f_x-9',
];
const OTHERS = [
  '',
  '/j',
  '/assets/x.js?y',
  '/assets/x.js#y',
  '/assets/x.wasm',
  '/assets/../x.js',
  '/assets/sub/x.js',
  '//evil.example/assets/x.js',
  'https://evil.example/assets/x.js',
  'https://evil.example/service-worker.js?B3f_x-9',
  'blob:https://alcove.example/1',
  'data:text/javascript,1',
  ' /service-worker.js?B3f_x-9',
  '/service-worker.js?B3f_x-9\n',
  '/service-worker.js',
  '/service-worker.js?a=b&c',
];

test('our own scripts pass, and nothing else, where the browser has no Trusted Types', async () => {
  const trustedWorker = await load();
  for (const url of OURS) expect(trustedWorker(url)).toBe(url);
  for (const url of OTHERS) expect(() => trustedWorker(url), url).toThrow(TypeError);
});

test('where it has them, one policy of the name that is allowed is made, by the same rule', async () => {
  const made: string[] = [];
  vi.stubGlobal('trustedTypes', {
    createPolicy(name: string, rules: { createScriptURL(url: string): string }) {
      made.push(name);
      return { createScriptURL: (url: string) => ({ trusted: rules.createScriptURL(url) }) };
    },
  });
  const trustedWorker = await load();
  expect(made).toEqual([]);
  for (const url of OURS) expect(trustedWorker(url)).toEqual({ trusted: url });
  for (const url of OTHERS) expect(() => trustedWorker(url), url).toThrow(TypeError);
  expect(made).toEqual(['alcove-worker']);
});
