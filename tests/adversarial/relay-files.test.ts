import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startRelay, type RelayProcess } from '../support/relay-process.ts';
import { Wire } from '../support/relay-wire.ts';

let relay: RelayProcess;
beforeAll(async () => {
  relay = await startRelay();
});
afterAll(() => relay.stop());

/** As it is written, with none of the cleaning that a browser or fetch would do. */
async function get(path: string): Promise<string> {
  const wire = await Wire.open(relay.port);
  const host = new URL(relay.origin).host;
  wire.send(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  return wire.ended();
}

describe('a path out of the pages is 404', () => {
  test.each([
    '/../package.json',
    '/../../../../../../etc/passwd',
    '/assets/../../server/alcove.js',
    '/assets/../index.html',
    '/assets/%2e%2e/%2e%2e/server/alcove.js',
    '/assets/%2E%2E%2F%2E%2E%2Fserver%2Falcove.js',
    '/%2e%2e%2fserver/alcove.js',
    '/assets/..%5c..%5cserver%5calcove.js',
    '/assets/..\\..\\server\\alcove.js',
    '//etc/passwd',
    '/file:///etc/passwd',
    '/assets//etc/passwd',
    '/assets/%00',
    '/%',
    '/assets/%ff',
    '/.vite/host.json',
    '/server/alcove.js',
    '/index.html',
    '/index.html.br',
    '/j.html',
    '/j/',
    '/J',
    '/assets',
    '/assets/',
    '/constructor',
    '/__proto__',
    'http://evil.example/',
    '*',
  ])('%s', async (path) => {
    const response = await get(path);
    expect(response).toMatch(/^HTTP\/1\.1 404 Not Found\r\n/);
    expect(response).toMatch(/\r\n\r\nNot Found\n$/);
  });
});

test('every path is served by memory alone: what is asked for with a strange range is whole', async () => {
  for (const range of ['bytes=5-2', 'bytes=-1', 'bytes=x', 'bytes=0-0,5-9']) {
    const whole = await fetch(`${relay.url}/`);
    const part = await fetch(`${relay.url}/`, { headers: { Range: range } });
    expect(part.status).toBe(200);
    expect(await part.text()).toBe(await whole.text());
  }
});

test('other methods are 405', async () => {
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
    const response = await fetch(`${relay.url}/`, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD');
  }
});
