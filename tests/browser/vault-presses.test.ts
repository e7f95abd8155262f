import { sendKeys, setViewport } from '@web/test-runner-commands';
import type { VaultView } from '../../client/state/vault-view.ts';
import { equal, ok } from './assert.ts';
import type { Call } from './fixtures.ts';
import {
  clear,
  controls,
  everything,
  focused,
  only,
  press,
  settled,
  vault,
  within,
} from './stand.ts';
import {
  WORDS,
  choosing,
  clients,
  creating,
  factor,
  hit,
  open,
  settings,
  vaultViews,
  withEditor,
} from './vault-fixtures.ts';

type Press = readonly [button: string, ...calls: Call[]];
const view = (name: string): VaultView => {
  const make = vaultViews[name];
  ok(make !== undefined, `a view ${name}`);
  return make();
};
const [first] = clients().clients;
const CLIENT = first?.id ?? '';
const NOTE = hit(0).id;
const everything100 = { text: '', bin: false, offset: 0, limit: 100 };
const inSettings = (change: Parameters<typeof settings>[0]): VaultView =>
  open('settings', { settings: settings(change) });

const PLACES: readonly [about: string, view: () => VaultView, ...presses: Press[]][] = [
  [
    'no vault',
    () => view('none'),
    ['Start a session now', ['start']],
    ['Create a vault', ['beginCreating']],
  ],
  ['unreadable', () => view('unreadable'), ['Start a session now', ['start']]],
  ['a file that was no backup', () => view('none-restore-error'), ['Cancel', ['dropRestore']]],
  [
    'reading a backup',
    () => view('none-restore-reading'),
    ['Stop', ['cancelWork']],
    ['Cancel', ['dropRestore']],
  ],
  ['passphrase', () => choosing(), ['Not now', ['cancelCreating']]],
  [
    'recovery words',
    () => creating({ step: 'recovery', words: WORDS }),
    ['I have written them down', ['recoveryWritten']],
    ['Not now', ['cancelCreating']],
  ],
  [
    'asked back',
    () => creating({ step: 'confirm-recovery', asked: [1], wrong: false }),
    ['Show the words again', ['showRecoveryAgain']],
    ['Not now', ['cancelCreating']],
  ],
  [
    'storage',
    () => creating({ step: 'storage', persisted: 'unknown' }),
    ['Open my notes', ['finishCreating']],
  ],
  [
    'today',
    () => view('today'),
    ['Start a session now', ['start']],
    ['Got it', ['putAwayWelcome']],
    ['Lock now', ['lock']],
    ['Make a backup now', ['backup']],
    [
      '3 notes are not signed',
      ['search', { ...everything100, state: 'unsigned' }],
      ['go', 'notes'],
    ],
    ['Clients', ['go', 'clients']],
  ],
  [
    'the alarm',
    () => view('today-alarm'),
    ['Put back a backup', ['go', 'settings']],
    ['Got it', ['putAwayNotice']],
  ],
  ['the notes', () => view('notes'), ['New note', ['chooseNew', true]]],
  ['undo', () => view('notes-bin-undo'), ['Undo', ['unbin', NOTE]]],
  ['a new note', () => view('notes-choosing'), ['Cancel', ['chooseNew', false]]],
  ['a receipt', () => view('notes-receipt'), ['Put away', ['putAwayReceipt']]],
  ['the editor', () => withEditor(), ['Carry over from the last note', ['carryOver']]],
  ['the bin', () => view('editor-binned'), ['Put back', ['unbin', NOTE]]],
  ['history', () => view('editor-history'), ['Back to the note', ['showHistory', false]]],
  ['the clients', () => view('clients'), ['Add a client', ['openClient', 'new']]],
  [
    'a client',
    () => view('client'),
    ['Show all in Notes', ['search', { ...everything100, clientId: CLIENT }], ['go', 'notes']],
  ],
  [
    'settings',
    () => view('settings'),
    ['Make a backup now', ['backup']],
    ['Change the passphrase', ['beginFactor', 'passphrase']],
    ['Require a passkey too', ['beginFactor', 'passkey']],
    ['Make new recovery words', ['beginFactor', 'recovery']],
    ['Remove the recovery words', ['beginFactor', 'no-recovery']],
    ['Ask the browser to keep them', ['askPersistence']],
    ['Show the audit trail', ['showAudit', true]],
  ],
  ['the audit trail', () => view('settings-done'), ['Hide the audit trail', ['showAudit', false]]],
  ['a backup under way', () => view('settings-backing-up'), ['Stop', ['cancelWork']]],
  [
    'a passkey required',
    () => inSettings({ factor: factor({ passkeyRequired: true }) }),
    ['Stop requiring the passkey', ['beginFactor', 'no-passkey']],
  ],
  ['a change of the lock', () => view('settings-passkey'), ['Cancel', ['beginFactor', 'none']]],
  ['a preview', () => view('settings-restore-preview'), ['Cancel', ['dropRestore']]],
];

