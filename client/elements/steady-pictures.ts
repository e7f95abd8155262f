/** Element ids of WebM (a profile of Matroska, RFC 9559), with their length markers. */
const ID = {
  segment: 0x18538067,
  tracks: 0x1654ae6b,
  trackEntry: 0xae,
  trackNumber: 0xd7,
  trackType: 0x83,
  cluster: 0x1f43b675,
  timestamp: 0xe7,
  simpleBlock: 0xa3,
  blockGroup: 0xa0,
  block: 0xa1,
  blockDuration: 0x9b,
} as const;
const VIDEO = 1;
const KEYFRAME = 0x80;

const UNKNOWN_SIZE = Uint8Array.of(0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff);
const BLOCK_DURATION = Uint8Array.of(ID.blockDuration, 0x84);
/** "Some earlier frame": a block that has one is no keyframe. */
const REFERENCE_BLOCK = Uint8Array.of(0xfb, 0x81, 0xff);

/** So much may lie behind a picture that has no successor yet; bytes. */
const HELD_MAX = 1024 * 1024;

interface Picture {
  /** Milliseconds from the recording's start. */
  readonly at: number;
  /** The fields of its group, without a duration. */
  readonly fields: Uint8Array;
}

/**
 * A recorder writes when each picture begins and not how long it lasts. Where the next one is late, a
 * browser that plays the recording part by part takes the time between for a hole and stops there, or
 * leaves out the sound. This says of each picture in a WebM stream that it lasts until the next.
 *
 * Whatever it does not understand it passes on as it came.
 */
export class SteadyPictures {
  #rest: Uint8Array = new Uint8Array();
  #out: Uint8Array[] = [];
  #held: Picture | undefined;
  /** What follows the held picture. */
  #behind: Uint8Array[] = [];
  #behindBytes = 0;
  #video: number | undefined;
  #clusterAt = 0;
  #lost = false;

