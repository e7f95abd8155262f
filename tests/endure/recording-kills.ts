import { setTimeout as after } from 'node:timers/promises';
import { median } from '../bench/measure.ts';
import { Keeper } from '../support/keeper.ts';
import { Meeting } from '../support/meeting.ts';
import { Person } from '../support/person.ts';
import { kept, lookAtKept, playsUntil, pressFirst } from '../support/recording-page.ts';
import { watchRecorders } from '../support/recorders.ts';
import { seededRandom } from '../support/seeded-random.ts';
import type { Run } from './run.ts';

const KILLS = Number(process.env['RECORDING_KILLS'] ?? 50);
const SEED = 9_973;
/** The kill comes at any moment of these; milliseconds from the recorder's start. */
const EARLIEST_MS = 1500;
const WITHIN_MS = 5000;
/** No more of a recording may be lost than its last second. */
const LOST_S = 1;

/**
 * A call that is recorded, whose host's browser is killed with SIGKILL at random moments and started
 * again on the same profile. What is there afterwards is played, and how far it reaches is compared
 * with how long was recorded. As with vault-kills, a power failure is not shown by this.
 */
export const recordingKills: Run = {
  name: 'recording-kills',
  async run() {
    const random = seededRandom(SEED);
    const keeper = await Keeper.arrive('chromium');
    const guest = await Person.arrive('guest', 'chromium');
    const lost: number[] = [];
    let failed = 0;
    try {
      await keeper.create();
      await keeper.person.press('Settings');
      await (await keeper.person.control('Let me record a session')).click();
      for (let kill = 0; kill < KILLS; kill += 1) {
        try {
          const seconds = await killOnce(
            keeper,
            guest,
            kill % 2 === 0 ? 'sound' : 'sound and pictures',
            random,
          );
          lost.push(seconds);
          console.log(`  kill ${kill + 1}: ${seconds.toFixed(2)} s lost`);
        } catch (error) {
          failed += 1;
          console.log(`  after kill ${kill + 1}:`, error);
          break;
        }
      }
    } finally {
      await keeper.person.leaveBrowser();
      await guest.leaveBrowser();
      await keeper.relay.stop();
    }
    const longest = lost.length === 0 ? NaN : Math.max(...lost);
    return {
      figures: {
        'kills in the middle of a recording': lost.length + failed,
        'recordings that did not open or play': failed,
        'seconds lost, median': lost.length === 0 ? NaN : median(lost).toFixed(2),
        'seconds lost, most': longest.toFixed(2),
      },
      held: failed === 0 && longest <= LOST_S,
    };
  },
};

/** Seconds of the recording that were not there any more. */
async function killOnce(
  keeper: Keeper,
  guest: Person,
  what: 'sound' | 'sound and pictures',
  random: () => number,
): Promise<number> {
  const began = await record(keeper, guest, what);
  const killAt = began + EARLIEST_MS + random() * WITHIN_MS;
  await after(Math.max(0, killAt - Date.now()));
  const recorded = (Date.now() - began) / 1000;
  await keeper.person.kill();
  // From an address that is not the link's: the same page would only be told of another.
  await guest.open('about:blank');
  await keeper.comeBack();
  const { person } = keeper;
  await person.open(keeper.relay.origin);
  await keeper.unlock();
  // The session is kept as well, and goes on.
  await person.press('Leave');
  await person.press('Back to the start');
  await lookAtKept(person);
  const [newest] = await kept(person);
  if (newest?.state !== 'cut')
    throw new Error(`not as after a crash: ${newest?.text ?? 'nothing'}`);
  await pressFirst(person, 'Play the recording');
  const reached = await playsUntil(person);
  const complaints = await person.complaints();
  if (complaints.length > 0) throw new Error(complaints.join('; '));
  await person.press('Close');
  await pressFirst(person, 'Destroy the recording');
  await person.press('Destroy it');
  await person.until('it to be gone', async () => (await kept(person)).length === 0);
  await person.press('Today');
  return recorded - reached;
}

/** A conversation that is recorded. Resolves with the moment at which the recorder began. */
async function record(
  keeper: Keeper,
  guest: Person,
  what: 'sound' | 'sound and pictures',
): Promise<number> {
  const { person: host, relay } = keeper;
  await watchRecorders(host);
  await host.open(relay.origin);
  await keeper.unlock();
  // A session that begins before the vault is open is kept in the tab alone.
  await host.sees('Recent notes');
  const meeting = Meeting.of(relay, host, guest);
  await host.press('Start a session now');
  meeting.link = await host.value('Session link');
  await host.sees('The room is open.');
  const mode = what === 'sound' ? 'Voice only' : 'Video';
  await host.press(mode);
  await meeting.ask(mode);
  await meeting.admit();
  await host.press('Record…');
  await host.press(`Ask to record ${what}`);
  await guest.press('Allow');
  return host.until('a recorder that has begun', () =>
    host.page.evaluate(() => window.recorderStarts[0]),
  );
}
