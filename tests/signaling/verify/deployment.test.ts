import { generateKeyPairSync, sign } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../../signaling/cli/verify.ts';
import type { Difference } from '../../../signaling/cli/verify/difference.ts';
import { runHere } from '../../support/command-line.ts';
import { Deployment, freePort, type Certificate } from '../../support/deployment.ts';
import { lacks } from '../../support/installed.ts';
import { runRelay, startRelay, type RelayProcess } from '../../support/relay-process.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const DIST = join(ROOT, 'dist');

const verify = (...args: string[]) => runRelay({ args: ['verify', ...args] });

let folder: string;
let relay: RelayProcess;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alcove-verify-'));
  relay = await startRelay();
});

afterAll(async () => {
  await relay.stop();
  await rm(folder, { recursive: true });
});

/** A folder with the built program, its pages and its manifest, to be changed. */
async function copyOfBuild(name: string): Promise<string> {
  const copy = join(folder, name);
  await mkdir(copy);
  await cp(DIST, join(copy, 'dist'), { recursive: true });
  await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  return join(copy, 'dist');
}

test('a relay serves what its build says, and it is said that nobody signed that', async () => {
  const { code, output } = await verify(relay.origin);
  expect(output).toMatch(/^Compared with .*release\.txt, version \d+\.\d+\.\d+\.$/m);
  expect(output).toMatch(/^Its SHA-512 is [\da-f]{128}\.$/m);
  expect(output).toMatch(/^Nobody signed it: /m);
  expect(output).toContain(`${relay.origin} gave this machine, just now, exactly`);
  expect(output).toContain('nobody can see from here');
  expect(code).toBe(0);
});

test('one byte in one file of the server is found', async () => {
  const dist = await copyOfBuild('changed');
  const file = join(dist, 'client/j.html.br');
  const bytes = await readFile(file);
  bytes[40] = (bytes[40] ?? 0) ^ 1;
  await writeFile(file, bytes);
  const other = await startRelay({ main: join(dist, 'server/alcove.js') });
  const { code, output } = await verify(other.origin);
  await other.stop();
  expect(output).toMatch(
    /^DIFFERS {2}\/j \(br, as browsers ask\), \/j\?[\da-f]+ \(as browsers ask\): other bytes from byte 40 on: \d+, not \d+, SHA-512 [\da-f]{16}… and not [\da-f]{16}… \[BYTES\]$/m,
  );
  expect(output.match(/^DIFFERS/gm)).toHaveLength(1);
  expect(output).toMatch(/does not serve what the manifest says\.\n$/);
  expect(code).toBe(1);
});

describe('a manifest with a signature', () => {
  const ours = generateKeyPairSync('ed25519');
  const theirs = generateKeyPairSync('ed25519');
  let manifest: string;
  let keyFile: string;

  beforeAll(async () => {
    manifest = join(folder, 'signed.txt');
    keyFile = join(folder, 'release-key.pem');
    await writeFile(keyFile, ours.publicKey.export({ type: 'spki', format: 'pem' }));
  });

  const signedBy = async (key: typeof ours.privateKey, text?: string) => {
    const bytes = await readFile(join(DIST, 'release.txt'));
    await writeFile(manifest, text ?? bytes);
    await writeFile(`${manifest}.sig`, sign(null, bytes, key));
    return verify(relay.origin, '--manifest', manifest, '--key', keyFile);
  };

  test('by the key that was named', async () => {
    const { code, output } = await signedBy(ours.privateKey);
    expect(output).toMatch(/^It is signed; the key is .*release-key\.pem\.$/m);
    expect(code).toBe(0);
  });

  test('by another key', async () => {
    const { code, output } = await signedBy(theirs.privateKey);
    expect(output).toMatch(/^DIFFERS .*\[SIGNATURE_WRONG\]$/m);
    expect(output).toMatch(/\nNothing could be compared\.\n$/);
    expect(code).toBe(1);
  });

  test('that was altered after it was signed', async () => {
    const text = await readFile(join(DIST, 'release.txt'), 'utf8');
    const altered = text.replace("frame-ancestors 'none'", "frame-ancestors 'self'");
    const { code, output } = await signedBy(ours.privateKey, altered);
    expect(output).toMatch(/\[SIGNATURE_WRONG\]$/m);
    expect(code).toBe(1);
    // Without the key it is only another manifest, and the server does not serve that.
    const unsigned = await verify(relay.origin, '--manifest', manifest, '--unsigned');
    expect(unsigned.output).toMatch(/^Its signature was not checked/m);
    expect(unsigned.output).toMatch(/it has “frame-ancestors 'none'” \[HEADER_CHANGED\]$/m);
    expect(unsigned.code).toBe(1);
  });

  test('and none where one must be', async () => {
    const { code, output } = await verify(relay.origin, '--key', keyFile);
    expect(output).toMatch(/\[SIGNATURE_MISSING\]$/m);
    expect(code).toBe(1);
  });
});

