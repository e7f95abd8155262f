/** Held by whoever adds to a recording or file: what nobody holds and has no end was cut off. */
const nameOf = (id: string): string => `alcove-item-${id}`;

/** Holds the item until the returned function is called; waits while another has it. */
export function holdItem(id: string): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const held = () => new Promise<void>((release) => resolve(release));
    navigator.locks.request(nameOf(id), held).catch(reject);
  });
}

/** Runs `work` on an item that nobody adds to; `busy` in its place while somebody does. */
export function withItem<T>(id: string, work: () => Promise<T>, busy: () => T): Promise<T> {
  return navigator.locks.request(nameOf(id), { ifAvailable: true }, (lock) =>
    lock === null ? Promise.resolve(busy()) : work(),
  );
}
