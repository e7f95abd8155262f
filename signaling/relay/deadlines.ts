/** What is due when, in whole seconds: setting, moving and clearing cost the same for any number. */
export class Deadlines<T> {
  readonly #seconds = new Map<number, Set<T>>();
  readonly #items = new Map<T, number>();
  /** Nothing is due before this second. */
  #cursor = Infinity;

  /** Due at `at` milliseconds or up to a second later; an earlier deadline of the item is void. */
  set(item: T, at: number): void {
    this.clear(item);
    const second = Math.ceil(at / 1000);
    const items = this.#seconds.get(second);
    if (items) items.add(item);
    else this.#seconds.set(second, new Set([item]));
    this.#items.set(item, second);
    this.#cursor = Math.min(this.#cursor, second);
  }

  has(item: T): boolean {
    return this.#items.has(item);
  }

  clear(item: T): void {
    const second = this.#items.get(item);
    if (second === undefined) return;
    this.#items.delete(item);
    const items = this.#seconds.get(second);
    items?.delete(item);
    if (items?.size === 0) this.#seconds.delete(second);
  }

  /** Takes out everything that is due at `now`, the earliest first. */
  due(now: number): T[] {
    const due: T[] = [];
    const last = Math.floor(now / 1000);
    for (; this.#items.size > 0 && this.#cursor <= last; this.#cursor += 1) {
      for (const item of this.#seconds.get(this.#cursor) ?? []) {
        due.push(item);
        this.#items.delete(item);
      }
      this.#seconds.delete(this.#cursor);
    }
    if (this.#items.size === 0) this.#cursor = Infinity;
    return due;
  }
}
