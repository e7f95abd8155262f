/**
 * The only importer of libsodium. Its functions exist once `ready` has resolved; before that every
 * function of this package throws.
 */
import sodium from 'libsodium-wrappers';

export { sodium };

export const ready: Promise<void> = sodium.ready;
