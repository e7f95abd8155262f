import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PASSPHRASE } from './keeper.ts';
import { openNote } from './vault-contents.ts';
import type { VaultKiller } from './vault-killer.ts';
import { UNLOCKED } from './vault-ledger.ts';

/** Steps of storage that each of these takes: a transaction or a database begun, and done. */
const STEPS = { oneWrite: 2, unlocking: 6, restoring: 8, making: 12 };
/** So many notes are in hand at a time, and so many signed ones are kept. */
const NOTES = 4;
const SIGNED = 2;

type Act = (killer: VaultKiller) => Promise<void>;

/** In a save that is under way: the kill comes with the words “Saving…”, or with a step of it. */
const inSave: Act = async (killer) => {
  const id = await killer.openAny();
  for (let round = killer.below(3); round > 0; round -= 1) {
    await killer.writeWords(id, 1);
    await killer.saved(id);
  }
  if (killer.seesSteps && killer.random() < 0.5) await killer.armStep(STEPS.oneWrite);
  else killer.armSave('saving');
  await killer.writeWords(id, 1 + killer.below(3));
};

const afterSaved: Act = async (killer) => {
  const id = await killer.openAny();
  await killer.writeWords(id, 1);
  killer.armSave('saved');
  await killer.writeWords(id, 1);
};

const inTyping: Act = async (killer) => {
  const id = await killer.openAny();
  killer.armTime(3000);
  while (!killer.isStruck) await killer.writeWords(id, 1);
};

/** Each note is left with words that are not saved yet. */
const overSeveral: Act = async (killer) => {
  for (let few = killer.ledger.notes('open').length; few < NOTES; few += 1) await killer.create();
  const ids = killer.ledger.notes('open');
  if (killer.random() < 0.5) killer.armTime(2000);
  else killer.armSave('saving');
  while (!killer.isStruck) {
    const id = killer.pick(ids);
    await openNote(killer.keeper.person, id);
    await killer.writeWords(id, 1);
  }
};

const inTwoTabs: Act = async (killer) => {
  const { keeper } = killer;
  const { person } = keeper;
  for (let few = killer.ledger.notes('open').length; few < 2; few += 1) await killer.create();
  const [first = '', second = ''] = killer.ledger.notes('open');
  await openNote(person, first);
  const before = await person.newTab();
  await killer.watch();
  await person.open(keeper.relay.origin);
  await keeper.unlock(killer.passphrases[0]);
  await person.sees('Unlocked. Revision');
  killer.ledger.expect(UNLOCKED);
  await person.press('Notes');
  await openNote(person, second);
  const inBoth = async (): Promise<void> => {
    await Promise.all([
      killer.writeWords(first, 1, before),
      killer.writeWords(second, 1, person.page),
    ]);
    await Promise.all([killer.saved(first), killer.saved(second)]);
  };
  for (let rounds = killer.below(3); rounds > 0; rounds -= 1) await inBoth();
  if (killer.random() < 0.5) killer.armTime(1500);
  else killer.armSave('saving');
  while (!killer.isStruck) await inBoth();
};

const signing: Act = async (killer) => {
  const { person } = killer.keeper;
  const id = await killer.openAny();
  await person.press('Sign and lock…');
  await person.control('Sign and lock');
  killer.ledger.ask(id, 'sign');
  await killer.armStep(STEPS.oneWrite);
  await person.press('Sign and lock');
};

/** Signed notes go first, or there would be more of them with every kill. */
const toPutAway = (killer: VaultKiller): string => {
  const signed = killer.ledger.notes('signed');
  return killer.pick(signed.length > SIGNED ? signed : [...signed, ...killer.ledger.notes('open')]);
};

const binning: Act = async (killer) => {
  const { person } = killer.keeper;
  await killer.openAny();
  const id = toPutAway(killer);
  await openNote(person, id);
  await person.press('More');
  await person.control('Move to the bin');
  killer.ledger.ask(id, 'bin');
  await killer.armStep(STEPS.oneWrite);
  await person.press('Move to the bin');
};

const shredding: Act = async (killer) => {
  const { person } = killer.keeper;
  await killer.openAny();
  let [id] = killer.ledger.notes('binned');
  if (id === undefined) {
    id = toPutAway(killer);
    await openNote(person, id);
    await person.press('More');
    killer.ledger.ask(id, 'bin');
    await person.press('Move to the bin');
    await person.sees('is in the bin.');
    killer.ledger.done(id);
  }
  await openNote(person, id, true);
  await person.press('Shred for good…');
  await person.control('Shred for good');
  killer.ledger.ask(id, 'shred');
  await killer.armStep(STEPS.oneWrite);
  await person.press('Shred for good');
};

