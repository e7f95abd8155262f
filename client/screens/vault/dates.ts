const DAY_MS = 86_400_000;

/** Formats are slow to make and few; the language of the document does not change under a page. */
const formats = new Map<string, Intl.DateTimeFormat>();

function format(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const lang = document.documentElement.lang;
  const key = `${name} ${lang}`;
  const made = formats.get(key) ?? new Intl.DateTimeFormat(lang === '' ? 'en' : lang, options);
  formats.set(key, made);
  return made;
}

/** A day of the calendar, YYYY-MM-DD, as it is written here; anything else as it stands. */
export function day(date: string): string {
  const [year, month, dayOfMonth] = date.split('-').map(Number);
  if (year === undefined || month === undefined || dayOfMonth === undefined) return date;
  const at = new Date(year, month - 1, dayOfMonth);
  return Number.isNaN(at.getTime())
    ? date
    : format('day', { day: 'numeric', month: 'short', year: 'numeric' }).format(at);
}

/** A moment, in milliseconds since the epoch, to the minute. */
export const moment = (at: number): string =>
  format('moment', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  }).format(at);

/** Whole days since a moment, never negative. */
export const daysSince = (at: number): number =>
  Math.max(0, Math.floor((Date.now() - at) / DAY_MS));