describe('the buttons of the vault', () => {
  before(() => setViewport({ width: 1440, height: 900 }));
  afterEach(clear);

  for (const [about, make, ...presses] of PLACES)
    it(`${about}: ${presses.map(([name]) => name).join(', ')}`, async () => {
      for (const [name, ...calls] of presses) {
        const stand = await vault(make());
        await press(stand.app, name);
        equal(stand.calls, calls, `${name}:`);
      }
    });

  it('the menu of a note: history, the other kind, the bin', async () => {
    const { app, calls } = await vault(withEditor());
    for (const [name, call] of [
      ['History', ['showHistory', true]],
      ['Move to the bin', ['bin', NOTE]],
    ] as const) {
      await press(app, 'More');
      await press(app, name);
      equal(calls.splice(0), [call]);
    }
    await press(app, 'More');
    await press(app, 'Make it a psychotherapy note…');
    equal(calls, [], 'before the question is answered:');
    await press(app, 'Move it');
    equal(calls, [['move', 'psychotherapy']]);
  });

  it('damage is given up only when that was asked twice', async () => {
    const { app, calls } = await vault(view('today-alarm'));
    await press(app, 'Keep what is left');
    await press(app, 'Cancel');
    equal(calls, []);
    await press(app, 'Keep what is left');
    await press(app, 'Give up the rest');
    equal(calls, [['acceptFindings']]);
    ok(![...everything(document.body)].some((e) => e.localName === 'alcove-modal'), 'closed');
  });

  it('recent notes open from Today', async () => {
    const { calls } = await vault(view('today'));
    within('.plain-list .line').click();
    equal(calls, [
      ['go', 'notes'],
      ['openNote', NOTE],
    ]);
  });

  it('a session’s note opens from Today, or is begun; its record and the warnings are put away', async () => {
    const { app, calls } = await vault(view('today'));
    const named = (label: string) => `[aria-label^='${label}']`;
    within(named('Open the note of')).click();
    within(named('Remove the record of')).click();
    for (const summary of everything(document.body))
      if (summary.localName === 'summary') (summary as HTMLElement).click();
    await press(app, 'Clear the list');
    within(named('Write the note of')).click();
    await settled(app);
    await press(app, 'Start writing');
    equal(
      calls.map(([name]) => name),
      ['openSessionNote', 'removeSession', 'clearWarnings', 'writeSessionNote'],
    );
  });

  it('the age of the backup asks for attention from the seventh day on', async () => {
    const day = 86_400_000;
    const today = (days: number | undefined, notes = 5): VaultView =>
      open('today', {
        today: {
          recent: [],
          unsigned: 0,
          notes,
          ...(days === undefined ? {} : { lastBackupAt: Date.now() - days * day - 1000 }),
        },
      });
    const { show } = await vault(today(6));
    const said = (): [string, boolean] => {
      const line = within('[aria-labelledby=backup-age] > p');
      return [line.textContent.trim(), line.matches('.notice')];
    };
    equal(said(), ['Your last backup is 6 days old.', false]);
    await show(today(7));
    equal(said(), ['Your last backup is 7 days old.', true]);
    await show(today(1));
    equal(said(), ['Your last backup is 1 day old.', false]);
    await show(today(undefined));
    equal(said()[1], true, 'never:');
    await show(today(undefined, 0));
    equal(said(), ['There is nothing to back up yet.', false]);
  });
});

describe('the clients', () => {
  before(() => setViewport({ width: 1440, height: 900 }));
  afterEach(clear);

  const listed = (): string[] =>
    [...everything(document.body)]
      .filter((e) => e.matches('.side .plain-list b'))
      .map((e) => e.textContent);

  it('are found by a part of the name, the archived only when asked for', async () => {
    const { app, calls } = await vault(view('clients'));
    equal(listed(), ['Anna B.', 'M. and P. Oyelaran', '2024-017']);
    only('searchbox', 'Search clients by name').focus();
    await sendKeys({ type: 'oye' });
    await settled(app);
    equal(listed(), ['M. and P. Oyelaran']);
    await sendKeys({ type: 'x' });
    await settled(app);
    equal(listed(), []);
    equal(calls, [], 'what left the page:');
    const field = only('searchbox', 'Search clients by name');
    ok(field instanceof HTMLInputElement, 'a field');
    field.select();
    await sendKeys({ press: 'Delete' });
    only('checkbox', 'Show archived clients, too').click();
    await settled(app);
    equal(listed().at(-1), 'J. Koppel');
  });

  it('are saved, added and archived with what stands in the fields', async () => {
    const { app, calls, show } = await vault(view('client'));
    const name = only('textbox', 'Name');
    ok(name instanceof HTMLInputElement, 'a field');
    name.value = ' Anna C. ';
    const saved = (archived: boolean): Call => [
      'saveClient',
      {
        name: 'Anna C.',
        contact: '+49 30 1234567, sister: Karla',
        about: 'Born 1991. She/her. Wants letters to her office only.',
        archived,
      },
    ];
    await press(app, 'Save');
    await press(app, 'Archive');
    equal(calls.splice(0), [saved(false), saved(true)]);
    await show(view('client'));
    equal(name.value, ' Anna C. ', 'after a view:');
    await show(view('client-new'));
    equal(focused()?.computedName, 'Name');
    await press(app, 'Add');
    equal(calls, [], 'without a name:');
    await sendKeys({ type: 'B.' });
    const typed = { name: 'B.', contact: '', about: '', archived: false };
    equal(calls.splice(0).at(-1), ['draftClient', typed]);
    await press(app, 'Add');
    equal(calls, [['saveClient', typed]]);
  });

  it('get their record of one kind or the other, never of both', async () => {
    const { app, calls } = await vault(view('client'));
    await press(app, 'Give this person their record…');
    const kinds = controls().filter((e) => e.computedRole === 'radio');
    equal(
      kinds.map((e) => e.computedName),
      ['Progress notes', 'Psychotherapy notes'],
    );
    ok(/never in one file/.test(within('alcove-modal').textContent), 'it says so');
    only('radio', 'Psychotherapy notes').click();
    await press(app, 'Save the two files');
    equal(calls, [['exportClient', CLIENT, 'psychotherapy']]);
  });

  it('are removed only when that was asked twice', async () => {
    const { app, calls } = await vault(view('client'));
    await press(app, 'Remove…');
    equal(calls, []);
    await press(app, 'Remove');
    equal(calls, [['removeClient', CLIENT]]);
  });
});

