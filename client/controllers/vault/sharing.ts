import type { ProgressView } from '../../state/vault-view.ts';
import type { Progress } from '../../vault/vault-api.ts';

/** Bytes done of bytes in all, as a share. */
export const sharing =
  (what: ProgressView['what'], progress: (view: ProgressView) => void): Progress =>
  (done, total) =>
    progress({ what, share: total === 0 ? undefined : Math.min(1, done / total) });
