import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decodeAuditEvent,
  decodeClient,
  decodeHistory,
  decodeNote,
  decodeSettings,
  decodeSnippet,
  decodeTemplate,
  encodeAuditEvent,
  encodeClient,
  encodeHistory,
  encodeNote,
  encodeSettings,
  encodeSnippet,
  encodeTemplate,
} from '../../../client/practice/codec.ts';
import { isDay } from '../../../client/practice/day.ts';
import { PracticeError } from '../../../client/practice/errors.ts';
import { MAX_NOTE_BYTES } from '../../../client/practice/limits.ts';
import type { Note } from '../../../client/practice/note.ts';
import { tidyTags } from '../../../client/practice/tags.ts';
import type { AuditEvent } from '../../../client/vault/vault-api.ts';
import { notebook } from '../../support/notes.ts';
import { seededRandom } from '../../support/seeded-random.ts';

const id = '0123456789abcdef'.repeat(2);

/** Everything that people and their systems put into a text field. */
const note: Note = {
  title: 'A \u202egnp.exe <b>“title”</b> 👩‍👧‍👦',
  clientId: id,
  date: '2024-02-29',
  template: 'soap',
  tags: ['grief', 'couples — two'],
  sections: [
    { heading: 'Subjective', text: 'Zoë said: "no"\r\n\0 \ud800 alone, e\u0301, 日本語 </script>' },
    { heading: '', text: '' },
  ],
  createdAt: 1_700_000_000_000,
  updatedAt: 1_700_000_100_000,
  signedAt: 1_700_000_200_000,
  amendments: [{ at: 1_700_000_300_000, text: 'One more thing' }],
};

const code = (work: () => unknown): string => {
  try {
    work();
    return 'none';
  } catch (error) {
    return error instanceof PracticeError ? error.code : String(error);
  }
};

const bytesOf = (json: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(json));
const stored = (d: unknown): Uint8Array => bytesOf({ v: 1, d });

describe('a note', () => {
  test('comes back exactly as it was written, down to half a surrogate pair', () => {
    expect(decodeNote(encodeNote(note))).toEqual(note);
    const { signedAt, ...unsigned } = { ...note, clientId: null };
    expect(decodeNote(encodeNote(unsigned))).toEqual(unsigned);
    expect(decodeNote(encodeNote({ ...unsigned, signedAt: undefined }))).toEqual(unsigned);
  });

  test('says which version of the shape it has, and another is refused', () => {
    const text = new TextDecoder().decode(encodeNote(note));
    expect(text.startsWith('{"v":1,"d":{')).toBe(true);
    for (const other of ['{"v":2,', '{"v":"1",', '{', '{"v":1,"w":0,']) {
      const bytes = new TextEncoder().encode(text.replace('{"v":1,', other));
      expect(code(() => decodeNote(bytes))).toBe('DOCUMENT_SHAPE');
    }
  });

  test.each<[string, Partial<Record<keyof Note, unknown>>]>([
    ['a day that is not in the calendar', { date: '2023-02-29' }],
    ['a day with a time', { date: '2024-02-29T00:00' }],
    ['no day', { date: '' }],
    ['a client that is no id', { clientId: 'ABCDEF' }],
    ['a client that is a number', { clientId: 7 }],
    ['no template', { template: '' }],
    ['a tag twice', { tags: ['a', 'a'] }],
    ['an empty tag', { tags: [''] }],
    ['tags that are a text', { tags: 'grief' }],
    ['a section without a heading', { sections: [{ text: '' }] }],
    ['a section with more', { sections: [{ heading: '', text: '', html: '<b>' }] }],
    ['a time that is no number', { updatedAt: '1' }],
    ['a time before the epoch', { createdAt: -1 }],
    ['a broken time', { createdAt: 1.5 }],
    ['null for not signed', { signedAt: null }],
    ['an empty amendment', { amendments: [{ at: 1, text: '' }] }],
    ['a title that is a list', { title: ['x'] }],
  ])('with %s is neither read nor written', (_, change) => {
    const wrong = { ...note, ...change };
    expect(code(() => decodeNote(stored(wrong)))).toBe('DOCUMENT_SHAPE');
    expect(code(() => encodeNote(wrong as Note))).toBe('DOCUMENT_SHAPE');
  });

  test.each<[string, Partial<Note>, Partial<Note>]>([
    ['title', { title: 'x'.repeat(300) }, { title: 'x'.repeat(301) }],
    ['tag', { tags: ['x'.repeat(60)] }, { tags: ['x'.repeat(61)] }],
    [
      'number of tags',
      { tags: Array.from({ length: 30 }, (_, n) => `t${n}`) },
      { tags: Array.from({ length: 31 }, (_, n) => `t${n}`) },
    ],
    [
      'number of sections',
      { sections: Array.from({ length: 60 }, () => ({ heading: '', text: '' })) },
      { sections: Array.from({ length: 61 }, () => ({ heading: '', text: '' })) },
    ],
    [
      'heading',
      { sections: [{ heading: 'x'.repeat(200), text: '' }] },
      { sections: [{ heading: 'x'.repeat(201), text: '' }] },
    ],
    [
      'text',
      { sections: [{ heading: '', text: 'x'.repeat(1_000_000) }] },
      { sections: [{ heading: '', text: 'x'.repeat(1_000_001) }] },
    ],
  ])('has a longest %s, and one more is TOO_LARGE', (_, longest, longer) => {
    expect(decodeNote(encodeNote({ ...note, ...longest }))).toEqual({ ...note, ...longest });
    expect(code(() => encodeNote({ ...note, ...longer }))).toBe('TOO_LARGE');
    expect(code(() => decodeNote(stored({ ...note, ...longer })))).toBe('TOO_LARGE');
  });

  test('is bounded as a whole, in bytes, before anything is read', () => {
    const section = { heading: '', text: '語'.repeat(450_000) };
    const fits = { ...note, sections: [section, section] };
    expect(encodeNote(fits).length).toBeLessThan(MAX_NOTE_BYTES);
    expect(code(() => encodeNote({ ...note, sections: [section, section, section] }))).toBe(
      'TOO_LARGE',
    );
    expect(code(() => decodeNote(new Uint8Array(MAX_NOTE_BYTES + 1)))).toBe('TOO_LARGE');
    expect(code(() => decodeNote(new Uint8Array(MAX_NOTE_BYTES)))).toBe('DOCUMENT_SHAPE');
  });
});

