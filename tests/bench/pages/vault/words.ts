/** So many words are looked for. */
const COUNT = 160;

/**
 * Words to type into the search: half as they come in the texts, so that common ones come most, a
 * quarter that stand in one text only, and a quarter that were mistyped, beginning like one that is
 * there.
 */
export function realisticWords(texts: readonly string[], random: () => number): string[] {
  const pick = <T>(list: readonly T[], otherwise: T): T =>
    list[Math.floor(random() * list.length)] ?? otherwise;
  const wordsOf = (text: string) => text.toLowerCase().match(/\b[a-z]{3,14}\b/g) ?? [];
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const word of new Set(wordsOf(text))) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const fewest = Math.min(...counts.values());
  const rare = [...counts].flatMap(([word, count]) => (count === fewest ? [word] : []));
  const common = (): string => pick(wordsOf(pick(texts, '')), 'the');
  return Array.from({ length: COUNT }, (_, number) => {
    if (number % 4 === 1) return pick(rare, 'the');
    return number % 4 === 3 ? `${common()}zq` : common();
  });
}
