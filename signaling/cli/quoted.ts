const SHOWN_MAX = 200;

/** Somebody else’s words, in quotation marks: cut, and without what a terminal would act upon. */
export function quoted(text: string): string {
  const shown = text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text;
  return `“${printable(shown)}”`;
}

/** The same without quotation marks and uncut. */
export function printable(text: string): string {
  return text.replace(
    /[\p{C}\p{Zl}\p{Zp}]/gu,
    (one) => `\\u{${(one.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
