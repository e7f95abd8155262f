import { beforeAll, describe, expect, it } from 'vitest';
import { GuestConsent } from '../../client/session/recording-guest.ts';
import { HostConsent } from '../../client/session/recording-host.ts';
import { decodeAsk, encodeAsk, encodeState } from '../../client/session/recording-message.ts';
import { CONSENT_MS, partiesOf } from '../../client/session/recording-terms.ts';
import { systemRandom } from '../../crypto/random.ts';
import {
  HOST_SEAT,
  signConsent,
  signRevocation,
  verifyConsents,
  verifyRevocation,
  type ConsentTerms,
} from '../../crypto/recording-consent.ts';
import { signingKeyPair } from '../../crypto/signing.ts';
import { ready } from '../../crypto/sodium.ts';
import { codeOf, flipped, handshake } from '../crypto/handshake-pair.ts';

beforeAll(() => ready);

const NOW = 1_790_000_000_000;

/** Both sides of one conversation. */
function pair() {
  const { host, guest } = handshake();
  const [ours, theirs] = [partiesOf('host', host), partiesOf('guest', guest)];
  return {
    ours,
    theirs,
    host: new HostConsent(ours, systemRandom),
    guest: new GuestConsent(theirs),
  };
}

/** Up to the guest's yes. */
function agreed(scope: 'sound' | 'pictures' = 'sound') {
  const sides = pair();
  const question = sides.host.ask(scope, NOW);
  sides.guest.asked(question);
  const yes = sides.guest.answer(true) ?? new Uint8Array(0);
  return { ...sides, question, yes };
}

describe('the signatures of a consent', () => {
  const signed = () => {
    const { ours, theirs } = pair();
    const terms: ConsentTerms = {
      roomId: ours.roomId,
      epoch: ours.epoch,
      roster: ours.roster,
      scope: 'sound',
      start: NOW,
      expiry: NOW + 60_000,
      nonce: systemRandom(16),
    };
    const signatures = new Map([
      [HOST_SEAT, signConsent(terms, HOST_SEAT, ours.identity.secretKey)],
      [0, signConsent(terms, 0, theirs.identity.secretKey)],
    ]);
    const code = (over: Partial<ConsentTerms> = {}, from = signatures, now = NOW) =>
      codeOf(() => verifyConsents({ ...terms, ...over }, from, now));
    return { ours, theirs, terms, signatures, code };
  };

  it('count when all are there', () => {
    expect(signed().code()).toBe('nothing');
  });

  it('are refused when one is missing, whosever it is', () => {
    const { code, signatures } = signed();
    for (const seat of [0, HOST_SEAT]) {
      const fewer = new Map([...signatures].filter(([of]) => of !== seat));
      expect(code({}, fewer)).toBe('RECORDING_MISSING');
    }
  });

  it('are refused with one too many', () => {
    const { code, signatures } = signed();
    const first = signatures.get(0);
    if (!first) throw new Error('no signature');
    expect(code({}, new Map([...signatures, [1, first]]))).toBe('RECORDING_SIGNATURE');
  });

  it('are for nothing else than what was signed', () => {
    const { code, terms } = signed();
    const other = pair().ours;
    expect(code({ scope: 'pictures' })).toBe('RECORDING_SIGNATURE');
    expect(code({ roomId: other.roomId })).toBe('RECORDING_SIGNATURE');
    expect(code({ epoch: terms.epoch + 1 })).toBe('RECORDING_SIGNATURE');
    expect(code({ expiry: terms.expiry + 1 })).toBe('RECORDING_SIGNATURE');
    expect(code({ start: terms.start - 1 })).toBe('RECORDING_SIGNATURE');
    expect(code({ nonce: flipped(terms.nonce, 3) })).toBe('RECORDING_SIGNATURE');
  });

  it('are not those of another session, nor of another handshake', () => {
    const { code } = signed();
    expect(code({ roster: pair().ours.roster })).toBe('RECORDING_SIGNATURE');
  });

  it('are refused when somebody else signed, or each in the other’s place', () => {
    const { code, terms, signatures, ours } = signed();
    const stranger = signingKeyPair(systemRandom(32));
    const wrong = signConsent(terms, 0, stranger.secretKey);
    expect(code({}, new Map([...signatures, [0, wrong]]))).toBe('RECORDING_SIGNATURE');
    const hosts = signConsent(terms, 0, ours.identity.secretKey);
    expect(code({}, new Map([...signatures, [0, hosts]]))).toBe('RECORDING_SIGNATURE');
    expect(codeOf(() => signConsent(terms, 3, stranger.secretKey))).toBe('RECORDING_SIGNATURE');
  });

  it('count from their start until before their expiry', () => {
    const { code, signatures, terms } = signed();
    expect(code({}, signatures, terms.start - 1)).toBe('RECORDING_EXPIRED');
    expect(code({}, signatures, terms.expiry - 1)).toBe('nothing');
    expect(code({}, signatures, terms.expiry)).toBe('RECORDING_EXPIRED');
  });

  it('of a revocation are no consent, and those of a consent no revocation', () => {
    const { terms, theirs, signatures } = signed();
    const taken = signRevocation(terms, 0, NOW, theirs.identity.secretKey);
    expect(codeOf(() => verifyRevocation(terms, 0, NOW, taken))).toBe('nothing');
    expect(codeOf(() => verifyRevocation(terms, 0, NOW + 1, taken))).toBe('RECORDING_SIGNATURE');
    expect(codeOf(() => verifyRevocation(terms, 0, NOW, signatures.get(0) ?? taken))).toBe(
      'RECORDING_SIGNATURE',
    );
    expect(codeOf(() => verifyConsents(terms, new Map([...signatures, [0, taken]]), NOW))).toBe(
      'RECORDING_SIGNATURE',
    );
  });
});

