import type { RecordingEnd, RecordingScope } from '../../state/recording-view.ts';

/** Asking whether a conversation may be recorded, and the sign while it is; loaded with the call. */
export const recording = {
  heading: 'Recording',
  record: 'Record…',
  choose: {
    heading: 'Record this conversation?',
    text: 'The other person is asked first. Nothing is recorded until they allow it, and they can stop it at any time.',
    scope: { sound: 'Ask to record sound', pictures: 'Ask to record sound and pictures' },
    cancel: 'Cancel',
  },
  waiting: {
    heading: 'Waiting for an answer',
    text: {
      sound: 'The other person is asked whether the sound may be recorded.',
      pictures: 'The other person is asked whether sound and pictures may be recorded.',
    } satisfies Record<RecordingScope, string>,
    cancel: 'Take the question back',
  },
  question: {
    heading: 'May this conversation be recorded?',
    what: {
      sound: 'The other person asks to record the sound: your voice and theirs.',
      pictures:
        'The other person asks to record sound and pictures: your voice and theirs, and what your cameras show.',
    } satisfies Record<RecordingScope, string>,
    where:
      'The recording is kept on their device, encrypted. It is sent nowhere, and only they can open it.',
    stop: 'You can stop it at any time, at once. What was recorded until then stays with them.',
    screen: 'No browser can keep somebody from filming their own screen, with or without this.',
    allow: 'Allow',
    refuse: 'Do not allow',
  },
  on: 'Recording',
  paused: 'Recording is paused',
  scope: { sound: 'Sound', pictures: 'Sound and pictures' } satisfies Record<
    RecordingScope,
    string
  >,
  stop: { host: 'Stop', guest: 'Stop recording' },
  ended: {
    host: {
      refused: 'The other person does not want to be recorded. Nothing was recorded.',
      stopped: 'The recording has ended. Kept in your vault, under Settings.',
      withdrawn:
        'The other person stopped the recording. Until then: kept in your vault, under Settings.',
      silent:
        'Nothing was heard of the other person for six seconds, so the recording ended. Until then: kept in your vault, under Settings.',
      expired:
        'The time that was agreed on is over, so the recording ended. Kept in your vault, under Settings.',
      gone: 'The connection changed, so the recording ended. Until then: kept in your vault, under Settings. Ask again to go on.',
      failed:
        'This device could not go on recording: there may be no room left. What was stored until then is in your vault, under Settings.',
    },
    guest: {
      refused: 'Nothing is recorded.',
      stopped: 'The recording has ended.',
      withdrawn: 'You stopped the recording. Nothing more is recorded.',
      silent: 'The recording has ended.',
      expired: 'The recording has ended.',
      gone: 'The connection changed, so the recording has ended.',
      failed: 'The recording has ended.',
    },
  } satisfies Record<'host' | 'guest', Record<RecordingEnd, string>>,
  close: 'Close',
};

/** What a translation has to provide. */
export type RecordingWording = typeof recording;
