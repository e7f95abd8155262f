import {
  accept,
  countersign,
  encodeReceipt,
  hashOfTerms,
  type Answers,
  type Terms,
} from '../../client/session/consent.ts';
import {
  claim,
  fingerprint,
  handshakeNonce,
  kemCiphertext,
  linkSecret,
  resumeSecret,
  type Psk,
} from '../../crypto/brand.ts';
import { ByteReader, concat } from '../../crypto/bytes.ts';
import { DataChannelCipher } from '../../crypto/channel/data-channel.ts';
import { RelayChannel } from '../../crypto/channel/relay-channel.ts';
import { openEnvelope } from '../../crypto/handshake/envelope.ts';
import { CONTENT_BYTES } from '../../crypto/handshake/content.ts';
import { contextHash, type HandshakeContext } from '../../crypto/handshake/context.ts';
import { Initiator } from '../../crypto/handshake/initiator.ts';
import { openFirstMessage, Responder } from '../../crypto/handshake/responder.ts';
import { finalKey, masterKey, transcriptHash } from '../../crypto/handshake/transcript.ts';
import { decapsulate, kemKeyPairFromSeed } from '../../crypto/kem.ts';
import {
  accessKeyPairFromSeed,
  accessSeed,
  encodeLink,
  hostKeyPair,
  joinKeyPair,
  roomId,
} from '../../crypto/link.ts';
import { sodium } from '../../crypto/sodium.ts';
import { spokenCode, spokenCodeEmoji } from '../../crypto/spoken-code.ts';
import { finish, type Finished } from '../crypto/handshake-pair.ts';
import { mediaVectors } from './media.ts';
import { recordingVectors } from './recording.ts';
import { counting, hex, named, scripted } from './scripted.ts';
import { fileVectors } from './file.ts';
import { backupVectors, headerVectors, storedVectors } from './vault.ts';

/** Every vector file, by name. Deterministic: bytes count up from a start of their own. */
export async function allVectors(): Promise<Record<string, unknown>> {
  const join = handshakeVector('join');
  const resume = handshakeVector('resume');
  return {
    'link.json': linkVectors(),
    'spoken-code.json': spokenCodeVectors(),
    'handshake-join.json': join.vector,
    'handshake-resume.json': resume.vector,
    'relay-channel.json': relayVectors(join.finished),
    'data-channel.json': dataVectors(resume.finished),
    'file.json': await fileVectors(),
    'media-frame.json': await mediaVectors(resume.finished),
    'consent.json': consentVectors(join),
    'vault-header.json': headerVectors(),
    'vault-stored.json': storedVectors(),
    'vault-backup.json': backupVectors(),
    'recording.json': recordingVectors(join.finished),
  };
}

function linkVectors() {
  const valid = [0x00, 0x55, 0xf0].map((start) => {
    const hostSeed = counting(32, start);
    const secret = linkSecret(counting(32, start + 32));
    const hostKey = hostKeyPair(hostSeed).publicKey;
    return {
      hostSeed: hex(hostSeed),
      linkSecret: hex(secret),
      hostKey: hex(hostKey),
      roomId: hex(roomId(hostKey)),
      joinKey: hex(joinKeyPair(secret).publicKey),
      fragment: encodeLink({ secret, hostKey }),
    };
  });
  const good = valid[0]?.fragment ?? '';
  return {
    valid,
    invalid: [
      { fragment: '', code: 'LINK_TRUNCATED' },
      { fragment: good.slice(0, 89), code: 'LINK_TRUNCATED' },
      { fragment: `${good}A`, code: 'LINK_TRAILING' },
      { fragment: `${good}==`, code: 'LINK_TRAILING' },
      { fragment: `${good}&utm_source=mail`, code: 'LINK_TRAILING' },
      { fragment: `${good.slice(0, 40)}+${good.slice(41)}`, code: 'LINK_ENCODING' },
      { fragment: `${good.slice(0, 89)}${nextCharacter(good)}`, code: 'LINK_ENCODING' },
      { fragment: `Ag${good.slice(2)}`, code: 'LINK_VERSION' },
      { fragment: 'AgAA', code: 'LINK_VERSION' },
      { fragment: `${good.slice(0, 50)}${other(good[50])}${good.slice(51)}`, code: 'LINK_CHECK' },
    ],
  };
}