describe('asking and answering', () => {
  it('records with both signatures, and never before', () => {
    const { host, guest, yes, question } = agreed('pictures');
    expect(host.holds(NOW)).toBe(false);
    expect(host.answered(yes, NOW + 1)).toBe(true);
    expect(host.holds(NOW + 1)).toBe(true);
    expect(host.receipts?.signatures.size).toBe(2);
    expect(guest.beat).toEqual(decodeAsk(question).nonce);
  });

  it('does not record after a no', () => {
    const { host, guest } = pair();
    guest.asked(host.ask('sound', NOW));
    expect(host.answered(guest.answer(false) ?? new Uint8Array(0), NOW)).toBe(false);
    expect(host.holds(NOW)).toBe(false);
    expect(guest.beat).toBeUndefined();
  });

  it('refuses a yes to more than was asked', () => {
    const { host, guest, theirs } = pair();
    const asked = decodeAsk(host.ask('sound', NOW));
    // A guest that is shown another scope signs another thing.
    const shown = encodeAsk({ ...asked, scope: 'pictures' });
    expect(codeOf(() => guest.asked(shown))).toBe('RECORDING_SIGNATURE');
    const { roomId, epoch, roster, identity } = theirs;
    const terms = { ...asked, roomId, epoch, roster, scope: 'pictures' as const };
    const yes = new Uint8Array([...asked.nonce, ...signConsent(terms, 0, identity.secretKey)]);
    expect(codeOf(() => host.answered(yes, NOW))).toBe('RECORDING_SIGNATURE');
    expect(host.holds(NOW)).toBe(false);
  });

  it('refuses a yes that comes too late, and stops when the time is over', () => {
    const late = agreed();
    expect(codeOf(() => late.host.answered(late.yes, NOW + CONSENT_MS))).toBe('RECORDING_EXPIRED');
    expect(late.host.holds(NOW + CONSENT_MS)).toBe(false);
    const { host, guest, yes } = agreed();
    host.answered(yes, NOW);
    host.beat(guest.beat ?? new Uint8Array(0), NOW + CONSENT_MS - 1);
    expect(host.holds(NOW + CONSENT_MS - 1)).toBe(true);
    host.beat(guest.beat ?? new Uint8Array(0), NOW + CONSENT_MS);
    expect(host.holds(NOW + CONSENT_MS)).toBe(false);
  });

  it('refuses the same yes again: at once, after the end, and to another question', () => {
    const { host, yes } = agreed();
    host.answered(yes, NOW);
    expect(codeOf(() => host.answered(yes, NOW))).toBe('RECORDING_STATE');
    host.end();
    expect(codeOf(() => host.answered(yes, NOW))).toBe('RECORDING_STATE');
    host.ask('sound', NOW);
    expect(codeOf(() => host.answered(yes, NOW))).toBe('RECORDING_STATE');
    expect(host.holds(NOW)).toBe(false);
  });

  it('refuses a yes from another session', () => {
    const { host } = agreed();
    const other = agreed();
    expect(codeOf(() => host.answered(other.yes, NOW))).toBe('RECORDING_STATE');
    // Even under the nonce of this question.
    const nonce = host.nonce ?? new Uint8Array(16);
    const moved = new Uint8Array([...nonce, ...other.yes.subarray(16)]);
    expect(codeOf(() => host.answered(moved, NOW))).toBe('RECORDING_SIGNATURE');
  });

  it('is over when it is taken back, and a yes or a beat from before counts no more', () => {
    const { host, guest, yes } = agreed();
    host.answered(yes, NOW);
    const beat = guest.beat ?? new Uint8Array(0);
    const taken = guest.revoke(NOW + 5) ?? new Uint8Array(0);
    expect(guest.beat).toBeUndefined();
    host.revoked(taken);
    expect(host.holds(NOW + 5)).toBe(false);
    expect(codeOf(() => host.answered(yes, NOW + 6))).toBe('RECORDING_STATE');
    expect(codeOf(() => host.beat(beat, NOW + 6))).toBe('RECORDING_STATE');
    expect(codeOf(() => host.revoked(taken))).toBe('RECORDING_STATE');
    expect(host.holds(NOW + 6)).toBe(false);
  });

  it('is over even when it is taken back with a wrong signature, which is refused', () => {
    const { host, guest, yes } = agreed();
    host.answered(yes, NOW);
    const taken = flipped(guest.revoke(NOW) ?? new Uint8Array(0), -1);
    expect(codeOf(() => host.revoked(taken))).toBe('RECORDING_SIGNATURE');
    expect(host.holds(NOW)).toBe(false);
  });

  it('is over after six seconds of silence', () => {
    const { host, guest, yes } = agreed();
    host.answered(yes, NOW);
    expect(host.holds(NOW + 6000)).toBe(true);
    expect(host.holds(NOW + 6001)).toBe(false);
    host.beat(guest.beat ?? new Uint8Array(0), NOW + 2000);
    expect(host.holds(NOW + 8000)).toBe(true);
    expect(host.holds(NOW + 8001)).toBe(false);
  });

  it('a guest takes a question once, from the host alone, and none without end', () => {
    const { host, guest, theirs } = pair();
    const question = host.ask('sound', NOW);
    const asked = decodeAsk(question);
    const { roomId, epoch, roster, identity } = theirs;
    const own = signConsent({ ...asked, roomId, epoch, roster }, 0, identity.secretKey);
    const code = (body: Uint8Array) => codeOf(() => guest.asked(body));
    expect(code(encodeAsk({ ...asked, signature: own }))).toBe('RECORDING_SIGNATURE');
    expect(code(encodeAsk({ ...asked, expiry: asked.start + CONSENT_MS + 1 }))).toBe(
      'RECORDING_EXPIRED',
    );
    expect(code(encodeAsk({ ...asked, expiry: asked.start }))).toBe('RECORDING_EXPIRED');
    expect(code(question)).toBe('nothing');
    expect(code(question)).toBe('RECORDING_STATE');
  });

  it('a question that was taken back has no answer', () => {
    const { host, guest } = pair();
    guest.asked(host.ask('sound', NOW));
    expect(guest.said(encodeState(host.nonce ?? new Uint8Array(16), 'over'))).toBe('over');
    expect(guest.answer(true)).toBeUndefined();
    expect(guest.revoke(NOW)).toBeUndefined();
  });

  it('refuses bodies of any other length, scope or state', () => {
    const { host, guest, yes, question } = agreed();
    const beat = guest.beat ?? new Uint8Array(0);
    const taken = guest.revoke(NOW) ?? new Uint8Array(0);
    const bodies = [
      [question, (body: Uint8Array) => guest.asked(body)],
      [yes, (body: Uint8Array) => host.answered(body, NOW)],
      [beat, (body: Uint8Array) => host.beat(body, NOW)],
      [taken, (body: Uint8Array) => host.revoked(body)],
      [encodeState(beat, 'on'), (body: Uint8Array) => guest.said(body)],
    ] as const;
    for (const [whole, take] of bodies) {
      for (let cut = 0; cut < whole.length; cut += 1) {
        const code = codeOf(() => take(whole.subarray(0, cut)));
        // A nonce alone is a no, and says itself to which question.
        if (whole === yes && cut === 16) continue;
        expect(code, `${whole.length} ${cut}`).toBe('PEER_MESSAGE_SHAPE');
      }
      expect(codeOf(() => take(new Uint8Array([...whole, 0])))).toBe('PEER_MESSAGE_SHAPE');
    }
    const scope = new Uint8Array(question);
    scope[0] = 3;
    expect(codeOf(() => guest.asked(scope))).toBe('PEER_MESSAGE_SHAPE');
    expect(codeOf(() => guest.said(new Uint8Array([...beat, 3])))).toBe('PEER_MESSAGE_SHAPE');
  });
});
