import { chunksOf } from '../../../crypto/file/file-facts.ts';
import { looksLikeProgram, safeName } from '../../session/files/file-name.ts';
import type { IncomingFile, IncomingState } from '../../session/files/incoming-files.ts';
import type { OutgoingFile, OutgoingState } from '../../session/files/outgoing-files.ts';
import type { FileEntry, FileState } from '../../state/files-view.ts';

/** What holds up all files for now. */
type Waits = FileEntry['waits'];

export const sentEntry = (file: OutgoingFile<unknown>, waits: Waits): FileEntry => ({
  ...entry(file, file.chunks, waits),
  from: 'me',
  saved: false,
  kept: undefined,
});

export const receivedEntry = (
  file: IncomingFile,
  waits: Waits,
  fate: Pick<FileEntry, 'saved' | 'kept'>,
): FileEntry => ({
  ...entry(file, file.state.is === 'complete' ? undefined : file.chunks.length, waits),
  from: 'them',
  ...fate,
});

/** 0 to 100. */
const percentOf = (size: number, chunks = chunksOf(size)): number =>
  Math.floor((chunks * 100) / chunksOf(size));

function entry(
  { id, facts, at, state }: OutgoingFile<unknown> | IncomingFile,
  chunks: number | undefined,
  waits: Waits,
): Omit<FileEntry, 'from' | 'saved' | 'kept'> {
  const name = safeName(facts.name);
  const percent = percentOf(facts.size, chunks);
  // What has begun is not held up by a hold.
  const stands = state.is === 'moving' && (waits !== 'hold' || percent === 0);
  return {
    id,
    name,
    size: facts.size,
    at,
    program: looksLikeProgram(name),
    state: stateOf(state),
    percent,
    waits: stands ? waits : undefined,
  };
}

function stateOf(state: IncomingState | OutgoingState): FileState {
  if (state.is === 'declined') return state.reason === 'person' ? 'declined' : state.reason;
  if (state.is === 'cancelled') return `cancelled-${state.by}`;
  return state.is;
}
