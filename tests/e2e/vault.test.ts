import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Keeper } from '../support/keeper.ts';

describe.each(['chromium', 'firefox'] as const)('notes in %s', (browser) => {
  let keeper: Keeper;
  beforeAll(async () => {
    keeper = await Keeper.arrive(browser);
  });
  afterAll(() => keeper.leave());

  it('makes a vault, writes a note, locks, and finds it again', async () => {
    const { person } = keeper;
    await keeper.create();
    await person.press('Notes');
    await person.press('New note');
    await person.press('Start writing');
    await person.type('Title', 'The first of them');
    await person.type('Text', 'She spoke of the lighthouse again.');
    await person.sees('Saved');
    await person.press('Lock now');
    await person.sees('Your notes are closed.');
    expect(await person.text()).not.toContain('lighthouse');
    await keeper.unlock();
    await person.sees('The first of them');
    await person.press('Notes');
    await person.type('Search all notes', 'lightho');
    await person.sees('1 note');
    expect(await person.complaints()).toEqual([]);
  });
});
