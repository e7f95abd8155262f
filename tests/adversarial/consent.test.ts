import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  accept,
  checkReceipt,
  decodeReceipt,
  encodeReceipt,
  hashOfTerms,
  type Parties,
  type Receipt,
  type Terms,
} from '../../client/session/consent.ts';
import { SessionError } from '../../client/session/errors.ts';
import {
  decodeSignalMessage,
  encodeSignalMessage,
  type SignalMessage,
} from '../../client/session/signal-message.ts';
import { claim, fingerprint, signature, signingPublicKey } from '../../crypto/brand.ts';
import { RelayChannel } from '../../crypto/channel/relay-channel.ts';
import type { HandshakeContext } from '../../crypto/handshake/context.ts';
import { Initiator } from '../../crypto/handshake/initiator.ts';
import { openFirstMessage, Responder } from '../../crypto/handshake/responder.ts';
import { hostKeyPair, joinKeyPair, roomId, type Link } from '../../crypto/link.ts';
import { systemRandom } from '../../crypto/random.ts';
import { signingKeyPair } from '../../crypto/signing.ts';
import { ready } from '../../crypto/sodium.ts';
import {
  admitted,
  ANSWERS,
  ATTESTED,
  GuestTab,
  HostTab,
  newGuestRecord,
  newSession,
  settle,
  TERMS,
} from '../support/two-sessions.ts';

beforeAll(() => ready);

const codeOf = (work: () => unknown): string => {
  try {
    work();
    return 'nothing thrown';
  } catch (error) {
    return error instanceof SessionError ? error.code : String(error);
  }
};

const anyFingerprint = () => fingerprint(systemRandom(32));

/** A guest without a page, who can say whatever it likes, up to the terms that the host sent it. */
function bareGuest() {
  const { record, link } = newSession();
  const host = new HostTab(record);
  const context = contextOf(link);
  const initiator = new Initiator({
    context,
    psk: link.secret,
    fingerprint: anyFingerprint(),
    claim: claim(systemRandom(16)),
    random: systemRandom,
  });
  const next = () => host.sent.shift()?.body ?? new Uint8Array();
  host.claimed(1);
  host.receive(1, initiator.start());
  const third = initiator.receive(next());
  host.receive(1, third.body);
  const last = initiator.receive(next());
  if (last.kind === 'reply') throw new Error('the handshake is not over');
  host.receive(1, last.body);
  const { session } = last;
  const channel = new RelayChannel({ session, role: 'initiator' });
  const hear = () => decodeSignalMessage(channel.open(next()) ?? new Uint8Array());
  const say = (message: SignalMessage | object) => {
    const bytes = encodeSignalMessage(message as SignalMessage);
    for (const body of channel.seal(bytes)) host.receive(1, body);
  };
  const told = hear();
  if (told.type !== 'terms') throw new Error('the guest was told nothing');
  const parties: Parties = {
    roomId: context.roomId,
    joinKey: context.joinKey,
    generation: session.generation,
    guest: session.ownIdentity.publicKey,
    host: session.peerIdentity,
  };
  const said = { terms: hashOfTerms(told.terms), answers: ANSWERS, at: Date.now() };
  const good = accept(parties, session.ownIdentity, said);
  return { host, session, terms: told.terms, parties, said, good, say, hear };
}

/** A host without a page, in front of a guest's tab that has just asked to join. */
function bareHost() {
  const { record, link } = newSession();
  const guest = new GuestTab(newGuestRecord(link));
  guest.accepts = false;
  const context = contextOf(link);
  guest.attached();
  const next = () => guest.sent.shift() ?? new Uint8Array();
  const responder = new Responder({
    first: openFirstMessage(next(), context, link.secret),
    context,
    psk: link.secret,
    hostSecretKey: hostKeyPair(record.hostSeed).secretKey,
    fingerprint: anyFingerprint(),
    random: systemRandom,
    knownIdentity: () => false,
  });
  guest.receive(responder.start());
  const fourth = responder.receive(next());
  if (fourth.kind !== 'reply') throw new Error('no fourth message');
  guest.receive(fourth.body);
  const last = responder.receive(next());
  if (last.kind === 'reply') throw new Error('the handshake is not over');
  const { session } = last;
  const channel = new RelayChannel({ session, role: 'responder' });
  const say = (message: SignalMessage | object) => {
    const bytes = encodeSignalMessage(message as SignalMessage);
    for (const body of channel.seal(bytes)) guest.receive(body);
  };
  const terms: Terms = { text: TERMS, attested: ATTESTED, expiresAt: record.expiresAt };
  const hear = () => decodeSignalMessage(channel.open(next()) ?? new Uint8Array());
  const welcome = { type: 'welcome', generation: 1, link: null } as const;
  return { guest, session, terms, say, hear, welcome };
}

