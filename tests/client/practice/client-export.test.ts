import { describe, expect, test } from 'vitest';
import {
  exportFileName,
  exportHtml,
  exportJson,
  notesOf,
  type ExportedRecord,
} from '../../../client/practice/client-export.ts';
import type { ClientRecord } from '../../../client/practice/client.ts';
import { PracticeError } from '../../../client/practice/errors.ts';
import type { Note, NoteKind } from '../../../client/practice/note.ts';
import type { OpenNote } from '../../../client/vault/vault-api.ts';
import { notebook } from '../../support/notes.ts';

const made = { at: Date.UTC(2025, 5, 1, 12, 30), timeZone: 'Europe/Vienna' };
const clientId = 'ab'.repeat(16);

const client: ClientRecord = {
  id: clientId,
  name: '<img src=x onerror=alert(1)> & "Zoë" \u202egnp.exe',
  contact: 'a@b.c\n</style><script>alert(2)</script>',
  about: '',
  archived: false,
  createdAt: 1,
};

const open = (kind: NoteKind, more: Partial<Note> = {}): OpenNote => {
  const note: Note = {
    title: 'Title',
    clientId,
    date: '2025-01-02',
    template: 'soap',
    tags: [],
    sections: [{ heading: 'Plan', text: 'text' }],
    createdAt: 1,
    updatedAt: 2,
    amendments: [],
    ...more,
  };
  const { title, date, template, tags, createdAt, updatedAt, signedAt } = note;
  const content = { title, clientId: note.clientId, date, template, tags };
  return {
    summary: { id: 'cd'.repeat(16), kind, revision: 1, ...content, createdAt, updatedAt, signedAt },
    note,
  };
};

const code = (work: () => unknown): string => {
  try {
    work();
    return 'none';
  } catch (error) {
    return error instanceof PracticeError ? error.code : String(error);
  }
};

const page = (notes: readonly OpenNote[]): string =>
  exportHtml('progress', client, notesOf('progress', clientId, notes), made);

describe('one kind only', () => {
  test('the compiler takes no notes of the other kind', () => {
    const own = notesOf('psychotherapy', clientId, [open('psychotherapy')]);
    const none = notesOf('psychotherapy', clientId, []);
    // @ts-expect-error -- notes of the other kind
    expect(code(() => exportHtml('progress', client, own, made))).toBe('FOREIGN_NOTE');
    // @ts-expect-error -- notes of the other kind
    expect(code(() => exportJson('progress', client, own, made))).toBe('FOREIGN_NOTE');
    // @ts-expect-error -- of the other kind even where there are none
    expect(exportHtml('progress', client, none, made)).toContain('no notes of this kind');
    // @ts-expect-error -- a list that nobody looked through
    expect(exportHtml('progress', client, [open('progress')], made)).toContain('1 note');
  });

  test('a note of the other kind, or of another client, stops everything', () => {
    const mixed = [open('progress'), open('psychotherapy')];
    const others = [open('progress', { clientId: 'ef'.repeat(16) })];
    const nobodys = [open('progress', { clientId: null })];
    for (const wrong of [mixed, others, nobodys]) {
      expect(code(() => notesOf('progress', clientId, wrong))).toBe('FOREIGN_NOTE');
      const forced = wrong as unknown as ReturnType<typeof notesOf<'progress'>>;
      expect(code(() => exportHtml('progress', client, forced, made))).toBe('FOREIGN_NOTE');
      expect(code(() => exportJson('progress', client, forced, made))).toBe('FOREIGN_NOTE');
    }
    const summaryOnly = { ...open('progress'), note: others[0]?.note ?? open('progress').note };
    expect(code(() => notesOf('progress', clientId, [summaryOnly]))).toBe('FOREIGN_NOTE');
    const right = notesOf('progress', clientId, [open('progress')]);
    const other = { ...client, id: 'ef'.repeat(16) };
    expect(code(() => exportHtml('progress', other, right, made))).toBe('FOREIGN_NOTE');
  });

  test('both files say which kind they hold', () => {
    const own = notesOf('psychotherapy', clientId, [open('psychotherapy')]);
    expect(exportHtml('psychotherapy', client, own, made)).toContain('<h1>Record: psychotherapy');
    expect(page([])).toContain('<h1>Record: progress notes');
    const json = JSON.parse(exportJson('psychotherapy', client, own, made)) as ExportedRecord;
    expect(json.kind).toBe('psychotherapy');
  });
});

