import type { VaultApi } from '../../../../client/vault/vault-api.ts';

export type Size = 'S' | 'M' | 'L';

/** The same notebook everywhere. */
export const SEED = 1;

/** The vault's worker as the benchmarks start it. */
export interface BenchApi extends VaultApi {
  /** Puts a whole notebook into the vault, and resolves with the bytes of its notes as plaintext. */
  fill(size: Size, words: string): Promise<number>;
  /** Milliseconds in which every record is read and opened, and nothing else is done with it. */
  openAll(words: string): Promise<number>;
  /** Milliseconds since the epoch at which the last survey had opened every record. */
  openedAt(): Promise<number>;
}
