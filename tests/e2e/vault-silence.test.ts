import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Keeper, PASSPHRASE } from '../support/keeper.ts';
import { startRelay } from '../support/relay-process.ts';
import { Tap } from '../support/tap.ts';

const ANOTHER = 'copper walnut satchel drizzle ember';

/**
 * The one cable between the browser and everything else, from unlocking to locking and beyond: not
 * one byte goes over it, whatever is done with notes.
 */
describe.each(['chromium', 'firefox'] as const)('no note action in %s', (browser) => {
  let tap: Tap;
  let keeper: Keeper;
  beforeEach(async () => {
    tap = await Tap.open();
    const relay = await startRelay({ env: { ORIGIN: `http://localhost:${tap.port}` } });
    tap.leadTo(relay.port);
    keeper = await Keeper.arrive(browser, { relay });
  });
  afterEach(async () => {
    await keeper.leave();
    await tap.close();
  });

  /** Everything that the app will ever need is here, and this page gets it from there. */
  const settled = async () => {
    const { person } = keeper;
    await person.until('the copies for working offline', () =>
      person.page.evaluate(async () => {
        const { active } = await navigator.serviceWorker.ready;
        return active?.state === 'activated';
      }),
    );
    await person.page.reload({ waitUntil: 'load' });
    await person.until('the page to be served from its copies', () =>
      person.page.evaluate(() => navigator.serviceWorker.controller !== null),
    );
    await keeper.unlock();
    await person.sees('Unlocked. Revision');
  };

  it('sends a byte', async () => {
    const { person } = keeper;
    await keeper.create();
    await settled();
    const before = tap.said.length;
    expect(before).toBeGreaterThan(0);

    await keeper.writeNote({ title: 'Quiet', text: 'Nobody hears this.', tags: 'still' });
    await keeper.leaveNote();
    await keeper.fill('Search all notes', 'nobo');
    await person.sees('1 note');
    await keeper.openNote('Quiet');
    await person.press('More');
    await person.press('History');
    await person.press('Back to the note');
    await person.press('Sign and lock…');
    await person.press('Sign and lock');
    await person.type('New amendment', 'Added in silence.');
    await person.press('Add an amendment');
    await person.until('the amendment to stand there', async () => {
      return (await keeper.written('New amendment')) === '';
    });
    await person.press('More');
    await person.press('Move to the bin');
    await person.press('Undo');
    await keeper.writeNote({ title: 'Mine', text: 'A thought.', kind: 'psychotherapy' });

    await person.press('Clients');
    await person.press('Add a client');
    await person.type('Name', 'Somebody');
    await person.press('Add');
    await person.press('Give this person their record…');
    await person.press('Save the two files');

    await person.press('Settings');
    await person.press('Make a backup now');
    await person.sees('The backup is saved among your downloads.');
    await person.press('Change the passphrase');
    await person.type('New passphrase', ANOTHER);
    await person.type('The same once more', ANOTHER);
    await person.type('Current passphrase, or the recovery words', PASSPHRASE);
    await person.press('Change the passphrase');
    await person.sees('The lock is changed.');
    await person.press('Show the audit trail');
    await person.sees('The keys were replaced');
    await keeper.lock();
    await keeper.unlock(ANOTHER);
    await person.sees('Unlocked. Revision');

    expect(tap.said.subarray(before).toString('latin1')).toBe('');
    const elsewhere = person.requests.filter(
      (url) => /^https?:|^wss?:/.test(url) && new URL(url).port !== String(tap.port),
    );
    expect(elsewhere).toEqual([]);
  });
});
