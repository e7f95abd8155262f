import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addToken, listTokens, revokeToken } from '../../signaling/cli/token-file.ts';
import { SEED_LENGTH } from '../../signaling/protocol/token.ts';
import { host as h } from '../../client/wording/en/host.ts';
import { Meeting } from '../support/meeting.ts';
import { findInProfile } from '../support/profile-files.ts';
import { startRelay } from '../support/relay-process.ts';

let folder: string;
let file: string;
let meeting: Meeting;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alcove-enrolment-'));
  file = join(folder, 'tokens');
  const relay = await startRelay({ env: { OPEN: 'no', TOKENS: file } });
  meeting = await Meeting.arrange('chromium', 'firefox', { relay });
});
afterAll(async () => {
  await meeting.end();
  await rm(folder, { recursive: true });
});

/** Makes tokens until there are so many, as never before, and gives the last once the relay knows it. */
const grow = async (count: number): Promise<string> => {
  let token = '';
  for (let made = (await listTokens(file)).length; made < count; made += 1) {
    token = await addToken(file, `${count}-${made}`);
  }
  await meeting.relay.prints(`: ${count} are good`);
  return token;
};
const last = async () => (await listTokens(file)).at(-1)?.name ?? '';

const enter = async (token: string) => {
  const { host } = meeting;
  const field = await host.control(h.enrolment.field);
  await field.evaluate((input) => {
    if (input instanceof HTMLInputElement) input.value = '';
  });
  await field.type(token);
  await host.press(h.enrolment.open);
};

test('a host whom the relay does not know enters a token once, and is known from then on', async () => {
  const { host, guest } = meeting;
  await host.open(meeting.relay.origin);
  await host.press('Start a session now');
  await host.sees(h.enrolment.heading);
  expect(await host.text()).not.toContain(h.session.link);
  await enter('alcove_this is none');
  await host.sees(h.enrolment.mistyped);
  const revoked = await grow(3);
  await revokeToken(file, await last());
  await meeting.relay.prints(': 2 are good');
  await enter(revoked);
  await host.sees(h.enrolment.unknown);
  const token = await grow(4);
  await enter(token);
  await host.sees(h.session.relay.open);
  await host.sees(h.enrolment.known);

  // Guests need none, and the relay may forget everything.
  meeting.link = await host.value('Session link');
  await host.press('Chat only');
  await meeting.ask('Chat only');
  await meeting.admit();
  await host.press('Leave');
  await host.press('Back to the start');
  await host.page.reload();
  await meeting.invite();
  expect(await guest.page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
  const seed = Buffer.from(token.slice(7), 'base64url').subarray(0, SEED_LENGTH);
  const traces = await findInProfile(host.profile, [token.slice(7, 40), seed]);
  expect(traces.found).toEqual([]);
});

test('one that is revoked in mid-session ends no conversation, and another opens the room again', async () => {
  const { host, guest } = meeting;
  await host.press('Chat only');
  await meeting.ask('Chat only');
  await meeting.admit();
  await revokeToken(file, await last());
  await host.sees(h.enrolment.unknown);
  await host.press('Chat');
  await host.says('we go on');
  await guest.press('Chat');
  await guest.sees('we go on');
  await enter(await grow(6));
  await host.until('to be known again', async () => {
    return !(await host.text()).includes(h.enrolment.heading);
  });
  await host.press('Leave');
  await host.press('Back to the start');
  await meeting.invite();
  await host.press(h.enrolment.forget);
  await host.until(
    'it to be forgotten',
    async () => !(await host.text()).includes(h.enrolment.known),
  );
  await host.press('End session');
  await host.press('Start a session now');
  await host.sees(h.enrolment.heading);
  await meeting.expectNoComplaints();
});

test('a record of it that is spoilt counts for none, and another can be entered', async () => {
  const { host } = meeting;
  await enter(await grow(7));
  await host.sees(h.session.relay.open);
  await host.press('End session');
  await host.page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('alcove-token');
        opening.onerror = () => reject(new Error('no database'));
        opening.onsuccess = () => {
          const work = opening.result.transaction('token', 'readwrite');
          work.objectStore('token').put({ key: 'none', iv: new Uint8Array(3) }, location.origin);
          work.oncomplete = () => {
            opening.result.close();
            resolve();
          };
        };
      }),
  );
  await host.page.reload();
  await host.press('Start a session now');
  await host.sees(h.enrolment.heading);
  await enter(await grow(8));
  await host.sees(h.session.relay.open);
  await meeting.expectNoComplaints();
});
