import { deleteDB, openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { GeneratedNote } from '../../../support/notes.ts';

interface PlainSchema extends DBSchema {
  /** Without keys of their own, by id. */
  notes: { key: string; value: GeneratedNote };
  bytes: { key: string; value: Uint8Array };
}

/** The same notes without a vault: what the storage of the browser takes by itself. */
export class Plain {
  readonly #database: IDBPDatabase<PlainSchema>;

  private constructor(database: IDBPDatabase<PlainSchema>) {
    this.#database = database;
  }

  static async open(name = 'plain'): Promise<Plain> {
    const database = await openDB<PlainSchema>(name, 1, {
      upgrade: (upgraded) => {
        upgraded.createObjectStore('notes', { keyPath: 'id' });
        upgraded.createObjectStore('bytes');
      },
    });
    return new Plain(database);
  }

  async delete(): Promise<void> {
    this.#database.close();
    await deleteDB(this.#database.name);
  }

  /** All in one transaction. */
  async putAll(notes: readonly GeneratedNote[]): Promise<void> {
    const work = this.#database.transaction('notes', 'readwrite', { durability: 'relaxed' });
    await Promise.all([...notes.map((note) => work.store.put(note)), work.done]);
  }

  all(): Promise<GeneratedNote[]> {
    return this.#database.getAll('notes');
  }

  async get(id: string): Promise<GeneratedNote> {
    const note = await this.#database.get('notes', id);
    if (!note) throw new Error(`no note ${id}`);
    return note;
  }

  /** On the disk when it resolves. */
  async put(id: string, bytes: Uint8Array): Promise<void> {
    const work = this.#database.transaction('bytes', 'readwrite', { durability: 'strict' });
    await Promise.all([work.store.put(bytes, id), work.done]);
  }
}
