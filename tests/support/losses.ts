import { seededRandom } from './seeded-random.ts';
import { GuestTab, HostTab, newGuestRecord, newSession, settle } from './two-sessions.ts';

const DROPS_A_SESSION = 25;

export interface Losses {
  readonly sessions: number;
  readonly losses: number;
  /** Sessions that could not be resumed in the end, or whose two sides then held other secrets. */
  readonly lockedOut: number;
}

/**
 * Session after session through a network that drops a quarter of all messages, with tabs reloaded
 * and **Admit** pressed at random moments, until so many were lost. After every session, the first
 * undisturbed handshake must bring the guest back.
 */
export function loseAtRandom(options: { losses: number; seed: number }): Losses {
  const random = seededRandom(options.seed);
  let [sessions, losses, lockedOut] = [0, 0, 0];
  while (losses < options.losses) {
    const { lost, back } = disturbedSession(random);
    sessions += 1;
    losses += lost;
    if (!back) lockedOut += 1;
  }
  return { sessions, losses, lockedOut };
}

function disturbedSession(random: () => number): { lost: number; back: boolean } {
  const { record, link } = newSession();
  const host = new HostTab(record);
  const guest = new GuestTab(newGuestRecord(link));
  host.perform(host.session.allowMore(0));
  let connection = 0;
  let inRoom = false;
  let lost = 0;
  for (let drop = 0; drop < DROPS_A_SESSION; drop += 1) {
    connection += 1;
    host.claimed(connection, inRoom);
    guest.attached();
    if (!runUntilLoss(guest, host, connection, random)) lost += 1;
    inRoom ||= host.joins > 0;
    host.sent.length = 0;
    guest.sent.length = 0;
    // The host may still press Admit for a guest that has just gone.
    if (random() < 0.3) host.admit(connection);
    host.sent.length = 0;
    if (random() < 0.5) host.perform(host.session.gone(connection));
    if (random() < 0.4) guest.reload();
    else guest.session.detached();
    if (random() < 0.2) host.reload();
    if (host.session.record.seats[0]?.linkSecret) host.perform(host.session.allowMore(0));
    guest.perform(guest.session.update({ attempts: 0 }));
  }
  connection += 1;
  host.claimed(connection, inRoom);
  guest.attached();
  settle(guest, host, connection);
  host.admit(connection);
  settle(guest, host, connection);
  return { lost, back: agree(guest, host) };
}

/** False once a random message was lost, with everything behind it; true when nothing is under way. */
function runUntilLoss(
  guest: GuestTab,
  host: HostTab,
  connection: number,
  random: () => number,
): boolean {
  for (;;) {
    if (random() < 0.25) return false;
    const up = guest.sent.shift();
    if (up) host.receive(connection, up);
    const down = host.sent.shift();
    if (down && down.connection === connection) guest.receive(down.body);
    if (!up && !down) {
      if (random() < 0.5) host.admit(connection);
      if (host.sent.length === 0) return true;
    }
  }
}

function agree(guest: GuestTab, host: HostTab): boolean {
  const seat = host.session.record.seats[0];
  const mine = guest.session.record.current?.secret;
  const theirs = seat?.resume?.secret;
  return (
    guest.session.welcomed &&
    mine !== undefined &&
    theirs !== undefined &&
    Buffer.compare(mine, theirs) === 0 &&
    seat?.contested === false &&
    guest.session.record.code === seat.code
  );
}
