/** How long a download may take to begin; milliseconds. */
const BEGIN_MS = 60_000;

/** Gives bytes to the browser to save, and never to open. */
export class Downloads {
  readonly #urls = new Map<string, ReturnType<typeof setTimeout>>();

  save(blob: Blob, name: string): void {
    const url = URL.createObjectURL(blob);
    const anchor = document.createElement('a');
    anchor.href = url;
    anchor.download = name;
    anchor.click();
    const timer = setTimeout(() => this.#revoke(url), BEGIN_MS);
    this.#urls.set(url, timer);
  }

  /** Nothing of what was given can be asked for again. */
  release(): void {
    for (const url of this.#urls.keys()) this.#revoke(url);
  }

  #revoke(url: string): void {
    clearTimeout(this.#urls.get(url));
    this.#urls.delete(url);
    URL.revokeObjectURL(url);
  }
}