/** The last character with one of its four spare bits set. */
function nextCharacter(text: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return alphabet[alphabet.indexOf(text.at(-1) ?? '') + 1] ?? '';
}

function other(character: string | undefined): string {
  return character === 'A' ? 'B' : 'A';
}

function spokenCodeVectors() {
  return [0, 1, 0x3fffffff, 0x12345678, 0b000001_000010_000011_000100_000101].map((code) => ({
    code,
    words: spokenCodeEmoji(spokenCode(code)).map(({ word }) => word),
  }));
}

/** What each side draws at random, in the order in which it draws. */
function draws() {
  return {
    initiator: {
      attempt: counting(16, 0x10),
      kemSeed: counting(32, 0x20),
      nonce: counting(32, 0x40),
      identitySeed: counting(32, 0x60),
      firstEnvelopeNonce: counting(24, 0x80),
      thirdEnvelopeNonce: counting(24, 0xa0),
    },
    responder: {
      identitySeed: counting(32, 0x30),
      encapsulationSeed: counting(64, 0x50),
      nonce: counting(32, 0x90),
      secondEnvelopeNonce: counting(24, 0xb0),
    },
  };
}

function handshakeVector(mode: 'join' | 'resume') {
  const hostSeed = counting(32, 1);
  const hostKey = hostKeyPair(hostSeed).publicKey;
  const joinKey = joinKeyPair(linkSecret(counting(32, 0x21))).publicKey;
  const bytes = counting(32, mode === 'join' ? 0x21 : 0xc1);
  const psk: Psk = mode === 'join' ? linkSecret(bytes) : resumeSecret(bytes);
  const generation = mode === 'join' ? 0 : 7;
  const context: HandshakeContext = { roomId: roomId(hostKey), hostKey, joinKey, mode, generation };
  const guest = { fingerprint: fingerprint(counting(32, 0xd0)), claim: claim(counting(16, 0xe0)) };
  const host = { fingerprint: fingerprint(counting(32, 0xf0)) };
  const drawn = draws();
  const finished = finish(
    new Initiator({ context, psk, ...guest, random: scripted(drawn.initiator) }),
    (first) =>
      new Responder({
        first: openFirstMessage(first, context, psk),
        context,
        psk,
        hostSecretKey: hostKeyPair(hostSeed).secretKey,
        ...host,
        random: scripted(drawn.responder),
        knownIdentity: () => false,
      }),
  );
  const { guest: session } = finished;
  const seed = accessSeed(session.resumeSecret);
  const vector = {
    context: { ...named({ roomId: context.roomId, hostKey, joinKey }), mode, generation },
    psk: hex(psk),
    hostSeed: hex(hostSeed),
    initiator: { ...named(drawn.initiator), ...named(guest) },
    responder: { ...named(drawn.responder), ...named(host) },
    bodies: finished.bodies.map(hex),
    derived: named(derived(context, psk, finished)),
    session: {
      generation: session.generation,
      spokenCode: session.spokenCode,
      words: spokenCodeEmoji(session.spokenCode).map(({ word }) => word),
      ...named({
        resumeSecret: session.resumeSecret,
        initiatorIdentity: session.ownIdentity.publicKey,
        responderIdentity: session.peerIdentity,
        accessSeed: seed,
        accessKey: accessKeyPairFromSeed(seed).publicKey,
      }),
    },
  };
  return { vector, finished, context };
}