describe('hostile bytes', () => {
  const bodies: [string, Uint8Array, (bytes: Uint8Array) => unknown][] = [
    ['note', encodeNote(note), decodeNote],
    ['settings', encodeSettings({ idleMinutes: 5, hidden: 'soon' }), decodeSettings],
    ['event', encodeAuditEvent({ what: 'signed', id }), decodeAuditEvent],
  ];

  test.each(bodies)('a %s with any bit flipped is a document or a code', (_, bytes, decode) => {
    let refused = 0;
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const flipped = bytes.slice();
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const result = code(() => decode(flipped));
      expect(['none', 'DOCUMENT_SHAPE']).toContain(result);
      if (result !== 'none') refused += 1;
    }
    expect(refused).toBeGreaterThan(bytes.length);
  });

  test.each(bodies)('a %s cut anywhere, or longer by a byte, is refused', (_, bytes, decode) => {
    for (let length = 0; length < bytes.length; length += 1) {
      expect(code(() => decode(bytes.slice(0, length)))).toBe('DOCUMENT_SHAPE');
    }
    expect(code(() => decode(Uint8Array.from([...bytes, 0])))).toBe('DOCUMENT_SHAPE');
    expect(code(() => decode(Uint8Array.from([0xef, 0xbb, 0xbf, ...bytes])))).toBe(
      'DOCUMENT_SHAPE',
    );
  });

  test('whatever JSON it is, it is refused with a code', () => {
    const decoders = [
      decodeNote,
      decodeHistory,
      decodeClient,
      decodeTemplate,
      decodeSnippet,
      decodeSettings,
      decodeAuditEvent,
    ];
    fc.assert(
      fc.property(fc.jsonValue(), (value) =>
        decoders.every((decode) => {
          const emptyHistory = decode === decodeHistory && JSON.stringify(value) === '[]';
          return (
            code(() => decode(bytesOf(value))) === 'DOCUMENT_SHAPE' &&
            (emptyHistory || code(() => decode(stored(value))) === 'DOCUMENT_SHAPE')
          );
        }),
      ),
    );
  });
});

