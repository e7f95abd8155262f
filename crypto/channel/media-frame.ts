import type { TrafficKey } from '../brand.ts';
import { LABEL, LABEL_PREFIX } from '../labels.ts';
import type { Random } from '../random.ts';
import { ReplayWindow } from './replay-window.ts';

/** Why a frame is refused. A value and no error: on a bad day it happens often. */
export type FrameRefusal = 'FRAME_SHAPE' | 'FRAME_KEY' | 'FRAME_ALTERED' | 'FRAME_REPLAYED';

/**
 * The first byte: version 1, the track, and in its lowest bit whether a picture is *not* a key frame.
 * That bit is where VP8 has its own, which a receiver’s browser looks at before the frame is opened.
 */
const VERSION = 0x10;
const NOT_KEY = 1;
/** Zeros behind the first byte of a key frame, where a browser looks for VP8’s size of the picture. */
const COVER_BYTES = 9;
/** salt[8], counter u32 */
const SALT_BYTES = 8;
const COUNTER_BYTES = 4;
const TAG_BYTES = 16;
/** Frames under one key; at 60 a second more than two years. */
const MAX_FRAMES = 2 ** 32;

const headerBytes = (first: number): number =>
  1 + ((first & NOT_KEY) === 0 ? COVER_BYTES : 0) + SALT_BYTES + COUNTER_BYTES;

/** Of one track in one direction. By WebCrypto, and so without libsodium: see PROTOCOL.md. */
interface FrameKey {
  /** Zeroed as soon as the browser has it, where no script reads it any more. */
  readonly key: TrafficKey;
  /** 0 to 7; the position of the media section. */
  readonly track: number;
}

/** Seals what one sender sends. */
export class FrameSealer {
  readonly #first: number;
  readonly #salt: Uint8Array;
  readonly #key: Promise<CryptoKey>;
  readonly #limit: number;
  #counter = 0;

  constructor({ key, track, random, limit }: FrameKey & { random: Random; limit?: number }) {
    this.#first = VERSION | (track << 1);
    this.#salt = random(SALT_BYTES);
    this.#key = derive(baseKey(key), this.#salt, 'encrypt');
    this.#limit = limit ?? MAX_FRAMES;
  }

  /** Undefined once the key has sealed all that it may: there is no more to be sent under it. */
  async seal(frame: ArrayBuffer, isKeyFrame: boolean): Promise<ArrayBuffer | undefined> {
    if (this.#counter === this.#limit) return undefined;
    const counter = this.#counter;
    this.#counter += 1;
    const first = this.#first | (isKeyFrame ? 0 : NOT_KEY);
    const size = headerBytes(first);
    const sealed = new Uint8Array(size + frame.byteLength + TAG_BYTES);
    sealed[0] = first;
    sealed.set(this.#salt, size - COUNTER_BYTES - SALT_BYTES);
    new DataView(sealed.buffer).setUint32(size - COUNTER_BYTES, counter);
    const algorithm = parameters(counter, sealed.subarray(0, size));
    sealed.set(
      new Uint8Array(await crypto.subtle.encrypt(algorithm, await this.#key, frame)),
      size,
    );
    return sealed.buffer;
  }
}

/** Opens what one receiver receives. */
export class FrameOpener {
  readonly #version: number;
  readonly #base: Promise<CryptoKey>;
  readonly #window = new ReplayWindow();
  /** The first salt under which a frame was authentic. Whoever has the keys never needs another. */
  #salt: bigint | undefined;
  #key: CryptoKey | undefined;

  constructor({ key, track }: FrameKey) {
    this.#version = VERSION | (track << 1);
    this.#base = baseKey(key);
  }

  async open(frame: ArrayBuffer): Promise<ArrayBuffer | FrameRefusal> {
    const bytes = new Uint8Array(frame);
    const first = bytes[0] ?? 0;
    const size = headerBytes(first);
    if ((first | NOT_KEY) !== (this.#version | NOT_KEY) || bytes.length <= size + TAG_BYTES) {
      return 'FRAME_SHAPE';
    }
    const view = new DataView(frame);
    const at = size - COUNTER_BYTES - SALT_BYTES;
    const salt = view.getBigUint64(at);
    if (this.#salt !== undefined && salt !== this.#salt) return 'FRAME_KEY';
    const counter = view.getUint32(size - COUNTER_BYTES);
    const key =
      this.#key ?? (await derive(this.#base, bytes.slice(at, at + SALT_BYTES), 'decrypt'));
    let opened: ArrayBuffer;
    try {
      const algorithm = parameters(counter, bytes.subarray(0, size));
      opened = await crypto.subtle.decrypt(algorithm, key, bytes.subarray(size));
    } catch {
      return 'FRAME_ALTERED';
    }
    if (this.#salt === undefined) [this.#salt, this.#key] = [salt, key];
    // Asked once more: while one frame was being opened another may have come first.
    if (salt !== this.#salt) return 'FRAME_KEY';
    return this.#window.accept(counter) ? opened : 'FRAME_REPLAYED';
  }
}

function baseKey(key: TrafficKey): Promise<CryptoKey> {
  const bytes = new Uint8Array(key);
  const imported = crypto.subtle.importKey('raw', bytes, 'HKDF', false, ['deriveKey']);
  // The browser has taken its copy by now.
  bytes.fill(0);
  key.fill(0);
  return imported;
}

async function derive(
  base: Promise<CryptoKey>,
  salt: Uint8Array,
  usage: 'encrypt' | 'decrypt',
): Promise<CryptoKey> {
  return crypto.subtle.deriveKey(
    {
      name: 'HKDF',
      hash: 'SHA-256',
      salt: new Uint8Array(salt),
      info: new TextEncoder().encode(LABEL_PREFIX + LABEL.media),
    },
    await base,
    { name: 'AES-GCM', length: 256 },
    false,
    [usage],
  );
}

function parameters(counter: number, header: Uint8Array<ArrayBuffer>): AesGcmParams {
  const iv = new Uint8Array(12);
  new DataView(iv.buffer).setUint32(8, counter);
  return { name: 'AES-GCM', iv, additionalData: header };
}