function consentVectors({ finished, context }: ReturnType<typeof handshakeVector>) {
  const { guest, host } = finished;
  const terms: Terms = {
    text: {
      version: '2026-11',
      handling: 'I keep short notes – on my own device.',
      limits: 'What you say stays here.\nUnless somebody is in danger.',
      licence: 'No. 12345',
      phone: '+1 555 0100',
      guardian: true,
    },
    attested: { place: true, headphones: true, network: false, closed: true, view: false },
    expiresAt: 1_800_000_000_000,
  };
  const answers: Answers = {
    points: { place: 'yes', headphones: 'no', network: 'later', view: 'yes' },
    where: 'Zürich',
    contact: '',
    word: 'blue kettle 🫖',
    guardian: 'Sam',
  };
  const parties = {
    roomId: context.roomId,
    joinKey: context.joinKey,
    generation: guest.generation,
    guest: guest.ownIdentity.publicKey,
    host: host.ownIdentity.publicKey,
  };
  const said = { terms: hashOfTerms(terms), answers, at: 1_764_000_000_000 };
  const acceptance = accept(parties, guest.ownIdentity, said);
  const own = host.ownIdentity;
  const receipt = countersign({ parties, own, terms, acceptance, now: said.at });
  return {
    session: 'handshake-join.json',
    terms,
    answers,
    at: said.at,
    ...named({
      termsHash: said.terms,
      guestSignature: acceptance.signature,
      hostSignature: receipt.hostSignature,
    }),
    receipt: encodeReceipt(receipt),
  };
}

/** The values between, for whoever looks for where another implementation parts. */
function derived(context: HandshakeContext, psk: Psk, { bodies, guest }: Finished) {
  const first = openFirstMessage(bodies[0], context, psk);
  const secret = { psk, roomId: context.roomId };
  const second = new ByteReader(
    openEnvelope({ secret, number: 2, body: bodies[1], length: CONTENT_BYTES[2] }),
  );
  const ciphertext = kemCiphertext(second.take(1120));
  const { initiator, responder } = draws();
  const ctx = contextHash(context);
  const transcript = transcriptHash({
    context: ctx,
    commitment: first.commitment,
    publicKey: first.publicKey,
    ciphertext,
    initiatorNonce: handshakeNonce(initiator.nonce),
    responderNonce: handshakeNonce(responder.nonce),
  });
  const { secretKey } = kemKeyPairFromSeed(initiator.kemSeed);
  const sharedSecret = decapsulate(ciphertext, secretKey, 'HANDSHAKE_KEY');
  const master = masterKey(psk, sharedSecret, transcript);
  const final = finalKey(master, transcript, {
    initiatorFingerprint: guest.ownFingerprint,
    initiatorIdentity: guest.ownIdentity.publicKey,
    responderFingerprint: guest.peerFingerprint,
    responderIdentity: guest.peerIdentity,
  });
  return { ctx, commitment: first.commitment, ciphertext, transcript, sharedSecret, master, final };
}

function relayVectors({ guest, host }: Finished) {
  const channels = {
    'i>r': new RelayChannel({ session: guest, role: 'initiator' }),
    'r>i': new RelayChannel({ session: host, role: 'responder' }),
  } as const;
  const messages = [
    { direction: 'i>r', length: 1, start: 0 },
    { direction: 'i>r', length: 2007, start: 1 },
    { direction: 'i>r', length: 2008, start: 2 },
    { direction: 'r>i', length: 16_343, start: 3 },
    { direction: 'r>i', length: 16_344, start: 4 },
    { direction: 'r>i', length: 65_536, start: 5 },
  ] as const;
  return {
    session: 'handshake-join.json',
    messages: messages.map(({ direction, length, start }) => ({
      direction,
      length,
      start,
      bodies: channels[direction].seal(counting(length, start)).map((body) => ({
        length: body.length,
        head: hex(body.subarray(0, 64)),
        blake2b256: hex(sodium.crypto_generichash(32, body, null)),
      })),
    })),
  };
}

function dataVectors({ guest, host }: Finished) {
  const epoch = 8;
  const ciphers = {
    'i>r': new DataChannelCipher({ session: guest, role: 'initiator', epoch }),
    'r>i': new DataChannelCipher({ session: host, role: 'responder', epoch }),
  } as const;
  const frames = [
    { direction: 'i>r', type: 4, body: new TextEncoder().encode('{}') },
    { direction: 'i>r', type: 255, body: new Uint8Array(0) },
    { direction: 'i>r', type: 1, body: counting(239, 0) },
    { direction: 'i>r', type: 1, body: counting(240, 0) },
    { direction: 'r>i', type: 5, body: new TextEncoder().encode('{"reason":"left"}') },
  ] as const;
  return {
    session: 'handshake-resume.json',
    epoch,
    frames: frames.map(({ direction, type, body }) => ({
      direction,
      type,
      body: hex(body),
      frame: hex(concat(ciphers[direction].seal(type, body))),
    })),
  };
}
