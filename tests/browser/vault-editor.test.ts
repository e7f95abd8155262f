import { sendKeys, setViewport } from '@web/test-runner-commands';
import type { Note, NoteContent } from '../../client/practice/note.ts';
import { equal, ok, until } from './assert.ts';
import { clear, everything, focused, only, press, settled, vault, within } from './stand.ts';
import { SNIPPETS, editor, note, summaryOf, withEditor } from './vault-fixtures.ts';

type Stand = Awaited<ReturnType<typeof vault>>;

/** What the editor asked to be saved, newest last. */
const edits = ({ calls }: Stand): NoteContent[] =>
  calls.filter(([name]) => name === 'edit').map(([, content]) => content as NoteContent);
const newest = (stand: Stand): NoteContent => {
  const last = edits(stand).at(-1);
  ok(last !== undefined, 'something was edited');
  return last;
};
const area = (name: string): HTMLTextAreaElement => {
  const field = only('textbox', name);
  ok(field instanceof HTMLTextAreaElement, `${name} is a text area`);
  return field;
};
const textOf = (content: NoteContent, heading: string): string | undefined =>
  content.sections.find((section) => section.heading === heading)?.text;
const changed = (content: NoteContent, change: Partial<Note> = {}): Note => ({
  ...note(),
  ...content,
  ...change,
});

