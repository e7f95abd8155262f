import { vaultText as v } from '../../client/wording/vault.ts';
import { COMPARTMENT } from '../../crypto/vault/compartment.ts';
import type { BrowserName } from './browsers.mjs';
import { Keeper } from './keeper.ts';
import type { RawVault, Snapshot, Spot } from './raw-vault.ts';

export const HEADER: Spot = { store: 'head', key: 'header' };
export const ROOT: Spot = { store: 'head', key: 'root' };
const page = (of: number): Spot => ({ store: 'pages', key: of * 2 ** 24 });
export const PROGRESS = page(COMPARTMENT.progress);
const PSYCHOTHERAPY = page(COMPARTMENT.psychotherapy);

const { whole, one } = v.today.findings;
/** In place of the day, which depends on when and where this runs. */
const DAY = 'DAY';

/** A vault of two progress notes and one of psychotherapy, as it was at several moments. */
export interface Scene {
  readonly keeper: Keeper;
  /** Three notes, each with its first text. */
  readonly earlier: Snapshot;
  /** Larch has a second text. */
  readonly later: Snapshot;
  readonly larch: Spot;
  readonly maple: Spot;
}

export async function scene(browser: BrowserName): Promise<Scene> {
  const keeper = await Keeper.arrive(browser);
  await keeper.create();
  const raw = await keeper.raw();
  const record = async (title: string, kind: 'progress' | 'psychotherapy'): Promise<Spot> => {
    const before = await raw.snapshot();
    await keeper.writeNote({ title, kind, text: `The first text of ${title}.` });
    const [key = ''] = (await raw.snapshot()).since(before, 'records');
    return { store: 'records', key };
  };
  const larch = await record('Larch', 'progress');
  const maple = await record('Maple', 'progress');
  await record('Nettle', 'psychotherapy');
  await keeper.lock();
  const earlier = await raw.snapshot();
  await keeper.unlock();
  await keeper.person.sees('Today');
  await keeper.openNote('Larch');
  await keeper.add('Text', ' And a second text.');
  await keeper.saved();
  await keeper.lock();
  const later = await raw.snapshot();
  const changed = [later.changedSince(earlier, 'records'), later.changedSince(earlier, 'pages')];
  if (changed.join(' ') !== `${String(larch.key)} ${String(PROGRESS.key)}`) {
    throw new Error(`a second text of one note has changed ${changed.join(' ')}`);
  }
  return { keeper, earlier, later, larch, maple };
}

/** The locked page over what was stored later, and then changed from outside. */
export async function afterChange(
  { keeper, later }: Scene,
  change: (raw: RawVault) => Promise<unknown>,
): Promise<void> {
  // Ends the worker and its connection to the database first.
  await keeper.comeAnew();
  const raw = await keeper.raw();
  await raw.putBack(later);
  await change(raw);
  await keeper.person.page.reload({ waitUntil: 'load' });
}

/** What the alarm lists, once every record was read. */
export async function findings({ keeper }: Scene): Promise<string[]> {
  const { person } = keeper;
  await person.press('Notes');
  await person.type('Search all notes', 't');
  await person.until('every note to be read', async () => {
    return !(await person.text()).includes(v.notes.reading);
  });
  await person.page.keyboard.press('Backspace');
  await person.press('Today');
  await person.sees('Recent notes');
  const shown = await person.page.evaluate(() =>
    window.witness
      .all('section[aria-labelledby=findings] li')
      .map(({ textContent }) => textContent.trim()),
  );
  return shown.map((text) => text.replace(/^(“.*?” of ).*?(?= was | is )/, `$1${DAY}`)).sort();
}

export const flipped = (bytes: Uint8Array, at: number): Uint8Array =>
  bytes.map((byte, index) => (index === at ? byte ^ 1 : byte));

/** A case is found after unlocking, and what it spares can be read. */
export type Found = readonly [
  name: string,
  change: (raw: RawVault, scene: Scene) => Promise<unknown>,
  findings: readonly string[],
];