const savingClient: Act = async (killer) => {
  const { person } = killer.keeper;
  await person.press('Clients');
  const known = killer.ledger.client;
  if (known) {
    await person.until('the client in the list', () =>
      person.page.evaluate(() => {
        const line = window.witness
          .all('alcove-clients')[0]
          ?.shadowRoot?.querySelector<HTMLElement>('.side button.line');
        line?.click();
        return !!line;
      }),
    );
  } else await person.press('Add a client');
  const mark = String(killer.below(1e6));
  const next = { name: `Client ${mark}`, contact: `Telephone ${mark}`, about: `About ${mark}` };
  for (const [field, text] of [
    ['Name', next.name],
    ['Contact', next.contact],
    ['About', next.about],
  ] as const) {
    const control = await person.control(field);
    await control.evaluate((element) => (element as HTMLInputElement).select());
    await control.type(text);
  }
  killer.ledger.askClient(next);
  await killer.armStep(STEPS.oneWrite);
  await person.press(known ? 'Save' : 'Add');
};

/** The page begins to write before anybody has unlocked it. */
const opening: Act = async (killer) => {
  const { person, relay } = killer.keeper;
  killer.armTime(600);
  await person.open(relay.origin);
};

const unlocking: Act = async (killer) => {
  const { keeper } = killer;
  await keeper.person.press('Lock now');
  await keeper.person.sees('Your notes are closed.');
  await killer.armStep(STEPS.unlocking);
  killer.ledger.expect(UNLOCKED, 'maybe');
  await keeper.unlock(killer.passphrases[0]);
};

const changingPassphrase: Act = async (killer) => {
  const { person } = killer.keeper;
  const [current = ''] = killer.passphrases;
  const next = `${PASSPHRASE} ${String(killer.below(1e6))}`;
  await person.press('Settings');
  await person.press('Change the passphrase');
  await person.type('Current passphrase, or the recovery words', current);
  await person.type('New passphrase', next);
  await person.type('The same once more', next);
  await person.sees('would need');
  killer.passphrases = [current, next];
  killer.changed = [
    killer.ledger.expect(/^Way in removed: passphrase$/, 'no'),
    killer.ledger.expect(/^Way in added: passphrase$/, 'no'),
    killer.ledger.expect(/^The keys were replaced$/, 'no'),
  ];
  if (killer.random() < 0.25) killer.armTime(1500);
  else await killer.armStep(STEPS.oneWrite);
  await person.press('Change the passphrase');
};

const backingUp: Act = async (killer) => {
  const { person } = killer.keeper;
  await person.press('Settings');
  await person.control('Make a backup now');
  killer.ledger.expect(/^A backup of revision [\d,]+ was made$/, 'maybe');
  if (killer.random() < 0.5) killer.armTime(100);
  else await killer.armStep(STEPS.oneWrite);
  await person.press('Make a backup now');
};

/** A backup, words that are newer, and the backup back in their place. */
const restoring: Act = async (killer) => {
  const { person } = killer.keeper;
  const id = await killer.openAny();
  const folder = await mkdtemp(join(tmpdir(), 'alcove-backup-'));
  try {
    const restored = killer.ledger.copy();
    restored.expect(/^A backup was put back$/);
    const file = await backup(killer, folder);
    await person.press('Notes');
    await openNote(person, id);
    await killer.writeWords(id, 2);
    await killer.saved(id);
    await person.press('Settings');
    const input = await person.page.evaluateHandle(
      () => window.witness.all('input[type=file]')[0] as HTMLInputElement,
    );
    await input.uploadFile(file);
    await person.type('Passphrase of the backup', killer.passphrases[0] ?? '');
    await person.press('Read the file');
    await person.type('To go on, type: replace newer notes', 'replace newer notes');
    killer.restored = restored;
    await killer.armStep(STEPS.restoring);
    await person.press('Replace the newer notes');
    await killer.struck;
  } finally {
    await rm(folder, { recursive: true });
  }
};

/** Resolves to the path of a backup of this moment. */
async function backup(killer: VaultKiller, folder: string): Promise<string> {
  const { person } = killer.keeper;
  const devtools = await person.browser.target().createCDPSession();
  await devtools.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder });
  await person.press('Settings');
  killer.ledger.expect(/^A backup of revision [\d,]+ was made$/);
  await person.press('Make a backup now');
  await person.sees('The backup is saved among your downloads.');
  const name = await person.until('the backup on the disk', async () =>
    (await readdir(folder)).find((file) => file.endsWith('.alcove')),
  );
  return join(folder, name);
}

/** In a profile without a vault. */
export const making: Act = async (killer) => {
  const { person, relay } = killer.keeper;
  await person.open(relay.origin);
  await person.sees('Create a vault');
  await killer.armStep(STEPS.making);
  await killer.begin();
};

/** What is going on when the browser is killed; each arms the kill and is cut off by it. */
export const MOMENTS = {
  'in a save': inSave,
  'right after “Saved”': afterSaved,
  'in mid-typing': inTyping,
  'autosaves of several notes': overSeveral,
  'two tabs saving': inTwoTabs,
  signing,
  binning,
  shredding,
  'saving a client': savingClient,
  'opening the page': opening,
  unlocking,
  'changing the passphrase': changingPassphrase,
  'making a backup': backingUp,
  'putting a backup in place': restoring,
} as const satisfies Record<string, Act>;

export type Moment = keyof typeof MOMENTS;
