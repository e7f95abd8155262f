// The vault as the product runs it, and beside it the same notes in plaintext. Every figure is taken
// here, in the page, and says what a person at this page would wait for; milliseconds and bytes.
import MiniSearch from 'minisearch';
import { encodeNote } from '../../../../client/practice/codec.ts';
import { searchText } from '../../../../client/practice/search/document.ts';
import { Searcher } from '../../../../client/practice/search/searcher.ts';
import { startVault, type RunningVault } from '../../../../client/vault/vault-client.ts';
import type { VaultEvent } from '../../../../client/vault/vault-api.ts';
import { notebook, type GeneratedNote } from '../../../support/notes.ts';
import { seededRandom } from '../../../support/seeded-random.ts';
import { SEED, type BenchApi, type Size } from './bench-api.ts';
import { Plain } from './plain.ts';
import { realisticWords } from './words.ts';

/** As many as the list asks for. */
const EVERYTHING = { text: '', bin: false, offset: 0, limit: 120 } as const;
const SAVED_NOTES = 20;
const OPENED_NOTES = 400;

export interface Filled {
  /** The recovery key: it opens the vault without Argon2id. */
  readonly words: string;
  /** Of all notes as UTF-8 JSON. */
  readonly bytes: number;
  readonly notes: number;
  /** Ids of notes that are not signed. */
  readonly drafts: readonly string[];
  /** Ids of notes all over the vault. */
  readonly some: readonly string[];
  /** What a person might search for. */
  readonly typed: readonly string[];
}

export interface Unlocked {
  /** From the key to the first page of the list. */
  readonly list: number;
  /** From then until every record was opened and its text can be searched. */
  readonly opened: number;
  /** From then until the index answers. */
  readonly indexed: number;
  /** The longest time between two frames of the page meanwhile. */
  readonly gap: number;
}

interface Running {
  readonly vault: RunningVault;
  readonly api: BenchApi;
  /** Resolves with the time at which the index answers. */
  readonly ready: Promise<number>;
}

const now = (): number => performance.now();

async function taking(work: () => Promise<unknown>): Promise<number> {
  const began = now();
  await work();
  return now() - began;
}

class BenchPage {
  /** What must not be collected, or left out, while it is measured. */
  kept: unknown;
  #running: Running | undefined;
  #plain: Plain | undefined;
  #texts: readonly string[] = [];
  #file: Blob | undefined;
  #plainFile: Blob | undefined;