function contextOf(link: Link): HandshakeContext {
  const joinKey = joinKeyPair(link.secret).publicKey;
  const room = roomId(link.hostKey);
  return { roomId: room, hostKey: link.hostKey, joinKey, mode: 'join', generation: 0 };
}

describe('what a host countersigns', () => {
  it('is the acceptance of just what it sent; both then hold one receipt', () => {
    const { host, guest } = admitted();
    const mine = guest.session.record.receipt;
    const theirs = host.session.record.seats[0]?.receipt;
    if (!mine || !theirs) throw new Error('no receipt');
    expect(encodeReceipt(mine)).toBe(encodeReceipt(theirs));
    expect(() => checkReceipt(theirs)).not.toThrow();
    expect(theirs.terms).toMatchObject({ text: TERMS, attested: ATTESTED });
    expect(theirs.answers).toEqual(ANSWERS);
  });

  const states = (host: HostTab) => host.session.waiting.map(({ state }) => state);

  it('waits for the acceptance before anybody can be let in', () => {
    const { host, good, say, hear } = bareGuest();
    expect(states(host)).toEqual(['reading']);
    host.admit(1);
    expect(host.joins).toBe(0);
    say({ type: 'accepted', ...good });
    expect(states(host)).toEqual(['ready']);
    expect(hear().type).toBe('receipt');
    host.admit(1);
    expect(host.joins).toBe(1);
  });

  const refused: [string, (guest: ReturnType<typeof bareGuest>) => object, string][] = [
    [
      'altered terms',
      ({ parties, session, said, terms }) => {
        const altered = { ...terms, text: { ...terms.text, limits: 'None.' } };
        return accept(parties, session.ownIdentity, { ...said, terms: hashOfTerms(altered) });
      },
      'CONSENT_TERMS',
    ],
    [
      'an old version of the terms',
      ({ parties, session, said, terms }) => {
        const old = { ...terms, text: { ...terms.text, version: '2025-01' } };
        return accept(parties, session.ownIdentity, { ...said, terms: hashOfTerms(old) });
      },
      'CONSENT_TERMS',
    ],
    [
      'answers other than those that were signed',
      ({ good }) => ({ ...good, answers: { ...ANSWERS, where: 'Elsewhere' } }),
      'CONSENT_SIGNATURE',
    ],
    ['a time other than the signed', ({ good }) => ({ ...good, at: 1 }), 'CONSENT_SIGNATURE'],
    [
      'another session',
      ({ parties, session, said }) =>
        accept(
          { ...parties, roomId: roomId(newSession().link.hostKey) },
          session.ownIdentity,
          said,
        ),
      'CONSENT_SIGNATURE',
    ],
    [
      'another seat',
      ({ parties, session, said }) => {
        const joinKey = joinKeyPair(newSession().link.secret).publicKey;
        return accept({ ...parties, joinKey }, session.ownIdentity, said);
      },
      'CONSENT_SIGNATURE',
    ],
    [
      'another handshake of the same session',
      ({ parties, session, said }) =>
        accept({ ...parties, generation: 2 }, session.ownIdentity, said),
      'CONSENT_SIGNATURE',
    ],
    [
      'another key',
      ({ parties, said }) => accept(parties, signingKeyPair(systemRandom(32)), said),
      'CONSENT_SIGNATURE',
    ],
    [
      'a signature of nothing',
      ({ good }) => ({ ...good, signature: signature(new Uint8Array(64)) }),
      'CONSENT_SIGNATURE',
    ],
  ];
  it.each(refused)('never is an acceptance with %s', (_, make, code) => {
    const guest = bareGuest();
    guest.say({ type: 'accepted', ...make(guest) });
    expect(guest.host.failures).toEqual([code]);
    expect(states(guest.host)).toEqual(['reading']);
    guest.host.admit(1);
    expect(guest.host.joins).toBe(0);
    // Nothing is lost by it: the right one is still taken.
    guest.say({ type: 'accepted', ...guest.good });
    expect(states(guest.host)).toEqual(['ready']);
  });

  it('never is one that comes when the time of the terms is over', () => {
    const { host, terms, good, say } = bareGuest();
    host.now = () => terms.expiresAt;
    say({ type: 'accepted', ...good });
    expect(host.failures).toEqual(['CONSENT_EXPIRED']);
    expect(states(host)).toEqual(['reading']);
  });

  it('never is one without a signature, which has no shape at all', () => {
    const { host, said, say } = bareGuest();
    say({ type: 'accepted', ...said });
    expect(host.failures).toEqual(['SIGNAL_SHAPE']);
    expect(states(host)).toEqual(['reading']);
  });

  it('is given once, and nothing else is heard of somebody who waits', () => {
    const { host, good, say } = bareGuest();
    say({ type: 'bye', reason: 'left' });
    say({ type: 'accepted', ...good });
    say({ type: 'accepted', ...good });
    expect(host.failures).toEqual(['SIGNAL_STATE', 'SIGNAL_STATE']);
    expect(states(host)).toEqual(['ready']);
  });

  it('holds what the host said when it was asked, whatever it changed since', () => {
    const { host, good, say } = bareGuest();
    host.perform(host.session.update({ terms: { ...TERMS, version: 'next' } }));
    say({ type: 'accepted', ...good });
    host.admit(1);
    expect(host.session.record.seats[0]?.receipt?.terms.text.version).toBe(TERMS.version);
  });
});

