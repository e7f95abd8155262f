/** Bytes that are read at once: a request to the disk costs more than a chunk. */
const BLOCK_BYTES = 1024 * 1024;

/** Reads a chosen file from one of its bytes on, each block while the one before it is used. */
export class FileBlocks {
  readonly #file: Blob;
  #offset: number;
  #ahead: Promise<Uint8Array<ArrayBuffer>>;

  constructor(file: Blob, from: number) {
    // A part of a file, be it the whole: to cut pieces from the file itself asks the disk each time
    // how the file stands, while this page stands still. A change is noticed in reading all the same.
    this.#file = file.slice(0, file.size);
    this.#offset = from;
    this.#ahead = this.#read();
  }

  /** Empty at the end; undefined when the file has changed or is gone. */
  async next(): Promise<Uint8Array<ArrayBuffer> | undefined> {
    try {
      const block = await this.#ahead;
      if (block.length > 0) this.#ahead = this.#read();
      return block;
    } catch (error) {
      if (error instanceof DOMException) return undefined;
      throw error;
    }
  }

  #read(): Promise<Uint8Array<ArrayBuffer>> {
    const from = this.#offset;
    this.#offset = Math.min(this.#file.size, from + BLOCK_BYTES);
    const read = this.#file.slice(from, this.#offset).arrayBuffer();
    // Whoever stops reading is not told what they no longer wait for.
    read.catch(() => undefined);
    return read.then((buffer) => new Uint8Array(buffer));
  }
}
