import * as v from 'valibot';
import { isDay } from './day.ts';
import { END_REASONS } from './kept-item.ts';
import {
  MAX_AGREED,
  MAX_AMENDMENTS,
  MAX_CLIENT_TEXT,
  MAX_HEADING,
  MAX_HINT,
  MAX_MIME,
  MAX_NAME,
  MAX_RECEIPT,
  MAX_RECEIPTS,
  MAX_SECTIONS,
  MAX_SECTION_TEXT,
  MAX_SNIPPET_TEXT,
  MAX_TAG,
  MAX_TAGS,
  MAX_TEMPLATE_ID,
  MAX_TERMS_LICENCE,
  MAX_TERMS_PHONE,
  MAX_TERMS_TEXT,
  MAX_TERMS_VERSION,
  MAX_TITLE,
  MAX_VERSIONS,
  MAX_WARNINGS,
} from './limits.ts';
import { NOTE_KINDS } from './note.ts';
import { THREATS } from './session-record.ts';

/** Shapes of the documents in codec.ts; what they mean stands beside their types. */

const text = (longest: number) => v.pipe(v.string(), v.maxLength(longest));
const named = (longest: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(longest));
const moment = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const counter = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const id = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));
const kind = v.picklist(NOTE_KINDS);

const tags = v.pipe(
  v.array(named(MAX_TAG)),
  v.maxLength(MAX_TAGS),
  v.check((list) => new Set(list).size === list.length),
);

const content = {
  title: text(MAX_TITLE),
  clientId: v.nullable(id),
  date: v.pipe(v.string(), v.check(isDay)),
  template: named(MAX_TEMPLATE_ID),
  tags,
  sections: v.pipe(
    v.array(v.strictObject({ heading: text(MAX_HEADING), text: text(MAX_SECTION_TEXT) })),
    v.maxLength(MAX_SECTIONS),
  ),
};

export const NoteSchema = v.strictObject({
  ...content,
  createdAt: moment,
  updatedAt: moment,
  signedAt: v.optional(moment),
  amendments: v.pipe(
    v.array(v.strictObject({ at: moment, text: named(MAX_SECTION_TEXT) })),
    v.maxLength(MAX_AMENDMENTS),
  ),
});

export const HistorySchema = v.pipe(
  v.array(v.strictObject({ ...content, savedAt: moment })),
  v.maxLength(MAX_VERSIONS),
);

export const ClientSchema = v.strictObject({
  name: named(MAX_NAME),
  contact: text(MAX_CLIENT_TEXT),
  about: text(MAX_CLIENT_TEXT),
  archived: v.boolean(),
  createdAt: moment,
});

export const TemplateSchema = v.strictObject({
  name: named(MAX_NAME),
  kind,
  sections: v.pipe(
    v.array(v.strictObject({ heading: text(MAX_HEADING), hint: text(MAX_HINT) })),
    v.minLength(1),
    v.maxLength(MAX_SECTIONS),
  ),
});

export const SnippetSchema = v.strictObject({
  name: v.pipe(v.string(), v.maxLength(MAX_TAG), v.regex(/^[\p{L}\p{M}\p{N}_-]+$/u)),
  text: text(MAX_SNIPPET_TEXT),
});

/** Is signed in a session, where half a character has no bytes of its own. */
const whole = v.check((value: string) => !/\p{Cs}/u.test(value));

const terms = v.strictObject({
  version: v.pipe(named(MAX_TERMS_VERSION), whole),
  handling: v.pipe(named(MAX_TERMS_TEXT), whole),
  limits: v.pipe(named(MAX_TERMS_TEXT), whole),
  licence: v.pipe(text(MAX_TERMS_LICENCE), whole),
  phone: v.pipe(text(MAX_TERMS_PHONE), whole),
  guardian: v.boolean(),
});

export const SettingsSchema = v.strictObject({
  idleMinutes: v.picklist([1, 5, 10, 30, 60]),
  hidden: v.picklist(['at-once', 'soon', 'idle']),
  recording: v.optional(v.boolean()),
  lastBackupAt: v.optional(moment),
  terms: v.optional(terms),
});

const hex = (bytes: number) => v.pipe(v.string(), v.regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`)));
const seat = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(255));
const seats = <T extends v.ObjectEntries>(of: T) =>
  v.pipe(v.array(v.strictObject({ seat, ...of })), v.minLength(2), v.maxLength(6));

const itemKind = v.picklist(['recording', 'file']);

export const ItemHeadSchema = v.strictObject({
  kind: itemKind,
  name: text(MAX_TITLE),
  mime: text(MAX_MIME),
  startedAt: moment,
  clientId: v.nullable(id),
  consent: v.optional(
    v.strictObject({
      roomId: hex(16),
      epoch: counter,
      roster: seats({ identity: hex(32) }),
      scope: v.picklist(['sound', 'pictures']),
      start: moment,
      expiry: moment,
      nonce: hex(16),
      signatures: seats({ signature: hex(64) }),
    }),
  ),
});

export const ItemEndSchema = v.strictObject({
  endedAt: moment,
  why: v.picklist(END_REASONS),
  revocation: v.optional(v.strictObject({ seat, at: moment, signature: hex(64) })),
});

const warnings = v.pipe(
  v.array(v.strictObject({ what: v.picklist(THREATS), at: moment })),
  v.maxLength(MAX_WARNINGS),
);

export const SessionSchema = v.strictObject({
  startedAt: moment,
  endedAt: v.optional(moment),
  minutes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1440))),
  used: v.strictObject({ video: v.boolean(), voice: v.boolean(), chat: v.boolean() }),
  compared: v.strictObject({ mine: v.boolean(), theirs: v.boolean() }),
  agreed: text(MAX_AGREED),
  receipts: v.pipe(v.array(text(MAX_RECEIPT)), v.maxLength(MAX_RECEIPTS)),
  warnings,
});

export const WarningsSchema = v.strictObject({ clearedAt: moment, list: warnings });

const slotKind = v.picklist(['passphrase', 'passphrase-and-passkey', 'recovery']);

export const AuditEventSchema = v.variant('what', [
  v.strictObject({ what: v.picklist(['created', 'restored', 'moved-keys']) }),
  v.strictObject({ what: v.literal('unlocked'), with: slotKind, wrongTries: counter }),
  v.strictObject({ what: v.picklist(['signed', 'binned', 'unbinned']), id }),
  v.strictObject({
    what: v.literal('shredded'),
    id,
    receipt: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  }),
  v.strictObject({ what: v.picklist(['exported', 'moved']), id, kind }),
  v.strictObject({
    what: v.picklist(['item-kept', 'item-exported', 'item-shredded']),
    id,
    item: itemKind,
  }),
  v.strictObject({ what: v.literal('backed-up'), generation: counter }),
  v.strictObject({ what: v.picklist(['slot-added', 'slot-removed']), with: slotKind }),
  v.strictObject({ what: v.literal('damage-accepted'), findings: counter }),
]);
