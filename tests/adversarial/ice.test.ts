import fc from 'fast-check';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { simplePeer } from '../../client/build/simple-peer.ts';
import { Path } from '../../client/controllers/path.ts';
import { addressGate } from '../../client/session/address-gate.ts';
import { checkCandidate } from '../../client/session/candidate.ts';

const HOST = 'alcove.example';
const named = (...urls: string[]) =>
  ({ type: 'turn', lifetime: 7200, urls, username: '1:a', password: 'p' }) as const;

describe('a TURN server that the relay names', () => {
  test('is taken under the page’s own host, with any port and transport', () => {
    const path = new Path(HOST, false);
    const urls = [
      'turn:alcove.example',
      'turn:ALCOVE.example:3478?transport=udp',
      'turns:alcove.example:5349?transport=tcp',
    ];
    expect(path.take(named(...urls))).toBe(true);
    expect(path.ice).toEqual({
      iceServers: [{ urls, username: '1:a', credential: 'p' }],
      addressGate: undefined,
    });
    const six = new Path('[2001:db8::1]', false);
    expect(six.take(named('turn:[2001:db8::1]:3478'))).toBe(true);
  });

  test.each([
    'turn:other.example',
    'turn:alcove.example.other.example',
    'turn:other.example?transport=udp&x=alcove.example',
    'turn:alcove.example@other.example',
    'turn:other.example#alcove.example',
    'turn:other.example/alcove.example',
    'turn:sub.alcove.example',
    'turn:192.0.2.1',
    'turn:alcove.example:3478:3479',
    'turn://alcove.example',
    'stun:alcove.example',
    'stuns:alcove.example',
    'stun:stun.l.google.com:19302',
    'http://alcove.example',
    'alcove.example',
  ])('is refused as %s, and all that came with it', (url) => {
    const path = new Path(HOST, true);
    expect(path.take(named('turn:alcove.example'))).toBe(true);
    expect(path.take(named('turn:alcove.example', url))).toBe(false);
    expect(path.foreign).toBe(true);
    expect(path.ice.iceServers).toEqual([]);
    // And hidden it stays: with no server there is no way, rather than a direct one.
    expect(path.ice.addressGate).toBeDefined();
  });

  test('never names another host by any text', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 60 }), (text) => {
        const path = new Path(HOST, false);
        const url = `turn:${text}`;
        if (path.take(named(url))) {
          expect(url.toLowerCase()).toMatch(
            /^turn:alcove\.example(?::\d+)?(?:\?transport=(?:udp|tcp))?$/,
          );
        }
      }),
    );
  });
});

test('default STUN contacted: simple-peer is built without its public servers', async () => {
  const file = join(process.cwd(), 'node_modules/simple-peer/index.js');
  const source = await readFile(file, 'utf8');
  expect(source).toContain('stun:');
  const { transform } = simplePeer();
  const handler = typeof transform === 'object' ? transform.handler : transform;
  const made: unknown = await handler?.call({} as never, source, file, {} as never);
  expect(JSON.stringify(made)).not.toMatch(/stuns?:/);
});

const RELAYED =
  'candidate:3 1 udp 41885439 198.51.100.1 49160 typ relay raddr 203.0.113.9 rport 40000 generation 0';
const OTHERS = [
  'candidate:1 1 udp 2122260223 192.168.10.2 54321 typ host generation 0',
  'candidate:1 1 udp 2122260223 2001:db8::7 54321 typ host generation 0',
  'candidate:5 1 udp 2122260223 0a1b2c3d-0000-4000-8000-000000000000.local 54321 typ host',
  'candidate:2 1 udp 1686052607 203.0.113.9 40000 typ srflx raddr 192.168.10.2 rport 54321',
  'candidate:4 1 udp 1686052607 203.0.113.9 40001 typ prflx raddr 192.168.10.2 rport 54321',
  'candidate:6 1 tcp 1518280447 192.168.10.2 9 typ host tcptype active',
  'candidate:7 1 UDP 2122260223 192.168.10.2 54321 TYP HOST',
  // A word that is no type.
  'candidate:8 1 udp 2122260223 192.168.10.2 54321 typ host network-id relay',
  'candidate:9 1 udp 2122260223 192.168.10.2 54321 typ host xtyp relay',
];
const PRIVATE = /192\.168\.10\.2|203\.0\.113\.9|2001:db8|\.local/;

describe('non-relay candidate in relay mode', () => {
  test('does not pass, in either direction', () => {
    for (const line of OTHERS) expect(addressGate.candidate(line), line).toBeUndefined();
  });

  test('relayed ones pass with the address behind them blank', () => {
    const passed = addressGate.candidate(RELAYED);
    expect(passed).toBe(
      'candidate:3 1 udp 41885439 198.51.100.1 49160 typ relay raddr 0.0.0.0 rport 0 generation 0',
    );
    expect(() => checkCandidate(passed ?? '')).not.toThrow();
    expect(addressGate.candidate('')).toBe('');
  });

  test('nothing of a description tells an address, wherever it stands', () => {
    const sdp = [
      'v=0',
      'o=- 1 2 IN IP4 192.168.10.2',
      's=-',
      'c=IN IP6 2001:db8::7',
      'm=audio 54321 UDP/TLS/RTP/SAVPF 111',
      'c=IN IP4 203.0.113.9',
      'a=rtcp:9 IN IP4 192.168.10.2',
      ...[...OTHERS, RELAYED].map((line) => `a=${line}`),
      'a=ice-ufrag:abcd',
      'a=sendrecv',
      '',
    ].join('\r\n');
    const passed = addressGate.description(sdp);
    expect(passed).not.toMatch(PRIVATE);
    expect(passed.match(/^a=candidate:/gm)).toHaveLength(1);
    // And all else as it was.
    for (const line of ['a=ice-ufrag:abcd', 'a=sendrecv', 'm=audio 54321 UDP/TLS/RTP/SAVPF 111'])
      expect(passed).toContain(`${line}\r\n`);
  });
});