describe('the settings', () => {
  before(() => setViewport({ width: 1440, height: 900 }));
  afterEach(clear);

  it('of locking are kept at once', async () => {
    const { calls } = await vault(view('settings'));
    for (const [name, value, kept] of [
      ['Lock after no key or touch for', '30', { idleMinutes: 30, hidden: 'soon' }],
      ['When this page is out of sight', 'at-once', { idleMinutes: 10, hidden: 'at-once' }],
    ] as const) {
      const choice = only('combobox', name);
      ok(choice instanceof HTMLSelectElement, name);
      choice.value = value;
      choice.dispatchEvent(new Event('change'));
      equal(calls.splice(0), [['saveSettings', kept]]);
    }
  });

  it('take a new template with its parts, and leave out a part that was taken away', async () => {
    const { app, calls } = await vault(view('settings'));
    await press(app, 'New template');
    const fill = (name: string, text: string): void => {
      const field = only('textbox', name);
      ok(field instanceof HTMLInputElement, name);
      field.value = text;
    };
    fill('Name', ' First hour ');
    fill('Heading of part 1', 'Away');
    await press(app, 'Add a part');
    fill('Heading of part 2', 'Why now');
    fill('Hint for part 2', 'In their words.');
    await press(app, 'Remove part 1');
    await press(app, 'Save the template');
    equal(calls, [
      [
        'saveTemplate',
        {
          id: '',
          name: 'First hour',
          kind: 'progress',
          sections: [{ heading: 'Why now', hint: 'In their words.' }],
          builtIn: false,
        },
      ],
    ]);
  });

  it('change and remove a template and a snippet', async () => {
    const { app, calls } = await vault(view('settings'));
    const [own] = settings().templates;
    const [snippet] = settings().snippets;
    ok(own !== undefined && snippet !== undefined, 'one of each');
    await press(app, `Edit template ${own.name}`);
    await press(app, 'Save the template');
    equal(calls.splice(0), [['saveTemplate', own]]);
    await press(app, `Edit template ${own.name}`);
    await press(app, 'Remove the template');
    equal(calls.splice(0), [['removeTemplate', own.id]]);
    await press(app, `Edit snippet ${snippet.name}`);
    await press(app, 'Save the snippet');
    equal(calls.splice(0), [['saveSnippet', snippet.id, snippet.name, snippet.text]]);
    await press(app, `Edit snippet ${snippet.name}`);
    await press(app, 'Remove the snippet');
    equal(calls, [['removeSnippet', snippet.id]]);
  });

  it('take a snippet only under a name that can be typed', async () => {
    const { app, calls } = await vault(view('settings'));
    await press(app, 'New snippet');
    const [name, content] = [only('textbox', 'Name'), only('textbox', 'Text of the snippet')];
    ok(name instanceof HTMLInputElement && content instanceof HTMLTextAreaElement, 'two fields');
    content.value = 'words';
    name.value = 'two words';
    await press(app, 'Save the snippet');
    equal(calls, [], 'with a space in the name:');
    name.value = 'größe-1';
    await press(app, 'Save the snippet');
    equal(calls, [['saveSnippet', null, 'größe-1', 'words']]);
  });

  it('say of every audit entry what it was, and whether the trail can be believed', async () => {
    const { show } = await vault(view('settings-done'));
    const lines = [...everything(document.body)]
      .filter((e) => e.matches('td:last-child'))
      .map((e) => e.textContent);
    equal(lines.length, 8);
    equal(lines[0], 'Unlocked: passphrase, wrong tries before: 2');
    equal(lines[3], 'Note 00000000 was moved to the psychotherapy notes');
    ok(/no entry was changed/.test(within('[aria-labelledby=audit]').textContent), 'verified');
    await show(view('settings-audit-broken'));
    ok(
      /was changed or taken out from outside/.test(within('[aria-labelledby=audit]').textContent),
      'broken',
    );
  });
});
