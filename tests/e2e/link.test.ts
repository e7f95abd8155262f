import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Meeting } from '../support/meeting.ts';
import { startRelay } from '../support/relay-process.ts';
import { Tap } from '../support/tap.ts';

describe('the link', () => {
  let meeting: Meeting;
  let tap: Tap;
  beforeEach(async () => {
    tap = await Tap.open();
    const relay = await startRelay({ env: { ORIGIN: `http://localhost:${tap.port}` } });
    tap.leadTo(relay.port);
    meeting = await Meeting.arrange('chromium', 'chromium', { relay });
    await meeting.invite();
  });
  afterEach(async () => {
    await meeting.expectNoComplaints();
    await meeting.end();
    await tap.close();
  });

  test('loading the page, however often, spends nothing and asks the relay nothing', async () => {
    const { guest } = meeting;
    for (let i = 0; i < 20; i += 1) {
      await guest.open('about:blank');
      await guest.open(meeting.link);
      await guest.sees('A private place to talk');
    }
    expect(guest.requests.filter((url) => url.startsWith('ws'))).toEqual([]);
    expect(await guest.page.evaluate(() => window.witness.connections.length)).toBe(0);
    await meeting.ask('Chat only');
    await meeting.admit();
  });

  test('its secret leaves the address bar at once, and no request or referrer carries it', async () => {
    const { guest, relay } = meeting;
    const fragment = new URL(meeting.link).hash.slice(1);
    await guest.open(meeting.link);
    await guest.sees('A private place to talk');
    const seen = await guest.page.evaluate(() => ({
      address: location.href,
      referrer: document.referrer,
      state: JSON.stringify(history.state),
      length: history.length,
    }));
    expect(seen.address).toBe(`${relay.origin}/j`);
    await meeting.walkToDevices();
    await guest.press('Chat only');
    await guest.press('Ask to join');
    await meeting.accept();
    await meeting.admit();
    await guest.press('Leave');
    await guest.sees('You have left');
    // What both browsers asked for, byte by byte, in plain HTTP.
    const said = tap.said.toString('latin1');
    expect(said).toContain('GET /j HTTP/1.1');
    expect(said).toContain('GET /signal HTTP/1.1');
    expect(said).not.toMatch(/^(?:POST|PUT|Referer:)/im);
    for (let at = 0; at + 12 <= fragment.length; at += 4) {
      expect(said).not.toContain(fragment.slice(at, at + 12));
    }
    expect(JSON.stringify(seen)).not.toContain(fragment.slice(0, 20));

    // Every entry of this tab's session history, by the browser's own account.
    const session = await guest.page.createCDPSession();
    const { entries } = await session.send('Page.getNavigationHistory');
    expect(entries.length).toBeGreaterThan(0);
    for (const { url } of entries) expect(url).not.toContain(fragment.slice(0, 20));
    await session.detach();
  });

  test('the guest page stores one entry in sessionStorage and nothing elsewhere', async () => {
    const { guest } = meeting;
    await meeting.ask('Chat only');
    const stored = () =>
      guest.page.evaluate(async () => ({
        session: Object.keys(sessionStorage),
        local: Object.keys(localStorage),
        databases: (await indexedDB.databases()).length,
        caches: (await caches.keys()).length,
        cookies: document.cookie,
      }));
    const clean = { local: [], databases: 0, caches: 0, cookies: '' };
    expect(await stored()).toEqual({ session: ['alcove-guest'], ...clean });
    const before = await guest.page.evaluate(() => sessionStorage.getItem('alcove-guest') ?? '');
    expect(before).toContain('"linkSecret"');
    await meeting.admit();
    const after = await guest.page.evaluate(() => sessionStorage.getItem('alcove-guest') ?? '');
    expect(after).not.toContain('"linkSecret"');
    expect(after).toContain('"current"');
    await guest.press('Leave');
    await guest.sees('You have left');
    expect(await stored()).toEqual({ session: [], ...clean });
  });

  test('another person’s data beside it stays untouched', async () => {
    const { guest, relay } = meeting;
    await guest.open(relay.origin);
    await guest.page.evaluate(async () => {
      localStorage.setItem('theirs', 'kept');
      sessionStorage.setItem('theirs', 'kept');
      await new Promise<void>((resolve, reject) => {
        const request = indexedDB.open('theirs', 1);
        request.onsuccess = () => {
          request.result.close();
          resolve();
        };
        request.onerror = () => reject(new Error('no database'));
      });
    });
    await meeting.ask('Chat only');
    await meeting.admit();
    await guest.press('Leave');
    await guest.sees('You have left');
    const kept = await guest.page.evaluate(async () => ({
      local: localStorage.getItem('theirs'),
      session: sessionStorage.getItem('theirs'),
      databases: (await indexedDB.databases()).map(({ name }) => name),
    }));
    expect(kept).toEqual({ local: 'kept', session: 'kept', databases: ['theirs'] });
  });
});
