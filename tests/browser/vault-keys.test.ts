import { sendKeys, setViewport } from '@web/test-runner-commands';
import { equal, ok, until } from './assert.ts';
import { clear, focused, only, press, vault, within } from './stand.ts';
import { locked, notes, open, withEditor, withNotes } from './vault-fixtures.ts';

describe('the keys of the open app', () => {
  before(() => setViewport({ width: 1440, height: 900 }));
  afterEach(clear);

  it('/ goes to the search, from any place, but not out of a field', async () => {
    const { calls, show } = await vault(withEditor());
    await sendKeys({ press: '/' });
    await until(() => focused()?.id === 'search', 'the cursor is in the search field');
    const field = focused();
    equal(field instanceof HTMLInputElement && field.value, '', 'what was typed there:');
    only('textbox', 'Title').focus();
    await sendKeys({ press: '/' });
    equal(focused()?.id, 'title');
    await show(open('today'));
    calls.splice(0);
    within('h1').focus();
    await sendKeys({ press: '/' });
    equal(calls, [['go', 'notes']]);
    await show(open('notes'));
    await until(() => focused()?.id === 'search', 'from Today, too');
  });

  it('n begins a new note, but not while one types, chooses, or holds Control', async () => {
    const { calls, show } = await vault(withEditor());
    const chosen = (): number => calls.filter(([name]) => name === 'chooseNew').length;
    only('textbox', 'Title').focus();
    await sendKeys({ press: 'n' });
    only('combobox', 'Client').focus();
    await sendKeys({ press: 'n' });
    equal(chosen(), 0, 'in fields:');
    only('button', 'Sign and lock…').focus();
    await sendKeys({ down: 'Control' });
    await sendKeys({ press: 'n' });
    await sendKeys({ up: 'Control' });
    equal(chosen(), 0, 'with Control:');
    await sendKeys({ press: 'n' });
    equal(calls.at(-1), ['chooseNew', true]);
    await show(withNotes({ choosing: true }));
    calls.splice(0);
    await sendKeys({ press: 'n' });
    equal(calls, [], 'in the dialog:');
  });

  it('Alt+L locks, also in the middle of a word', async () => {
    const { calls } = await vault(withEditor());
    const field = only('textbox', 'Plan');
    field.focus();
    await sendKeys({ down: 'Alt' });
    await sendKeys({ press: 'l' });
    await sendKeys({ up: 'Alt' });
    equal(calls, [['lock']]);
    ok(focused() === field, 'the key wrote nothing and went nowhere');
  });

  it('nothing of this works while locked', async () => {
    const { calls } = await vault(locked());
    document.body.focus();
    for (const key of ['n', '/']) await sendKeys({ press: key });
    await sendKeys({ down: 'Alt' });
    await sendKeys({ press: 'l' });
    await sendKeys({ up: 'Alt' });
    equal(calls, []);
  });

  it('a new note takes kind, client and template, and says what belongs where', async () => {
    const { app, calls } = await vault(withNotes({ choosing: true }));
    const [client] = notes().clients;
    const [, soap] = notes().templates;
    ok(client !== undefined && soap !== undefined, 'something to choose');
    equal(focused()?.computedName, 'Progress note', 'the first question:');
    ok(/part of the client’s record/.test(within('#belongs-progress').textContent), 'progress');
    ok(/yours alone/.test(within('#belongs-psychotherapy').textContent), 'psychotherapy');
    await sendKeys({ press: 'ArrowDown' });
    for (const [name, value] of [
      ['For whom', client.id],
      ['Begin with', soap.id],
    ] as const) {
      const choice = only('combobox', name);
      ok(choice instanceof HTMLSelectElement, name);
      choice.value = value;
    }
    await press(app, 'Start writing');
    equal(calls, [['createNote', 'psychotherapy', client.id, 'soap']]);
  });

  it('the places are told apart, and a place that is gone to is read from its heading', async () => {
    const { app, calls, show } = await vault(open('today'));
    equal(only('button', 'Today').getAttribute('aria-current'), 'page');
    await press(app, 'Settings');
    equal(calls, [['go', 'settings']]);
    await show(open('settings'));
    equal(only('button', 'Settings').getAttribute('aria-current'), 'page');
    equal(focused()?.localName, 'h1');
    equal(focused()?.textContent.trim(), 'Settings');
  });

  it('a session can be started from everywhere but the places that are no beginning', async () => {
    for (const view of [locked(), open('today')]) {
      const { app, calls } = await vault(view);
      await press(app, 'Start a session now');
      equal(calls, [['start']]);
    }
  });
});
