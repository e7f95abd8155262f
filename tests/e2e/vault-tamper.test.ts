import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VaultErrorCode } from '../../client/vault/errors.ts';
import { vaultText as v } from '../../client/wording/vault.ts';
import { uint } from '../../crypto/encoding.ts';
import { COMPARTMENT } from '../../crypto/vault/compartment.ts';
import { encodeHeader, parseHeader, type VaultHeader } from '../../crypto/vault/header.ts';
import { Keeper, PASSPHRASE } from '../support/keeper.ts';
import type { RawVault, Snapshot, Spot } from '../support/raw-vault.ts';

const HEADER: Spot = { store: 'head', key: 'header' };
const ROOT: Spot = { store: 'head', key: 'root' };
const page = (of: number): Spot => ({ store: 'pages', key: of * 2 ** 24 });
const PROGRESS = page(COMPARTMENT.progress);
const PSYCHOTHERAPY = page(COMPARTMENT.psychotherapy);
const NEW_PASSPHRASE = 'ember ladder tulip granite cousin';

const { whole, one } = v.today.findings;
/** In place of the day, which depends on when and where this runs. */
const DAY = 'DAY';

/** A vault of two progress notes and one of psychotherapy, as it was at several moments. */
interface Scene {
  readonly keeper: Keeper;
  /** Three notes, each with its first text. */
  readonly earlier: Snapshot;
  /** Larch has a second text. */
  readonly later: Snapshot;
  readonly larch: Spot;
  readonly maple: Spot;
}

async function scene(browser: 'chromium' | 'firefox'): Promise<Scene> {
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
  expect(later.changedSince(earlier, 'records')).toEqual([larch.key]);
  expect(later.changedSince(earlier, 'pages')).toEqual([PROGRESS.key]);
  return { keeper, earlier, later, larch, maple };
}