  /** The next bytes of the stream, cut anywhere; returns those that can be played now. */
  push(part: Uint8Array): Uint8Array {
    const bytes = joined([this.#rest, part]);
    let offset = 0;
    while (!this.#lost && offset < bytes.length) {
      const used = this.#element(bytes.subarray(offset));
      if (used === undefined) break;
      offset += used;
    }
    this.#rest = bytes.slice(offset);
    if (this.#lost) this.#give(this.#rest);
    if (this.#lost) this.#rest = new Uint8Array();
    return this.#taken();
  }

  /** There is no more. A last element that is not whole is left out. */
  end(): Uint8Array {
    this.#release(undefined);
    return this.#taken();
  }

  /** Bytes of the element at the beginning; undefined while it is not whole. */
  #element(bytes: Uint8Array): number | undefined {
    const id = number(bytes, 0, true);
    const size = id && number(bytes, id.length, false);
    if (id === null || size === null) {
      this.#lost = true;
      this.#release(undefined);
      return undefined;
    }
    if (!id || !size) return undefined;
    const head = id.length + size.length;
    if (id.value === ID.segment || id.value === ID.cluster) {
      // It grows; and it ends where the next one begins.
      this.#give(joined([bytes.slice(0, id.length), UNKNOWN_SIZE]));
      return head;
    }
    const end = head + size.value;
    if (bytes.length < end) return undefined;
    const body = bytes.subarray(head, end);
    if (id.value === ID.tracks) this.#video = videoTrack(body);
    if (id.value === ID.timestamp) this.#clusterAt = unsigned(body);
    const picture = pictureOf(id.value, body);
    if (picture && this.#isPicture(picture.block)) this.#picture(picture);
    else this.#give(bytes.slice(0, end));
    return end;
  }

  /** Track numbers up to 127 are one byte; nobody records more. */
  #isPicture(block: Uint8Array): boolean {
    return block.length > 4 && this.#video !== undefined && block[0] === (0x80 | this.#video);
  }

  #picture({ block, fields }: { block: Uint8Array; fields: Uint8Array }): void {
    const at = this.#clusterAt + new DataView(block.buffer, block.byteOffset).getInt16(1);
    this.#release(at);
    this.#held = { at, fields };
  }

  #give(bytes: Uint8Array): void {
    if (!this.#held) {
      this.#out.push(bytes);
      return;
    }
    this.#behind.push(bytes);
    this.#behindBytes += bytes.length;
    if (this.#behindBytes > HELD_MAX) this.#release(undefined);
  }

  /** The held picture lasts until `next`; as long as the browser thinks where that is not known. */
  #release(next: number | undefined): void {
    const held = this.#held;
    if (held) this.#out.push(lasting(held, next), ...this.#behind);
    this.#held = undefined;
    this.#behind = [];
    this.#behindBytes = 0;
  }

  #taken(): Uint8Array {
    return joined(this.#out.splice(0));
  }
}

/** A block, and the fields of a group that it would stand in; undefined for one that says how long. */
function pictureOf(
  id: number,
  body: Uint8Array,
): { block: Uint8Array; fields: Uint8Array } | undefined {
  if (id === ID.simpleBlock) {
    const flags = body[3] ?? 0;
    const block = body.slice();
    block[3] = flags & ~KEYFRAME;
    const fields = [element(ID.block, block)];
    if ((flags & KEYFRAME) === 0) fields.push(REFERENCE_BLOCK);
    return { block, fields: joined(fields) };
  }
  if (id !== ID.blockGroup) return undefined;
  const fields = [...children(body)];
  const block = fields.find((field) => field.id === ID.block)?.body;
  if (!block || fields.some((field) => field.id === ID.blockDuration)) return undefined;
  return { block, fields: body.slice() };
}

function lasting({ at, fields }: Picture, next: number | undefined): Uint8Array {
  if (next === undefined || next <= at) return element(ID.blockGroup, fields);
  const duration = new Uint8Array(4);
  new DataView(duration.buffer).setUint32(0, next - at);
  return element(ID.blockGroup, joined([fields, BLOCK_DURATION, duration]));
}

/** With its size in eight bytes. */
function element(id: number, body: Uint8Array): Uint8Array {
  const head = new Uint8Array(9);
  const view = new DataView(head.buffer);
  view.setUint8(0, id);
  view.setBigUint64(1, BigInt(body.length) | (1n << 56n));
  return joined([head, body]);
}

/** The number of the first track of pictures. */
function videoTrack(tracks: Uint8Array): number | undefined {
  for (const entry of children(tracks)) {
    if (entry.id !== ID.trackEntry) continue;
    const fields = [...children(entry.body)];
    const field = (id: number) => unsigned(fields.find((one) => one.id === id)?.body);
    if (field(ID.trackType) === VIDEO) return field(ID.trackNumber);
  }
  return undefined;
}

function* children(body: Uint8Array): Generator<{ id: number; body: Uint8Array }> {
  for (let offset = 0; offset < body.length;) {
    const id = number(body, offset, true);
    const size = id && number(body, offset + id.length, false);
    if (!id || !size) return;
    const from = offset + id.length + size.length;
    offset = from + size.value;
    yield { id: id.value, body: body.subarray(from, offset) };
  }
}

/**
 * A number of variable length (RFC 8794), an id with its marker. Undefined while it is not whole; null
 * for what is none.
 */
function number(
  bytes: Uint8Array,
  at: number,
  isId: boolean,
): { value: number; length: number } | undefined | null {
  const first = bytes[at];
  if (first === undefined) return undefined;
  const length = Math.clz32(first) - 23;
  if (length > (isId ? 4 : 8)) return null;
  if (bytes.length < at + length) return undefined;
  let value = isId ? first : first & (0xff >> length);
  for (const byte of bytes.subarray(at + 1, at + length)) value = value * 256 + byte;
  return { value, length };
}

const unsigned = (bytes: Uint8Array = new Uint8Array()): number =>
  bytes.reduce((value, byte) => value * 256 + byte, 0);

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