describe('the other documents', () => {
  test('a history comes back; a version must be whole', () => {
    const { createdAt, updatedAt, signedAt, amendments, ...content } = note;
    const versions = [
      { ...content, savedAt: 2 },
      { ...content, title: '', savedAt: 1 },
    ];
    expect(decodeHistory(encodeHistory(versions))).toEqual(versions);
    expect(code(() => decodeHistory(stored([content])))).toBe('DOCUMENT_SHAPE');
    const many = Array.from({ length: 101 }, () => ({ ...content, savedAt: 1 }));
    expect(code(() => encodeHistory(many))).toBe('TOO_LARGE');
  });

  test('a client comes back, with whatever is in the name; one without a name is refused', () => {
    const client = {
      name: '<script>alert(1)</script> \u202eO’Brien & Łęcki 🦉',
      contact: 'Tel. 1\nTel. 2',
      about: '',
      archived: true,
      createdAt: 5,
    };
    expect(decodeClient(encodeClient(client))).toEqual(client);
    expect(code(() => encodeClient({ ...client, name: '' }))).toBe('DOCUMENT_SHAPE');
    expect(code(() => encodeClient({ ...client, name: 'x'.repeat(301) }))).toBe('TOO_LARGE');
    expect(code(() => decodeClient(stored({ ...client, id })))).toBe('DOCUMENT_SHAPE');
  });

  test('a template and a snippet come back; their names are bounded', () => {
    const template = {
      name: 'Mine',
      kind: 'psychotherapy' as const,
      sections: [{ heading: 'A', hint: 'b' }],
    };
    expect(decodeTemplate(encodeTemplate(template))).toEqual(template);
    expect(code(() => encodeTemplate({ ...template, sections: [] }))).toBe('DOCUMENT_SHAPE');
    expect(code(() => decodeTemplate(stored({ ...template, kind: 'other' })))).toBe(
      'DOCUMENT_SHAPE',
    );
    const snippet = { name: 'grüße_2-x', text: 'Kind regards' };
    expect(decodeSnippet(encodeSnippet(snippet))).toEqual(snippet);
    for (const name of ['', 'two words', ';x', 'x;', '\u202ex', '😀']) {
      expect(code(() => encodeSnippet({ ...snippet, name }))).toBe('DOCUMENT_SHAPE');
    }
  });

  test('settings are one of what is offered', () => {
    const settings = { idleMinutes: 10, hidden: 'at-once' } as const;
    expect(decodeSettings(encodeSettings(settings))).toEqual(settings);
    const terms = {
      version: '1',
      handling: 'a',
      limits: 'b',
      licence: '',
      phone: '',
      guardian: true,
    };
    expect(decodeSettings(encodeSettings({ ...settings, terms }))).toEqual({ ...settings, terms });
    // What a guest's page would refuse is never kept.
    for (const change of [{ handling: '' }, { version: '' }, { limits: 'x\ud800' }, { more: 1 }]) {
      const refused = stored({ ...settings, terms: { ...terms, ...change } });
      expect(code(() => decodeSettings(refused))).toBe('DOCUMENT_SHAPE');
    }
    const long = stored({ ...settings, terms: { ...terms, limits: 'x'.repeat(4001) } });
    expect(code(() => decodeSettings(long))).toBe('TOO_LARGE');
    expect(code(() => decodeSettings(stored({ ...settings, idleMinutes: 0 })))).toBe(
      'DOCUMENT_SHAPE',
    );
    expect(code(() => decodeSettings(stored({ ...settings, hidden: 'never' })))).toBe(
      'DOCUMENT_SHAPE',
    );
  });

  test('every event comes back, and none with the members of another', () => {
    const events: AuditEvent[] = [
      { what: 'created' },
      { what: 'restored' },
      { what: 'moved-keys' },
      { what: 'unlocked', with: 'recovery', wrongTries: 3 },
      { what: 'signed', id },
      { what: 'binned', id },
      { what: 'unbinned', id },
      { what: 'shredded', id, receipt: 'ab'.repeat(32) },
      { what: 'exported', id, kind: 'psychotherapy' },
      { what: 'backed-up', generation: 12 },
      { what: 'slot-added', with: 'passphrase' },
      { what: 'slot-removed', with: 'passphrase-and-passkey' },
      { what: 'damage-accepted', findings: 2 },
    ];
    for (const event of events) {
      expect(decodeAuditEvent(encodeAuditEvent(event))).toEqual(event);
      expect(code(() => decodeAuditEvent(stored({ ...event, more: 1 })))).toBe('DOCUMENT_SHAPE');
    }
    expect(code(() => decodeAuditEvent(stored({ what: 'signed' })))).toBe('DOCUMENT_SHAPE');
    expect(code(() => decodeAuditEvent(stored({ what: 'opened', id })))).toBe('DOCUMENT_SHAPE');
  });
});

test('every generated note can be stored', () => {
  for (const generated of notebook('S', 3).notes.slice(0, 200)) {
    expect(decodeNote(encodeNote(generated.note))).toEqual(generated.note);
  }
});

test('days are those of the calendar', () => {
  for (const day of ['2024-02-29', '2000-02-29', '2023-12-31', '0001-01-01', '9999-12-31']) {
    expect(isDay(day)).toBe(true);
  }
  for (const day of [
    ...['2023-02-29', '1900-02-29', '2023-04-31', '2023-13-01', '2023-00-10', '2023-01-00'],
    ...['0000-01-01', '2023-1-01', '02023-01-01', '2023-01-01 ', '2023-01-01\n', '٢٠٢٣-٠١-٠١', ''],
  ]) {
    expect(isDay(day)).toBe(false);
  }
  const random = seededRandom(7);
  for (let tried = 0; tried < 2000; tried += 1) {
    const at = Math.floor(random() * Date.UTC(2400, 0)) - Date.UTC(2070, 0);
    expect(isDay(new Date(at).toISOString().slice(0, 10))).toBe(true);
  }
});

test('tags are tidied: no "#", lower case, each once, never too long or too many', () => {
  expect(tidyTags(['#Grief', ' ##grief ', 'Two \n Words', '#', '', 'ÄRGER'])).toEqual([
    'grief',
    'two words',
    'ärger',
  ]);
  const tidy = tidyTags(Array.from({ length: 40 }, (_, n) => `${n} ${'x'.repeat(80)}`));
  expect(tidy.length).toBe(30);
  expect(Math.max(...tidy.map((tag) => tag.length))).toBe(60);
  expect(decodeNote(encodeNote({ ...note, tags: tidy })).tags).toEqual(tidy);
});
