import type { CloseCodeName } from '../protocol/close-codes.ts';
import type { RelayMessage } from '../protocol/messages.ts';

/** What the shell must do, in this order. The relay does nothing else. */
export type Effect =
  | { readonly kind: 'send'; readonly connection: number; readonly message: RelayMessage }
  | { readonly kind: 'close'; readonly connection: number; readonly code: CloseCodeName };
