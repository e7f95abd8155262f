import { createHash, createPublicKey, verify } from 'node:crypto';
import { roomIdInput } from '../protocol/signing-input.ts';
import { ROOM_ID_LENGTH } from '../protocol/sizes.ts';

/** The only cryptography of the relay: who signed, and which room a host key certifies. */
export interface Authority {
  /** Ed25519 (RFC 8032). False, never an exception, for whatever is not a key or a signature. */
  verify(key: Uint8Array, signature: Uint8Array, message: Uint8Array): boolean;
  /** SHA-512(lp("alcove/1/room") ‖ lp(host key)), its first 16 bytes. */
  roomId(hostKey: Uint8Array): Uint8Array;
}

/** SubjectPublicKeyInfo of Ed25519 (RFC 8410, section 4), before the 32 bytes of the key. */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

export const nodeAuthority: Authority = {
  verify(key, signature, message) {
    try {
      const spki = Buffer.concat([SPKI_PREFIX, key]);
      const publicKey = createPublicKey({ key: spki, format: 'der', type: 'spki' });
      return verify(null, message, publicKey, signature);
    } catch {
      // Bytes that are no key: nobody can have signed with it.
      return false;
    }
  },
  roomId(hostKey) {
    const digest = createHash('sha512').update(roomIdInput(hostKey)).digest();
    return new Uint8Array(digest.subarray(0, ROOM_ID_LENGTH));
  },
};
