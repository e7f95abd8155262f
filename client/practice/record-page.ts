import type { OpenNote } from '../vault/vault-api.ts';
import { practiceText } from '../wording/practice.ts';
import type { Made } from './client-export.ts';
import type { ClientRecord } from './client.ts';
import type { Note, NoteKind } from './note.ts';
import { builtInTemplates } from './templates.ts';

const r = practiceText.record;

const style = `
body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; color: #111; background: #fff;
  font: 1rem/1.5 Georgia, 'Times New Roman', serif; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin: 0; } h3 { font-size: 1rem; margin: 1rem 0 0; }
h1, h2, h3, .text, dd { overflow-wrap: anywhere; }
.text { white-space: pre-wrap; margin: 0.2rem 0 0; }
.note { border-top: 1px solid #999; margin-top: 2rem; padding-top: 1rem; }
.amendment { border-left: 3px solid #999; padding-left: 1rem; }
.facts, .state { color: #444; margin: 0.2rem 0; font-size: 0.9rem; }
.warning { border: 1px solid #999; padding: 0.5rem 1rem; }
dt { font-weight: bold; } dd { margin: 0 0 0.5rem; }
@media print { body { margin: 0; max-width: none; } h2, h3, .state { break-after: avoid; } }
`;

/**
 * One client's notes of one kind as a whole HTML page. Everything that anybody typed goes through
 * `escape`; should that ever fail, the page's own policy still runs no script and loads nothing.
 */
export function recordPage(
  kind: NoteKind,
  client: ClientRecord,
  notes: readonly OpenNote[],
  made: Made,
): string {
  const moment = new Intl.DateTimeFormat(r.lang, {
    ...{ dateStyle: 'long', timeStyle: 'long', timeZone: made.timeZone },
  });
  const when = (at: number): string => moment.format(at);
  return `<!doctype html>
<html lang="${r.lang}" dir="${r.dir}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escape(r.heading[kind])}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${escape(r.heading[kind])}</h1>
<p>${escape(r.about[kind])}</p>
<p class="warning">${escape(r.confidential)}</p>
<dl>
${fact(r.name, client.name)}${fact(r.contact, client.contact)}${fact(r.aboutPerson, client.about)}
${fact(r.made, `${when(made.at)} · ${notes.length === 0 ? r.none : r.count(notes.length)}`)}
</dl>
</header>
<main>
${notes.map(({ note }) => article(note, when)).join('\n')}
</main>
</body>
</html>
`;
}

function article(note: Note, when: (at: number) => string): string {
  const signed = note.signedAt === undefined ? r.unsigned : r.signed(when(note.signedAt));
  const added = note.amendments.length === 0 ? '' : ` ${r.amendments(note.amendments.length)}.`;
  const template = builtInTemplates.find(({ id }) => id === note.template);
  const facts = [
    ...(template === undefined ? [] : [`${r.template}: ${template.name}`]),
    ...(note.tags.length === 0 ? [] : [`${r.tags}: ${note.tags.join(', ')}`]),
    `${r.written}: ${when(note.createdAt)}`,
    `${r.changed}: ${when(note.updatedAt)}`,
  ];
  return `<article class="note">
<h2><time datetime="${escape(note.date)}">${escape(day(note.date))}</time> · <bdi>${escape(note.title || r.untitled)}</bdi></h2>
${facts.map((each) => `<p class="facts" dir="auto">${escape(each)}</p>`).join('\n')}
<p class="state">${escape(signed + added)}</p>
${note.sections
  .filter(({ text }) => text.trim() !== '')
  .map(({ heading, text }) => block(heading, text))
  .join('\n')}
${note.amendments
  .map(({ at, text }) => `<section class="amendment">${block(r.amended(when(at)), text)}</section>`)
  .join('\n')}
</article>`;
}

function block(heading: string, text: string): string {
  const title = heading === '' ? '' : `<h3 dir="auto">${escape(heading)}</h3>\n`;
  return `${title}<div class="text" dir="auto">${escape(text)}</div>`;
}

function fact(name: string, text: string): string {
  if (text.trim() === '') return '';
  return `<dt>${escape(name)}</dt><dd class="text" dir="auto">${escape(text)}</dd>\n`;
}

function day(date: string): string {
  const format = new Intl.DateTimeFormat(r.lang, { dateStyle: 'full', timeZone: 'UTC' });
  return format.format(new Date(`${date}T00:00:00Z`));
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Text as HTML text or as a quoted attribute. What HTML cannot hold (control characters, halves of
 * surrogate pairs) becomes U+FFFD. Marks that turn the direction of writing stay: every text stands
 * in an element of its own, out of which they do not reach.
 */
function escape(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => entities[character] ?? '')

    .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|\p{Surrogate}/gu, '\ufffd');
}
