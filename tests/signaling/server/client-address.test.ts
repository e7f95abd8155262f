import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { clientAddress } from '../../../signaling/server/client-address.ts';

function addressOf(remote: string, proxies = 0, forwarded?: string): string {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: remote });
  const request = new IncomingMessage(socket);
  if (forwarded !== undefined) request.headers['x-forwarded-for'] = forwarded;
  return clientAddress(request, proxies);
}

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:0DB8:0001:0002::9', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['2001:db8::', '2001:db8:0:0'],
  ['2001:db8:1:2::192.0.2.1', '2001:db8:1:2'],
  ['::1', '0:0:0:0'],
  ['::', '0:0:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['', ''],
])('%s counts as %s', (remote, network) => {
  expect(addressOf(remote)).toBe(network);
});

describe('X-Forwarded-For', () => {
  test('is ignored unless a proxy is known to be in front', () => {
    expect(addressOf('192.0.2.1', 0, '198.51.100.1')).toBe('192.0.2.1');
  });

  test('is read from the right, as many places as there are proxies', () => {
    const chain = '198.51.100.1, 198.51.100.2 ,198.51.100.3';
    expect(addressOf('192.0.2.1', 1, chain)).toBe('198.51.100.3');
    expect(addressOf('192.0.2.1', 2, chain)).toBe('198.51.100.2');
    expect(addressOf('192.0.2.1', 3, chain)).toBe('198.51.100.1');
  });

  test('that is too short, missing or no address leaves the connection’s own', () => {
    expect(addressOf('192.0.2.1', 2, '198.51.100.1')).toBe('192.0.2.1');
    expect(addressOf('192.0.2.1', 1)).toBe('192.0.2.1');
    expect(addressOf('192.0.2.1', 1, 'unknown')).toBe('192.0.2.1');
    expect(addressOf('192.0.2.1', 1, '')).toBe('192.0.2.1');
  });
});
