import { tokenCheckInput } from './signing-input.ts';

/** The Ed25519 seed of a token, which signs an ENROL. */
export const SEED_LENGTH = 32;

const PREFIX = 'alcove_';
const CHECK_LENGTH = 4;
/** 36 bytes in base64url: no bit is left over, so a token is written in one way alone. */
const TEXT = /^alcove_([\w-]{48})$/;

type Sha512 = (input: Uint8Array) => Uint8Array;

/** What a person is given to enter: 55 characters, the last of which tell a slip of the pen. */
export function encodeToken(seed: Uint8Array, sha512: Sha512): string {
  const bytes = new Uint8Array(SEED_LENGTH + CHECK_LENGTH);
  bytes.set(seed);
  bytes.set(check(seed, sha512), SEED_LENGTH);
  const base64 = btoa(String.fromCharCode(...bytes));
  return PREFIX + base64.replaceAll('+', '-').replaceAll('/', '_');
}

/** The seed, which is the caller's to wipe; undefined for what is no token. Space around it is ignored. */
export function decodeToken(text: string, sha512: Sha512): Uint8Array | undefined {
  const base64url = TEXT.exec(text.trim())?.[1];
  if (base64url === undefined) return undefined;
  const binary = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  const seed = bytes.slice(0, SEED_LENGTH);
  const expected = check(seed, sha512);
  const fits = expected.every((byte, index) => byte === bytes[SEED_LENGTH + index]);
  return fits ? seed : undefined;
}

function check(seed: Uint8Array, sha512: Sha512): Uint8Array {
  return sha512(tokenCheckInput(seed)).subarray(0, CHECK_LENGTH);
}
