import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { PublicRelay } from '../../../signaling/server/public-relay.ts';

const PAGE = 'http://localhost:8786';
const MINUTE = 60_000;

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/**
 * A server in the relay's place, which answers upgrades with the status `door`, or cuts them off for 0;
 * `asked` are its requests.
 */
const relayThat = async (answers: (relay: string) => RequestListener, door = 101) => {
  const server = createServer();
  const sockets = new WebSocketServer({ noServer: true });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  servers.push(server);
  const relay = `http://localhost:${(server.address() as AddressInfo).port}`;
  const asked: string[] = [];
  const answer = answers(relay);
  server.on('request', (request, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
    answer(request, response);
  });
  server.on('upgrade', (request, socket, head) => {
    asked.push(`${request.url ?? ''} from ${request.headers.origin ?? ''}`);
    if (door === 0) socket.destroy();
    else if (door === 101)
      sockets.handleUpgrade(request, socket, head, (client) => client.on('error', () => undefined));
    else socket.end(`HTTP/1.1 ${door} X\r\nConnection: close\r\n\r\n`);
  });
  let time = 0;
  const said: string[] = [];
  const known = new PublicRelay({
    relay,
    page: PAGE,
    log: (level, _event, sentence) => said.push(`${level}: ${sentence}`),
    now: () => time,
  });
  return {
    relay,
    known,
    asked,
    said,
    pass: (ms: number) => (time += ms),
    setDoor: (status: number) => (door = status),
  };
};

const saying =
  (body: (relay: string) => unknown, status = 200, headers: Record<string, string> = {}) =>
  (relay: string): RequestListener =>
  (_request, response) => {
    const text = body(relay);
    response.writeHead(status, headers);
    response.end(typeof text === 'string' ? text : JSON.stringify(text));
  };

test('an honest relay is asked once a minute, by nobody’s page but for this one', async () => {
  const { relay, known, asked, said, pass } = await relayThat(
    saying((own) => ({ relay: own, turn: true })),
  );
  const both = await Promise.all([known.about(), known.about()]);
  expect(both).toEqual([
    { relay, turn: true },
    { relay, turn: true },
  ]);
  pass(MINUTE - 1);
  await known.about();
  expect(asked.sort()).toEqual([`/signal from ${PAGE}`, 'GET /about']);
  pass(1);
  await known.about();
  expect(asked).toHaveLength(4);
  expect(said).toEqual([]);
});

describe('what is no answer of a relay is said, and moves nobody', () => {
  test.each([
    ['of an earlier version', 'Not Found\n', 404],
    ['that is a page', '<!doctype html>', 200],
    ['of wrong types', { relay: ['x'], turn: 'yes' }, 200],
    ['that is too long', { relay: 'https://a.example', turn: true, more: 'x'.repeat(2000) }, 200],
    ['that leads elsewhere', '', 308],
  ])('%s', async (_what, body, status) => {
    const elsewhere = await relayThat(saying(() => ({ relay: 'x', turn: true })));
    const { relay, known, asked, said } = await relayThat(
      saying(() => body, status, { Location: `${elsewhere.relay}/about` }),
    );
    expect(await known.about()).toEqual({ relay, turn: false });
    expect(said).toEqual([
      `warning: ${relay} answers /about with ${status} and not as a relay does: see that Alcove of this version runs there.`,
    ]);
    expect(elsewhere.asked).toEqual([]);
    await known.about();
    expect(asked).toHaveLength(4);
    expect(said).toHaveLength(1);
  });

  test('one without an end is not read to the end', async () => {
    let ended = false;
    const { relay, known, said } = await relayThat(() => (_request, response) => {
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(4096)));
      };
      response.on('drain', more).on('close', () => (ended = true));
      more();
    });
    expect(await known.about()).toEqual({ relay, turn: false });
    // Found out by its length, and not by the time that it takes.
    expect(said[0]).toMatch(/ answers \/about with 200 and not as a relay does/);
    await expect.poll(() => ended).toBe(true);
  });

  test('none at all is waited for some seconds', async () => {
    const { relay, known, said } = await relayThat(() => () => undefined);
    const began = performance.now();
    expect(await known.about()).toEqual({ relay, turn: false });
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(said[0]).toMatch(/ is out of reach\./);
  });
});

test('a relay of another name is not followed there', async () => {
  const { relay, known, said } = await relayThat(
    saying(() => ({ relay: 'https://a.example', turn: true })),
  );
  expect(await known.about()).toEqual({ relay, turn: true, trouble: 'other-name' });
  expect(said).toEqual([
    `warning: ${relay} takes itself for https://a.example: start with --relay https://a.example, or set ORIGIN there.`,
  ]);
});

test('trouble is what is found here, and not what a relay says', async () => {
  const { relay, known } = await relayThat(
    saying((own) => ({ relay: own, turn: false, trouble: 'not-allowed' })),
  );
  expect(await known.about()).toEqual({ relay, turn: false });
});

test('a relay that lets these pages in no more is asked each time, until it does', async () => {
  const { relay, known, asked, said } = await relayThat(
    saying((own) => ({ relay: own, turn: true })),
    403,
  );
  for (let times = 1; times <= 2; times += 1) {
    expect(await known.about()).toEqual({ relay, turn: true, trouble: 'not-allowed' });
    expect(asked).toHaveLength(2 * times);
  }
  expect(said).toEqual([
    `warning: ${relay} lets no pages of ${PAGE} in: set ALLOW_ORIGINS=${PAGE} there.`,
  ]);
});

test.each([429, 503])('a relay that answers %i for now forbids nothing', async (status) => {
  const { relay, known } = await relayThat(
    saying((own) => ({ relay: own, turn: true })),
    status,
  );
  expect(await known.about()).toEqual({ relay, turn: true });
});

test('one that goes away and comes back is said once each, and keeps its TURN server', async () => {
  let here = true;
  const { relay, known, said, pass, setDoor } = await relayThat((own) => (request, response) => {
    if (here) response.end(JSON.stringify({ relay: own, turn: true }));
    else request.socket.destroy();
  });
  await known.about();
  here = false;
  setDoor(0);
  pass(MINUTE);
  expect(await known.about()).toEqual({ relay, turn: true });
  expect(await known.about()).toEqual({ relay, turn: true });
  here = true;
  setDoor(101);
  await known.about();
  expect(said).toEqual([
    `warning: ${relay} is out of reach. Notes open all the same; a session needs it.`,
    `info: Sessions go through ${relay} again.`,
  ]);
});
