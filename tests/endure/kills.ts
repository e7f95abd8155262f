import { median } from '../bench/measure.ts';
import { Meeting } from '../support/meeting.ts';
import { seededRandom } from '../support/seeded-random.ts';
import type { Run } from './run.ts';

const KILLS = 20;
const SEED = 1_871;
const AWAY = 'The helper that connects you is out of reach.';

/** A call between two real browsers whose relay is killed and restarted over and over. */
export const kills: Run = {
  name: 'kills',
  async run() {
    const random = seededRandom(SEED);
    const meeting = await Meeting.arrange();
    const { host, guest } = meeting;
    const seconds: number[] = [];
    let lost = 0;
    try {
      await meeting.begin('Video');
      for (let kill = 0; kill < KILLS; kill += 1) {
        try {
          await meeting.relay.kill();
          for (const person of [host, guest]) {
            await person.sees(AWAY);
            await person.seesMotion();
          }
          const began = performance.now();
          meeting.relay = await meeting.relay.restart();
          for (const person of [host, guest]) {
            await person.until('word that the relay is back', async () => {
              return !(await person.text()).includes(AWAY);
            });
          }
          seconds.push((performance.now() - began) / 1000);
          // A resume needs both sides and the relay.
          await (random() < 0.5 ? host : guest).page.reload();
          await meeting.bothConnected();
          for (const person of [host, guest]) await person.seesMotion();
        } catch (error) {
          lost += 1;
          console.log(error);
          break;
        }
      }
    } finally {
      await meeting.end();
    }
    return {
      figures: {
        'kills of the relay in mid-call': KILLS,
        'sessions lost': lost,
        'seconds from restart to signaling, median': median(seconds).toFixed(1),
        'seconds from restart to signaling, longest': Math.max(...seconds).toFixed(1),
      },
      held: lost === 0,
    };
  },
};