describe('the editor', () => {
  before(() => setViewport({ width: 1440, height: 900 }));
  afterEach(clear);

  it('hands over the whole note with every letter', async () => {
    const stand = await vault(withEditor());
    const field = area('Assessment');
    field.focus();
    await sendKeys({ type: 'ab' });
    equal(
      edits(stand).map((content) => textOf(content, 'Assessment')),
      ['a', 'ab'],
    );
    const { title, clientId, date, template, tags, sections } = note();
    equal(newest(stand), {
      title,
      clientId,
      date,
      template,
      tags,
      sections: sections.map((section) =>
        section.heading === 'Assessment' ? { ...section, text: 'ab' } : section,
      ),
    });
  });

  it('hands over title, client, date and tags; a half-typed date changes nothing', async () => {
    const stand = await vault(withEditor());
    only('textbox', 'Title').focus();
    await sendKeys({ press: 'End' });
    await sendKeys({ type: '!' });
    equal(newest(stand).title, `${note().title}!`);
    const tags = only('textbox', 'Tags');
    ok(tags instanceof HTMLInputElement, 'a field');
    tags.select();
    await sendKeys({ type: '#Grief, sleep,  ,grief' });
    equal(newest(stand).tags, ['grief', 'sleep']);
    equal(tags.value, '#Grief, sleep,  ,grief', 'as it was typed:');
    const client = only('combobox', 'Client');
    ok(client instanceof HTMLSelectElement, 'a choice');
    client.value = '';
    client.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
    equal(newest(stand).clientId, null);
    const count = edits(stand).length;
    const date = within('#date');
    ok(date instanceof HTMLInputElement, 'a date');
    date.value = '';
    date.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
    equal(edits(stand).length, count, 'edits after a date was emptied:');
    date.value = '2026-12-01';
    date.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
    equal(newest(stand).date, '2026-12-01');
  });

  it('keeps text and caret when views come back late, in any number', async () => {
    const stand = await vault(withEditor());
    const field = area('Objective');
    field.focus();
    field.setSelectionRange(5, 5);
    await sendKeys({ type: ', very' });
    const text = field.value;
    equal(text, 'Tired, very, but laughs twice. Speaks faster towards the end.');
    for (const sent of edits(stand)) {
      await stand.show(withEditor({ note: changed(sent), save: 'saving' }));
      equal(field.value, text);
      equal([field.selectionStart, field.selectionEnd], [11, 11], 'the caret:');
    }
    await stand.show(withEditor({ note: note({ updatedAt: 1 }), save: 'saved' }));
    equal(field.value, text, 'after a view from before the first letter:');
    ok(focused() === field, 'one can go on writing');
    await sendKeys({ type: '!' });
    equal(textOf(newest(stand), 'Objective')?.startsWith('Tired, very!, but'), true);
  });

  it('keeps what was typed when its view comes after the cursor went on', async () => {
    const stand = await vault(withEditor());
    area('Assessment').focus();
    await sendKeys({ type: 'abc' });
    area('Plan').focus();
    for (const sent of edits(stand)) {
      await stand.show(withEditor({ note: changed(sent), save: 'saving' }));
      equal(area('Assessment').value, 'abc');
    }
  });

  it('takes a text that was carried over, but for the field that is being typed in', async () => {
    const stand = await vault(withEditor());
    area('Assessment').focus();
    await sendKeys({ type: 'mine' });
    const carried = changed(newest(stand), {
      sections: note().sections.map(({ heading }) => ({ heading, text: `last ${heading}` })),
    });
    await stand.show(withEditor({ note: carried, save: 'unsaved' }));
    equal(area('Plan').value, 'last Plan');
    equal(area('Assessment').value, 'mine');
    await sendKeys({ type: '!' });
    equal(textOf(newest(stand), 'Assessment'), 'mine!');
    equal(textOf(newest(stand), 'Plan'), 'last Plan');
  });

  it('takes an earlier version even if just that text was written here before', async () => {
    const stand = await vault(withEditor());
    area('Assessment').focus();
    await sendKeys({ type: 'x' });
    const history = [{ version: { ...note(), savedAt: 5 }, changes: [] }];
    await stand.show(withEditor({ note: note(), history }));
    within('[aria-label^="Use this text of"]').click();
    equal(stand.calls.at(-1), ['takeVersion', 5]);
    await stand.show(withEditor({ note: note({ updatedAt: 7 }), save: 'unsaved' }));
    equal(area('Assessment').value, '');
  });

  it('another note brings its own text', async () => {
    const stand = await vault(withEditor());
    area('Plan').focus();
    await sendKeys({ type: 'gone' });
    const other = note({
      title: 'Another',
      sections: note().sections.map(({ heading }) => ({ heading, text: 'other' })),
    });
    await stand.show(withEditor({ summary: summaryOf(3), note: other }));
    equal(area('Plan').value, 'other');
  });

  for (const [key, after] of [
    ['Tab', ''],
    ['Space', ' '],
  ] as const)
    it(`a snippet takes the place of its name at ${key}`, async () => {
      const stand = await vault(withEditor());
      const field = area('Assessment');
      field.focus();
      await sendKeys({ type: 'So: ;risk' });
      await sendKeys({ press: key });
      const text = `So: ${SNIPPETS[0]?.text ?? ''}${after}`;
      equal(field.value, text);
      equal(textOf(newest(stand), 'Assessment'), text);
      equal(field.selectionStart, text.length, 'the caret:');
      ok(focused() === field, 'the focus stays');
    });

  it('leaves what is no snippet alone, and Tab goes on to the next field', async () => {
    const stand = await vault(withEditor());
    const field = area('Assessment');
    field.focus();
    await sendKeys({ type: ';nothing ' });
    equal(field.value, ';nothing ');
    await sendKeys({ press: 'Tab' });
    ok(focused() === area('Plan'), 'in the next field');
    equal(textOf(newest(stand), 'Assessment'), ';nothing ');
  });

  it('a snippet from the menu goes where the cursor was', async () => {
    const stand = await vault(withEditor());
    const field = area('Plan');
    field.focus();
    field.setSelectionRange(0, 0);
    await press(stand.app, 'Snippets');
    await press(stand.app, ';home-work');
    ok(field.value.startsWith('Agreed on homework:Phone'), field.value);
    equal(textOf(newest(stand), 'Plan'), field.value);
    ok(focused() === field, 'the focus is back');
    equal(within('alcove-menu').shadowRoot?.querySelector('[aria-expanded=true]'), null);
  });

  it('menus close with Escape and with a press beside them', async () => {
    const { app } = await vault(withEditor());
    const expanded = (): string | null => only('button', 'More').getAttribute('aria-expanded');
    only('button', 'More').focus();
    await sendKeys({ press: 'Enter' });
    await settled(app);
    equal(expanded(), 'true');
    await sendKeys({ press: 'Escape' });
    await settled(app);
    equal(expanded(), 'false');
    ok(focused() === only('button', 'More'), 'the focus is back');
    await press(app, 'More');
    document.body.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, composed: true }));
    await settled(app);
    equal(expanded(), 'false');
  });

  for (const width of [1440, 1000, 760, 360])
    it(`nothing of a menu lies outside of its note, ${width} pixels wide`, async () => {
      const at = Date.UTC(2026, 2, 4, 9);
      const signed = { summary: { ...summaryOf(0), signedAt: at }, note: note({ signedAt: at }) };
      for (const shown of [editor(), editor({ canCarryOver: false }), editor(signed)]) {
        await setViewport({ width, height: 900 });
        const { app } = await vault(withEditor(shown));
        const sheet = within('alcove-editor').getBoundingClientRect();
        const menus = [...everything(document.body)].filter(
          ({ localName }) => localName === 'alcove-menu',
        );
        ok(menus.length > 0, 'there are menus');
        for (const menu of menus) {
          menu.shadowRoot?.querySelector('button')?.click();
          await settled(app);
          const panel = menu.shadowRoot?.querySelector('#panel')?.getBoundingClientRect();
          ok(panel !== undefined && panel.width > 100, 'it is open');
          ok(panel.left >= sheet.left, `${panel.left} is left of ${sheet.left}`);
          ok(panel.right <= sheet.right, `${panel.right} is right of ${sheet.right}`);
          menu.shadowRoot?.querySelector('button')?.click();
        }
      }
      await setViewport({ width: 1440, height: 900 });
    });

  it('signing asks first, and Escape asks nothing of anybody', async () => {
    const { app, calls } = await vault(withEditor());
    only('button', 'Sign and lock…').focus();
    await press(app, 'Sign and lock…');
    ok(within('dialog').matches(':modal'), 'the page behind stays out of reach');
    ok(
      /stays as it is, for good/.test(within('alcove-modal').textContent),
      'it says what it means',
    );
    await sendKeys({ press: 'Escape' });
    await settled(app);
    equal(calls, []);
    ok(focused() === only('button', 'Sign and lock…'), 'the focus is back');
    await press(app, 'Sign and lock…');
    await press(app, 'Cancel');
    ok(focused() === only('button', 'Sign and lock…'), 'the focus is back from “Cancel”, too');
    await press(app, 'Sign and lock…');
    await press(app, 'Sign and lock');
    equal(calls, [['sign']]);
  });

  it('a signed note has no fields but the one for an amendment, which is emptied when it is added', async () => {
    const at = 1_790_000_000_000;
    const signed = { summary: { ...summaryOf(0), signedAt: at }, note: note({ signedAt: at }) };
    const stand = await vault(withEditor(signed));
    const field = area('New amendment');
    equal(
      within('alcove-editor').shadowRoot?.querySelectorAll('textarea, input, select').length,
      1,
    );
    ok(within('.text').textContent.includes('Sleeps five hours'), 'its text can be read');
    await press(stand.app, 'Add an amendment');
    equal(stand.calls, [], 'with nothing written:');
    field.focus();
    await sendKeys({ type: 'One more thing' });
    equal(stand.calls.splice(0).at(-1), ['draftAmendment', 'One more thing']);
    await stand.show(withEditor({ ...signed, amendment: 'One more thing' }));
    await press(stand.app, 'Add an amendment');
    equal(stand.calls, [['amend', 'One more thing']]);
    equal(field.value, 'One more thing', 'until it is kept:');
    await stand.show(
      withEditor({
        ...signed,
        note: note({ signedAt: at, amendments: [{ at, text: 'One more thing' }] }),
        amendment: '',
      }),
    );
    equal(field.value, '');
  });

  it('says the state of saving, and offers to save again when it failed', async () => {
    const stand = await vault(withEditor());
    const said = (): string => within('.save').textContent.trim();
    const announced = (): string => within('.top [role=status]').textContent.trim();
    for (const [save, words, aloud] of [
      ['unsaved', 'Not saved yet', ''],
      ['saving', 'Saving…', ''],
      ['saved', 'Saved', 'Saved'],
      ['failed', 'Not saved', 'Not saved'],
    ] as const) {
      await stand.show(withEditor({ save, error: save === 'failed' ? 'QUOTA' : undefined }));
      equal([said(), announced()], [words, aloud]);
    }
    await press(stand.app, 'Save again');
    equal(stand.calls, [['saveNow']]);
  });

  it('a conflict shows both texts and takes one of three answers', async () => {
    const theirs = note({ title: 'Theirs' });
    const stand = await vault(
      withEditor({ save: 'failed', error: 'CONFLICT', conflict: { theirs } }),
    );
    const texts = within('.texts').textContent;
    ok(texts.includes(note().title) && texts.includes('Theirs'), 'both are there');
    for (const [button, which] of [
      ['Keep mine', 'mine'],
      ['Keep the other', 'theirs'],
      ['Keep both as two notes', 'both'],
    ] as const) {
      await press(stand.app, button);
      equal(stand.calls.at(-1), ['resolveConflict', which]);
    }
    await stand.show(withEditor({ note: theirs }));
    const title = only('textbox', 'Title');
    equal(title instanceof HTMLInputElement && title.value, 'Theirs');
  });

  it('history tells added and removed words apart without colour', async () => {
    await vault(
      withEditor({
        history: [
          {
            version: { ...note(), savedAt: 5 },
            changes: [
              { kind: 'removed', text: 'four' },
              { kind: 'added', text: 'five' },
            ],
          },
        ],
      }),
    );
    equal(getComputedStyle(within('del')).textDecorationLine, 'line-through');
    equal(getComputedStyle(within('ins')).textDecorationLine, 'underline');
    equal(within('del').textContent.replace(/\s+/g, ' ').trim(), 'removed: four end');
    equal(within('ins').textContent.replace(/\s+/g, ' ').trim(), 'added: five end');
  });

  it('shredding says what copies remain, and asks', async () => {
    const summary = { ...summaryOf(0), deletedAt: 1_790_000_000_000 };
    const { app, calls } = await vault(withEditor({ summary }));
    await press(app, 'Shred for good…');
    ok(
      /every backup made before still holds the note/.test(within('alcove-modal').textContent),
      'copies',
    );
    await press(app, 'Shred for good');
    equal(calls, [['shred', summary.id]]);
  });

  it('text fields grow with their text', async () => {
    const stand = await vault(withEditor());
    const field = area('Plan');
    const before = field.clientHeight;
    field.focus();
    await sendKeys({ type: 'line\nline\nline\nline\nline\nline\n' });
    await until(() => field.clientHeight > before + 60, 'it is higher');
    ok(field.scrollHeight <= field.clientHeight + 1, 'and shows all of it');
    equal(edits(stand).length > 0, true);
  });

  it('text fields grow and shrink in browsers that cannot do it by themselves', async () => {
    const supports = CSS.supports.bind(CSS);
    CSS.supports = (...asked: string[]) =>
      asked[0] !== 'field-sizing' && supports(...(asked as [string]));
    try {
      await vault(withEditor());
      const field = area('Plan');
      field.style.setProperty('field-sizing', 'fixed', 'important');
      const write = (text: string): void => {
        field.value = text;
        field.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
      };
      const before = field.clientHeight;
      write('line\n'.repeat(20));
      ok(field.clientHeight > before + 200, 'higher');
      ok(field.scrollHeight <= field.clientHeight + 1, 'and shows all of it');
      write('line');
      ok(field.clientHeight <= before + 1, 'and lower again');
    } finally {
      CSS.supports = supports;
    }
  });

  it('a new note begins in its title, an opened one on a phone at the way back', async () => {
    const blank = editor({
      summary: summaryOf(7, { revision: 1 }),
      note: note({ title: '', sections: [{ heading: '', text: '' }] }),
    });
    const stand = await vault(withEditor());
    await stand.show(withEditor(blank));
    equal(focused()?.id, 'title');
  });
});