test.each([
  [[], 'alcove verify needs one address'],
  [['https://alcove.example/j'], 'alcove verify needs one address'],
  [['https://a.example', '--ca', '/nowhere'], '--ca names a file without certificates'],
  [['https://a.example', '--manifest', '/nowhere'], '/nowhere cannot be read'],
  [['https://a.example', '--manifest', join(ROOT, 'README.md')], 'README.md is no manifest'],
  [
    [
      'https://a.example',
      '--manifest',
      join(DIST, 'release.txt'),
      '--key',
      join(ROOT, 'README.md'),
    ],
    '--key names no file with',
  ],
  [['https://a.example', '--key', 'x', '--unsigned'], 'do not go together'],
])('%j could not be run: 2', async (args, sentence) => {
  const { code, said } = await runHere(run, args);
  expect(code).toBe(2);
  expect(said).toContain(sentence);
});

test('nobody there', async () => {
  const { code, output } = await verify(`http://localhost:${await freePort()}`);
  expect(output).toMatch(/^DIFFERS {2}nothing comes from .*\[UNREACHABLE\]$/m);
  expect(code).toBe(1);
});

describe.skipIf(lacks('verifying behind Caddy', 'openssl', 'caddy'))('behind Caddy', () => {
  let deployment: Deployment;
  let certificate: Certificate;
  let port: number;
  let behind: RelayProcess;

  beforeAll(async () => {
    deployment = await Deployment.create();
    certificate = await deployment.certificate({});
    port = await freePort();
    behind = await startRelay({
      env: {
        ORIGIN: `https://localhost:${port}`,
        TRUST_PROXY: '1',
        TURN_SECRET: 'what relay and coturn share',
      },
    });
  });

  afterAll(async () => {
    await behind.stop();
    await deployment.remove();
  });

  /** Puts Caddy in front, and verifies from outside. */
  async function deployed({ site = '', proxy = '', args = [] as string[] } = {}) {
    const caddy = await deployment.caddy(
      port,
      certificate,
      `${site}\n reverse_proxy localhost:${behind.port} {\n ${proxy}\n }`,
    );
    const { code, output } = await verify(
      `https://localhost:${port}`,
      ...(args.length > 0 ? args : ['--ca', deployment.ca]),
    );
    await caddy.stop();
    return { code, lines: output.split('\n').filter((line) => line.startsWith('DIFFERS')), output };
  }

  test('nothing differs as the README has it', async () => {
    const { code, lines } = await deployed();
    expect(lines).toEqual([]);
    expect(code).toBe(0);
  });

  test('a certificate that nobody trusts', async () => {
    const { code, output } = await deployed({ args: ['--json', '--unsigned'] });
    const { ok, manifest, differences } = JSON.parse(output) as {
      ok: boolean;
      manifest: { vouching: string };
      differences: Difference[];
    };
    expect({ code, ok, vouching: manifest.vouching }).toEqual({
      code: 1,
      ok: false,
      vouching: 'nobody',
    });
    expect(differences).toEqual([
      { code: 'UNREACHABLE', what: expect.stringContaining('certificate') as string },
    ]);
  });

  test('a missing header', async () => {
    const { code, lines } = await deployed({ site: 'header -X-Content-Type-Options' });
    expect(code).toBe(1);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(
      / and \d+ more: X-Content-Type-Options is missing \[HEADER_MISSING\]$/,
    );
  });

  test('a loosened policy', async () => {
    const { code, lines } = await deployed({
      proxy: `header_down Content-Security-Policy "script-src 'self'" "script-src 'self' https://ads.example"`,
    });
    expect(code).toBe(1);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(
      /: Content-Security-Policy is changed: it lacks “script-src 'self' 'wasm-unsafe-eval'”; it has “script-src 'self' https:\/\/ads\.example 'wasm-unsafe-eval'” \[HEADER_CHANGED\]$/,
    );
  });

  test('a script that the release has not', async () => {
    const site = 'handle /sw.js {\n header Content-Type text/javascript\n respond "self"\n }';
    const { code, lines } = await deployed({ site });
    expect(code).toBe(1);
    expect(lines).toEqual(['DIFFERS  /sw.js (as browsers ask): it answers 200, not 404 [STATUS]']);
  });

  test('a redirect', async () => {
    const { code, lines } = await deployed({ site: 'redir /j https://other.example/j' });
    expect(code).toBe(1);
    expect(lines).toEqual([
      expect.stringMatching(
        /^DIFFERS {2}\/j, .*it leads away, to “https:\/\/other\.example\/j” \(302\) \[REDIRECT\]$/,
      ),
    ]);
  });
});
