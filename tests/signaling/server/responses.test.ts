import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startRelay, type RelayProcess } from '../../support/relay-process.ts';
import { Wire } from '../../support/relay-wire.ts';

let relay: RelayProcess;
beforeAll(async () => {
  relay = await startRelay();
});
afterAll(() => relay.stop());

const assetOf = async (path: string) => {
  const page = await (await fetch(relay.url + path)).text();
  const [, asset = ''] = /"(\/assets\/[^"]+\.js)"/.exec(page) ?? [];
  return asset;
};

describe('every response', () => {
  const expectHeaders = (headers: Headers, origin: string) => {
    expect(headers.get('content-security-policy')).toBe(
      [
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src 'self'",
        "img-src 'self' blob:",
        "media-src 'self' blob:",
        `connect-src 'self' ${origin.replace('http', 'ws')}`,
        "worker-src 'self'",
        "manifest-src 'self'",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        'trusted-types lit-html alcove-worker',
      ].join('; '),
    );
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('cross-origin-embedder-policy')).toBe('require-corp');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    const permissions = headers.get('permissions-policy')?.split(', ') ?? [];
    for (const name of [
      'camera',
      'microphone',
      'display-capture',
      'publickey-credentials-create',
      'publickey-credentials-get',
    ]) {
      expect(permissions).toContain(`${name}=(self)`);
    }
    for (const name of ['geolocation', 'usb', 'payment', 'identity-credentials-get']) {
      expect(permissions).toContain(`${name}=()`);
    }
    for (const permission of permissions) expect(permission).toMatch(/^[a-z-]+=\((self)?\)$/);
  };

  test.each(['/', '/j', '/healthz', '/signal', '/nowhere', '/assets/nowhere.js'])(
    'carries every security header: %s',
    async (path) => {
      const { headers } = await fetch(relay.url + path);
      expectHeaders(headers, relay.origin);
      expect(headers.get('strict-transport-security')).toBeNull();
      expect(headers.get('cache-control')).toBe('no-store');
    },
  );

  test('of an https origin asks for https from then on, and for that origin’s socket', async () => {
    const secure = await startRelay({
      env: { ORIGIN: 'https://alcove.example', TRUST_PROXY: '1' },
    });
    const { headers } = await fetch(`${secure.url}/`);
    expectHeaders(headers, 'https://alcove.example');
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000');
    await secure.stop();
  });
});

test('pages are never stored, and what carries a hash in its name always is', async () => {
  for (const path of ['/', '/j']) {
    const page = await fetch(relay.url + path);
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const asset = await fetch(relay.url + (await assetOf(path)));
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(asset.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  }
});

test('the service worker is kept for a day at most, and never led to another host', async () => {
  const script = await fetch(relay.url.replace('localhost', '127.0.0.1') + '/service-worker.js', {
    redirect: 'manual',
  });
  expect(script.status).toBe(200);
  expect(script.headers.get('cache-control')).toBe('public, max-age=86400');
  expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  expect(await script.text()).not.toContain('"/j"');
});

test('what was compressed beforehand is served so, and reads the same', async () => {
  const path = await assetOf('/j');
  const get = (encoding: string) =>
    fetch(relay.url + path, { headers: { 'Accept-Encoding': encoding } });
  const plain = await (await get('identity')).text();
  for (const encoding of ['br', 'gzip']) {
    const response = await get(encoding);
    expect(response.headers.get('content-encoding')).toBe(encoding);
    expect(response.headers.get('vary')).toBe('Accept-Encoding');
    expect(Number(response.headers.get('content-length'))).toBeLessThan(plain.length / 2);
    expect(await response.text()).toBe(plain);
  }
});

test('HEAD is answered like GET, without the body', async () => {
  for (const path of ['/', '/healthz', '/nowhere']) {
    const [head, get] = await Promise.all([
      fetch(relay.url + path, { method: 'HEAD' }),
      fetch(relay.url + path),
    ]);
    expect(head.status).toBe(get.status);
    expect(await head.text()).toBe('');
  }
});

test('/healthz says ok', async () => {
  expect(await (await fetch(`${relay.url}/healthz`)).text()).toBe('ok');
});

test('/about says who the relay is and whether it has a TURN server, and is never stored', async () => {
  const answer = await fetch(`${relay.url}/about`);
  expect(answer.headers.get('content-type')).toBe('application/json');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(await answer.json()).toEqual({ relay: relay.origin, turn: false });
  const other = await startRelay({
    env: { ORIGIN: 'https://a.example', TRUST_PROXY: '1', TURN_SECRET: 'sixteen characters' },
  });
  expect(await (await fetch(`${other.url}/about`)).json()).toEqual({
    relay: 'https://a.example',
    turn: true,
  });
  await other.stop();
});

test('/signal without an upgrade is 426', async () => {
  const response = await fetch(`${relay.url}/signal`);
  expect(response.status).toBe(426);
  expect(response.headers.get('upgrade')).toBe('websocket');
});

describe('another name in the Host header', () => {
  const get = (base: string, path: string) => fetch(base + path, { redirect: 'manual' });
  const numeric = () => relay.url.replace('localhost', '127.0.0.1');

  test.each(['/', '/j'])('leads a page to the origin: %s', async (path) => {
    const response = await get(numeric(), `${path}?whatever`);
    expect(response.status).toBe(308);
    expect(response.headers.get('location')).toBe(relay.origin + path);
  });

  test('leaves assets and /healthz alone', async () => {
    expect((await get(numeric(), '/healthz')).status).toBe(200);
    expect((await get(numeric(), await assetOf('/'))).status).toBe(200);
    expect((await get(numeric(), '/nowhere')).status).toBe(404);
  });

  test('leads nowhere else, whatever it and the path say', async () => {
    const wire = await Wire.open(relay.port);
    wire.send('GET /j HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n');
    expect(await wire.ended()).toContain(`\r\nLocation: ${relay.origin}/j\r\n`);
    const other = await Wire.open(relay.port);
    other.send('GET //evil.example/j HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    expect(await other.ended()).toMatch(/^HTTP\/1\.1 404 /);
  });

  test('is the proxy’s own affair behind a proxy', async () => {
    const proxied = await startRelay({ env: { ORIGIN: 'https://a.example', TRUST_PROXY: '1' } });
    expect((await get(proxied.url, '/j')).status).toBe(200);
    await proxied.stop();
  });
});
