import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VaultErrorCode } from '../../client/vault/errors.ts';
import { vaultText as v } from '../../client/wording/vault.ts';
import { uint } from '../../crypto/encoding.ts';
import { encodeHeader, parseHeader, type VaultHeader } from '../../crypto/vault/header.ts';
import { Keeper, PASSPHRASE } from '../support/keeper.ts';
import type { Snapshot } from '../support/raw-vault.ts';
import {
  acceptOnce,
  afterChange,
  findings,
  flipped,
  FOUND,
  HEADER,
  PROGRESS,
  ROOT,
  scene,
  type Found,
  type Scene,
} from '../support/tampered-vault.ts';

const NEW_PASSPHRASE = 'ember ladder tulip granite cousin';

const { whole } = v.today.findings;

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

  // Every one of them is in `npm run endure -- vault-tampers`.
  const ACCEPTED: readonly Found[] = FOUND.filter(([name]) =>
    [
      'a record deleted',
      'one bit of a page',
      'the root deleted',
      'the last entry of the audit trail deleted',
    ].includes(name),
  );

  it.each(ACCEPTED)('%s: accepted once, it is over for good', async (...found) => {
    await acceptOnce(stage, found);
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
