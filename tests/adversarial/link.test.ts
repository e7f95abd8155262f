import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { hostPublicKey, linkSecret } from '../../crypto/brand.ts';
import { CryptoError } from '../../crypto/errors.ts';
import { decodeLink, encodeLink, hostKeyPair, type Link } from '../../crypto/link.ts';
import { ready } from '../../crypto/sodium.ts';
import { codeOf, seededRandom } from '../crypto/handshake-pair.ts';

beforeAll(() => ready);

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

// Not by chance: one change in 65,536 fits two check bytes, and would fail a run now and then.
const random = seededRandom(7);

function newLink(): Link {
  return {
    secret: linkSecret(random(32)),
    hostKey: hostKeyPair(random(32)).publicKey,
  };
}

function replaced(text: string, index: number, by: string): string {
  return text.slice(0, index) + by + text.slice(index + 1);
}

describe('a link that was damaged on its way', () => {
  it('is refused at every length but its own', () => {
    const fragment = encodeLink(newLink());
    for (let length = 0; length < 90; length += 1) {
      expect(
        codeOf(() => decodeLink(fragment.slice(0, length))),
        `${length}`,
      ).toBe('LINK_TRUNCATED');
    }
  });

  it.each(['A', '=', '==', '.', ')', '>', ' ', '\n', '%20', '&fbclid=1', '#', '/'])(
    'is refused with %j behind it',
    (junk) => {
      expect(codeOf(() => decodeLink(encodeLink(newLink()) + junk))).toBe('LINK_TRAILING');
    },
  );

  it('is refused with any one character changed', () => {
    const fragment = encodeLink(newLink());
    for (let index = 0; index < fragment.length; index += 1) {
      const at = ALPHABET.indexOf(fragment[index] ?? '');
      for (const step of [1, 2, 7, 16, 33]) {
        const by = ALPHABET[(at + step) % 64] ?? '';
        expect(
          codeOf(() => decodeLink(replaced(fragment, index, by))),
          `${index} ${by}`,
        ).toMatch(/^LINK_(?:CHECK|VERSION|ENCODING)$/);
      }
    }
  });

  it('is refused with two neighbouring characters swapped', () => {
    const fragment = encodeLink(newLink());
    for (let index = 0; index + 1 < fragment.length; index += 1) {
      const [a = '', b = ''] = [fragment[index], fragment[index + 1]];
      if (a === b) continue;
      const swapped = fragment.slice(0, index) + b + a + fragment.slice(index + 2);
      expect(codeOf(() => decodeLink(swapped))).toMatch(/^LINK_/);
    }
  });

  it('is refused in upper or lower case', () => {
    const fragment = encodeLink(newLink());
    for (const changed of [fragment.toUpperCase(), fragment.toLowerCase()]) {
      expect(codeOf(() => decodeLink(changed))).toMatch(/^LINK_(?:CHECK|VERSION|ENCODING)$/);
    }
  });
});

describe('a link in another encoding', () => {
  it('is refused with spare bits set: fifteen other spellings of the same bytes', () => {
    const fragment = encodeLink(newLink());
    const last = ALPHABET.indexOf(fragment.at(-1) ?? '');
    expect(last % 16).toBe(0);
    for (let spare = 1; spare < 16; spare += 1) {
      const spelling = fragment.slice(0, 89) + (ALPHABET[last + spare] ?? '');
      expect(Buffer.from(spelling, 'base64url')).toEqual(Buffer.from(fragment, 'base64url'));
      expect(codeOf(() => decodeLink(spelling))).toBe('LINK_ENCODING');
    }
  });

  it('is refused in the other base64 alphabet', () => {
    let fragment = encodeLink(newLink());
    while (!/[-_]/.test(fragment)) fragment = encodeLink(newLink());
    const standard = fragment.replaceAll('-', '+').replaceAll('_', '/');
    expect(codeOf(() => decodeLink(standard))).toBe('LINK_ENCODING');
  });

  it.each([' ', '\n', '\u200b', '\u00ad', '=', '%', 'é', '１', '\u0000'])(
    'is refused with %j inside it',
    (character) => {
      const fragment = encodeLink(newLink());
      for (const index of [0, 1, 44, 89]) {
        expect(codeOf(() => decodeLink(replaced(fragment, index, character)))).toBe(
          'LINK_ENCODING',
        );
        const inserted = fragment.slice(0, index) + character + fragment.slice(index);
        expect(codeOf(() => decodeLink(inserted))).toBe('LINK_ENCODING');
      }
    },
  );

  it('is accepted with its # and refused with two', () => {
    const fragment = encodeLink(newLink());
    expect(encodeLink(decodeLink(`#${fragment}`))).toBe(fragment);
    expect(codeOf(() => decodeLink(`##${fragment}`))).toBe('LINK_ENCODING');
  });
});