describe('the page', () => {
  test('holds everything that anybody typed as text, and no other element than its own', () => {
    const html = page([
      open('progress', {
        title: '"><script>alert(3)</script>\u202e',
        tags: ["'><b>tag"],
        sections: [
          { heading: '<h1>heading</h1>', text: 'a & b < c\n\n  indented “quote” 👩‍👧\0\x1b\ud800!' },
          { heading: 'Empty one', text: ' \n' },
        ],
        amendments: [{ at: 5, text: '<iframe src="https://example.org">' }],
        signedAt: 4,
      }),
    ]);
    const elements = new Set([...html.matchAll(/<\/?([a-z][a-z0-9]*)/gi)].map(([, name]) => name));
    expect([...elements].sort()).toEqual(
      [
        ...['article', 'bdi', 'body', 'dd', 'div', 'dl', 'dt', 'h1', 'h2', 'h3', 'head', 'header'],
        ...['html', 'main', 'meta', 'p', 'section', 'style', 'time', 'title'],
      ].sort(),
    );
    expect(html.match(/<style>/g)).toHaveLength(1);
    expect(html).not.toMatch(/<[^>]*\son\w+=|<[^>]*\s(src|href|srcset|action)=|url\(|@import/i);
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt; &amp; &quot;Zoë&quot;');
    expect(html).toContain('a &amp; b &lt; c\n\n  indented “quote” 👩‍👧\ufffd\ufffd\ufffd!');
    expect(html).toContain('&#39;&gt;&lt;b&gt;tag');
    expect(html).toContain('&lt;iframe');
    expect(html).not.toContain('Empty one');
    expect(html).toContain("default-src 'none'; style-src 'unsafe-inline'");
    expect(html).toContain('white-space: pre-wrap');
    // Every override stands alone in an element that it cannot reach out of.
    for (const line of html.split('\n').filter((each) => each.includes('\u202e'))) {
      expect(line).toMatch(/<bdi>[^<]*\u202e<\/bdi>|dir="auto">[^<]*\u202e[^<]*<\//);
    }
  });

  test('says what it is, when it was made, and what was signed and added', () => {
    const html = page([
      open('progress', {
        signedAt: Date.UTC(2025, 0, 3, 9),
        amendments: [{ at: Date.UTC(2025, 0, 4, 9), text: 'later words' }],
      }),
      open('progress', { date: '2024-12-31', title: 'First', template: 'f'.repeat(32) }),
    ]);
    expect(html).toContain('It holds no psychotherapy notes');
    expect(html).toContain('June 1, 2025 at 2:30:00 PM GMT+2 · 2 notes');
    expect(html).toContain('Signed January 3, 2025');
    expect(html).toContain('1 addition after signing');
    expect(html).toContain('Added on January 4, 2025');
    expect(html).toContain('Not signed.');
    expect(html).toContain('Thursday, January 2, 2025');
    expect(html.indexOf('First')).toBeLessThan(html.indexOf('Title'));
    expect(html).not.toContain(clientId);
    expect(html).not.toContain('cd'.repeat(16));
  });
});

describe('the JSON', () => {
  test('has exactly the shape that is documented', () => {
    const notes = [
      open('progress', {
        tags: ['x'],
        signedAt: 4,
        amendments: [{ at: 5, text: 'later' }],
      }),
      open('progress', { date: '2024-12-31', title: 'First' }),
    ];
    const text = exportJson('progress', client, notesOf('progress', clientId, notes), made);
    expect(JSON.parse(text)).toEqual({
      format: 'alcove-record',
      version: 1,
      kind: 'progress',
      madeAt: '2025-06-01T12:30:00.000Z',
      client: { name: client.name, contact: client.contact, about: '' },
      notes: [
        {
          title: 'First',
          date: '2024-12-31',
          template: 'soap',
          tags: [],
          sections: [{ heading: 'Plan', text: 'text' }],
          createdAt: '1970-01-01T00:00:00.001Z',
          updatedAt: '1970-01-01T00:00:00.002Z',
          signedAt: null,
          amendments: [],
        },
        {
          title: 'Title',
          date: '2025-01-02',
          template: 'soap',
          tags: ['x'],
          sections: [{ heading: 'Plan', text: 'text' }],
          createdAt: '1970-01-01T00:00:00.001Z',
          updatedAt: '1970-01-01T00:00:00.002Z',
          signedAt: '1970-01-01T00:00:00.004Z',
          amendments: [{ at: '1970-01-01T00:00:00.005Z', text: 'later' }],
        },
      ],
    });
    expect(text).not.toContain(clientId);
  });
});

test('the files’ name tells neither whose they are nor what they are', () => {
  expect(exportFileName(made, 'html')).toBe('document-2025-06-01-1430.html');
  expect(exportFileName({ at: Date.UTC(2025, 0, 1), timeZone: 'America/New_York' }, 'json')).toBe(
    'document-2024-12-31-1900.json',
  );
  expect(exportFileName({ at: Date.UTC(2025, 0, 1), timeZone: 'UTC' }, 'json')).toBe(
    'document-2025-01-01-0000.json',
  );
});

test('a generated client’s whole record can be exported', () => {
  const { clients, notes } = notebook('S', 2);
  const [someone] = clients;
  if (someone === undefined) throw new Error('no client');
  const theirs = notes
    .filter(({ kind, note }) => kind === 'progress' && note.clientId === someone.id)
    .map(({ kind, note }) => {
      const { summary } = open(kind, note);
      return { summary, note };
    });
  expect(theirs.length).toBeGreaterThan(5);
  const html = exportHtml('progress', someone, notesOf('progress', someone.id, theirs), made);
  expect(html.match(/<article/g)).toHaveLength(theirs.length);
});
