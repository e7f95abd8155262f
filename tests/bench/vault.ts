import { alternate, median, pairedRow, quantile, type Bench, type Row } from './measure.ts';
import type { Size } from './pages/vault/bench-api.ts';
import { atEach, fresh, type Stand } from './vault-stand.ts';

const SIZES = ['M', 'S', 'L'] as const;

const PAIRS = 7;
/** Of slices that take no second each. */
const SHORT_PAIRS = 9;
const NOTES_OPENED = 40;
const NOTES_SAVED = 60;
const WORDS_TYPED = 12;
/** Milliseconds from key to key: a fast typist. */
const TYPING_MS = 60;

/** The bars are set for M; how S and L compare is growth, and there to be seen. */
const atM = (size: Size, bar: number): number | undefined => (size === 'M' ? bar : undefined);

/** From the key to the list, to everything opened, and to the index; and one note opened. */
const open: Bench = {
  name: 'vault-open',
  run: () =>
    atEach(SIZES, async (stand) => {
      const { size, page, words, notes, some } = stand;
      const watched: { list: number; opened: number; indexed: number; gap: number }[] = [];
      const list = await alternate(
        PAIRS,
        async () => {
          await page.evaluate(() => window.bench.start());
          const times = await page.evaluate(
            (key, count) => window.bench.unlockAndWatch(key, count),
            words,
            notes,
          );
          watched.push(times);
          return times.list;
        },
        () => page.evaluate((count) => window.bench.getAll(count), notes),
      );
      // The first pair warms up.
      const after = watched.slice(1);
      const { baseline } = list;
      const idle = await page.evaluate(
        (span) => window.bench.idleGap(span),
        median(after.map(({ indexed }) => indexed)),
      );
      const gap = median(after.map((times) => times.gap));
      let drawn = 0;
      const draw = () => some.slice((drawn += NOTES_OPENED) - NOTES_OPENED, drawn);
      const one = await alternate(
        SHORT_PAIRS,
        async () => median(await page.evaluate((ids) => window.bench.openNotes(ids), draw())),
        async () => {
          drawn %= some.length - NOTES_OPENED;
          return median(await page.evaluate((ids) => window.bench.getNotes(ids), draw()));
        },
      );
      return [
        pairedRow(`vault ${size}: unlocked (after Argon2id) to list, ms`, list, atM(size, 0.5)),
        pairedRow(
          `vault ${size}: list to every record opened, ms`,
          { ours: after.map(({ opened }) => opened), baseline },
          atM(size, 1.1),
        ),
        ...(size === 'M' ? [await readAlone(stand)] : []),
        pairedRow(`vault ${size}: list to index, ms`, {
          ours: after.map(({ indexed }) => indexed),
          baseline,
        }),
        {
          name: `vault ${size}: longest gap between frames until then, by idle, ms`,
          ours: gap,
          baseline: idle,
          ratio: gap / idle,
        },
        pairedRow(`vault ${size}: a note opened, by get, ms`, one, atM(size, 1.5)),
      ];
    }),
};

/** The part that the vault adds to reading: what is made of the words afterwards is not in it. */
async function readAlone({ page, words, notes }: Stand): Promise<Row> {
  const pairs = await alternate(
    PAIRS,
    () => page.evaluate((key) => window.bench.openAll(key), words),
    () => page.evaluate((count) => window.bench.getAll(count), notes),
  );
  return pairedRow('vault M: every record read and opened, and nothing else, ms', pairs, 1.1);
}

/** Before there is an index, and with it; and what it holds. */
const search: Bench = {
  name: 'vault-search',
  run: () =>
    atEach(SIZES, async (stand) => {
      const { size, page, words, notes, typed } = stand;
      let turn = 0;
      const spoken = () => {
        const from = (turn * WORDS_TYPED) % typed.length;
        return typed.slice(from, from + WORDS_TYPED);
      };
      const unlock = async () => {
        await page.evaluate(() => window.bench.start());
        await page.evaluate((key, count) => window.bench.unlock(key, count), words, notes);
      };
      await page.evaluate(() => window.bench.hold());
      let keys = 0;
      const early = await alternate(
        PAIRS,
        async () => {
          await unlock();
          const times = await page.evaluate(
            (list, every) => window.bench.typeUntilIndexed(list, every),
            typed,
            TYPING_MS,
          );
          keys = Math.max(10, times.length);
          return quantile(times, 0.99);
        },
        async () => {
          const times = await page.evaluate(
            (list, most) => window.bench.scanWords(list, most),
            typed,
            keys || 50,
          );
          return quantile(times, 0.99);
        },
      );
      await unlock();
      await page.evaluate(() => window.bench.indexed());
      const indexed = await alternate(
        PAIRS,
        async () => {
          turn += 1;
          return quantile(
            await page.evaluate((list) => window.bench.typeWords(list), spoken()),
            0.99,
          );
        },
        async () =>
          quantile(await page.evaluate((list) => window.bench.scanWords(list), spoken()), 0.99),
      );
      const rows: Row[] = [
        pairedRow(`vault ${size}: search before the index, p99 of a key, ms`, early, atM(size, 1)),
        pairedRow(`vault ${size}: search by the index, p99 of a key, ms`, indexed, atM(size, 0.1)),
      ];
      // At L minisearch takes half a minute to build.
      if (size !== 'L') rows.push(await indexMemory(stand));
      return rows;
    }),
};

