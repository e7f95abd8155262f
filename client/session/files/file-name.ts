/** Room for a counter that a browser adds, in what common file systems take: 255 bytes. */
const MAX_BYTES = 240;

/**
 * Characters that are not seen, or turn others around: controls, marks of writing direction and other
 * formatting, separators of lines, halves of pairs.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u{115F}\u{1160}\u{3164}\u{FFA0}]/gu;
/** Of any width and any number: a name that ends behind them looks like another. */
const SPACES = /[\t\n\v\f\r\p{Z}]+/gu;
/** What separates folders, and what Windows takes in no name. */
const SEPARATORS = /[/\\:*?"<>|]/g;
/** Devices of Windows, whatever follows a full stop. */
const DEVICES = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])\s*(?:\.|$)/i;
/** What runs, installs, or leads elsewhere when it is opened; and pages, which can pretend to be this one. */
const PROGRAMS =
  /\.(?:exe|com|scr|pif|bat|cmd|msi|msp|msix|appx|cpl|dll|sys|reg|inf|lnk|url|hta|chm|ps1|psm1|vb|vbs|vbe|js|jse|mjs|wsf|wsh|jar|app|dmg|pkg|command|scpt|workflow|desktop|sh|bash|run|bin|deb|rpm|appimage|apk|aab|ipa|iso|img|vhd|vhdx|py|pyw|pl|rb|docm|dotm|xlsm|xltm|xlam|xll|pptm|ppam|html?|xhtml|mhtml?|svg|swf|xpi|crx)$/i;

const utf8 = new TextEncoder();

/**
 * A name that says what it is and does nothing, on any system, from whatever another page has
 * announced. What follows the last full stop is kept even of one that is too long.
 */
export function safeName(name: string): string {
  const clean = name
    .normalize('NFC')
    .replace(SPACES, ' ')
    .replace(UNSEEN, '')
    .replace(SEPARATORS, '_')
    .replace(/ +/g, ' ')
    .replace(/^[ .]+|[ .]+$/g, '');
  const named = clean === '' ? 'file' : clean;
  return shortened(DEVICES.test(named) ? `_${named}` : named);
}

/** Whether it is wise to ask where such a file comes from before it is opened. */
export function looksLikeProgram(name: string): boolean {
  return PROGRAMS.test(name);
}

function shortened(name: string): string {
  const points = Array.from(name);
  const tooLong = () => utf8.encode(points.join('')).length > MAX_BYTES;
  if (!tooLong()) return name;
  const middle = () => Math.floor(points.length / 2);
  while (tooLong()) points.splice(middle(), 1);
  points.splice(middle(), 0, '…');
  return points.join('');
}
