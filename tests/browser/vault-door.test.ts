import { emulateMedia, sendKeys, setViewport } from '@web/test-runner-commands';
import { Countdown } from '../../client/elements/countdown.ts';
import { vaultText as v } from '../../client/wording/vault.ts';
import { equal, ok, until } from './assert.ts';
import {
  clear,
  everything,
  focused,
  only,
  press,
  settled,
  vault,
  visible,
  within,
} from './stand.ts';
import {
  SUGGESTION,
  WORDS,
  choosing,
  creating,
  factor,
  locked,
  open,
  preview,
  settings,
  strong,
  vaultViews,
} from './vault-fixtures.ts';

/** All that can be read on the page, attributes for assistive technology included. */
const readable = (): string =>
  [...everything(document.body)]
    .filter(visible)
    .map((e) => {
      const own = [...e.childNodes].filter((node) => node instanceof Text);
      const spoken = ['aria-label', 'title', 'placeholder'].map((name) => e.getAttribute(name));
      return [...own.map((node) => node.textContent), ...spoken].join(' ');
    })
    .join(' ');

const field = (name: string): HTMLInputElement => {
  const found = within(`[name='${name}']`);
  ok(found instanceof HTMLInputElement, name);
  return found;
};
const names = (calls: readonly (readonly unknown[])[]): unknown[] => calls.map(([name]) => name);

describe('the door', () => {
  before(() => setViewport({ width: 1440, height: 900 }));
  afterEach(async () => {
    await emulateMedia({ media: 'screen' });
    await clear();
  });

  it('says nothing about what kind of notes they are before it is open', async () => {
    for (const [name, make] of Object.entries(vaultViews)) {
      const view = make();
      if (view.state === 'open') continue;
      await vault(view);
      const words = /therap|client|patient|session 1\d|diagnos/i.exec(readable());
      equal(words?.[0], undefined, `${name}:`);
    }
    for (const [code, sentence] of Object.entries(v.errors)) {
      if (code === 'CLIENT_IN_USE') continue;
      ok(!/therap|client|patient/i.test(sentence), code);
    }
  });

  it('is ready to be typed into, and Enter unlocks', async () => {
    const { calls } = await vault(locked());
    await until(() => focused() === field('passphrase'), 'the cursor is in the field');
    equal(field('passphrase').type, 'password');
    equal(field('passphrase').autocomplete, 'current-password');
    await sendKeys({ type: 'correct horse' });
    await sendKeys({ press: 'Enter' });
    equal(calls, [['unlock', 'correct horse']]);
  });

  it('shows the letters while “Show” is pressed in, and no longer', async () => {
    const { app } = await vault(locked());
    await press(app, 'Show passphrase');
    equal(field('passphrase').type, 'text');
    equal(only('button', 'Show passphrase').getAttribute('aria-pressed'), 'true');
    await press(app, 'Show passphrase');
    equal(field('passphrase').type, 'password');
  });

  it('after a wrong try the passphrase can be mended or typed over', async () => {
    const { calls, show } = await vault(locked());
    field('passphrase').focus();
    await sendKeys({ type: 'wrong' });
    await sendKeys({ press: 'Enter' });
    await show({ ...locked(), progress: { what: 'unlocking' } } as ReturnType<typeof locked>);
    await sendKeys({ press: 'Enter' });
    equal(names(calls), ['unlock'], 'while it is tried:');
    await show(locked({ error: 'WRONG_KEY' }));
    equal(within('[role=alert]').textContent.trim(), v.errors.WRONG_KEY);
    equal(field('passphrase').selectionEnd, 5, 'selected:');
    ok(focused() === field('passphrase'), 'the cursor is in the field');
  });

  it('counts down after too many tries, takes none meanwhile, and then says so', async () => {
    const view = locked({ error: 'TOO_MANY_TRIES', retryAt: Date.now() + 1200 });
    const { app, calls } = await vault(view);
    const said = (): string => within('alcove-countdown').shadowRoot?.textContent.trim() ?? '';
    equal(said(), 'You can try again in 2 seconds.');
    const button = only('button', 'Unlock');
    ok(button instanceof HTMLButtonElement && button.disabled, 'it cannot be pressed');
    within('form').dispatchEvent(new SubmitEvent('submit', { cancelable: true }));
    equal(calls, []);
    await until(() => said() === 'You can try again in 1 second.', 'it counts');
    await until(() => !button.disabled, 'it can be pressed');
    await settled(app);
    ok(readable().includes('You can try again now.'), 'and that is announced');
    equal(
      [...everything(document.body)].some((e) => e.localName === 'alcove-countdown'),
      false,
    );
  });

  it('a countdown goes on to a later end', async () => {
    const countdown = new Countdown();
    countdown.words = String;
    countdown.until = Date.now() + 100;
    let over = 0;
    countdown.addEventListener('over', () => (over += 1));
    document.body.append(countdown);
    try {
      await until(() => over === 1, 'over');
      countdown.until = Date.now() + 100;
      await countdown.updateComplete;
      equal(countdown.shadowRoot?.textContent.trim(), '1');
      await until(() => over === 2, 'over again');
    } finally {
      countdown.remove();
    }
  });

  it('opens by the recovery words where there are any', async () => {
    const { app, calls, show } = await vault(locked());
    await press(app, 'Use the recovery words instead');
    await until(() => focused()?.id === 'words', 'the cursor is in the field');
    await sendKeys({ type: 'one two' });
    await press(app, 'Unlock');
    equal(calls, [['unlockWithRecovery', 'one two']]);
    await press(app, 'Use the passphrase instead');
    await show(locked({ slots: ['passphrase'] }));
    ok(!readable().includes('recovery words'), 'not offered');
  });

  it('explains the passkey only where one is required', async () => {
    const { show } = await vault(locked());
    ok(!readable().includes('passkey'), 'not mentioned');
    await show(locked({ slots: ['passphrase-and-passkey', 'recovery'] }));
    ok(readable().includes('your passphrase and your passkey'), 'explained');
  });

  it('shuts at once when the app is locked, before anything is known again', async () => {
    const { show } = await vault(open('notes'));
    await show({ state: 'looking' });
    equal(within('h1').textContent.trim(), 'Locked');
    ok(!readable().includes('Anna'), 'nothing is left on the page');
    await show(locked());
    await until(() => focused() === field('passphrase'), 'and the cursor is in the field');
  });
});