describe('what a guest’s page takes from a host', () => {
  it('is no welcome before it has accepted, nor one without a receipt', () => {
    const { guest, terms, say, welcome } = bareHost();
    say(welcome);
    say({ type: 'terms', terms });
    say(welcome);
    guest.accept();
    say(welcome);
    expect(guest.failures).toEqual(['CONSENT_MISSING', 'CONSENT_MISSING', 'CONSENT_MISSING']);
    expect(guest.admissions).toBe(0);
    expect(guest.session.record.linkSecret).toBeDefined();
  });

  it('is no receipt that this host has not signed', () => {
    const { guest, terms, say, welcome } = bareHost();
    say({ type: 'terms', terms });
    guest.accept();
    say({ type: 'receipt', signature: signature(systemRandom(64)) });
    say(welcome);
    expect(guest.failures).toEqual(['CONSENT_SIGNATURE', 'CONSENT_MISSING']);
    expect(guest.session.record.receipt).toBeUndefined();
  });

  it('is no receipt before it has accepted, no second terms, and no acceptance', () => {
    const { guest, terms, say } = bareHost();
    const nothing = signature(new Uint8Array(64));
    say({ type: 'receipt', signature: nothing });
    say({ type: 'terms', terms });
    say({ type: 'terms', terms: { ...terms, text: { ...TERMS, limits: 'None.' } } });
    const hash = hashOfTerms(terms);
    say({ type: 'accepted', terms: hash, answers: ANSWERS, at: 0, signature: nothing });
    expect(guest.failures).toEqual(['SIGNAL_STATE', 'SIGNAL_STATE', 'SIGNAL_STATE']);
    expect(guest.terms).toEqual([terms]);
  });

  const words = (change: object) => ({ ...TERMS, ...change });
  it.each([
    ['too long', words({ limits: 'x'.repeat(4001) })],
    ['with an empty part that must be there', words({ handling: '' })],
    ['without a version', words({ version: '' })],
    ['with a member too many', words({ colour: 'blue' })],
    ['with a member too few', words({ phone: undefined })],
    ['with half a character', words({ limits: 'x\ud800' })],
    ['of another type', words({ guardian: 'yes' })],
  ])('are no terms %s', (_, text) => {
    const { guest, terms, say } = bareHost();
    say({ type: 'terms', terms: { ...terms, text } });
    expect(guest.failures).toEqual(['SIGNAL_SHAPE']);
    expect(guest.terms).toEqual([]);
  });

  it('are the longest terms there may be, whatever their letters', () => {
    const { guest, terms, say } = bareHost();
    const longest = '\u0001'.repeat(4000);
    say({
      type: 'terms',
      terms: { ...terms, text: words({ handling: longest, limits: longest }) },
    });
    expect(guest.failures).toEqual([]);
    expect(guest.terms).toHaveLength(1);
  });
});

