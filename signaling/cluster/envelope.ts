import { createCipheriv, createDecipheriv } from 'node:crypto';
import { FRAME_LARGE } from '../protocol/sizes.ts';
import { PROCESS_ID_BYTES } from './cluster-keys.ts';

const COUNT_BYTES = 6;
const NONCE_BYTES = 12;
const MAC_BYTES = 16;
const HEAD = PROCESS_ID_BYTES + COUNT_BYTES;
/** A carried message is one frame and a few bytes around it. */
const CONTENT_MAX = FRAME_LARGE + 256;
const ENVELOPE_MAX = HEAD + CONTENT_MAX + MAC_BYTES;

/**
 * What one process publishes: its id (16 bytes), its count of sealed messages (6), and the content
 * under AES-256-GCM with both as nonce and as what is authenticated. `count` is never used twice.
 */
export function seal(key: Buffer, from: string, count: number, content: Uint8Array): Buffer {
  const head = Buffer.alloc(HEAD);
  head.write(from, 'hex');
  head.writeUIntBE(count, PROCESS_ID_BYTES, COUNT_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce(head));
  cipher.setAAD(head);
  return Buffer.concat([head, cipher.update(content), cipher.final(), cipher.getAuthTag()]);
}

/** Who claims to have sealed this, or undefined for what is no envelope. */
export function sender(envelope: Buffer): string | undefined {
  if (envelope.length < HEAD + MAC_BYTES || envelope.length > ENVELOPE_MAX) return undefined;
  return envelope.toString('hex', 0, PROCESS_ID_BYTES);
}

/** The content of what `sender` took for an envelope; undefined when somebody without the key made it. */
export function open(key: Buffer, envelope: Buffer): Buffer | undefined {
  const head = envelope.subarray(0, HEAD);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce(head));
  decipher.setAAD(head);
  decipher.setAuthTag(envelope.subarray(-MAC_BYTES));
  const content = decipher.update(envelope.subarray(HEAD, -MAC_BYTES));
  try {
    decipher.final();
  } catch {
    // The tag does not fit, which is all that can be wrong at the end.
    return undefined;
  }
  return content;
}

/** Its count, which says in which order a process sealed. */
export function countOf(envelope: Buffer): number {
  return envelope.readUIntBE(PROCESS_ID_BYTES, COUNT_BYTES);
}

function nonce(head: Buffer): Buffer {
  const bytes = Buffer.alloc(NONCE_BYTES);
  head.copy(bytes, NONCE_BYTES - COUNT_BYTES, PROCESS_ID_BYTES);
  return bytes;
}
