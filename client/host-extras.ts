// What a room can do besides for the host alone, loaded with the call: what writes into the vault.
import { HostRecording, type RecordingPlaces } from './controllers/host-recording.ts';
import type { MakeFeature } from './controllers/room-feature.ts';
import { RecordingWriter } from './vault/recording-writer.ts';
import type { VaultApi } from './vault/vault-api.ts';

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
  return [(room) => new HostRecording(room, places)];
}
