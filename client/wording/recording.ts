import { recording, type RecordingWording } from './en/recording.ts';

/** Texts of recording, in the room of both pages; they come with the call. */
export const recordingText: RecordingWording = recording;
