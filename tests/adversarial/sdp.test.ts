import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_CANDIDATES } from '../../client/session/candidate.ts';
import { DescriptionGate, parseFingerprint } from '../../client/session/description-gate.ts';
import { SessionError, type SessionErrorCode } from '../../client/session/errors.ts';
import { decodeSignalMessage } from '../../client/session/signal-message.ts';

const pairs = (seed: number): string =>
  Array.from({ length: 32 }, (_, i) =>
    ((seed * 7 + i * 13) % 256).toString(16).padStart(2, '0').toUpperCase(),
  ).join(':');
const AGREED = pairs(1);
const OTHER = pairs(2);
const HOST_CANDIDATE = 'candidate:1 1 udp 2122260223 192.0.2.7 54321 typ host generation 0';

const section = (kind: string, lines: string[] = [`a=fingerprint:sha-256 ${AGREED}`]): string[] => [
  kind === 'application'
    ? 'm=application 9 UDP/DTLS/SCTP webrtc-datachannel'
    : `m=${kind} 9 UDP/TLS/RTP/SAVPF 96`,
  'c=IN IP4 0.0.0.0',
  'a=setup:actpass',
  ...lines,
];
const description = (...sections: string[][]): string =>
  ['v=0', 'o=- 1 2 IN IP4 127.0.0.1', 's=-', 't=0 0', ...sections.flat(), ''].join('\r\n');
const HONEST = description(section('audio'), section('video'), section('application'));

const gate = (): DescriptionGate => new DescriptionGate(parseFingerprint(AGREED));
const codeOf = (work: () => void): SessionErrorCode | 'accepted' => {
  try {
    work();
    return 'accepted';
  } catch (error) {
    if (error instanceof SessionError) return error.code;
    throw error;
  }
};
const check = (sdp: string): SessionErrorCode | 'accepted' =>
  codeOf(() => gate().checkDescription(sdp));

describe('fingerprints in a description', () => {
  test('the agreed one is accepted, in either case and at either level', () => {
    expect(check(HONEST)).toBe('accepted');
    expect(check(HONEST.replaceAll(AGREED, AGREED.toLowerCase()))).toBe('accepted');
    const common = ['v=0', 's=-', `a=fingerprint:sha-256 ${AGREED}`, ...section('audio', []), ''];
    expect(check(common.join('\r\n'))).toBe('accepted');
  });

  test('swapped fingerprint', () => {
    expect(check(HONEST.replaceAll(AGREED, OTHER))).toBe('SDP_FINGERPRINT_MISMATCH');
  });

  test('two fingerprints, the agreed one first, last, or in another section', () => {
    const both = (first: string, second: string) =>
      section('video', [`a=fingerprint:sha-256 ${first}`, `a=fingerprint:sha-256 ${second}`]);
    expect(check(description(both(AGREED, OTHER)))).toBe('SDP_FINGERPRINT_MANY');
    expect(check(description(both(OTHER, AGREED)))).toBe('SDP_FINGERPRINT_MANY');
    const elsewhere = section('application', [`a=fingerprint:sha-256 ${OTHER}`]);
    expect(check(description(section('audio'), elsewhere))).toBe('SDP_FINGERPRINT_MANY');
    const above = `v=0\r\na=fingerprint:sha-256 ${OTHER}\r\n${section('audio').join('\r\n')}\r\n`;
    expect(check(above)).toBe('SDP_FINGERPRINT_MANY');
  });

  test('sha-1, alone and beside sha-256', () => {
    const weak = `a=fingerprint:sha-1 ${AGREED.slice(0, 59)}`;
    expect(check(description(section('audio', [weak])))).toBe('SDP_FINGERPRINT_ALGORITHM');
    expect(check(description(section('audio', [`a=fingerprint:sha-256 ${AGREED}`, weak])))).toBe(
      'SDP_FINGERPRINT_ALGORITHM',
    );
  });

  test('none at all, or a section that none covers', () => {
    expect(check(description(section('audio', [])))).toBe('SDP_FINGERPRINT_MISSING');
    expect(check(description(section('audio'), section('video', [])))).toBe(
      'SDP_FINGERPRINT_MISSING',
    );
    expect(check('')).toBe('SDP_FINGERPRINT_MISSING');
  });

  test('changed on renegotiation', () => {
    const once = gate();
    expect(codeOf(() => once.checkDescription(HONEST))).toBe('accepted');
    expect(codeOf(() => once.checkDescription(HONEST.replaceAll(AGREED, OTHER)))).toBe(
      'SDP_FINGERPRINT_MISMATCH',
    );
  });

  test('hidden behind unusual line ends', () => {
    for (const end of ['\n', '\r']) {
      const sneaked = HONEST.replace('s=-', `s=-${end}a=fingerprint:sha-256 ${OTHER}`);
      expect(check(sneaked)).toBe('SDP_FINGERPRINT_MANY');
    }
    expect(check(HONEST.replace('a=fingerprint:', 'a=FINGERPRINT:'))).toBe('accepted');
    expect(check(HONEST.replace('s=-', `s=-\r\na=FingerPrint:sha-256 ${OTHER}`))).toBe(
      'SDP_FINGERPRINT_MANY',
    );
    expect(check(HONEST.replace(`sha-256 ${AGREED}`, `sha-256  ${AGREED}`))).toBe('SDP_SHAPE');
  });
});