/** The locked page over what was stored later, and then changed from outside. */
async function afterChange(
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
async function findings({ keeper }: Scene): Promise<string[]> {
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

const flipped = (bytes: Uint8Array, at: number): Uint8Array =>
  bytes.map((byte, index) => (index === at ? byte ^ 1 : byte));

/** A case is found after unlocking, and what it spares can be read. */
type Found = readonly [
  name: string,
  change: (raw: RawVault, scene: Scene) => Promise<unknown>,
  findings: readonly string[],
];

const FOUND: readonly Found[] = [
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

/** The header, edited in one field. */
const edited = (header: Buffer, edit: (header: VaultHeader) => VaultHeader): Uint8Array =>
  encodeHeader(edit(parseHeader(header)));

const costing = (header: Buffer, opsLimit: number, memLimitKiB: number): Uint8Array =>
  edited(header, ({ slots, ...rest }) => ({
    ...rest,
    slots: slots.map((slot) =>
      slot.kind === 'passphrase'
        ? { ...slot, stretching: { ...slot.stretching, opsLimit, memLimitKiB } }
        : slot,
    ),
  }));

/** The door stays shut. */
type Refused = readonly [
  name: string,
  header: (present: Buffer, other: Buffer) => Uint8Array,
  code: VaultErrorCode,
  /** Whether the passphrase is stretched at all. */
  stretched: boolean,
];

const REFUSED: readonly Refused[] = [
  ['half the least memory', (header) => costing(header, 3, 32_768), 'KDF_WEAK', false],
  ['one pass', (header) => costing(header, 1, 131_072), 'KDF_WEAK', false],
  ['1 GiB and one KiB', (header) => costing(header, 3, 1_048_577), 'KDF_HUGE', false],
  ['4 TiB', (header) => costing(header, 3, 0xffff_ffff), 'KDF_HUGE', false],
  [
    'four thousand million passes',
    (header) => costing(header, 0xffff_ffff, 65_536),
    'KDF_HUGE',
    false,
  ],
  ['the least that is allowed', (header) => costing(header, 2, 65_536), 'WRONG_KEY', true],
  ['one pass more', (header) => costing(header, 4, 131_072), 'WRONG_KEY', true],
  [
    'the passphrase’s slot of another vault',
    (header, other) =>
      edited(header, ({ slots, ...rest }) => {
        const [foreign] = parseHeader(other).slots;
        return { ...rest, slots: foreign ? [foreign, ...slots.slice(1)] : slots };
      }),
    'WRONG_KEY',
    true,
  ],
  [
    'another vault’s header behind this vault’s id',
    (header, other) =>
      edited(other, (foreign) => ({ ...foreign, vaultId: parseHeader(header).vaultId })),
    'WRONG_KEY',
    true,
  ],
  ['one bit of the salt', (header) => flipped(header, 30 + 4 + 33 + 3), 'WRONG_KEY', true],
  [
    'one bit of the wrapped key',
    (header) => flipped(header, 30 + 4 + 2385 + 5),
    'HEADER_ALTERED',
    true,
  ],
  ['one bit of its mac', (header) => flipped(header, header.length - 1), 'HEADER_ALTERED', true],
  [
    'the recovery words’ slot taken away',
    (header) => edited(header, ({ slots, ...rest }) => ({ ...rest, slots: slots.slice(0, 1) })),
    'HEADER_ALTERED',
    true,
  ],
];

/** Nothing of the header can be read, and nobody is even asked. */
const UNREADABLE: readonly (readonly [string, (header: Buffer) => Uint8Array, VaultErrorCode])[] = [
  ['one bit of its first bytes', (header) => flipped(header, 0), 'HEADER_ALTERED'],
  ['another version', (header) => flipped(header, 8), 'HEADER_VERSION'],
  ['cut', (header) => header.subarray(0, header.length - 1), 'HEADER_ALTERED'],
  ['a byte too many', (header) => Buffer.concat([header, uint(0, 1)]), 'HEADER_ALTERED'],
];

describe('what was stored is changed from outside, in chromium', () => {
  let stage: Scene;
  /** Of a vault that somebody else made with the same passphrase. */
  let other: Snapshot;
  beforeAll(async () => {
    stage = await scene('chromium');
    const stranger = await Keeper.arrive('chromium');
    await stranger.create();
    other = await (await stranger.raw()).snapshot();
    await stranger.leave();
  });
  afterAll(() => stage.keeper.leave());

  it('nothing is found when nothing was changed', async () => {
    await afterChange(stage, () => Promise.resolve());
    await stage.keeper.unlock();
    await stage.keeper.person.sees(/Unlocked\. Revision \d+, saved/);
    expect(await findings(stage)).toEqual([]);
  });

  it.each(FOUND)('%s: found, and the rest can be read', async (_name, change, expected) => {
    const { keeper } = stage;
    await afterChange(stage, (raw) => change(raw, stage));
    await keeper.unlock();
    await keeper.person.sees('Recent notes');
    expect(await findings(stage)).toEqual([...expected].sort());
    const left = ['Larch', 'Maple', 'Nettle'].filter((title) => !expected.join().includes(title));
    const listed = await keeper.person.text();
    // What is in the list and was not called damaged opens.
    const open = left.filter((title) => listed.includes(title));
    expect(open.length).toBeGreaterThan(0);
    for (const title of open) {
      await keeper.openNote(title);
      expect(await keeper.written('Text')).toContain(`The first text of ${title}.`);
    }
  });

  it.each(REFUSED)('a header with %s opens nothing', async (_name, header, code, stretched) => {
    const { keeper } = stage;
    const { person } = keeper;
    await afterChange(stage, async (raw) => {
      await raw.put(HEADER, header(stage.later.at(HEADER), other.at(HEADER)));
    });
    await person.control('Unlock');
    const derivations = await countDerivations(keeper);
    await keeper.unlock();
    await person.sees(v.errors[code]);
    expect(await person.count('Unlock')).toBe(1);
    expect(await derivations()).toBe(stretched ? 1 : 0);
  });

  it.each(UNREADABLE)('a header with %s is not even asked about', async (_name, header, code) => {
    const { person } = stage.keeper;
    await afterChange(stage, (raw) => raw.put(HEADER, header(stage.later.at(HEADER))));
    expect(await person.sees(v.here.unreadable)).toContain(v.errors[code]);
    // The quick session needs none of it.
    expect(await person.count('Start a session now')).toBe(1);
    await (await stage.keeper.raw()).putBack(stage.later);
    await person.page.reload({ waitUntil: 'load' });
  });

  it('the whole header of another vault opens none of the notes, and that is said', async () => {
    const { keeper } = stage;
    await afterChange(stage, (raw) => raw.put(HEADER, other.at(HEADER)));
    await opensNothing(stage);
    expect(await keeper.person.count('Put back a backup')).toBe(1);
  });
});

describe('after something was found, in chromium', () => {
  let stage: Scene;
  beforeAll(async () => {
    stage = await scene('chromium');
  });
  afterAll(() => stage.keeper.leave());

  it('nothing is written over a damaged list, and the words stay', async () => {
    const { keeper } = stage;
    const { person } = keeper;
    await afterChange(stage, (raw) => raw.put(PROGRESS, stage.earlier.at(PROGRESS)));
    const before = await (await keeper.raw()).snapshot();
    await keeper.unlock();
    await person.sees(whole.INDEX_ROLLED_BACK);
    await keeper.openNote('Nettle');
    await keeper.add('Text', ' These words are new.');
    await person.sees(v.errors.DAMAGED);
    expect(await keeper.saveState()).toBe('failed');
    expect(await keeper.written('Text')).toBe('The first text of Nettle. These words are new.');
    await person.press('Save again');
    await person.until('it to fail again', async () => (await keeper.saveState()) === 'failed');
    const after = await (await keeper.raw()).snapshot();
    expect(after).toEqual(before);

    await keeper.acceptDamage();
    // What could not be saved before is, as soon as somebody comes back to it.
    await person.press('Notes');
    await keeper.saved();
    await keeper.lock();
    await keeper.unlock();
    await person.sees(/Unlocked\. Revision \d+, saved/);
    expect(await findings(stage)).toEqual([]);
    await keeper.openNote('Nettle');
    expect(await keeper.written('Text')).toBe('The first text of Nettle. These words are new.');
    expect(await person.text()).not.toContain('Larch');
    const { said, entries } = await keeper.auditTrail();
    expect(said).toBe(v.settings.audit.verified);
    expect(entries).toContain('Damage was accepted, findings: 2');
  });

  it('a session can begin all the same', async () => {
    const { keeper } = stage;
    const { person } = keeper;
    await afterChange(stage, (raw) => raw.put(PROGRESS, stage.earlier.at(PROGRESS)));
    await keeper.unlock();
    await person.sees(whole.INDEX_ROLLED_BACK);
    await person.press('Start a session now');
    await person.sees('The room is open.');
    await person.press('End session');
    await person.sees('Today');
  });

  const ACCEPTED: readonly Found[] = FOUND.filter(([name]) =>
    [
      'a record deleted',
      'one bit of a page',
      'the root deleted',
      'the last entry of the audit trail deleted',
    ].includes(name),
  );

  it.each(ACCEPTED)('%s: accepted once, it is over for good', async (_name, change, expected) => {
    const { keeper } = stage;
    const { person } = keeper;
    await afterChange(stage, (raw) => change(raw, stage));
    await keeper.unlock();
    await person.sees('Recent notes');
    expect(await findings(stage)).toEqual([...expected].sort());
    await keeper.acceptDamage();
    await keeper.writeNote({ title: 'Willow', text: 'Written after it.' });
    await keeper.lock();
    await keeper.unlock();
    await person.sees(/Unlocked\. Revision \d+, saved/);
    expect(await findings(stage)).toEqual([]);
    await keeper.openNote('Willow');
    expect(await keeper.written('Text')).toBe('Written after it.');
    const { said, entries } = await keeper.auditTrail();
    expect(said).toBe(v.settings.audit.verified);
    expect(entries).toContain(`Damage was accepted, findings: ${String(expected.length)}`);
  });
});

describe('after the passphrase was changed, in chromium', () => {
  let stage: Scene;
  beforeAll(async () => {
    const before = await scene('chromium');
    const { keeper } = before;
    await keeper.unlock();
    await keeper.changePassphrase(PASSPHRASE, NEW_PASSPHRASE);
    await keeper.lock();
    stage = { ...before, later: await (await keeper.raw()).snapshot(), earlier: before.later };
  });
  afterAll(() => stage.keeper.leave());

  it('the new one opens it, and the old one does not', async () => {
    const { keeper } = stage;
    await keeper.comeAnew();
    await keeper.unlock();
    await keeper.person.sees(v.errors.WRONG_KEY);
    await keeper.comeAnew();
    await keeper.unlock(NEW_PASSPHRASE);
    await keeper.person.sees(/Unlocked\. Revision \d+, saved/);
    expect(await findings(stage)).toEqual([]);
  });

  it('the old slot in the new header does not open', async () => {
    const { keeper, earlier, later } = stage;
    const [old] = parseHeader(earlier.at(HEADER)).slots;
    await afterChange(stage, (raw) =>
      raw.put(
        HEADER,
        edited(later.at(HEADER), ({ slots, ...rest }) => ({
          ...rest,
          slots: old ? [old, ...slots.filter(({ kind }) => kind === 'recovery')] : slots,
        })),
      ),
    );
    await keeper.unlock();
    await keeper.person.sees(v.errors.HEADER_ALTERED);
    expect(await keeper.person.count('Unlock')).toBe(1);
  });

  it('the whole old header with the old passphrase opens none of the notes', async () => {
    const { keeper, earlier } = stage;
    await afterChange(stage, (raw) => raw.put(HEADER, earlier.at(HEADER)));
    await opensNothing(stage);
    // Nor was anything given up: with the right lock all of it is there.
    await afterChange(stage, (raw) => raw.put(HEADER, stage.later.at(HEADER)));
    await keeper.unlock(NEW_PASSPHRASE);
    await keeper.person.sees(/Unlocked\. Revision \d+, saved/);
    expect(await findings(stage)).toEqual([]);
    await keeper.openNote('Nettle');
  });

  it('nor do old header and old root together', async () => {
    const { earlier } = stage;
    await afterChange(stage, async (raw) => {
      await raw.put(HEADER, earlier.at(HEADER));
      await raw.put(ROOT, earlier.at(ROOT));
    });
    await opensNothing(stage);
  });
});

it('is found in firefox, too: a page and its record rolled back together', async () => {
  const stage = await scene('firefox');
  const { keeper, earlier, larch } = stage;
  await afterChange(stage, async (raw) => {
    await raw.put(PROGRESS, earlier.at(PROGRESS));
    await raw.put(larch, earlier.at(larch));
  });
  await keeper.unlock();
  await keeper.person.sees('Recent notes');
  expect(await findings(stage)).toEqual([whole.INDEX_ROLLED_BACK]);
  await keeper.leave();
});

/** How often a passphrase is stretched from now on: each time by a worker of its own. */
async function countDerivations({ person }: Keeper): Promise<() => Promise<number>> {
  const counted = await person.page.evaluateHandle(() => {
    const Original = window.Worker;
    const count = { of: 0 };
    window.Worker = class extends Original {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        if (String(url).includes('argon2id')) count.of += 1;
      }
    };
    return count;
  });
  return () => counted.evaluate(({ of }) => of);
}

/** The secret fits the lock, and the lock is not the one of what lies behind it. */
async function opensNothing({ keeper }: Scene): Promise<void> {
  const before = await (await keeper.raw()).snapshot();
  await keeper.unlock();
  await keeper.person.sees(v.errors.HEADER_ALTERED);
  expect(await keeper.person.count('Unlock')).toBe(1);
  const after = await (await keeper.raw()).snapshot();
  expect(after).toEqual(before);
}
