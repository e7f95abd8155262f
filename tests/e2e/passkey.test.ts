import { fileURLToPath } from 'node:url';
import type { CDPSession } from 'puppeteer-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { build } from 'vite';
import { AUTHENTICATOR } from '../support/authenticator.ts';
import { Person } from '../support/person.ts';
import { startRelay, type RelayProcess } from '../support/relay-process.ts';

/** The module under test, put beside the page that the real server sends, with its real policies. */
const SOURCE = fileURLToPath(new URL('../../client/transport/passkey.ts', import.meta.url));

type Passkeys = typeof import('../../client/transport/passkey.ts');
declare global {
  var passkeys: Passkeys;
}

let relay: RelayProcess;
let person: Person;
let devtools: CDPSession;
beforeAll(async () => {
  relay = await startRelay();
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      lib: { entry: SOURCE, formats: ['iife'], name: 'passkeys' },
    },
  });
  const [result] = Array.isArray(built) ? built : [];
  const code = result?.output[0].code;
  if (code === undefined) throw new Error('the module was not built');
  person = await Person.arrive('host', 'chromium');
  await person.open(relay.origin);
  devtools = await person.page.createCDPSession();
  await devtools.send('WebAuthn.enable');
  await devtools.send('Runtime.evaluate', { expression: code });
});
afterAll(async () => {
  await person.leaveBrowser();
  await relay.stop();
});

const device = async (options: Partial<Record<'hasPrf' | 'hasUserVerification', boolean>> = {}) =>
  (
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: { ...AUTHENTICATOR, ...options },
    })
  ).authenticatorId;

/** Runs in the page; bytes come back as lists of numbers, a refusal as its code. */
const made = () =>
  person.page.evaluate(async () => {
    try {
      const { credentialId, salt, prf } = await passkeys.createPasskey();
      return { credentialId: [...credentialId], salt: [...salt], prf: [...prf] };
    } catch (error) {
      return error instanceof passkeys.PasskeyError ? error.code : String(error);
    }
  });
const evaluated = (asked: { credentialId: number[]; salt: number[] }[]) =>
  person.page.evaluate(async (list) => {
    try {
      const { credentialId, salt, prf } = await passkeys.evaluatePasskey(
        list.map((one) => ({
          credentialId: Uint8Array.from(one.credentialId),
          salt: Uint8Array.from(one.salt),
        })),
      );
      return { credentialId: [...credentialId], salt: [...salt], prf: [...prf] };
    } catch (error) {
      return error instanceof passkeys.PasskeyError ? error.code : String(error);
    }
  }, asked);
const passkey = async () => {
  const one = await made();
  if (typeof one === 'string') throw new Error(one);
  return one;
};

describe('a passkey that derives secrets', () => {
  let id: string;
  beforeEach(async () => {
    id = await device();
    return () => devtools.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId: id });
  });

  test('gives the same 32 bytes each time, others for another salt and another passkey', async () => {
    expect(await person.page.evaluate(() => passkeys.passkeyPossible())).toBe(true);
    const one = await passkey();
    expect([one.salt.length, one.prf.length]).toEqual([32, 32]);
    expect(new Set(one.prf).size).toBeGreaterThan(8);
    expect(await evaluated([one])).toEqual(one);
    const salted = await evaluated([{ ...one, salt: one.salt.map((byte) => byte ^ 1) }]);
    expect(salted).toMatchObject({ credentialId: one.credentialId });
    expect(salted).not.toMatchObject({ prf: one.prf });
    const other = await passkey();
    expect(other.prf).not.toEqual(one.prf);
    expect([one, other]).toContainEqual(await evaluated([one, other]));
    expect(await evaluated([other])).toEqual(other);
  });

  test('is bound to this host, and names nobody', async () => {
    await passkey();
    await passkey();
    const { credentials } = await devtools.send('WebAuthn.getCredentials', { authenticatorId: id });
    for (const credential of credentials) {
      expect(credential).toMatchObject({
        rpId: 'localhost',
        userName: 'Alcove notes',
        userDisplayName: 'Alcove notes',
      });
    }
    expect(new Set(credentials.map(({ userHandle }) => userHandle)).size).toBe(2);
  });

  test('gives nothing to somebody whom the device does not know', async () => {
    const one = await passkey();
    await devtools.send('WebAuthn.setUserVerified', { authenticatorId: id, isUserVerified: false });
    expect(await evaluated([one])).toBe('PASSKEY_REFUSED');
    expect(await made()).toBe('PASSKEY_REFUSED');
  });

  test('is not replaced by another of the same device', async () => {
    const one = await passkey();
    await devtools.send('WebAuthn.clearCredentials', { authenticatorId: id });
    await passkey();
    expect(await evaluated([one])).toBe('PASSKEY_REFUSED');
  });
});

test.each([
  ['derives nothing', { hasPrf: false }, 'PASSKEY_NO_PRF'],
  ['cannot tell who holds it', { hasUserVerification: false }, 'PASSKEY_REFUSED'],
] as const)('an authenticator that %s is of no use', async (_which, options, code) => {
  const authenticatorId = await device(options);
  expect(await made()).toBe(code);
  await devtools.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId });
});

test('the policy of the page allows it all', async () => {
  expect(await person.complaints()).toEqual([]);
});
