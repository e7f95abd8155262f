/** Why there is no passkey's secret. */
export type PasskeyErrorCode =
  /** The person, the browser or the device said no, or nobody answered in time. */
  | 'PASSKEY_REFUSED'
  /** There is a passkey, but it derives no secrets (WebAuthn PRF). */
  | 'PASSKEY_NO_PRF';

export class PasskeyError extends Error {
  override readonly name = 'PasskeyError';
  readonly code: PasskeyErrorCode;

  constructor(code: PasskeyErrorCode) {
    super(code);
    this.code = code;
  }
}

/** A passkey and the salt that its secret is derived with. */
export interface PasskeySalt {
  readonly credentialId: Uint8Array;
  /** 32 bytes. */
  readonly salt: Uint8Array;
}

export interface PasskeySecret extends PasskeySalt {
  /** 32 bytes that the authenticator derived from the salt; the caller owns and wipes them. */
  readonly prf: Uint8Array;
}

/** Time to find the key or the finger; milliseconds. */
const TIMEOUT_MS = 120_000;
const SALT_BYTES = 32;
const PRF_BYTES = 32;
const HANDLE_BYTES = 32;
const CHALLENGE_BYTES = 32;

/** EdDSA, ES256, RS256 (IANA COSE Algorithms): nothing is ever signed for us, but one must be named. */
const ALGORITHMS: PublicKeyCredentialParameters[] = [-8, -7, -257].map((alg) => ({
  type: 'public-key',
  alg,
}));

/**
 * Whether a passkey with PRF can be had here, as far as the browser tells beforehand. True may still
 * end in PASSKEY_NO_PRF: only the authenticator itself knows. Never throws and asks the person nothing.
 */
export async function passkeyPossible(): Promise<boolean> {
  if (!('PublicKeyCredential' in globalThis)) return false;
  try {
    // Where the browser can say what it supports (WebAuthn, level 3), its word counts.
    if ('getClientCapabilities' in PublicKeyCredential) {
      const can = await PublicKeyCredential.getClientCapabilities();
      if (can['extension:prf'] !== undefined) return can['extension:prf'];
    }
    return await PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable();
  } catch {
    return false;
  }
}

/**
 * Makes a passkey of this device or key for this host, with a salt of its own, and evaluates it.
 * Throws PasskeyError; a passkey that was made and derives nothing stays with the authenticator, since
 * no page may remove it.
 */
export async function createPasskey(): Promise<PasskeySecret> {
  const salt = random(SALT_BYTES);
  const made = await asked(() =>
    navigator.credentials.create({
      publicKey: {
        // Without an id it is this page's host, whatever that is.
        rp: { name: 'Alcove' },
        // The authenticator shows the name to whoever holds it: it tells nothing of what is kept.
        user: { id: random(HANDLE_BYTES), name: 'Alcove notes', displayName: 'Alcove notes' },
        challenge: random(CHALLENGE_BYTES),
        pubKeyCredParams: ALGORITHMS,
        authenticatorSelection: { userVerification: 'required', residentKey: 'preferred' },
        attestation: 'none',
        timeout: TIMEOUT_MS,
        extensions: { prf: { eval: { first: salt } } },
      },
    }),
  );
  const { prf } = made.getClientExtensionResults();
  if (prf?.enabled !== true && !prf?.results) throw new PasskeyError('PASSKEY_NO_PRF');
  const credentialId = new Uint8Array(made.rawId);
  // Many authenticators derive only when they are asked to sign, which is a second touch.
  const first = prf.results?.first;
  if (first) return { credentialId, salt, prf: secret(first) };
  return evaluatePasskey([{ credentialId, salt }]);
}

/** The secret of whichever of these passkeys the person uses. Throws PasskeyError. */
export async function evaluatePasskey(passkeys: readonly PasskeySalt[]): Promise<PasskeySecret> {
  const used = await asked(() =>
    navigator.credentials.get({
      publicKey: {
        challenge: random(CHALLENGE_BYTES),
        allowCredentials: passkeys.map(({ credentialId }) => ({
          type: 'public-key',
          id: credentialId.slice(),
        })),
        userVerification: 'required',
        timeout: TIMEOUT_MS,
        extensions: {
          prf: {
            evalByCredential: Object.fromEntries(
              passkeys.map(({ credentialId, salt }) => [
                base64Url(credentialId),
                { first: salt.slice() },
              ]),
            ),
          },
        },
      },
    }),
  );
  const credentialId = new Uint8Array(used.rawId);
  const asking = passkeys.find((passkey) => base64Url(passkey.credentialId) === used.id);
  // One that was not asked for proves nothing here.
  if (!asking) throw new PasskeyError('PASSKEY_REFUSED');
  const first = used.getClientExtensionResults().prf?.results?.first;
  if (!first) throw new PasskeyError('PASSKEY_NO_PRF');
  return { credentialId, salt: asking.salt.slice(), prf: secret(first) };
}

/** What the browser says no with, in one word. */
async function asked(ask: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  let credential: Credential | null;
  try {
    credential = await ask();
  } catch (error) {
    // NotAllowedError, AbortError, InvalidStateError and others of the same outcome: no passkey.
    if (error instanceof DOMException) throw new PasskeyError('PASSKEY_REFUSED');
    throw error;
  }
  if (credential instanceof PublicKeyCredential) return credential;
  throw new PasskeyError('PASSKEY_REFUSED');
}

/** A copy of its own; the browser's is zeroed. */
function secret(result: BufferSource): Uint8Array {
  const bytes = ArrayBuffer.isView(result)
    ? new Uint8Array(result.buffer, result.byteOffset, result.byteLength)
    : new Uint8Array(result);
  if (bytes.length !== PRF_BYTES) throw new PasskeyError('PASSKEY_NO_PRF');
  const copy = bytes.slice();
  bytes.fill(0);
  return copy;
}

function random(length: number): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(length));
}

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
