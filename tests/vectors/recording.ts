import { recordId, recordKey, vaultId, type RoomId } from '../../crypto/brand.ts';
import type { Session } from '../../crypto/handshake/session.ts';
import {
  consentHash,
  HOST_SEAT,
  signConsent,
  signRevocation,
  type ConsentTerms,
} from '../../crypto/recording-consent.ts';
import { sealChunk, sealDocument } from '../../crypto/vault/piece.ts';
import {
  encodeAnswer,
  encodeAsk,
  encodeRevoke,
  encodeState,
} from '../../client/session/recording-message.ts';
import { counting, hex, named, scripted } from './scripted.ts';

const AT = 1_790_000_000_000;

/** A consent between the two of a handshake, and the pieces of an item. */
export function recordingVectors({ guest, host }: { guest: Session; host: Session }) {
  return {
    session: 'handshake-join.json',
    consent: consentVectors(guest.roomId, guest, host),
    item: itemVectors(),
  };
}

function consentVectors(roomId: RoomId, guest: Session, host: Session) {
  const nonce = counting(16, 0x11);
  const terms: ConsentTerms = {
    roomId,
    epoch: guest.generation,
    roster: [
      { seat: 0, identity: guest.ownIdentity.publicKey },
      { seat: HOST_SEAT, identity: host.ownIdentity.publicKey },
    ],
    scope: 'pictures',
    start: AT,
    expiry: AT + 3_600_000,
    nonce,
  };
  const { scope, start, expiry } = terms;
  const ours = signConsent(terms, HOST_SEAT, host.ownIdentity.secretKey);
  const theirs = signConsent(terms, 0, guest.ownIdentity.secretKey);
  const at = AT + 60_000;
  const revocation = signRevocation(terms, 0, at, guest.ownIdentity.secretKey);
  return {
    ...named({ roomId, nonce }),
    ...{ epoch: terms.epoch, scope, start, expiry, revokedAt: at },
    ...named({
      guestHash: consentHash(terms, 0),
      hostHash: consentHash(terms, HOST_SEAT),
      ask: encodeAsk({ scope, start, expiry, nonce, signature: ours }),
      answer: encodeAnswer({ nonce, signature: theirs }),
      state: encodeState(nonce, 'on'),
      beat: nonce,
      revoke: encodeRevoke({ nonce, at, signature: revocation }),
    }),
  };
}

const NONCES = {
  head: counting(24, 0x31),
  chunk: counting(24, 0x51),
  end: counting(24, 0x71),
};
const HEAD = '{"v":1,"d":"head"}';
const END = '{"v":1,"d":"end"}';

function itemVectors() {
  const place = {
    vaultId: vaultId(counting(16, 0x91)),
    id: recordId(counting(16, 0xa1)),
    key: recordKey(counting(32, 0xb1)),
  };
  const chunk = { at: 500, bytes: counting(100, 0) };
  const text = (of: string) => new TextEncoder().encode(of);
  const drawing = (nonce: Uint8Array) => scripted({ nonce });
  return {
    ...named(place),
    nonces: named(NONCES),
    ...{ head: HEAD, end: END, at: chunk.at, chunkLength: chunk.bytes.length },
    pieces: {
      head: hex(sealDocument(place, 'head', 0, text(HEAD), drawing(NONCES.head))),
      chunk: hex(sealChunk(place, 1, chunk, drawing(NONCES.chunk))),
      end: hex(sealDocument(place, 'end', 2, text(END), drawing(NONCES.end))),
    },
  };
}