describe('shape of a description', () => {
  test('a media key in the clear (SDES), plain RTP, an unknown section', () => {
    const key = 'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:c2VjcmV0';
    const line = `a=fingerprint:sha-256 ${AGREED}`;
    expect(check(description(section('audio', [line, key])))).toBe('SDP_SHAPE');
    expect(check(HONEST.replaceAll('UDP/TLS/RTP/SAVPF', 'RTP/AVP'))).toBe('SDP_SHAPE');
    expect(check(HONEST.replace('m=audio', 'm=text'))).toBe('SDP_SHAPE');
  });

  test('more than six media sections, more than 64 KiB', () => {
    const many = Array.from({ length: 7 }, () => section('video'));
    expect(check(description(...many))).toBe('SDP_SHAPE');
    expect(check(`${HONEST}a=x:${'x'.repeat(64 * 1024)}\r\n`)).toBe('SDP_SIZE');
  });
});

describe('candidates', () => {
  test('10,000 candidates, in one message, in many, or inside a description', () => {
    const lines = Array.from({ length: 10_000 }, () => HOST_CANDIDATE);
    expect(codeOf(() => gate().checkCandidates(lines))).toBe('CANDIDATE_TOO_MANY');
    const dripped = gate();
    let accepted = 0;
    const drip = codeOf(() => {
      for (const line of lines) {
        dripped.checkCandidates([line]);
        accepted += 1;
      }
    });
    expect([drip, accepted]).toEqual(['CANDIDATE_TOO_MANY', MAX_CANDIDATES]);
    const inside = lines.slice(0, 600).map((line) => `a=${line}`);
    const fingerprint = `a=fingerprint:sha-256 ${AGREED}`;
    expect(check(description(section('audio', [fingerprint, ...inside])))).toBe(
      'CANDIDATE_TOO_MANY',
    );
  });

  test('addresses only: no name that a name server would be asked for', () => {
    const of = (address: string) => HOST_CANDIDATE.replace('192.0.2.7', address);
    for (const address of ['2001:db8::1', '::ffff:192.0.2.1', 'fe80::1']) {
      expect(codeOf(() => gate().checkCandidates([of(address)]))).toBe('accepted');
    }
    const local = '0f8fad5b-d9cb-469f-a165-70867728950e.local';
    expect(codeOf(() => gate().checkCandidates([of(local), '']))).toBe('accepted');
    for (const address of [
      'tracker.example.com',
      'router.local',
      `x${local}`,
      'localhost',
      '192.0.2.256',
      '1.2.3',
      '192.0.2.7\r\na=x',
    ]) {
      expect(
        codeOf(() => gate().checkCandidates([of(address)])),
        address,
      ).toBe('CANDIDATE_SHAPE');
    }
  });

  test('a line that is none', () => {
    for (const line of ['candidate:', 'x', 'a=ice-ufrag:x', `${HOST_CANDIDATE}\n`]) {
      expect(
        codeOf(() => gate().checkCandidates([line])),
        line,
      ).toBe('CANDIDATE_SHAPE');
    }
  });
});

describe('the sealed message around it', () => {
  const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
  const link = '0123456789abcdef';

  test('simple-peer’s renegotiate and transceiverRequest have no shape', () => {
    const refused = [
      { type: 'renegotiate', renegotiate: true },
      { type: 'transceiverRequest', transceiverRequest: { kind: 'video' } },
      { type: 'description', link, kind: 'rollback', sdp: '' },
      { type: 'description', link, kind: 'pranswer', sdp: '' },
      { type: 'description', link, kind: 'offer', sdp: '', renegotiate: true },
      { type: 'candidates', link, candidates: [] },
      { type: 'candidates', link: 'x', candidates: [{ candidate: '', sdpMid: null }] },
      {
        type: 'candidates',
        link,
        candidates: [{ candidate: '', sdpMid: null, sdpMLineIndex: null }],
      },
    ];
    for (const message of refused) {
      expect(codeOf(() => decodeSignalMessage(bytes(message)))).toBe('SIGNAL_SHAPE');
    }
  });

  test('whatever comes is a message or a code, never another error', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        const code = codeOf(() => decodeSignalMessage(new TextEncoder().encode(text)));
        return code === 'SIGNAL_SHAPE';
      }),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (raw) => {
        return codeOf(() => decodeSignalMessage(raw)) === 'SIGNAL_SHAPE';
      }),
    );
  });

  test('no line inserted anywhere smuggles another certificate past the gate', () => {
    const foreign = fc.constantFrom('sha-256', 'SHA-256', 'sha-1', 'sha-512');
    const end = fc.constantFrom('\r\n', '\n', '\r');
    const space = fc.constantFrom(' ', '  ', '\t', '');
    fc.assert(
      fc.property(fc.nat(HONEST.length), foreign, end, space, (at, algorithm, lineEnd, gap) => {
        const line = `${lineEnd}a=fingerprint:${algorithm}${gap}${OTHER}${lineEnd}`;
        return check(HONEST.slice(0, at) + line + HONEST.slice(at)) !== 'accepted';
      }),
      { numRuns: 3000 },
    );
  });
});
