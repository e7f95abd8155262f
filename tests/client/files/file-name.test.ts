import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { looksLikeProgram, safeName } from '../../../client/session/files/file-name.ts';

describe('names of files that others announce', () => {
  test.each([
    ['holiday.jpg', 'holiday.jpg'],
    ['Übung 3 – Montag.pdf', 'Übung 3 – Montag.pdf'],
    ['עברית.txt', 'עברית.txt'],
    // Right-to-left override: shown, it would read “photoexe.jpg”.
    ['photo\u202egpj.exe', 'photogpj.exe'],
    ['a\u2066b\u2069\u200f\u061c.txt', 'ab.txt'],
    ['zero\u200bwidth\ufeff.txt', 'zerowidth.txt'],
    ['line\nbreak\r\u2028\u0000.txt', 'line break .txt'],
    ['../../etc/passwd', '_.._etc_passwd'],
    ['C:\\Windows\\system.ini', 'C__Windows_system.ini'],
    ['..', 'file'],
    ['.bashrc', 'bashrc'],
    ['...hidden.', 'hidden'],
    ['', 'file'],
    ['\u202e', 'file'],
    ['   ', 'file'],
    ['con', '_con'],
    ['NUL.tar.gz', '_NUL.tar.gz'],
    ['com1.txt', '_com1.txt'],
    ['LPT¹', '_LPT¹'],
    ['console.txt', 'console.txt'],
    ['<img src=x onerror=alert(1)>.png', '_img src=x onerror=alert(1)_.png'],
    ['invoice.pdf                                      .exe', 'invoice.pdf .exe'],
    ['invoice.pdf\u3164\u3164\u3164.exe', 'invoice.pdf.exe'],
    ['half \ud83d pair.txt', 'half pair.txt'],
    ['e\u0301.txt', 'é.txt'],
  ])('%j becomes %j', (name, safe) => {
    expect(safeName(name)).toBe(safe);
  });

  test('one that is too long loses its middle and keeps what it is', () => {
    for (const letter of ['x', 'é', '漢', '👋']) {
      const safe = safeName(`${letter.repeat(300)}.pdf.exe`);
      expect(new TextEncoder().encode(safe).length).toBeLessThanOrEqual(243);
      expect(safe.endsWith('.pdf.exe')).toBe(true);
      expect(safe).toContain('…');
      expect(safe).not.toMatch(/\p{Cs}/u);
    }
  });

  test('whatever is announced, the name says what it is and does nothing', () => {
    const nasty = fc.constantFrom('/', '\\', '.', ' ', '\u202e', '\0', '<', 'con', '👋', '\ud800');
    const anyName = fc.array(fc.oneof(nasty, fc.string({ unit: 'binary' })), { maxLength: 12 });
    fc.assert(
      fc.property(anyName, (parts) => {
        const safe = safeName(parts.join(''));
        expect(safe).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}/\\:*?"<>|]/u);
        expect(safe).not.toMatch(/^[. ]|[. ]$|^$/);
        expect(safe).not.toMatch(/^(?:con|prn|aux|nul)(?:\.|$)/i);
        // Both sides come to the same name, however often it is made safe.
        expect(safeName(safe)).toBe(safe);
      }),
      { numRuns: 500 },
    );
  });

  test('programs are told from what they pretend to be', () => {
    const programs = ['a.exe', 'a.pdf.EXE', 'photogpj.exe', 'x.docm', 'x.html', 'x.lnk', 'x.js'];
    const others = [
      'a.pdf',
      'exe',
      'a.exe.pdf',
      'x.docx',
      'notes.txt',
      'song.mp3',
      'a.zip',
      'file',
    ];
    expect(programs.filter((name) => !looksLikeProgram(name))).toEqual([]);
    expect(others.filter(looksLikeProgram)).toEqual([]);
  });
});
