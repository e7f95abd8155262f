import type { Shown } from './shown-saves.ts';
import type { FoundClient, FoundEvent, FoundNote, FoundVault } from './vault-contents.ts';

interface Written {
  readonly title: string;
  readonly text: string;
}

/** What is done to a whole note, and what the audit trail says of it. */
const DEEDS = { sign: 'was signed', bin: 'was moved to the bin', shred: 'was shredded' };

interface Doubt {
  readonly what: keyof typeof DEEDS;
  readonly event: ExpectedEvent;
}

interface NoteLine {
  readonly id: string;
  /** Every state that was typed, from the oldest that may be stored to the newest. */
  states: Written[];
  /** Of these, the last that the page has shown as saved. */
  acknowledged: number;
  signed: boolean;
  binned: boolean;
  /** What was asked for and not yet seen to be done. */
  doubt?: Doubt | undefined;
}

/** Name, contact and about, which are saved as one. */
type ClientState = Omit<FoundClient, 'listed'>;

interface ClientLine {
  sure: ClientState | undefined;
  asked: ClientState | undefined;
}

/** An entry of the audit trail: one that must be there, one that must not be, or either. */
export interface ExpectedEvent {
  readonly what: RegExp;
  there: 'yes' | 'no' | 'maybe';
}

export const UNLOCKED = /^Unlocked: passphrase/;

/** What was found wrong after a kill. */
export interface Verdict {
  /** Sentences, each about something that was shown as saved and is not there. */
  readonly lost: readonly string[];
  /** Sentences, each about something that nobody wrote, or that does not fit together. */
  readonly halves: readonly string[];
  /** What the vault itself has found, and what the page has complained of. */
  readonly findings: readonly string[];
  /** Of what was under way at the kill: whether it was done whole, or not at all. */
  readonly landed: boolean | undefined;
}

/**
 * What somebody has written into a vault, and what the page has said about it: kept outside of the
 * browser, so that it is known when the browser is not there any more.
 */
export class VaultLedger {
  /** How often the page has shown something new as saved. */
  acknowledgements = 0;
  #notes = new Map<string, NoteLine>();
  #client: ClientLine = { sure: undefined, asked: undefined };
  /** Entries of the audit trail that were seen. */
  #trail = 0;
  #events: ExpectedEvent[] = [];
  readonly #wrong: string[] = [];

  /** As it is now, for a backup of this moment. */
  copy(): VaultLedger {
    const copy = new VaultLedger();
    for (const line of this.#notes.values()) {
      copy.#notes.set(line.id, { ...line, states: [...line.states] });
    }
    copy.#client = { ...this.#client };
    copy.#trail = this.#trail;
    copy.#events = this.#events.map((event) => ({ ...event }));
    return copy;
  }

