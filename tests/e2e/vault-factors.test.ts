import type { CDPSession } from 'puppeteer-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AUTHENTICATOR } from '../support/authenticator.ts';
import { Keeper, PASSPHRASE } from '../support/keeper.ts';

const ANOTHER = 'copper walnut satchel drizzle ember';
const WRONG = 'That did not open it.';
const CURRENT = 'Current passphrase, or the recovery words';

/** Chromium alone: Firefox has no virtual authenticator with PRF to test with. */
describe('ways in', () => {
  let keeper: Keeper;
  let session: CDPSession;
  beforeEach(async () => {
    keeper = await Keeper.arrive('chromium');
    session = await keeper.person.page.createCDPSession();
    await session.send('WebAuthn.enable');
  });
  afterEach(async () => {
    expect(await keeper.person.complaints()).toEqual([]);
    await keeper.leave();
  });

  const addAuthenticator = async () => {
    const added = await session.send('WebAuthn.addVirtualAuthenticator', {
      options: AUTHENTICATOR,
    });
    return added.authenticatorId;
  };
  const opens = () => keeper.person.sees('Unlocked. Revision');
  const useWords = async (words: readonly string[]) => {
    await keeper.person.press('Use the recovery words instead');
    await keeper.person.type('The 24 recovery words', words.join(' '));
    await keeper.person.press('Unlock');
  };

  it('needs passphrase and passkey where both are required, and takes the recovery words for both', async () => {
    const { person } = keeper;
    const authenticatorId = await addAuthenticator();
    await keeper.create({ passkey: true });
    await keeper.writeNote({ title: 'Behind two locks', text: 'A text.' });
    await keeper.lock();
    await keeper.unlock();
    await opens();
    await keeper.lock();

    // Without the key the passphrase is worth nothing.
    await session.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId });
    // Another key of the same kind does not do either.
    await addAuthenticator();
    await keeper.unlock();
    await person.sees('The passkey was not used');
    await useWords(keeper.words);
    await opens();
    await keeper.openNote('Behind two locks');
  });

  it('changes the passphrase: the old one opens nothing, the words go on', async () => {
    const { person } = keeper;
    await keeper.create();
    await keeper.writeNote({ title: 'Kept over the change', text: 'A text.' });
    await person.press('Settings');
    await person.press('Change the passphrase');
    await person.type('New passphrase', ANOTHER);
    await person.type('The same once more', ANOTHER);
    await person.type(CURRENT, 'not the one at all');
    await person.press('Change the passphrase');
    await person.sees(WRONG);
    await keeper.fill(CURRENT, PASSPHRASE);
    await person.press('Change the passphrase');
    await person.sees('The lock is changed.');
    await keeper.lock();
    await keeper.unlock();
    await person.sees(WRONG);
    await keeper.unlock(ANOTHER);
    await opens();
    await keeper.openNote('Kept over the change');
    await keeper.lock();
    await useWords(keeper.words);
    await opens();
  });

  it('adds a passkey later, renews the recovery words, and removes them', async () => {
    const { person } = keeper;
    await addAuthenticator();
    await keeper.create();
    await person.press('Settings');
    await person.press('Require a passkey too');
    await person.type('Current passphrase', PASSPHRASE);
    await person.press('Require a passkey too');
    await person.sees('Passphrase and passkey, both needed');
    await keeper.lock();
    await keeper.unlock();
    await opens();

    await person.press('Settings');
    await person.press('Make new recovery words');
    const renewed = await keeper.shownWords();
    await person.press('I have written them down');
    await keeper.answer(renewed);
    await person.press('Check');
    await person.type(CURRENT, PASSPHRASE);
    await person.press('Make new recovery words');
    await person.sees('The lock is changed.');
    await keeper.lock();
    await useWords(keeper.words);
    await person.sees(WRONG);
    await person.press('Use the passphrase instead');
    await useWords(renewed);
    await opens();

    await person.press('Settings');
    await person.press('Remove the recovery words');
    await person.type(CURRENT, PASSPHRASE);
    await person.press('Remove the recovery words');
    await person.sees('The lock is changed.');
    await person.press('Show the audit trail');
    await person.sees('Way in removed: recovery words');
    await person.sees('Way in added: passphrase and passkey, both needed');
    await person.sees('Checked: no entry was changed or taken out.');
    await keeper.lock();
    expect(await person.count('Use the recovery words instead')).toBe(0);
    await keeper.unlock();
    await opens();
  });

  it('lets go of a passkey that is lost, by the recovery words and a new passphrase', async () => {
    const { person } = keeper;
    const authenticatorId = await addAuthenticator();
    await keeper.create({ passkey: true });
    await keeper.lock();
    await session.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId });
    await useWords(keeper.words);
    await opens();
    await person.press('Settings');
    await person.press('Stop requiring the passkey');
    await person.type(CURRENT, keeper.words.join(' '));
    await person.type('New passphrase', ANOTHER);
    await person.type('The same once more', ANOTHER);
    await person.sees('Good.');
    await person.press('Stop requiring the passkey');
    await person.sees('The lock is changed.');
    await keeper.lock();
    await keeper.unlock(ANOTHER);
    await opens();
  });

  it('slows wrong tries down, over a reload too, and tells of them', async () => {
    const { person } = keeper;
    await keeper.create();
    await keeper.lock();
    for (const wrong of ['one', 'two', 'three', 'four']) {
      await keeper.unlock(`${wrong} that is wrong`);
      await person.sees(WRONG);
    }
    await person.sees(/You can try again in \d+ second/);
    await keeper.comeAnew();
    await keeper.unlock();
    await opens();
    await person.sees('Somebody tried 4 times to unlock and failed');
  });
});