async function indexMemory({ page, size }: Stand): Promise<Row> {
  const measured = async (kind: 'ours' | 'minisearch') => {
    await page.evaluate(() => window.bench.end());
    await fresh(page);
    return (await page.evaluate((of) => window.bench.indexBytes(of), kind)) / 1e6;
  };
  const ours = await measured('ours');
  const baseline = await measured('minisearch');
  const name = `vault ${size}: memory of the index, by minisearch’s, MB`;
  return { name, ours, baseline, ratio: ours / baseline, bar: 0.2 };
}

/** One save of the open note, by a put of the same bytes that waits for the disk as well. */
const save: Bench = {
  name: 'vault-save',
  run: () =>
    atEach(SIZES, async ({ size, page, words, notes, drafts }) => {
      await page.evaluate(() => window.bench.start());
      await page.evaluate((key, count) => window.bench.unlock(key, count), words, notes);
      await page.evaluate(() => window.bench.indexed());
      const tails = { ours: [] as number[], baseline: [] as number[] };
      const slice = async (side: 'ours' | 'baseline') => {
        const id = drafts[tails[side].length % drafts.length] ?? '';
        const times = await page.evaluate(
          (which, note, count) =>
            which === 'ours'
              ? window.bench.saveNote(note, count)
              : window.bench.putNote(note, count),
          side,
          id,
          NOTES_SAVED,
        );
        tails[side].push(quantile(times, 0.99));
        return median(times);
      };
      const pairs = await alternate(
        SHORT_PAIRS,
        () => slice('ours'),
        () => slice('baseline'),
      );
      const late = { ours: tails.ours.slice(1), baseline: tails.baseline.slice(1) };
      return [
        pairedRow(`vault ${size}: a note saved, p50, by a strict put, ms`, pairs, 1.3),
        pairedRow(`vault ${size}: a note saved, p99, by a strict put, ms`, late, 1.5),
      ];
    }),
};

/** A backup, and its way back into the place of the vault, verified. */
const backup: Bench = {
  name: 'vault-backup',
  run: () =>
    atEach(SIZES, async ({ size, page, words, notes }) => {
      const unlock = async () => {
        await page.evaluate(() => window.bench.start());
        await page.evaluate((key, count) => window.bench.unlock(key, count), words, notes);
        await page.evaluate(() => window.bench.indexed());
      };
      await unlock();
      const written = await alternate(
        PAIRS,
        () => page.evaluate(() => window.bench.backUp()),
        () => page.evaluate(() => window.bench.backUpPlain()),
      );
      const read = await alternate(
        PAIRS,
        async () => {
          await unlock();
          return page.evaluate((key, count) => window.bench.restore(key, count), words, notes);
        },
        () => page.evaluate(() => window.bench.restorePlain()),
      );
      return [
        pairedRow(`vault ${size}: backup, by plaintext to a file, ms`, written, atM(size, 1.5)),
        pairedRow(`vault ${size}: restore, by plaintext from a file, ms`, read, atM(size, 1.5)),
      ];
    }),
};

/** The page and its worker with everything unlocked and the index built. */
const memory: Bench = {
  name: 'vault-memory',
  run: () =>
    atEach(SIZES, async ({ size, page, words, notes, bytes }) => {
      await page.evaluate(() => window.bench.start());
      await page.evaluate((key, count) => window.bench.unlock(key, count), words, notes);
      await page.evaluate(() => window.bench.indexed());
      const ours = (await page.evaluate(() => window.bench.memory())) / 1e6;
      const baseline = bytes / 1e6;
      const name = `vault ${size}: memory of the page, by the plaintext, MB`;
      return [{ name, ours, baseline, ratio: ours / baseline, bar: 3 }];
    }),
};

export const vaultBenches: readonly Bench[] = [open, search, save, backup, memory];
