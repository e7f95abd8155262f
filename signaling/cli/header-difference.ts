import { quoted } from './quoted.ts';

/** What stands between the parts of headers that are long lists. */
const SEPARATORS: Readonly<Record<string, string>> = {
  'content-security-policy': ';',
  'permissions-policy': ',',
};

/** How a header is not what it should be, in words: of a list, which parts. */
export function headerDifference(name: string, expected: string, found: string): string {
  const separator = SEPARATORS[name.toLowerCase()];
  if (separator === undefined) return `it is ${quoted(found)}, not ${quoted(expected)}`;
  const [wanted, have] = [expected, found].map((list) => partsOf(list, separator));
  const lacks = wanted?.filter((one) => !have?.includes(one)) ?? [];
  const extra = have?.filter((one) => !wanted?.includes(one)) ?? [];
  return [
    ...lacks.map((one) => `it lacks ${quoted(one)}`),
    ...extra.map((one) => `it has ${quoted(one)}`),
    ...(lacks.length + extra.length === 0 ? ['its order differs'] : []),
  ].join('; ');
}

function partsOf(list: string, separator: string): string[] {
  return list
    .split(separator)
    .map((one) => one.trim())
    .filter((one) => one !== '');
}
