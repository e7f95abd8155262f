import { sendKeys, setViewport } from '@web/test-runner-commands';
import { equal, ok, until } from './assert.ts';
import { clear, everything, focused, only, press, settled, vault, within } from './stand.ts';
import { hit, hits, withNotes } from './vault-fixtures.ts';

const TOTAL = 10_000;
const rows = (): HTMLElement[] =>
  [...everything(within('alcove-note-list'))]
    .concat([...everything(within('alcove-note-list').shadowRoot ?? document)])
    .filter((e) => e instanceof HTMLElement && e.matches('li'))
    .map((e) => e as HTMLElement);

const position = (row: Element | null | undefined): number =>
  Number(row?.closest('li')?.getAttribute('aria-posinset'));

describe('the list of notes', () => {
  beforeEach(() => setViewport({ width: 1440, height: 900 }));
  afterEach(clear);

  it('draws what is in sight of 10,000 notes, and nothing else', async () => {
    const { app } = await vault(withNotes({ total: TOTAL, hits: hits(TOTAL) }));
    const list = within('alcove-note-list');
    await until(() => rows().length > 8, 'rows are drawn');
    ok(rows().length < 40, `${String(rows().length)} rows`);
    equal(rows()[0]?.getAttribute('aria-setsize'), String(TOTAL));
    ok(list.scrollHeight > TOTAL * 60, 'as long as all of them');
    for (const share of [0.5, 1, 0.13]) {
      list.scrollTop = share * (list.scrollHeight - list.clientHeight);
      await until(
        () => {
          const { top, bottom } = list.getBoundingClientRect();
          const seen = rows().filter((row) => {
            const box = row.getBoundingClientRect();
            return box.bottom > top && box.top < bottom;
          });
          const height = seen.reduce((sum, row) => sum + row.getBoundingClientRect().height, 0);
          return height >= list.clientHeight - 1;
        },
        `the view is full at ${String(share)}`,
      );
      await settled(app);
      ok(rows().length < 40, `${String(rows().length)} rows at ${String(share)}`);
    }
    list.scrollTop = list.scrollHeight;
    await until(() => position(rows().at(-1)) === TOTAL, 'the last is there');
  });

  it('goes by the arrows, Home, End and the page keys, with one stop of Tab', async () => {
    const { app, calls } = await vault(withNotes({ total: TOTAL, hits: hits(TOTAL) }));
    await until(() => rows().length > 8, 'rows are drawn');
    const stops = rows().filter((row) => row.querySelector('[tabindex="0"]'));
    equal(stops.length, 1, 'stops of Tab:');
    rows()[0]?.querySelector('button')?.focus();
    const at = async (key: string): Promise<number> => {
      await sendKeys({ press: key });
      await settled(app);
      return position(focused());
    };
    equal(await at('ArrowDown'), 2);
    equal(await at('ArrowDown'), 3);
    equal(await at('ArrowUp'), 2);
    ok((await at('PageDown')) > 5, 'a page on');
    equal(await at('End'), TOTAL);
    const { bottom } = focused()?.getBoundingClientRect() ?? { bottom: Infinity };
    ok(bottom <= innerHeight + 1, 'the last is in sight');
    equal(await at('Home'), 1);
    equal(await at('ArrowUp'), 1);
    await sendKeys({ press: 'Enter' });
    equal(calls, [['openNote', hit(0).id]]);
  });

  it('keeps the focus on a row when the one that had it is scrolled away', async () => {
    const { app } = await vault(withNotes({ total: TOTAL, hits: hits(TOTAL) }));
    await until(() => rows().length > 8, 'rows are drawn');
    rows()[5]?.querySelector('button')?.focus();
    const row = rows()[0]?.getBoundingClientRect().height ?? 0;
    within('alcove-note-list').scrollTop = row * 12;
    await until(() => position(rows()[0]) > 3, 'a little further');
    await settled(app);
    equal(position(focused()), 6, 'the row is still there:');
    within('alcove-note-list').scrollTop = 50_000;
    await until(() => position(rows()[0]) > 100, 'other rows');
    await settled(app);
    ok(position(focused()) > 100, `the focus is on row ${String(position(focused()))}`);
    equal(focused()?.getAttribute('tabindex'), '0');
  });

  it('asks for more once, near the end of what is loaded, until what is in sight is there', async () => {
    const { calls, show } = await vault(withNotes({ total: 1000, hits: hits(100) }));
    const list = within('alcove-note-list');
    await until(() => rows().length > 8, 'rows are drawn');
    equal(calls, [], 'at the top:');
    list.scrollTop = list.scrollHeight;
    await until(() => calls.length > 0, 'it asks');
    list.scrollTop = list.scrollHeight - 2000;
    await until(() => position(rows()[0]) < 980, 'other rows');
    equal(calls.splice(0), [['showMore']]);
    ok(
      rows().every((row) => row.textContent.trim() === 'Loading…'),
      'and says so',
    );
    await show(withNotes({ total: 1000, hits: hits(500) }));
    equal(calls.splice(0), [['showMore']], 'not there yet:');
    await show(withNotes({ total: 1000, hits: hits(1000) }));
    equal(calls, [], 'all is loaded:');
    ok(
      rows().every((row) => row.textContent.trim() !== 'Loading…'),
      'rows are drawn',
    );
  });

  it('another search begins at the top', async () => {
    const { show } = await vault(withNotes({ total: TOTAL, hits: hits(TOTAL) }));
    const list = within('alcove-note-list');
    await until(() => rows().length > 8, 'rows are drawn');
    list.scrollTop = 50_000;
    await until(() => position(rows()[0]) > 100, 'further down');
    const query = { text: 'sleep', bin: false, offset: 0, limit: 100 };
    await show(withNotes({ query, total: TOTAL, hits: hits(TOTAL) }));
    equal(list.scrollTop, 0);
    equal(position(rows()[0]), 1);
  });

  it('searches with every letter, and a late answer does not undo what was typed', async () => {
    const { calls, show } = await vault(withNotes({}));
    const field = only('searchbox', 'Search all notes');
    field.focus();
    await sendKeys({ type: 'let' });
    const asked = calls.map(([name, query]) => [name, (query as { text: string }).text]);
    equal(asked, [
      ['search', 'l'],
      ['search', 'le'],
      ['search', 'let'],
    ]);
    await show(withNotes({ query: { text: 'l', bin: false, offset: 0, limit: 100 } }));
    equal(field instanceof HTMLInputElement && field.value, 'let');
    equal(within('.side [role=status]').textContent.trim(), '40 notes');
  });

  it('narrows by every filter and clears them together', async () => {
    const query = { text: 'a', bin: false, offset: 0, limit: 100 };
    const { app, calls, show } = await vault(withNotes({ query }));
    await press(app, 'Filter');
    const choose = (id: string, value: string): unknown => {
      const field = within(id);
      ok(field instanceof HTMLSelectElement || field instanceof HTMLInputElement, id);
      field.value = value;
      field.dispatchEvent(new Event('change', { bubbles: true }));
      return calls.splice(0)[0]?.[1];
    };
    equal(choose('#filter-kind', 'psychotherapy'), { ...query, kind: 'psychotherapy' });
    equal(choose('#filter-tag', 'sleep'), { ...query, tag: 'sleep' });
    equal(choose('#filter-template', 'soap'), { ...query, template: 'soap' });
    equal(choose('#filter-state', 'unsigned'), { ...query, state: 'unsigned' });
    equal(choose('#filter-from', '2026-01-02'), { ...query, from: '2026-01-02' });
    equal(choose('#filter-to', '2026-02-03'), { ...query, to: '2026-02-03' });
    only('checkbox', 'In the bin').click();
    equal(calls.splice(0), [['search', { ...query, bin: true }]]);
    await show(withNotes({ query: { ...query, tag: 'sleep', bin: true } }));
    equal(within('.filters > summary').textContent.trim(), 'Filter (2 set)');
    only('button', 'Clear filters').click();
    equal(calls, [['search', query]]);
  });

  it('marks the words that were found', async () => {
    await vault(
      withNotes({
        total: 1,
        hits: [hit(1, { excerpt: ['the ', 'lett', 'er <b>', 'fath', 'er'] })],
      }),
    );
    await until(() => rows().length === 1, 'the row is drawn');
    const marks = [...(rows()[0]?.querySelectorAll('mark') ?? [])].map((e) => e.textContent);
    equal(marks, ['lett', 'fath']);
    ok(
      rows()[0]?.textContent.includes('the letter <b>father') === true,
      'as text, never as markup',
    );
  });

  it('keeps its rows apart with letters twice as large', async () => {
    document.documentElement.style.fontSize = '200%';
    try {
      await vault(withNotes({ total: TOTAL, hits: hits(TOTAL) }));
      const list = within('alcove-note-list');
      list.scrollTop = list.scrollHeight;
      await until(() => position(rows().at(-1)) === TOTAL, 'the last is there');
      for (const row of rows())
        ok(row.scrollHeight <= row.clientHeight + 1, 'a row holds its words');
    } finally {
      document.documentElement.style.fontSize = '';
    }
  });
});
