import { afterAll, beforeAll, expect, test } from 'vitest';
import { startLocal } from '../support/local-process.ts';
import { Meeting } from '../support/meeting.ts';
import type { Person } from '../support/person.ts';

const DIRECT = 'Connect directly where possible';

let pair: Awaited<ReturnType<typeof startLocal>>;
let meeting: Meeting;
beforeAll(async () => {
  // Another host name than that of the pages on this computer, and a TURN server that nobody asks.
  const env = { HOST: '127.0.0.1', TURN_SECRET: 'sixteen characters' };
  pair = await startLocal({ env });
  meeting = await Meeting.arrange('chromium', 'firefox', { relay: pair.local });
});
afterAll(async () => {
  await meeting.end();
  await pair.relay.stop();
});

/** Where a page has loaded anything from. */
const hosts = (requests: readonly string[]) => [
  ...new Set(requests.filter((url) => url.startsWith('http')).map((url) => new URL(url).origin)),
];

const turnServers = (person: Person) =>
  person.page.evaluate(() =>
    window.witness.connections
      .flatMap((connection) => connection.getConfiguration().iceServers ?? [])
      .flatMap(({ urls }) => urls)
      .map((url) => url.split('?')[0] ?? ''),
  );

test('a host whose page comes from their own computer meets a guest of the relay', async () => {
  const { host, guest } = meeting;
  const { local, relay } = pair;
  await meeting.invite('Chat only');
  expect(meeting.link).toMatch(new RegExp(`^${relay.origin}/j#`));
  await guest.open(meeting.link);
  await meeting.walkToDevices();
  await guest.press('Chat only');
  for (const person of [host, guest]) await (await person.control(DIRECT)).click();
  await guest.press('Ask to join');
  await meeting.accept();
  await meeting.admit();
  // Of the TURN servers that there are a page takes the link's alone.
  for (const person of [host, guest]) expect(await turnServers(person)).toContain('turn:127.0.0.1');
  await host.says('from my own computer');
  await guest.press('Chat');
  await guest.sees('from my own computer');
  // A reload knows where the session is.
  await host.page.reload();
  await meeting.bothConnected();
  await guest.says('from the link');
  await host.press('Chat');
  await host.sees('from the link');
  expect(hosts(host.requests)).toEqual([local.origin]);
  expect(hosts(guest.requests)).toEqual([relay.origin]);
  for (const person of [host, guest]) expect(await person.complaints()).toEqual([]);
  await host.press('Leave');
  await guest.sees(/left|over/i);
});

test('the relay’s own page stays as it was', async () => {
  const { host } = meeting;
  const { relay } = pair;
  await host.open(relay.origin);
  await host.sees(`the address ${relay.origin}.`);
  await host.press('Start a session now');
  expect(await host.value('Session link')).toMatch(new RegExp(`^${relay.origin}/j#`));
  await host.sees('The room is open.');
  await host.press('End session');
});

test('without its program the page still opens, and says what a session needs', async () => {
  const { host } = meeting;
  const { local, relay } = pair;
  await host.open(local.origin);
  await host.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await local.kill();
  await host.page.reload();
  await host.sees(`the address ${local.origin}.`);
  await host.press('Start a session now');
  await host.sees('Alcove is not running on this computer');
  await host.press('Try again');
  await host.sees('Alcove is not running on this computer');
  meeting.relay = await local.restart();
  await host.press('Try again');
  expect(await host.value('Session link')).toMatch(new RegExp(`^${relay.origin}/j#`));
  await host.sees('The room is open.');
  await host.press('End session');
});
