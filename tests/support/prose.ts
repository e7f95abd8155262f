/** Distinct words besides the names. */
const WORDS = 15_000;

/** What English is held together by; a third of any text. */
const common =
  'the and to of a in that she he was with for her his it they not on about as at is be had but from this when by which client session feels said felt more there would them so after can has been we their if what week how an time work before because than feeling still then while partner mother again today now'.split(
    ' ',
  );

const stems =
  'anx depress avoid attach trau griev sham guil ang fear panic worr sleep mood affect cogn behav relat coupl famil parent child sex intim trust bound safe risk harm drink use crave relapse medic dose symptom sever stress cope resil mind breath bod tens pain fatig appet concent memor insight judg thought belie schem core distort evid challeng expos ritual obsess compuls intrus dissoc flash night trigger regul emot express suppress withdraw pursu critic defens contempt repair bond separat loss mourn hop despair suicid plan protect support friend work school money house move marr divorc affair jealous conflict argu silence listen valid empath reflect interpret transfer resist alli ruptur goal task home practic skill role play chair dream metaphor story meaning valu accept commit'.split(
    ' ',
  );

const heads = [
  '',
  '',
  '',
  're',
  'un',
  'over',
  'under',
  'self',
  'dis',
  'pre',
  'co',
  'inter',
  'hyper',
];

const middles = [
  '',
  '',
  'i',
  'a',
  'o',
  'er',
  'al',
  'ic',
  'or',
  'en',
  'an',
  'iv',
  'ol',
  'ess',
  'ar',
];

const tails =
  ' ed ing s er ers ion ions al ally ive ively ity ment ments ness ful fully less able ably ance ances ory ism ist ists ure ed ling'.split(
    ' ',
  );

const firstNames =
  'Anna Zoë José Maëlle Jürgen Siobhán Łukasz Søren Amélie Jakub Ngọc Íñigo Mary Thomas Fatima Aleksandra Noah Chloé Björn Renée Olga Samuel Ayşe Dvořák Priya Émile Hannah Óscar Lena Marek'.split(
    ' ',
  );

const lastNames =
  'Müller García Nowak Smith Łęcki Ångström Peña Novák Jones O’Brien Sørensen Nguyễn Brown Çelik Dubois Weiß Ivanova Taylor Kovács Fernández Silva Wright Kowalska Höfer Lindqvist Moreau Šimić Ryan Castro Becker'.split(
    ' ',
  );

const tags =
  'anxiety,grief,couples,trauma,sleep,supervision,risk,homework,family,work,attachment,panic,intake,billing question,follow up,emdr'.split(
    ',',
  );

/** English-like sentences whose words are distributed as in real texts (Zipf's law). */
export class Prose {
  readonly #random: () => number;
  readonly #words: readonly string[];
  readonly #logarithm: number;

  constructor(random: () => number) {
    this.#random = random;
    this.#words = vocabulary(random);
    this.#logarithm = Math.log(this.#words.length + 1);
  }

  name(): string {
    return `${this.#pick(firstNames)} ${this.#pick(lastNames)}`;
  }

  words(count: number): string {
    return Array.from({ length: count }, () => this.#word()).join(' ');
  }

  /** Each once. */
  tags(count: number): string[] {
    return [...new Set(Array.from({ length: count }, () => this.#pick(tags)))];
  }

  /**
   * Sentences of `length` characters together, give or take a word, in paragraphs. A third of them
   * have typographic quotes, dashes and names with accents, as people's systems put them in.
   */
  paragraph(length: number, name = this.name()): string {
    const typographic = this.#random() < 0.35;
    const pieces: string[] = [];
    let written = 0;
    while (written < length) {
      const sentence = this.#sentence(length - written, typographic, name);
      const end = this.#random() < 0.12 ? '\n\n' : ' ';
      pieces.push(sentence, end);
      written += sentence.length + end.length;
    }
    return pieces.join('').trim();
  }

  #sentence(atMost: number, typographic: boolean, name: string): string {
    const words: string[] = [];
    let written = 0;
    for (let left = 5 + Math.floor(this.#random() * 20); left > 0 && written < atMost; left -= 1) {
      const word = this.#ornament(this.#word(), typographic, name);
      words.push(word);
      written += word.length + 1;
    }
    const text = words.join(' ');
    return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
  }

  #ornament(word: string, typographic: boolean, name: string): string {
    const draw = this.#random();
    if (draw < 0.9) return word;
    if (draw < 0.95) return `${word},`;
    if (draw < 0.96) return String(Math.floor(this.#random() * 100));
    if (!typographic) return word;
    if (draw < 0.97) return `“${word}”`;
    if (draw < 0.98) return `${word} —`;
    return draw < 0.99 ? name : `${word}’s`;
  }

  /** The n-th most frequent word comes about one n-th as often as the first. */
  #word(): string {
    const rank = Math.floor(Math.exp(this.#random() * this.#logarithm)) - 1;
    return this.#words[rank] ?? 'the';
  }

  #pick(list: readonly string[]): string {
    return list[Math.floor(this.#random() * list.length)] ?? '';
  }
}

/** Most frequent first. */
function vocabulary(random: () => number): readonly string[] {
  const words = new Set(common);
  const part = (list: readonly string[]): string => list[Math.floor(random() * list.length)] ?? '';
  while (words.size < WORDS) words.add(part(heads) + part(stems) + part(middles) + part(tails));
  return [...words];
}
