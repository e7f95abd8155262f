import * as v from 'valibot';
import type { AuditEvent, StoredSettings } from '../vault/vault-api.ts';
import type { ClientRecord } from './client.ts';
import { PracticeError } from './errors.ts';
import type { ItemEnd, ItemHead } from './kept-item.ts';
import {
  MAX_EVENT_BYTES,
  MAX_HISTORY_BYTES,
  MAX_NOTE_BYTES,
  MAX_SESSION_BYTES,
  MAX_SMALL_BYTES,
} from './limits.ts';
import type { Note, NoteVersion } from './note.ts';
import {
  AuditEventSchema,
  ClientSchema,
  HistorySchema,
  ItemEndSchema,
  ItemHeadSchema,
  NoteSchema,
  SessionSchema,
  SettingsSchema,
  SnippetSchema,
  TemplateSchema,
  WarningsSchema,
} from './schemas.ts';
import type { SessionBody, WarningsBody } from './session-record.ts';
import type { Snippet, Template } from './template.ts';

/**
 * The bodies of stored records: UTF-8 JSON `{"v":1,"d":…}`, where `d` has exactly the members of its
 * type. A record's id, revision and kind stand in its header and are not repeated.
 *
 * Every function throws PracticeError TOO_LARGE where a bound of limits.ts is passed and
 * DOCUMENT_SHAPE for everything else that is not such a document. Encoding checks as strictly as
 * decoding does: what could not be read back is never written.
 */

export type ClientBody = Omit<ClientRecord, 'id'>;
export type TemplateBody = Omit<Template, 'id' | 'builtIn'>;
export type SnippetBody = Omit<Snippet, 'id'>;

const VERSION = 1;

const utf8 = new TextEncoder();
/** Keeps a byte order mark, so that JSON.parse refuses it: one encoding a document. */
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export const encodeNote = (note: Note): Uint8Array => encode(NoteSchema, note, MAX_NOTE_BYTES);

export const decodeNote = (bytes: Uint8Array): Note => decode(NoteSchema, bytes, MAX_NOTE_BYTES);

/** Newest first. */
export const encodeHistory = (versions: readonly NoteVersion[]): Uint8Array =>
  encode(HistorySchema, versions, MAX_HISTORY_BYTES);

export const decodeHistory = (bytes: Uint8Array): NoteVersion[] =>
  decode(HistorySchema, bytes, MAX_HISTORY_BYTES);

export const encodeClient = (body: ClientBody): Uint8Array =>
  encode(ClientSchema, body, MAX_SMALL_BYTES);

export const decodeClient = (bytes: Uint8Array): ClientBody =>
  decode(ClientSchema, bytes, MAX_SMALL_BYTES);

export const encodeTemplate = (body: TemplateBody): Uint8Array =>
  encode(TemplateSchema, body, MAX_SMALL_BYTES);

export const decodeTemplate = (bytes: Uint8Array): TemplateBody =>
  decode(TemplateSchema, bytes, MAX_SMALL_BYTES);

export const encodeSnippet = (body: SnippetBody): Uint8Array =>
  encode(SnippetSchema, body, MAX_SMALL_BYTES);

export const decodeSnippet = (bytes: Uint8Array): SnippetBody =>
  decode(SnippetSchema, bytes, MAX_SMALL_BYTES);

export const encodeSettings = (settings: StoredSettings): Uint8Array =>
  encode(SettingsSchema, settings, MAX_SMALL_BYTES);

export const decodeSettings = (bytes: Uint8Array): StoredSettings =>
  decode(SettingsSchema, bytes, MAX_SMALL_BYTES);

export const encodeSession = (body: SessionBody): Uint8Array =>
  encode(SessionSchema, body, MAX_SESSION_BYTES);

export const decodeSession = (bytes: Uint8Array): SessionBody =>
  decode(SessionSchema, bytes, MAX_SESSION_BYTES);

export const encodeWarnings = (body: WarningsBody): Uint8Array =>
  encode(WarningsSchema, body, MAX_SMALL_BYTES);

export const decodeWarnings = (bytes: Uint8Array): WarningsBody =>
  decode(WarningsSchema, bytes, MAX_SMALL_BYTES);

export const encodeAuditEvent = (event: AuditEvent): Uint8Array =>
  encode(AuditEventSchema, event, MAX_EVENT_BYTES);

export const decodeAuditEvent = (bytes: Uint8Array): AuditEvent =>
  decode(AuditEventSchema, bytes, MAX_EVENT_BYTES);

export const encodeItemHead = (head: ItemHead): Uint8Array =>
  encode(ItemHeadSchema, head, MAX_SMALL_BYTES);

export const decodeItemHead = (bytes: Uint8Array): ItemHead =>
  decode(ItemHeadSchema, bytes, MAX_SMALL_BYTES);

export const encodeItemEnd = (end: ItemEnd): Uint8Array =>
  encode(ItemEndSchema, end, MAX_SMALL_BYTES);

export const decodeItemEnd = (bytes: Uint8Array): ItemEnd =>
  decode(ItemEndSchema, bytes, MAX_SMALL_BYTES);

function encode(schema: v.GenericSchema, document: unknown, longest: number): Uint8Array {
  const text = JSON.stringify({ v: VERSION, d: parse(schema, document) });
  const bytes = utf8.encode(text);
  if (bytes.length > longest) throw new PracticeError('TOO_LARGE');
  return bytes;
}

function decode<S extends v.GenericSchema>(
  schema: S,
  bytes: Uint8Array,
  longest: number,
): v.InferOutput<S> {
  if (bytes.length > longest) throw new PracticeError('TOO_LARGE');
  let json: unknown;
  try {
    json = JSON.parse(strictUtf8.decode(bytes));
  } catch {
    throw new PracticeError('DOCUMENT_SHAPE');
  }
  const { d } = parse(Envelope, json);
  return parse(schema, d);
}

const Envelope = v.strictObject({ v: v.literal(VERSION), d: v.unknown() });

function parse<S extends v.GenericSchema>(schema: S, value: unknown): v.InferOutput<S> {
  const parsed = v.safeParse(schema, value, { abortEarly: true });
  if (parsed.success) return parsed.output;
  const tooLong = parsed.issues[0].type === 'max_length';
  throw new PracticeError(tooLong ? 'TOO_LARGE' : 'DOCUMENT_SHAPE');
}