describe('a reload before the admission', () => {
  it('signs again by itself, under the new keys, what was accepted', () => {
    const { record, link } = newSession();
    const host = new HostTab(record);
    const guest = new GuestTab(newGuestRecord(link));
    host.claimed(1);
    guest.attached();
    settle(guest, host, 1);
    const before = guest.session.record.receipt;
    guest.reload();
    guest.accepts = false;
    host.claimed(2);
    guest.attached();
    settle(guest, host, 2);
    expect(guest.terms).toHaveLength(1);
    expect(host.session.waiting).toMatchObject([{ connection: 2, state: 'ready' }]);
    expect(guest.session.record.receipt?.guest).not.toEqual(before?.guest);
    host.admit(2);
    settle(guest, host, 2);
    expect(guest.admissions).toBe(1);
  });

  it('shows terms that have changed since, and signs nothing by itself', () => {
    const { record, link } = newSession();
    const host = new HostTab(record);
    const guest = new GuestTab(newGuestRecord(link));
    host.claimed(1);
    guest.attached();
    settle(guest, host, 1);
    guest.reload();
    guest.accepts = false;
    host.perform(host.session.update({ attested: { ...ATTESTED, place: false } }));
    host.claimed(2);
    guest.attached();
    settle(guest, host, 2);
    expect(guest.terms).toHaveLength(2);
    expect(host.session.waiting).toMatchObject([{ connection: 2, state: 'reading' }]);
  });

  it('keeps an acceptance that was pressed while nobody was there', () => {
    const { record, link } = newSession();
    const host = new HostTab(record);
    const guest = new GuestTab(newGuestRecord(link));
    guest.accepts = false;
    host.claimed(1);
    guest.attached();
    settle(guest, host, 1);
    host.perform(host.session.gone(1));
    guest.session.detached();
    guest.accept();
    expect(guest.sent).toEqual([]);
    host.claimed(2);
    guest.attached();
    settle(guest, host, 2);
    expect(host.session.waiting).toMatchObject([{ connection: 2, state: 'ready' }]);
  });

  it('asks nothing of who resumes, and keeps the receipt over reloads of both', () => {
    const { guest, host } = admitted();
    const receipt = encodeReceipt(guest.session.record.receipt ?? never());
    guest.reload();
    host.reload();
    host.claimed(2, true);
    guest.attached();
    settle(guest, host, 2);
    expect(guest.admissions).toBe(2);
    expect(guest.terms).toHaveLength(1);
    expect(encodeReceipt(guest.session.record.receipt ?? never())).toBe(receipt);
    expect(encodeReceipt(host.session.record.seats[0]?.receipt ?? never())).toBe(receipt);
  });
});

describe('a receipt', () => {
  it('that was altered anywhere is one that nobody has signed', () => {
    const { guest } = admitted();
    const receipt = guest.session.record.receipt ?? never();
    const altered: Receipt[] = [
      { ...receipt, at: receipt.at + 1 },
      { ...receipt, generation: 2 },
      { ...receipt, guest: receipt.host },
      { ...receipt, host: signingPublicKey(receipt.guest) },
      { ...receipt, terms: { ...receipt.terms, attested: { ...ATTESTED, network: true } } },
      { ...receipt, terms: { ...receipt.terms, text: { ...TERMS, phone: '' } } },
      { ...receipt, terms: { ...receipt.terms, expiresAt: 0 } },
      { ...receipt, answers: { ...ANSWERS, points: { ...ANSWERS.points, view: 'yes' } } },
      { ...receipt, answers: { ...ANSWERS, word: '' } },
      { ...receipt, hostSignature: receipt.guestSignature },
      { ...receipt, guestSignature: receipt.hostSignature },
    ];
    for (const one of altered) expect(codeOf(() => checkReceipt(one))).toBe('CONSENT_SIGNATURE');
  });

  it('is read back exactly, and nothing else is read as one', () => {
    const { guest } = admitted();
    const text = encodeReceipt(guest.session.record.receipt ?? never());
    expect(encodeReceipt(decodeReceipt(text))).toBe(text);
    for (let cut = 0; cut < text.length; cut += 13) {
      expect(() => decodeReceipt(text.slice(0, cut))).toThrow();
    }
    fc.assert(
      fc.property(fc.json(), (json) => codeOf(() => decodeReceipt(json)) !== 'nothing thrown'),
    );
  });
});

function never(): never {
  throw new Error('no receipt');
}
