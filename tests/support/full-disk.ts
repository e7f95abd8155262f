import type { CDPSession } from 'puppeteer-core';
import type { Person } from './person.ts';

/** So much a page may store while there is room: far more than a test writes. */
const ROOM = 48 * 2 ** 20;

/**
 * A disk that is full whenever a test wants it, in Chromium. The browser looks at its limit only when
 * a page has written as much as was left the last time it looked, or after half a minute; with little
 * room from the start, one record of that size makes it look.
 */
export class FullDisk {
  readonly #person: Person;
  readonly #devtools: CDPSession;
  readonly #origin: string;

  private constructor(person: Person, devtools: CDPSession, origin: string) {
    this.#person = person;
    this.#devtools = devtools;
    this.#origin = origin;
  }

  /** Before the first page of this origin is opened. */
  static async of(person: Person, origin: string): Promise<FullDisk> {
    const disk = new FullDisk(person, await person.page.createCDPSession(), origin);
    await disk.empty();
    return disk;
  }

  async empty(): Promise<void> {
    await this.#limit(ROOM);
  }

  /** Resolves when the browser refuses the smallest record. */
  async fill(): Promise<void> {
    await this.#limit(1);
    const { page } = this.#person;
    await this.#person.until('the browser to refuse', () =>
      page.evaluate(async (room) => {
        const put = (bytes: number): Promise<boolean> =>
          new Promise((resolve) => {
            const opening = indexedDB.open('control', 1);
            opening.onupgradeneeded = () => opening.result.createObjectStore('store');
            opening.onerror = () => resolve(false);
            opening.onsuccess = () => {
              const work = opening.result.transaction('store', 'readwrite');
              work.objectStore('store').put(new Uint8Array(bytes), 'key');
              const done = (stored: boolean) => {
                opening.result.close();
                resolve(stored);
              };
              work.oncomplete = () => done(true);
              work.onabort = () => done(false);
            };
          });
        return !(await put(room)) && !(await put(1));
      }, ROOM),
    );
  }

  #limit(quotaSize: number): Promise<void> {
    return this.#devtools.send('Storage.overrideQuotaForOrigin', {
      origin: this.#origin,
      quotaSize,
    });
  }
}
