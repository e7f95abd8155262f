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

export const nodeAuthority: Authority = {
  verify(key, signature, message) {
    try {
      // As a JSON Web Key (RFC 8037): Node reads it twelve times as fast as a DER one.
      const x = Buffer.from(key).toString('base64url');
      const jwk = { kty: 'OKP', crv: 'Ed25519', x };
      return verify(null, message, createPublicKey({ key: jwk, format: 'jwk' }), signature);
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
