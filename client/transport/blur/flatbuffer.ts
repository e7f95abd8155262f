/** Reads the tables of a FlatBuffer: what a model file is written in. Every access is checked by DataView. */
export class FlatBuffer {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get root(): number {
    return this.#view.getUint32(0, true);
  }

  int32(at: number): number {
    return this.#view.getInt32(at, true);
  }

  /** A small number in a field of a table, or 0 where it is left out. */
  int8(table: number, field: number): number {
    const at = this.#field(table, field);
    return at === 0 ? 0 : this.#view.getInt8(at);
  }

  uint32(table: number, field: number): number {
    const at = this.#field(table, field);
    return at === 0 ? 0 : this.#view.getUint32(at, true);
  }

  /** Where the table, vector or text in a field is; 0 where it is left out. */
  at(table: number, field: number): number {
    const at = this.#field(table, field);
    return at === 0 ? 0 : this.follow(at);
  }

  follow(at: number): number {
    return at + this.#view.getUint32(at, true);
  }

  /** The places of the elements of a vector whose elements take four bytes each. */
  vector(table: number, field: number): number[] {
    const start = this.at(table, field);
    if (start === 0) return [];
    const length = this.#view.getUint32(start, true);
    return Array.from({ length }, (_, i) => start + 4 + 4 * i);
  }

  int32s(table: number, field: number): number[] {
    return this.vector(table, field).map((at) => this.int32(at));
  }

  tables(table: number, field: number): number[] {
    return this.vector(table, field).map((at) => this.follow(at));
  }

  /** The bytes of a vector of bytes; a text is one, too. */
  blob(table: number, field: number): Uint8Array {
    const start = this.at(table, field);
    if (start === 0) return new Uint8Array();
    return this.#bytes.subarray(start + 4, start + 4 + this.#view.getUint32(start, true));
  }

  #field(table: number, field: number): number {
    const layout = table - this.int32(table);
    const entry = 4 + 2 * field;
    if (entry >= this.#view.getUint16(layout, true)) return 0;
    const offset = this.#view.getUint16(layout + entry, true);
    return offset === 0 ? 0 : table + offset;
  }
}
