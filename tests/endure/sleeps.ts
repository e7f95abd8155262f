import { setTimeout as after } from 'node:timers/promises';
import { Meeting } from '../support/meeting.ts';
import type { Person } from '../support/person.ts';
import type { Run } from './run.ts';

/** Shorter than what ends a connection to the relay, about that long, and much longer; seconds. */
const SLEEPS = (process.env['SLEEPS'] ?? '5,14,40,120').split(',').map(Number);
/** From waking up to picture, sound and words in both directions; seconds. */
const BACK_S = 30;

/**
 * A call in which one device sleeps: its browser is stopped whole (SIGSTOP), so that nothing of it runs
 * while the relay, the other device and all clocks go on.
 */
export const sleeps: Run = {
  name: 'sleeps',
  async run() {
    const meeting = await Meeting.arrange('chromium', 'firefox');
    const back = new Map<string, number>();
    try {
      await meeting.begin('Video');
      for (const person of [meeting.host, meeting.guest]) {
        for (const seconds of SLEEPS) {
          const took = await sleepOnce(meeting, person, seconds);
          back.set(`${person.browserName} asleep for ${seconds} s, back after, s`, took);
          console.log(`  ${person.browserName}, ${seconds} s: back after ${took.toFixed(1)} s`);
        }
      }
    } finally {
      for (const person of [meeting.host, meeting.guest]) person.wakes();
      await meeting.end();
    }
    return {
      figures: Object.fromEntries([...back].map(([what, took]) => [what, took.toFixed(1)])),
      held: back.size === 2 * SLEEPS.length && Math.max(...back.values()) <= BACK_S,
    };
  },
};

/** Seconds from waking up until each sees, hears and reads the other again. */
async function sleepOnce(meeting: Meeting, person: Person, seconds: number): Promise<number> {
  const { host, guest } = meeting;
  const other = person === host ? guest : host;
  person.sleeps();
  await after(seconds * 1000);
  person.wakes();
  const woke = performance.now();
  await meeting.bothConnected();
  for (const one of [host, guest]) {
    await one.seesMotion();
    await one.hears();
  }
  const words = `${person.name} slept for ${seconds} s`;
  await person.says(words);
  if (!(await other.pressed('Chat'))) await other.press('Chat');
  await other.sees(words);
  return (performance.now() - woke) / 1000;
}
