// What a room can do besides for the host alone, loaded with the call: what writes into the vault.
import { filesFeature } from './controllers/files/files.ts';
import { HostRecording, type RecordingPlaces } from './controllers/host-recording.ts';
import type { MakeFeature } from './controllers/room-feature.ts';
import type { NotKept } from './state/files-view.ts';
import { VaultError, type VaultErrorCode } from './vault/errors.ts';
import { RecordingWriter } from './vault/recording-writer.ts';
import type { VaultApi } from './vault/vault-api.ts';

/** What a person can do something about; anything else of the vault is `failed`. */
const NOT_KEPT: Partial<Record<VaultErrorCode, NotKept>> = {
  LOCKED: 'locked',
  QUOTA: 'full',
  DAMAGED: 'damaged',
};

/** `api` is the vault while it is open, `mayRecord` whether its owner has allowed recording. */
export function hostFeatures(vault: {
  readonly api: () => VaultApi | undefined;
  readonly mayRecord: () => boolean;
}): readonly MakeFeature[] {
  const places: RecordingPlaces = {
    open: async (lost) => {
      const api = vault.api();
      return api && vault.mayRecord() ? RecordingWriter.open(api, lost) : undefined;
    },
    settle: async () => {
      await vault.api()?.keptItems();
    },
  };
  const keep = async (name: string, file: Blob): Promise<NotKept | undefined> => {
    const api = vault.api();
    if (!api) return 'locked';
    try {
      await api.keepFile(name, file.type, file);
      return undefined;
    } catch (error) {
      if (error instanceof VaultError) return NOT_KEPT[error.code] ?? 'failed';
      throw error;
    }
  };
  // Without a vault there is no place to offer.
  const keeper = vault.api() && { keep };
  return [filesFeature(keeper), (room) => new HostRecording(room, places)];
}