describe('a link of another version', () => {
  it.each([0, 2, 3, 127, 255])('%i is told apart from a damaged one, at any length', (version) => {
    const bytes = Buffer.from(encodeLink(newLink()), 'base64url');
    bytes[0] = version;
    const fragment = bytes.toString('base64url');
    for (const text of [fragment, fragment.slice(0, 50), `${fragment}AAAAAAAAAAAA`]) {
      expect(codeOf(() => decodeLink(text))).toBe('LINK_VERSION');
    }
  });
});

describe('a link with the host key swapped', () => {
  it('is refused when the check bytes were kept', () => {
    const link = newLink();
    const other = newLink();
    const mine = Buffer.from(encodeLink(link), 'base64url');
    mine.set(other.hostKey, 33);
    expect(codeOf(() => decodeLink(mine.toString('base64url')))).toBe('LINK_CHECK');
  });

  it('is another link when they were computed anew: another room, and another code', () => {
    const link = newLink();
    const swapped = decodeLink(encodeLink({ ...link, hostKey: newLink().hostKey }));
    expect(swapped.secret).toEqual(link.secret);
    expect(swapped.hostKey).not.toEqual(link.hostKey);
  });
});

describe('any text at all', () => {
  const decodes = (text: string) => {
    try {
      return encodeLink(decodeLink(text));
    } catch (error) {
      if (error instanceof CryptoError && error.code.startsWith('LINK_')) return undefined;
      throw error;
    }
  };

  it('is refused with a LINK code', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary', maxLength: 300 })), (text) => {
        expect(decodes(text)).toBeUndefined();
      }),
      { numRuns: 2000 },
    );
  });

  it('of 90 fitting characters decodes to itself or not at all', () => {
    const character = fc.constantFrom(...Array.from(ALPHABET));
    const text = fc.string({ unit: character, minLength: 86, maxLength: 94 });
    fc.assert(
      fc.property(text, fc.boolean(), (rest, real) => {
        const candidate = real ? `AQ${rest}`.slice(0, 90) : rest;
        const result = decodes(candidate);
        expect([undefined, candidate]).toContain(result);
      }),
      { numRuns: 2000 },
    );
  });

  it('never echoes the secret in an error', () => {
    const fragment = encodeLink(newLink());
    for (const text of [fragment.slice(0, 80), `${fragment}A`, replaced(fragment, 50, '+')]) {
      try {
        decodeLink(text);
        expect.unreachable();
      } catch (error) {
        expect(String(error)).not.toContain(fragment.slice(10, 30));
        expect(JSON.stringify(error)).not.toContain(fragment.slice(10, 30));
      }
    }
  });

  it('every pair of a secret and a key comes back', () => {
    const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(bytes, bytes, (secret, hostKey) => {
        const fragment = encodeLink({
          secret: linkSecret(secret),
          hostKey: hostPublicKey(hostKey),
        });
        expect(fragment).toMatch(/^[\w-]{90}$/);
        const link = decodeLink(fragment);
        expect(Buffer.from(link.secret).equals(secret)).toBe(true);
        expect(Buffer.from(link.hostKey).equals(hostKey)).toBe(true);
      }),
    );
  });
});