describe('a new passphrase', () => {
  before(() => setViewport({ width: 1440, height: 900 }));
  afterEach(clear);

  const type = async (name: string, text: string): Promise<void> => {
    field(name).focus();
    await sendKeys({ type: text });
  };

  it('is weighed as it is typed, and the answer is in words and a number', async () => {
    const { calls, show } = await vault(choosing());
    await type('next', 'ab');
    equal(calls, [
      ['weigh', 'a'],
      ['weigh', 'ab'],
    ]);
    await show(choosing({ strength: strong }));
    ok(
      /^Strong\.\s+Someone who steals this computer .* would need about 320 years\.$/.test(
        within('#strength p').textContent.trim(),
      ),
      within('#strength p').textContent,
    );
    equal(field('next').getAttribute('aria-describedby'), 'strength');
    equal(field('next').autocomplete, 'new-password');
  });

  for (const width of [360, 1440]) {
    it(`moves nothing away when an answer comes, ${String(width)} px wide`, async () => {
      await setViewport({ width, height: 900 });
      const { show } = await vault(choosing({ suggestion: '' }));
      const top = () => Math.round(within('form .primary').getBoundingClientRect().top);
      const before = top();
      await show(choosing());
      equal(top(), before);
      await show(choosing({ strength: strong }));
      equal(top(), before);
      await show(choosing({ strength: { ...strong, score: 0, years: 570_000 } }));
      equal(top(), before);
      await setViewport({ width: 1440, height: 900 });
    });
  }

  it('is not taken while it is weak, or when the second one differs', async () => {
    const { app, calls, show } = await vault(choosing({ strength: { ...strong, score: 2 } }));
    await type('next', 'abc');
    await type('again', 'abc');
    await press(app, 'Continue');
    equal(within('form [role=alert]').textContent.trim(), v.strength.tooWeak);
    ok(focused() === field('next'), 'the cursor is where it can be mended');
    await show(choosing({ strength: strong }));
    await type('again', 'd');
    await press(app, 'Continue');
    equal(within('form [role=alert]').textContent.trim(), v.create.passphrase.differ);
    ok(focused() === field('again'), 'the cursor is where it can be mended');
    ok(!names(calls).includes('setPassphrase'), 'nothing was set');
    await sendKeys({ press: 'Backspace' });
    await press(app, 'Continue');
    equal(calls.at(-1), ['setPassphrase', 'abc', false]);
  });

  it('is typed once where it can be read', async () => {
    const { app, calls } = await vault(choosing({ strength: strong }));
    await type('next', 'abc');
    await press(app, 'Show passphrase');
    ok(!readable().includes(v.create.passphrase.again), 'not asked for twice');
    await press(app, 'Continue');
    equal(calls.at(-1), ['setPassphrase', 'abc', false]);
  });

  it('can be the suggestion, shown, weighed, and not asked for twice', async () => {
    const { app, calls } = await vault(choosing({ strength: strong }));
    await press(app, 'Another');
    equal(calls.splice(0), [['suggestAgain']]);
    await press(app, 'Use this one');
    equal(calls.splice(0), [['weigh', SUGGESTION]]);
    equal([field('next').value, field('next').type], [SUGGESTION, 'text']);
    ok(readable().includes(v.create.passphrase.used), 'and it says to write it down');
    await press(app, 'Continue');
    equal(calls, [['setPassphrase', SUGGESTION, false]]);
  });

  it('can go with a passkey, where there can be one', async () => {
    const { app, calls, show } = await vault(choosing({ strength: strong }));
    only('checkbox', 'Require a passkey too').click();
    await press(app, 'Use this one');
    await press(app, 'Continue');
    equal(calls.at(-1), ['setPassphrase', SUGGESTION, true]);
    ok(readable().includes('the notes are gone'), 'what it means');
    await show(choosing({ passkeyPossible: false }));
    ok(field('passkey').disabled, 'cannot be ticked');
    ok(readable().includes(v.create.passphrase.passkeyImpossible), 'and why');
  });

  it('is set anew only with the present one', async () => {
    const view = open('settings', {
      settings: settings({ factor: factor({ step: 'passphrase', strength: strong }) }),
    });
    const { app, calls } = await vault(view);
    await type('current', 'old');
    await press(app, 'Use this one');
    await press(app, 'Change the passphrase');
    equal(calls.at(-1), ['changeFactor', 'old', SUGGESTION]);
  });
});

