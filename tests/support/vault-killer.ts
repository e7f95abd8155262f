import type { Page } from 'puppeteer-core';
import { PASSPHRASE, type Keeper } from './keeper.ts';
import { watchSaves, type Shown } from './shown-saves.ts';
import { openNote, readVault, search, vaultsOnDisk } from './vault-contents.ts';
import { UNLOCKED, VaultLedger, type ExpectedEvent, type Verdict } from './vault-ledger.ts';
import { watchSteps } from './vault-steps.ts';

/** What the page says about saving, or a step of its storage, counted from when it was armed. */
type Trigger = { readonly save: Shown['save'] } | { readonly step: number };

/** Half of the delays are spread evenly, the others over their orders of magnitude, from 1 µs on. */
const LONGEST_DELAY_MS = 10;
const ORDERS_OF_DELAY = 4;
/** Half of the browsers get a disk that is slower by up to so much, in which there is more time. */
const SLOWEST_DISK_MS = 100;
/** Where steps cannot be seen: from a press to somewhat after the write that it leads to. */
const UNSEEN_STEPS_MS = 150;
/** A step that does not come because there were fewer of them: the kill comes all the same. */
const NO_STEP_MS = 15_000;
const LETTERS = Array.from('abcdefghijklmnopqrstuvwxyz');

/** One vault in one profile, whose browser is killed and started again over and over. */
export class VaultKiller {
  readonly keeper: Keeper;
  readonly random: () => number;
  ledger = new VaultLedger();
  /** All that may open the vault now: one, but after a change that was cut off. */
  passphrases = [PASSPHRASE];
  /** What the vault holds if a backup was put in its place. */
  restored: VaultLedger | undefined;
  /** Entries of the trail that are there only if the last of `passphrases` opens. */
  changed: ExpectedEvent[] = [];
  /** The last that the present page has shown. */
  #shown: Shown | undefined;
  /** Of a change of the passphrase or of a restore: whether it was done. */
  #landed: boolean | undefined;
  #word = 0;
  /** Whether somebody was told that there is a vault. */
  #begun = false;
  #trigger: Trigger | undefined;
  #steps = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stepsWatched: (() => Promise<void>) | undefined;
  #dying: Promise<void> | undefined;
  #struck = deferred();

  private constructor(keeper: Keeper, random: () => number) {
    this.keeper = keeper;
    this.random = random;
  }

  /** Before there is a vault. */
  static async arrive(keeper: Keeper, random: () => number): Promise<VaultKiller> {
    const killer = new VaultKiller(keeper, random);
    await killer.watch();
    return killer;
  }

  /** Makes a vault, in which there is nothing yet. */
  async begin(): Promise<void> {
    this.ledger.expect(/^The vault was made$/);
    await this.keeper.create();
    this.#begun = true;
    await this.keeper.person.press('Notes');
  }

  /** Runs until the kill that it has armed, starts the browser again, and looks at what is left. */
  async survive(moment: (killer: VaultKiller) => Promise<void>): Promise<Verdict> {
    await this.#untilStruck(moment(this));
    await this.#dying;
    this.#dying = this.#trigger = this.#landed = undefined;
    this.#struck = deferred();
    const { keeper } = this;
    await keeper.comeBack();
    await this.watch();
    await keeper.person.open(keeper.relay.origin);
    const shown = await keeper.person.sees(/Your notes are closed\.|Create a vault/);
    if (shown.includes('Create a vault')) return this.#lookAtNothing();
    if (!this.#begun) this.#landed = true;
    await this.#open();
    return this.#look();
  }

  /** A whole number below `end`. */
  below(end: number): number {
    return Math.floor(this.random() * end);
  }

  /** One of them. */
  pick<T>(list: readonly T[]): T {
    const found = list[this.below(list.length)];
    if (found === undefined) throw new Error('nothing to pick from');
    return found;
  }

  get isStruck(): boolean {
    return this.#dying !== undefined;
  }

  /** Resolves when the kill has come. */
  get struck(): Promise<void> {
    return this.#struck.promise;
  }

  /** From the next page on, hears what it shows; of Chromium also what its worker does. */
  async watch(): Promise<void> {
    const { person } = this.keeper;
    this.#shown = undefined;
    await watchSaves(person, (shown) => this.#hear(shown));
    if (person.browserName === 'chromium') {
      const slowerMs = this.random() < 0.5 ? 0 : this.below(SLOWEST_DISK_MS);
      this.#stepsWatched = watchSteps(person, { hear: () => this.#hearStep(), slowerMs });
    }
  }

  get seesSteps(): boolean {
    return this.#stepsWatched !== undefined;
  }

  /** The kill comes as soon as the page says “Saved”, or a random moment after “Saving…”. */
  armSave(save: 'saving' | 'saved'): void {
    this.#trigger = { save };
  }

  /** The kill comes a random moment after one of the next `most` steps of storage. */
  async armStep(most: number): Promise<void> {
    if (!this.#stepsWatched) {
      this.armTime(UNSEEN_STEPS_MS);
      return;
    }
    await this.#stepsWatched();
    this.#steps = 0;
    this.#trigger = { step: 1 + this.below(most) };
    this.#strikeIn(NO_STEP_MS);
  }

  /** The kill comes at any moment of the next so many milliseconds. */
  armTime(withinMs: number): void {
    this.#strikeIn(this.random() * withinMs);
  }

  /** Types at the end of a field of the open note, letter by letter. */
  async write(id: string, field: 'title' | 'text', letters: string, page?: Page): Promise<void> {
    const { person } = this.keeper;
    const on = page ?? person.page;
    await on.evaluate(
      (name) => {
        const [element] = window.witness.find(name);
        if (!(element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement)) {
          throw new Error(`no field ${name}`);
        }
        element.focus();
        element.setSelectionRange(element.value.length, element.value.length);
      },
      field === 'title' ? 'Title' : 'Text',
    );
    for (const letter of letters) {
      if (this.isStruck) return;
      this.ledger.type(id, field, letter);
      await on.keyboard.type(letter);
    }
  }

  /** A letter for the title, now and then, and some words that nobody else has. */
  async writeWords(id: string, count: number, page?: Page): Promise<void> {
    if (this.random() < 0.5) await this.write(id, 'title', this.pick(LETTERS), page);
    for (let written = 0; written < count; written += 1) {
      this.#word += 1;
      await this.write(id, 'text', ` ${wordOf(this.#word)}`, page);
    }
  }

  /** Waits until the page has shown every word of a note as saved. */
  async saved(id: string): Promise<void> {
    await this.keeper.person.until('the words to be saved', () =>
      Promise.resolve(this.isStruck || this.ledger.isSaved(id)),
    );
  }

  /** Opens a note that can be written in, or a new one while there are few. */
  async openAny(fewest = 3): Promise<string> {
    const open = this.ledger.notes('open');
    if (open.length < fewest) return this.create();
    const id = this.pick(open);
    await openNote(this.keeper.person, id);
    return id;
  }

  async create(): Promise<string> {
    const { person } = this.keeper;
    await person.press('New note');
    await person.press('Start writing');
    const id = await person.until('a new note', () => {
      const shown = this.#shown;
      return Promise.resolve(shown && !this.ledger.has(shown.id) && shown.id);
    });
    this.ledger.create(id);
    await this.write(id, 'title', `n${id.slice(0, 4)}`);
    await this.writeWords(id, 2);
    await this.saved(id);
    return id;
  }

  #hear(shown: Shown): void {
    this.#shown = shown;
    this.ledger.hear(shown);
    const trigger = this.#trigger;
    if (!trigger || !('save' in trigger) || trigger.save !== shown.save) return;
    // What was shown as saved has no more time.
    if (shown.save === 'saved') this.#strike();
    else this.#strikeSoon();
  }

  #hearStep(): void {
    this.#steps += 1;
    const trigger = this.#trigger;
    if (trigger && 'step' in trigger && trigger.step === this.#steps) this.#strikeSoon();
  }

  /** At once or a moment later, in which nothing else runs here: no timer is that fine. */
  #strikeSoon(): void {
    const isFine = this.random() < 0.5;
    const share = isFine ? 10 ** (-ORDERS_OF_DELAY * this.random()) : this.random();
    const end = performance.now() + LONGEST_DELAY_MS * share;
    while (performance.now() < end);
    this.#strike();
  }

