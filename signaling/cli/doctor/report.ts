import { printable } from '../quoted.ts';
import type { Finding, Level } from './finding.ts';

const WORD: Readonly<Record<Level, string>> = {
  good: 'good',
  warning: 'WARNING',
  wrong: 'WRONG',
  unchecked: 'unknown',
};
const WIDTH = Math.max(...Object.values(WORD).map((word) => word.length)) + 2;
const INDENT = ' '.repeat(WIDTH);

/** For people: a line for each finding, with what to do below. */
export function asText(findings: readonly Finding[]): string {
  const lines = findings.map(({ level, code, sentence, remedy }) => {
    const isFault = level === 'wrong' || level === 'warning';
    // It may hold what the other side said.
    const line = `${WORD[level].padEnd(WIDTH)}${printable(sentence)}${isFault ? ` [${code}]` : ''}\n`;
    return remedy === undefined ? line : `${line}${INDENT}${remedy}\n`;
  });
  const wrong = findings.filter(({ level }) => level === 'wrong').length;
  const warnings = findings.filter(({ level }) => level === 'warning').length;
  return `${lines.join('')}\n${summary(wrong, warnings)}\n`;
}

/** For scripts: `{"ok": …, "findings": [{"level", "code", "sentence", "remedy"}, …]}`. */
export function asJson(findings: readonly Finding[]): string {
  return `${JSON.stringify({ ok: isWell(findings), findings }, undefined, 2)}\n`;
}

export function isWell(findings: readonly Finding[]): boolean {
  return findings.every(({ level }) => level !== 'wrong');
}

function summary(wrong: number, warnings: number): string {
  const also = warnings === 0 ? '' : `, and ${counted(warnings, 'warning')}`;
  return wrong === 0 ? `Nothing is wrong${also}.` : `${counted(wrong, 'thing')} wrong${also}.`;
}

function counted(count: number, noun: string): string {
  if (noun === 'thing') return count === 1 ? '1 thing is' : `${count} things are`;
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