describe('the recovery words', () => {
  before(() => setViewport({ width: 1440, height: 900 }));
  afterEach(async () => {
    await emulateMedia({ media: 'screen' });
    await clear();
  });

  it('print alone, numbered, with what they are for', async () => {
    for (const view of [
      creating({ step: 'recovery', words: WORDS }),
      open('settings', {
        settings: settings({ factor: factor({ step: 'recovery', words: WORDS }) }),
      }),
    ]) {
      await emulateMedia({ media: 'screen' });
      await vault(view);
      ok(readable().includes('Print'), 'on the screen there is more');
      await emulateMedia({ media: 'print' });
      const paper = readable().replace(/\s+/g, ' ').trim();
      const sheet = [v.create.recovery.sheet, v.create.recovery.sheetText, v.create.recovery.list];
      equal(paper, [...sheet, ...WORDS].join(' '), 'on paper:');
      equal(getComputedStyle(within('.words li'), '::before').content, 'counter(word) ". "');
    }
  });

  it('are asked back by their numbers, in any letters', async () => {
    const { app, calls } = await vault(
      creating({ step: 'confirm-recovery', asked: [2, 11], wrong: false }),
    );
    only('textbox', 'Word 3').focus();
    await sendKeys({ type: 'Cargo ' });
    only('textbox', 'Word 12').focus();
    await sendKeys({ type: 'ladder' });
    await press(app, 'Check');
    equal(calls, [['confirmRecovery', ['cargo', 'ladder']]]);
  });

  it('that are new count only when they were written down, typed back, and the key was given', async () => {
    const view = open('settings', {
      settings: settings({ factor: factor({ step: 'recovery', words: WORDS }) }),
    });
    const { app, calls } = await vault(view);
    await press(app, 'I have written them down');
    const asked = [...everything(document.body)].filter((e) => /^word-\d+$/.test(e.id));
    equal(asked.length, 2);
    for (const box of asked) {
      ok(box instanceof HTMLInputElement, 'a field');
      box.value = 'zebra';
    }
    await press(app, 'Check');
    ok(readable().includes(v.create.confirm.wrong), 'a wrong word is not taken');
    for (const box of asked) {
      ok(box instanceof HTMLInputElement, 'a field');
      box.value = WORDS[Number(box.id.slice(5))] ?? '';
    }
    await press(app, 'Check');
    equal(calls, [], 'before the key:');
    field('current').value = 'old';
    await press(app, 'Make new recovery words');
    equal(calls, [['changeFactor', 'old', '']]);
  });
});