export const FOUND: readonly Found[] = [
  [
    'two records swapped',
    async (raw, { later, larch, maple }) => {
      await raw.put(larch, later.at(maple));
      await raw.put(maple, later.at(larch));
    },
    [one.RECORD_ALTERED('Larch', DAY), one.RECORD_ALTERED('Maple', DAY)],
  ],
  [
    'two ciphertexts swapped behind the heads that they had',
    async (raw, { later, larch, maple }) => {
      // Version, compartment, id and revision.
      const [first, second] = [later.at(larch), later.at(maple)];
      await raw.put(larch, Buffer.concat([first.subarray(0, 22), second.subarray(22)]));
      await raw.put(maple, Buffer.concat([second.subarray(0, 22), first.subarray(22)]));
    },
    [one.RECORD_ALTERED('Larch', DAY), one.RECORD_ALTERED('Maple', DAY)],
  ],
  [
    'one record rolled back',
    (raw, { earlier, larch }) => raw.put(larch, earlier.at(larch)),
    [one.RECORD_ROLLED_BACK('Larch', DAY)],
  ],
  [
    'one record rolled back under the number of the newest',
    (raw, { earlier, later, larch }) =>
      raw.put(
        larch,
        Buffer.concat([later.at(larch).subarray(0, 22), earlier.at(larch).subarray(22)]),
      ),
    [one.RECORD_ALTERED('Larch', DAY)],
  ],
  ['a record deleted', (raw, { maple }) => raw.remove(maple), [one.RECORD_MISSING('Maple', DAY)]],
  [
    'one bit of a record',
    (raw, { later, maple }) => raw.put(maple, flipped(later.at(maple), 300)),
    [one.RECORD_ALTERED('Maple', DAY)],
  ],
  ['a page deleted', (raw) => raw.remove(PROGRESS), [whole.INDEX_ROLLED_BACK]],
  [
    'a page rolled back',
    (raw, { earlier }) => raw.put(PROGRESS, earlier.at(PROGRESS)),
    [whole.INDEX_ROLLED_BACK, one.RECORD_ALTERED('Larch', DAY)],
  ],
  [
    'one bit of a page',
    (raw, { later }) => raw.put(PROGRESS, flipped(later.at(PROGRESS), 500)),
    [whole.INDEX_ALTERED],
  ],
  [
    'a page moved to another place',
    (raw, { later }) => raw.put(PSYCHOTHERAPY, later.at(PROGRESS)),
    [whole.INDEX_ALTERED],
  ],
  [
    'a page and its record rolled back together',
    async (raw, { earlier, larch }) => {
      await raw.put(PROGRESS, earlier.at(PROGRESS));
      await raw.put(larch, earlier.at(larch));
    },
    [whole.INDEX_ROLLED_BACK],
  ],
  ['the root deleted', (raw) => raw.remove(ROOT), [whole.INDEX_ALTERED]],
  [
    'one bit of the root',
    (raw, { later }) => raw.put(ROOT, flipped(later.at(ROOT), 60)),
    [whole.INDEX_ALTERED],
  ],
  [
    'the root rolled back alone',
    (raw, { earlier }) => raw.put(ROOT, earlier.at(ROOT)),
    [whole.INDEX_ROLLED_BACK],
  ],
  [
    'root, page and record rolled back, the audit trail forgotten',
    async (raw, { earlier, larch }) => {
      for (const spot of [ROOT, PROGRESS, larch]) await raw.put(spot, earlier.at(spot));
    },
    [whole.INDEX_ROLLED_BACK],
  ],
  [
    'an entry of the audit trail deleted',
    (raw) => raw.remove({ store: 'audit', key: 1 }),
    [whole.AUDIT_ALTERED],
  ],
  [
    'the last entry of the audit trail deleted',
    (raw, { later }) => raw.remove({ store: 'audit', key: later.keys('audit').at(-1) ?? 0 }),
    [whole.AUDIT_ALTERED],
  ],
  [
    'one bit of an entry of the audit trail',
    (raw, { later }) => {
      const spot: Spot = { store: 'audit', key: 1 };
      return raw.put(spot, flipped(later.at(spot), 40));
    },
    [whole.AUDIT_ALTERED],
  ],
];

/**
 * A case is found, what it has damaged is given up, and a note is written: nothing is found after
 * that any more. Throws a sentence where it is otherwise.
 */
export async function acceptOnce(stage: Scene, [, change, expected]: Found): Promise<void> {
  const { keeper } = stage;
  const { person } = keeper;
  await afterChange(stage, (raw) => change(raw, stage));
  await keeper.unlock();
  await person.sees('Recent notes');
  same('found', await findings(stage), [...expected].sort());
  await keeper.acceptDamage();
  await keeper.writeNote({ title: 'Willow', text: 'Written after it.' });
  await keeper.lock();
  await keeper.unlock();
  await person.sees(/Unlocked\. Revision \d+, saved/);
  same('found again', await findings(stage), []);
  await keeper.openNote('Willow');
  same('in the note', [await keeper.written('Text')], ['Written after it.']);
  const { said, entries } = await keeper.auditTrail();
  same('said of the audit trail', [said], [v.settings.audit.verified]);
  const entry = `Damage was accepted, findings: ${String(expected.length)}`;
  if (!entries.includes(entry)) throw new Error(`no entry “${entry}” in: ${entries.join('; ')}`);
}

function same(what: string, is: readonly unknown[], wanted: readonly string[]): void {
  if (is.join('\n') === wanted.join('\n')) return;
  throw new Error(`${what}: ${is.join('; ')}, not: ${wanted.join('; ')}`);
}
