import { toHex } from '../../crypto/hex.ts';
import { systemRandom } from '../../crypto/random.ts';
import {
  MAX_RECEIPT,
  MAX_RECEIPTS,
  MAX_WARNINGS,
  type SessionLog,
  type Threat,
} from '../session/session-log.ts';
import type { RoomView } from '../state/room-view.ts';
import { threatOfAlert } from './threats.ts';

/** Of a session that has not begun. */
export const newLog = (): SessionLog => ({
  id: toHex(systemRandom(16)),
  minutes: 50,
  used: { video: false, voice: false, chat: false },
  compared: { mine: false, theirs: false },
  agreed: '',
  receipts: [],
  warnings: [],
});

/** The same threat again within this time is not said again; milliseconds. */
const SAME_MS = 60_000;

/** Returns the same object when there is nothing new. */
export function warned(log: SessionLog, what: Threat, at: number): SessionLog {
  const last = log.warnings.findLast((warning) => warning.what === what);
  if (last && at - last.at < SAME_MS) return log;
  return { ...log, warnings: [...log.warnings, { what, at }].slice(-MAX_WARNINGS) };
}

/** Returns the same object for a receipt that is there already, or for more than are kept. */
export function receipted(log: SessionLog, receipt: string): SessionLog {
  const { receipts } = log;
  if (receipts.includes(receipt) || receipts.length >= MAX_RECEIPTS) return log;
  if (receipt.length > MAX_RECEIPT) return log;
  return { ...log, receipts: [...receipts, receipt] };
}

/**
 * What the log says once the room has looked like this. Returns the same object when there is nothing
 * new, so that whoever keeps it knows.
 */
export function observed(log: SessionLog, room: RoomView, now: number): SessionLog {
  const { local, remote, chat, verification } = room;
  let next = log;
  const used = {
    video: log.used.video || local.camera || remote.camera,
    voice: log.used.voice || local.microphone || remote.microphone,
    chat: log.used.chat || chat.lines.length > 0,
  };
  const compared = { mine: verification.mine, theirs: verification.theirs };
  const agreed = room.extras.care?.agreed ?? '';
  if (!same(used, log.used)) next = { ...next, used };
  if (!same(compared, log.compared)) next = { ...next, compared };
  // After a reload of this page the other side says it again.
  if (agreed !== '' && agreed !== log.agreed) next = { ...next, agreed };
  if (room.startedAt !== undefined && room.startedAt !== log.startedAt) {
    next = { ...next, startedAt: room.startedAt };
  }
  for (const alert of room.alerts) {
    const threat = threatOfAlert(alert);
    // An alarm stands until it is put away; it is one event.
    if (threat && !next.warnings.some(({ what }) => what === threat)) {
      next = warned(next, threat, now);
    }
  }
  return next;
}

const same = (a: Readonly<Record<string, boolean>>, b: Readonly<Record<string, boolean>>) =>
  Object.keys(a).every((key) => a[key] === b[key]);
