import type { CatalogueItem } from './catalogue.ts';

/** What everybody signed before it was recorded; bytes in hexadecimal, as they are hashed. */
export interface KeptConsent {
  readonly roomId: string;
  readonly epoch: number;
  readonly roster: readonly { readonly seat: number; readonly identity: string }[];
  readonly scope: 'sound' | 'pictures';
  readonly start: number;
  readonly expiry: number;
  readonly nonce: string;
  readonly signatures: readonly { readonly seat: number; readonly signature: string }[];
}

/** The first piece of a recording or file. */
export interface ItemHead extends Pick<CatalogueItem, 'kind' | 'name' | 'mime' | 'startedAt'> {
  readonly clientId: string | null;
  /** Of a recording. */
  readonly consent?: KeptConsent | undefined;
}

export const END_REASONS = ['stopped', 'withdrawn', 'silent', 'gone', 'failed', 'whole'] as const;

/** The last piece: nothing is missing. */
export interface ItemEnd {
  readonly endedAt: number;
  /** Who or what ended it; `whole` of a file. */
  readonly why: (typeof END_REASONS)[number];
  /** Of the one who withdrew: when, by their clock, and signed. */
  readonly revocation?:
    { readonly seat: number; readonly at: number; readonly signature: string } | undefined;
}