  #strikeIn(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#strike(), ms);
  }

  #strike(): void {
    clearTimeout(this.#timer);
    if (this.#dying) return;
    this.#dying = this.keeper.person.kill();
    this.#struck.resolve();
  }

  /** Until the kill has come and nothing of the work is left that could touch the next browser. */
  async #untilStruck(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      // Whatever was asked of a browser that is gone has no answer.
      if (!this.isStruck) throw error;
    }
    await this.struck;
  }

  /** With whichever passphrase opens it: one of them has to. */
  async #open(): Promise<void> {
    const { person } = this.keeper;
    const tried = this.random() < 0.5 ? this.passphrases : [...this.passphrases].reverse();
    for (const passphrase of tried) {
      await this.keeper.unlock(passphrase);
      const shown = await person.sees(/Unlocked\. Revision|That did not open it/);
      if (!shown.includes('Unlocked. Revision')) continue;
      const isChanged = passphrase !== this.passphrases[0];
      for (const event of this.changed) event.there = isChanged ? 'yes' : 'no';
      if (this.passphrases.length > 1) this.#landed = isChanged;
      this.passphrases = [passphrase];
      this.changed = [];
      return;
    }
    throw new Error('no passphrase opens the vault');
  }

  /** Nothing of a vault that was never finished. */
  async #lookAtNothing(): Promise<Verdict> {
    const { person } = this.keeper;
    const left = await vaultsOnDisk(person);
    return {
      lost: this.#begun ? ['the whole vault is gone'] : [],
      halves: left === 0 ? [] : [`${left} vaults lie on the disk, and none is in place`],
      findings: await person.complaints(),
      landed: false,
    };
  }

  async #look(): Promise<Verdict> {
    const { person } = this.keeper;
    const found = await readVault(person);
    if (this.restored) {
      // The entry before the one of this unlocking.
      this.#landed = found.events[1]?.what === 'A backup was put back';
      if (this.#landed) {
        this.restored.acknowledgements = this.ledger.acknowledgements;
        this.ledger = this.restored;
      }
      this.restored = undefined;
    }
    this.ledger.expect(UNLOCKED);
    const { findings } = found;
    // What cannot be opened cannot be compared.
    if (findings.length > 0) return { lost: [], halves: [], findings, landed: undefined };
    const verdict = this.ledger.compare(found);
    const halves = [...verdict.halves];
    const words = this.#word === 0 ? [] : [this.#word, 1 + this.below(this.#word)];
    for (const word of words.map(wordOf)) {
      const wanted = this.ledger.holding(word).sort().join();
      const hits = [...(await search(person, word))].sort().join();
      if (hits !== wanted) halves.push(`a search for ${word} finds ${hits}, and not ${wanted}`);
    }
    const complaints = await person.complaints();
    const landed = this.#landed ?? verdict.landed;
    return { ...verdict, landed, halves, findings: complaints };
  }
}

const wordOf = (number: number): string => `w${String(number).padStart(6, '0')}`;

/** A promise that somebody else settles. */
function deferred(): { readonly promise: Promise<void>; resolve(): void } {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => (resolve = settle));
  return { promise, resolve: () => resolve() };
}
