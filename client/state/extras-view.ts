import type { CareActions, CareView } from './care-view.ts';
import type { ComfortActions, ComfortView } from './comfort-view.ts';
import type { FilesActions, FilesView } from './files-view.ts';
import type { RecordingActions, RecordingView } from './recording-view.ts';

/** What the features of a room show; a member is absent while its feature is not there. */
export interface ExtrasView {
  readonly care: CareView;
  readonly comfort: ComfortView;
  readonly files: FilesView;
  readonly recording: RecordingView;
}

/** What can be pressed in them. */
export interface ExtrasActions {
  readonly care: CareActions;
  readonly comfort: ComfortActions;
  readonly files: FilesActions;
  readonly recording: RecordingActions;
}