describe('putting back a backup', () => {
  before(() => setViewport({ width: 1440, height: 900 }));
  afterEach(clear);

  const restoring = (older: boolean): ReturnType<typeof open> =>
    open('settings', {
      settings: settings({ restore: { step: 'preview', preview: preview({ older }) } }),
    });

  it('replaces newer notes only after the explicit words', async () => {
    const { app, calls } = await vault(restoring(true));
    for (const words of ['', 'yes', 'replace newer note']) {
      field('explicit').value = words;
      await press(app, 'Replace the newer notes');
      equal(calls, [], `after “${words}”:`);
      await until(() => readable().includes(v.restore.wordsMissing), 'it to say what is missing');
    }
    field('explicit').value = ' Replace newer notes';
    await press(app, 'Replace the newer notes');
    equal(calls, [['commitRestore', true]]);
  });

  it('needs no such words where nothing newer is lost', async () => {
    const { app, calls } = await vault(restoring(false));
    await press(app, 'Put it in place');
    equal(calls, [['commitRestore', false]]);
  });

  it('shows both sides before anything changes', async () => {
    await vault(restoring(true));
    const [here, backup] = [...everything(document.body)].filter((e) =>
      e.matches('.sides > section'),
    );
    ok(here?.textContent.includes('10,000 notes, 400 people') === true, 'what is here');
    ok(backup?.textContent.includes('9,961 notes, 398 people') === true, 'what would be');
  });

  it('opens the file with a passphrase or with the words', async () => {
    const { app, calls } = await vault({
      state: 'none',
      restore: { step: 'credential', fileName: 'a.backup' },
    });
    field('secret').value = 'pass';
    await press(app, 'Read the file');
    equal(calls.splice(0), [['openRestore', 'pass', 'passphrase']]);
    only('radio', 'the 24 recovery words').click();
    await settled(app);
    const words = within('#secret');
    ok(words instanceof HTMLTextAreaElement, 'room for many words');
    words.value = 'one two';
    await press(app, 'Read the file');
    equal(calls, [['openRestore', 'one two', 'recovery']]);
  });

  it('takes the file that was chosen', async () => {
    const { calls } = await vault({ state: 'none', restore: { step: 'none' } });
    const input = within('alcove-file-button').shadowRoot?.querySelector('input');
    ok(input !== null && input !== undefined, 'a place for a file');
    const file = new File(['x'], 'a.backup');
    const transfer = new DataTransfer();
    transfer.items.add(file);
    input.files = transfer.files;
    input.dispatchEvent(new Event('change'));
    equal(names(calls), ['chooseRestore']);
    const [, chosen] = calls[0] ?? [];
    equal(chosen instanceof File && chosen.name, 'a.backup');
  });
});
