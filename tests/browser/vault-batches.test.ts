import { records, someRecords } from '../../client/vault/batches.ts';
import {
  deleteVaultDatabase,
  openVaultDatabase,
  type VaultDatabase,
} from '../../client/vault/database.ts';
import { equal } from './assert.ts';

const NAME = 'vault-of-batches';

const name = (index: number): string => index.toString(16).padStart(32, '0');

/** Every third is not wanted, every fifth is not there. */
const WANTED = Array.from({ length: 900 }, (_, index) => index).filter((index) => index % 3 !== 0);
const STORED = Array.from({ length: 900 }, (_, index) => index).filter((index) => index % 5 !== 0);

describe('records in batches', () => {
  let database: VaultDatabase;
  const everywhere = Object.getOwnPropertyDescriptor(IDBObjectStore.prototype, 'getAllRecords');

  before(async () => {
    database = await openVaultDatabase(NAME, () => undefined);
    const work = database.transaction('records', 'readwrite');
    for (const index of STORED) void work.store.put(new Uint8Array([index % 256]), name(index));
    await work.done;
  });

  afterEach(() => {
    if (everywhere) Object.defineProperty(IDBObjectStore.prototype, 'getAllRecords', everywhere);
  });

  after(async () => {
    database.close();
    await deleteVaultDatabase(NAME);
  });

  const expected = WANTED.map((index) => [name(index), index % 5 === 0 ? null : index % 256]);

  async function read(by: typeof records): Promise<unknown[]> {
    const found = [];
    const names = WANTED.map(name).reverse();
    for await (const record of by(database, names)) {
      found.push([record.name, record.bytes?.[0] ?? null]);
    }
    return found;
  }

  it('come in the order of their names, with a place for what is missing', async () => {
    equal(await read(records), expected);
  });

  it('come just so where the browser gives keys and values only one by one', async () => {
    Reflect.deleteProperty(IDBObjectStore.prototype, 'getAllRecords');
    equal(await read(records), expected);
  });

  it('come in the order that is given when each is asked for', async () => {
    equal(await read(someRecords), [...expected].reverse());
  });
});