  /** Ids of the notes that can be written in; of those that are signed; of those in the bin. */
  notes(which: 'open' | 'signed' | 'binned'): string[] {
    return [...this.#notes.values()]
      .filter(({ signed, binned }) =>
        which === 'binned' ? binned : !binned && signed === (which === 'signed'),
      )
      .map(({ id }) => id);
  }

  title(id: string): string {
    return last(this.#line(id).states).title;
  }

  has(id: string): boolean {
    return this.#notes.has(id);
  }

  create(id: string): void {
    const states = [{ title: '', text: '' }];
    this.#notes.set(id, { id, states, acknowledged: 0, signed: false, binned: false });
  }

  /** A letter is about to be typed. */
  type(id: string, field: keyof Written, letter: string): void {
    const { states } = this.#line(id);
    const before = last(states);
    states.push({ ...before, [field]: before[field] + letter });
  }

  /** The page shows a note. */
  hear({ id, save, title, text }: Shown): void {
    const line = this.#notes.get(id);
    if (!line || save !== 'saved') return;
    const at = line.states.findLastIndex((state) => state.title === title && state.text === text);
    if (at < 0) this.#wrong.push(`shown as saved and never typed: “${title}” ${text}`);
    if (at <= line.acknowledged) return;
    line.acknowledged = at;
    this.acknowledgements += 1;
  }

  /** Ids of the notes that a search for a word has to find. */
  holding(word: string): string[] {
    return [...this.#notes.values()]
      .filter(({ binned, states }) => !binned && last(states).text.split(' ').includes(word))
      .map(({ id }) => id);
  }

  isSaved(id: string): boolean {
    const { states, acknowledged } = this.#line(id);
    return acknowledged === states.length - 1;
  }

  ask(id: string, what: Doubt['what']): void {
    const event = this.expect(new RegExp(`^Note ${id.slice(0, 8)} ${DEEDS[what]}`), 'no');
    this.#line(id).doubt = { what, event };
  }

  /** The page has shown that what was asked for is done. */
  done(id: string): void {
    this.#settle(this.#line(id));
    this.acknowledgements += 1;
  }

  askClient(state: ClientState): void {
    this.#client.asked = state;
  }

  clientDone(): void {
    this.#client = { sure: this.#client.asked, asked: undefined };
    this.acknowledgements += 1;
  }

  get client(): ClientState | undefined {
    return this.#client.sure;
  }

  expect(what: RegExp, there: ExpectedEvent['there'] = 'yes'): ExpectedEvent {
    const event = { what, there };
    this.#events.push(event);
    return event;
  }

  /**
   * Compares with what is there, and takes over what is there where both were possible: from then on
   * that is what has to stay.
   */
  compare(found: FoundVault): Omit<Verdict, 'findings'> {
    const lost: string[] = [];
    const halves = this.#wrong.splice(0);
    let landed: boolean | undefined;
    for (const line of [...this.#notes.values()]) {
      const note = found.notes.filter(({ id }) => id === line.id);
      if (note.length > 1) halves.push(`${name(line)} is there ${note.length} times`);
      const seen = note[0];
      const done = this.#compareNote(line, seen, lost, halves);
      landed ??= done;
    }
    for (const { id, title } of found.notes) {
      if (!this.#notes.has(id)) halves.push(`“${title}” is there and was never written`);
    }
    const clientDone = this.#compareClient(found.clients, lost, halves);
    landed ??= clientDone;
    const noted = this.#compareTrail(found, halves);
    landed ??= noted;
    const { databases } = found;
    if (databases !== 1) halves.push(`${databases} vaults lie on the disk`);
    return { lost, halves, landed };
  }

  #compareNote(
    line: NoteLine,
    seen: FoundNote | undefined,
    lost: string[],
    halves: string[],
  ): boolean | undefined {
    const doubt = line.doubt?.what;
    if (!seen) {
      if (doubt === 'shred') this.#settle(line);
      else lost.push(`${name(line)} is gone`);
      return true;
    }
    const landed = (doubt === 'sign' && seen.signed) || (doubt === 'bin' && seen.binned);
    if (landed) this.#settle(line);
    line.doubt = undefined;
    if (line.signed !== seen.signed) lost.push(`${name(line)} is signed: ${seen.signed}`);
    if (line.binned !== seen.binned) lost.push(`${name(line)} is in the bin: ${seen.binned}`);
    if (seen.listed !== seen.title) halves.push(`${seen.title} is listed as ${seen.listed}`);
    for (const version of seen.versions) {
      if (!line.states.some((state) => isVersion(version, state))) {
        halves.push(`the history of ${name(line)} has what was never typed: ${version}`);
      }
    }
    if (seen.signed && !seen.binned && !seen.versions.some((text) => isVersion(text, seen))) {
      halves.push(`the history of ${name(line)} has not what was signed`);
    }
    const words = this.#compareWords(line, seen, lost, halves);
    return words ?? (doubt && landed);
  }

  #compareWords(
    line: NoteLine,
    seen: FoundNote,
    lost: string[],
    halves: string[],
  ): boolean | undefined {
    const { states, acknowledged } = line;
    const at = states.findLastIndex(
      ({ title, text }) => title === seen.title && text === seen.text,
    );
    if (at < 0) halves.push(`nobody wrote “${seen.title}” ${seen.text}`);
    else if (at < acknowledged) {
      lost.push(`${name(line)} ends ${acknowledged - at} letters before what was shown as saved`);
    }
    const doubtful = states.length - 1 > acknowledged;
    // What was typed and not stored is gone; the history may still speak of what came before.
    line.states = at < 0 ? [{ title: seen.title, text: seen.text }] : states.slice(0, at + 1);
    line.acknowledged = line.states.length - 1;
    return doubtful ? at > acknowledged : undefined;
  }

  #compareClient(
    found: readonly FoundClient[],
    lost: string[],
    halves: string[],
  ): boolean | undefined {
    const { sure, asked } = this.#client;
    if (found.length > 1) halves.push(`${found.length} clients in place of one`);
    const seen = found[0];
    if (!seen) {
      if (sure) lost.push('the client is gone');
      this.#client = { sure: undefined, asked: undefined };
      return asked ? false : undefined;
    }
    if (seen.listed !== seen.name) halves.push(`${seen.name} is listed as ${seen.listed}`);
    const isNew = asked !== undefined && same(seen, asked);
    if (!isNew && !(sure && same(seen, sure))) {
      halves.push(`nobody wrote ${JSON.stringify(seen)} for the client`);
    }
    const { name, contact, about } = seen;
    this.#client = { sure: { name, contact, about }, asked: undefined };
    return asked ? isNew : undefined;
  }

  #compareTrail({ events, trailVerified }: FoundVault, halves: string[]): boolean | undefined {
    if (!trailVerified) halves.push('the audit trail does not hold');
    const fresh = events.filter(({ sequence }) => sequence > this.#trail).reverse();
    const whole = fresh.every(({ sequence }, index) => sequence === this.#trail + 1 + index);
    if (!whole || !fits(fresh, this.#events)) {
      halves.push(
        `the audit trail has ${fresh.map(({ sequence, what }) => `${sequence} ${what}`).join('; ')} where ${this.#events.map(({ what }) => what.source).join('; ')} was to be expected`,
      );
    }
    const doubtful = this.#events.some(({ there }) => there === 'maybe');
    const sure = this.#events.filter(({ there }) => there === 'yes').length;
    this.#trail = events[0]?.sequence ?? 0;
    this.#events = [];
    return doubtful ? fresh.length > sure : undefined;
  }

  #settle(line: NoteLine): void {
    const { doubt } = line;
    line.doubt = undefined;
    if (!doubt) return;
    doubt.event.there = 'yes';
    if (doubt.what === 'sign') line.signed = true;
    if (doubt.what === 'bin') line.binned = true;
    if (doubt.what === 'shred') this.#notes.delete(line.id);
  }

  #line(id: string): NoteLine {
    const line = this.#notes.get(id);
    if (!line) throw new Error(`no note ${id}`);
    return line;
  }
}

/** Whether these entries are the expected ones, in their order. */
function fits(found: readonly FoundEvent[], expected: readonly ExpectedEvent[]): boolean {
  const [event, ...rest] = expected;
  if (!event) return found.length === 0;
  if (event.there !== 'yes' && fits(found, rest)) return true;
  const [next, ...more] = found;
  return (
    event.there !== 'no' && next !== undefined && event.what.test(next.what) && fits(more, rest)
  );
}

const name = ({ id, states }: NoteLine): string => `“${last(states).title}” (${id.slice(0, 8)})`;

/** A version is title, day and text, with an empty line before the text. */
const isVersion = (version: string, { title, text }: Written): boolean =>
  version.startsWith(`${title}\n`) && version.endsWith(`\n\n${text}`);

const same = (one: ClientState, other: ClientState): boolean =>
  one.name === other.name && one.contact === other.contact && one.about === other.about;

function last<T>(list: readonly T[]): T {
  const found = list.at(-1);
  if (found === undefined) throw new Error('an empty list');
  return found;
}
