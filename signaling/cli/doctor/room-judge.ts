import { fault, good, unchecked, type Finding } from './finding.ts';
import type { RoomFacts } from './room-probe.ts';

/** What came of opening a room without a token, at a relay that others reach. */
export function judgeStranger(room: RoomFacts | undefined): Finding[] {
  if (room?.kind === 'opened') {
    return [fault('ROOM_ANYBODY', 'The relay opens rooms for anybody.')];
  }
  return room?.reason === 'NOT_ENROLLED'
    ? [good('TOKENS', 'The relay opens rooms for those alone who have a token.')]
    : [];
}

/**
 * What came of opening a room as its own hosts do. `said`: what the relay says of a TURN server to anybody,
 * at /about; undefined if it does not.
 */
export function judgeRoom(room: RoomFacts, said: boolean | undefined): Finding[] {
  if (room.kind === 'refused' && room.reason === 'NOT_ENROLLED') {
    return [
      room.enrolled
        ? fault('TOKEN_UNKNOWN', 'The relay does not know the token of --token-file.')
        : unchecked(
            'ROOM',
            'Whether it opens rooms is not known: it wants a token (--token-file).',
          ),
      unchecked('TURN', 'Whether the TURN server works is not known: only hosts hear of it.'),
    ];
  }
  if (room.kind === 'refused') {
    const why = room.reason === '' ? 'it says nothing more' : room.reason;
    return [
      fault('ROOM_REFUSED', `The relay opens no room: ${why}.`),
      unchecked('TURN', 'Whether the TURN server works is not known: only hosts hear of it.'),
    ];
  }
  const opened = good('ROOM', 'The relay opens a room, as for any host.');
  if (room.turn) return [opened];
  return said === true
    ? [
        opened,
        fault('TURN_NOT_GIVEN', 'The relay has a TURN server, and gives hosts no credentials.'),
      ]
    : [opened, fault('TURN_NONE', 'The relay has no TURN server.')];
}
