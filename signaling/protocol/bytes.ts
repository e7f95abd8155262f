import { ProtocolError } from './errors.ts';

const VISIBLE = /^[!-~]{1,255}$/;

/** Writes fields in order into one zeroed frame, so that what is left over is the padding. */
export class FrameWriter {
  readonly frame: Uint8Array<ArrayBuffer>;
  readonly #view: DataView;
  #offset = 0;

  constructor(size: number) {
    this.frame = new Uint8Array(size);
    this.#view = new DataView(this.frame.buffer);
  }

  get offset(): number {
    return this.#offset;
  }

  /** Throws FRAME_FIELD for anything but an integer of 0–255. */
  u8(value: number): this {
    return this.#uint(value, 1);
  }

  /** Big-endian. Throws FRAME_FIELD for anything but an integer of 0–(2³²−1). */
  u32(value: number): this {
    return this.#uint(value, 4);
  }

  /** Throws FRAME_FIELD when `field` is not exactly `length` bytes. */
  bytes(field: Uint8Array, length: number): this {
    if (field.length !== length) throw new ProtocolError('FRAME_FIELD');
    this.frame.set(field, this.#offset);
    this.#offset += length;
    return this;
  }

  /** Its length as a u8, then 1–255 visible ASCII characters. Throws FRAME_FIELD for any other. */
  text(field: string): this {
    if (!VISIBLE.test(field)) throw new ProtocolError('FRAME_FIELD');
    this.u8(field.length);
    for (const character of field) this.u8(character.charCodeAt(0));
    return this;
  }

  #uint(value: number, length: 1 | 4): this {
    if (!Number.isInteger(value) || value < 0 || value >= 256 ** length) {
      throw new ProtocolError('FRAME_FIELD');
    }
    if (length === 1) this.#view.setUint8(this.#offset, value);
    else this.#view.setUint32(this.#offset, value);
    this.#offset += length;
    return this;
  }
}

/** Takes fields off the front of a frame. A frame is longer than any message, so it never ends. */
export class FrameReader {
  readonly #frame: Uint8Array;
  readonly #view: DataView;
  #offset = 0;

  constructor(frame: Uint8Array) {
    this.#frame = frame;
    this.#view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  }

  u8(): number {
    const value = this.#view.getUint8(this.#offset);
    this.#offset += 1;
    return value;
  }

  u32(): number {
    const value = this.#view.getUint32(this.#offset);
    this.#offset += 4;
    return value;
  }

  /** A copy of its own: a view would keep a whole network buffer alive for one key. */
  bytes(length: number): Uint8Array {
    const field = new Uint8Array(this.#frame.subarray(this.#offset, this.#offset + length));
    this.#offset += length;
    return field;
  }

  /** Throws FRAME_FIELD for what `FrameWriter.text` would not have written. */
  text(): string {
    const field = String.fromCharCode(...this.bytes(this.u8()));
    if (!VISIBLE.test(field)) throw new ProtocolError('FRAME_FIELD');
    return field;
  }

  /** What is left, as a view: bodies are handed on, never kept. */
  rest(): Uint8Array {
    return this.#frame.subarray(this.#offset);
  }

  /** Throws FRAME_PADDING unless only zeros are left. */
  end(): void {
    for (let offset = this.#offset; offset < this.#frame.length; offset += 1) {
      if (this.#frame[offset] !== 0) throw new ProtocolError('FRAME_PADDING');
    }
  }
}