  async fill(size: Size): Promise<Filled> {
    const { api } = await this.#start();
    const words = await api.newRecoveryWords();
    await api.create({ kind: 'passphrase', passphrase: 'quartz lantern herring velvet' }, words);
    const bytes = await api.fill(size, words);
    await this.end();
    const { clients, notes } = notebook(size, SEED);
    await (await this.#open()).putAll(notes);
    const random = seededRandom(SEED);
    const draw = (list: readonly GeneratedNote[], count: number) =>
      Array.from({ length: count }, () => list[Math.floor(random() * list.length)]?.id ?? '');
    const names = new Map(clients.map(({ id, name }) => [id, name]));
    const drafts = notes.filter(({ note }) => note.signedAt === undefined);
    return {
      words,
      bytes,
      notes: notes.length,
      drafts: [...new Set(draw(drafts, SAVED_NOTES))],
      some: draw(notes, OPENED_NOTES),
      typed: realisticWords(
        notes.map(({ note }) => searchText(note, names.get(note.clientId ?? ''))),
        random,
      ),
    };
  }

  /** A locked page whose worker has begun. */
  async start(): Promise<void> {
    await this.end();
    await (await this.#start()).api.status();
  }

  /** By the recovery words, which is the whole of unlocking but for Argon2id. */
  async unlock(words: string, notes: number): Promise<number> {
    const { api } = this.#vault;
    const began = now();
    await api.unlock({ kind: 'recovery', words });
    const { total } = await api.notes(EVERYTHING);
    const list = now() - began;
    if (total !== notes) throw new Error(`${total} notes are listed, not ${notes}`);
    return list;
  }

  async unlockAndWatch(words: string, notes: number): Promise<Unlocked> {
    const { api, ready } = this.#vault;
    const list = await this.unlock(words, notes);
    const listed = now();
    const longest = frameGaps();
    const indexed = (await ready) - listed;
    const gap = longest();
    const opened = (await api.openedAt()) - performance.timeOrigin - listed;
    return { list, opened, indexed, gap };
  }

  /** Every record opened in the worker, with nothing else going on. */
  openAll(words: string): Promise<number> {
    return this.#vault.api.openAll(words);
  }

  async indexed(): Promise<void> {
    await this.#vault.ready;
  }

  async end(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    if (!running) return;
    await running.api.lock(false);
    running.vault.end();
  }

  /** The longest time between two frames while nothing is done. */
  async idleGap(span: number): Promise<number> {
    const longest = frameGaps();
    await new Promise((resolve) => setTimeout(resolve, span));
    return longest();
  }

  async getAll(notes: number): Promise<number> {
    const plain = await this.#open();
    let found = 0;
    const taken = await taking(async () => (found = (await plain.all()).length));
    if (found !== notes) throw new Error(`${found} notes are stored, not ${notes}`);
    return taken;
  }

  /** One after the other. */
  async openNotes(ids: readonly string[]): Promise<number[]> {
    const { api } = this.#vault;
    const times = [];
    for (const id of ids) times.push(await taking(() => api.openNote(id)));
    return times;
  }

  async getNotes(ids: readonly string[]): Promise<number[]> {
    const plain = await this.#open();
    const times = [];
    for (const id of ids) times.push(await taking(() => plain.get(id)));
    return times;
  }

  /** What autosave does while one note is written, every time with a few more words. */
  async saveNote(id: string, count: number): Promise<number[]> {
    const { api } = this.#vault;
    const { summary, note } = await api.openNote(id);
    const { title, clientId, date, template, tags, sections } = note;
    const [first, ...rest] = sections;
    let base = summary.revision;
    const times = [];
    for (let save = 0; save < count; save += 1) {
      const written = { heading: first?.heading ?? '', text: `${first?.text ?? ''} ${save}` };
      const content = { title, clientId, date, template, tags, sections: [written, ...rest] };
      const began = now();
      ({ revision: base } = await api.saveNote(id, base, content));
      times.push(now() - began);
    }
    return times;
  }

  async putNote(id: string, count: number): Promise<number[]> {
    const plain = await this.#open();
    const bytes = encodeNote((await plain.get(id)).note);
    const times = [];
    for (let save = 0; save < count; save += 1) {
      times.push(await taking(() => plain.put(id, bytes)));
    }
    return times;
  }

  /** The times of the answers as each word is typed letter by letter. */
  async typeWords(words: readonly string[]): Promise<number[]> {
    const { api } = this.#vault;
    const times = [];
    for (const text of beginnings(words)) {
      times.push(await taking(() => api.notes({ ...EVERYTHING, text })));
    }
    return times;
  }

  /**
   * The same right after unlocking, with `every` milliseconds between an answer and the next key, for
   * as long as there is no index.
   */
  async typeUntilIndexed(words: readonly string[], every: number): Promise<number[]> {
    const { api, ready } = this.#vault;
    const state = { indexed: false };
    void ready.then(() => (state.indexed = true));
    const times = [];
    for (const text of beginnings(words)) {
      const time = await taking(() => api.notes({ ...EVERYTHING, text }));
      if (state.indexed) break;
      times.push(time);
      await new Promise((resolve) => setTimeout(resolve, every));
    }
    return times;
  }

  /** Holds every text as it is decrypted, to look through it. */
  async hold(): Promise<void> {
    const notes = await (await this.#open()).all();
    this.#texts = notes.map(({ note }) => searchText(note));
  }

  scanWords(words: readonly string[], keys = Infinity): number[] {
    const times = [];
    for (const text of beginnings(words).slice(0, keys)) {
      const began = now();
      // Kept, or the engine might leave the work out.
      this.kept = this.#texts.filter((each) => each.includes(text)).length;
      times.push(now() - began);
    }
    return times;
  }

  async backUp(): Promise<number> {
    const { api } = this.#vault;
    return taking(async () => (this.#file = await api.backup(() => undefined)));
  }

  async backUpPlain(): Promise<number> {
    const plain = await this.#open();
    return taking(async () => {
      this.#plainFile = new Blob([JSON.stringify(await plain.all())]);
    });
  }

  /** Reads, verifies and puts in place. */
  async restore(words: string, notes: number): Promise<number> {
    const { api } = this.#vault;
    const file = this.#file ?? new Blob();
    return taking(async () => {
      const preview = await api.stageRestore(file, { kind: 'recovery', words }, () => undefined);
      if (preview.notes !== notes) throw new Error(`${preview.notes} notes came back`);
      await api.commitRestore(true);
    });
  }

  async restorePlain(): Promise<number> {
    const file = this.#plainFile ?? new Blob();
    const copy = await Plain.open('copy');
    const taken = await taking(async () => {
      await copy.putAll(JSON.parse(await file.text()) as GeneratedNote[]);
    });
    await copy.delete();
    return taken;
  }

  /** What an index over all texts holds by itself. */
  async indexBytes(kind: 'ours' | 'minisearch'): Promise<number> {
    const plain = await this.#open();
    const before = await memory();
    const index = kind === 'ours' ? await ourIndex(plain) : await miniIndex(plain);
    const after = await memory();
    this.kept = index;
    return after - before;
  }

  memory(): Promise<number> {
    return memory();
  }

  get #vault(): Running {
    if (!this.#running) throw new Error('no worker was started');
    return this.#running;
  }

  async #start(): Promise<Running> {
    const vault = startVault();
    const api = vault.api as BenchApi;
    let tell: (event: VaultEvent) => void = () => undefined;
    const ready = new Promise<number>((resolve, reject) => {
      tell = (event) => {
        if (event.what === 'search-ready') resolve(now());
        else reject(new Error(`the vault says ${JSON.stringify(event)}`));
      };
    });
    await api.watch(tell);
    this.#running = { vault, api, ready };
    return this.#running;
  }

  async #open(): Promise<Plain> {
    this.#plain ??= await Plain.open();
    return this.#plain;
  }
}

const beginnings = (words: readonly string[]): string[] =>
  words.flatMap((word) => Array.from({ length: word.length }, (_, at) => word.slice(0, at + 1)));

/** Watches frames until it is asked for the longest time between two. */
function frameGaps(): () => number {
  let last = now();
  let longest = 0;
  let watching = true;
  const frame = () => {
    if (!watching) return;
    longest = Math.max(longest, now() - last);
    last = now();
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  return () => {
    watching = false;
    return Math.max(longest, now() - last);
  };
}

async function ourIndex(plain: Plain): Promise<unknown> {
  const searcher = new Searcher();
  for (const { id, note } of await plain.all()) searcher.put(id, searchText(note));
  const build = searcher.build();
  while (build.addHeld(1000));
  const steps = build.finishing();
  while (steps.next().done !== true);
  if (searcher.search(['the']).size === 0) throw new Error('the index finds nothing');
  return searcher;
}

async function miniIndex(plain: Plain): Promise<unknown> {
  const index = new MiniSearch<{ id: string; text: string }>({ fields: ['text'] });
  for (const { id, note } of await plain.all()) index.add({ id, text: searchText(note) });
  if (index.search('the').length === 0) throw new Error('the index finds nothing');
  return index;
}

/** TypeScript does not know it yet. */
interface Measuring {
  measureUserAgentSpecificMemory(): Promise<{ bytes: number }>;
}

/** Bytes of this page and its worker after garbage was collected. */
async function memory(): Promise<number> {
  const { bytes } = await (performance as unknown as Measuring).measureUserAgentSpecificMemory();
  return bytes;
}

declare global {
  interface Window {
    bench: BenchPage;
  }
}

window.bench = new BenchPage();
