import { Meeting } from '../support/meeting.ts';
import type { Person } from '../support/person.ts';
import type { Step } from './pairing.ts';

/** The first byte of a client's frame, and how many more come before its body. */
const DATA = 0x06;
const DATA_HEADER = 5;
const SEAL = 0x03;

let known: Promise<readonly Step[]> | undefined;

/**
 * What two real browsers send through the relay from OPEN and JOIN until they are connected
 * directly, by video: the load of the relay's benchmarks. Recorded once a run.
 */
export function realTrace(): Promise<readonly Step[]> {
  known ??= record();
  return known;
}

async function record(): Promise<readonly Step[]> {
  const meeting = await Meeting.arrange();
  try {
    const sent = await Promise.all([watch(meeting.host, 'host'), watch(meeting.guest, 'guest')]);
    await meeting.begin('Video');
    await meeting.guest.seesMotion();
    const steps = sent
      .flat()
      .sort((a, b) => a.at - b.at)
      .flatMap(({ step }) => (step ? [step] : []));
    if (!steps.some(({ what }) => what === 'seal')) throw new Error('nobody was admitted');
    return steps;
  } finally {
    await meeting.end();
  }
}

interface Sent {
  /** Seconds of the machine's own clock, which both browsers share. */
  readonly at: number;
  readonly step: Step | undefined;
}

async function watch(person: Person, from: Step['from']): Promise<Sent[]> {
  const sent: Sent[] = [];
  const session = await person.page.createCDPSession();
  await session.send('Network.enable');
  session.on('Network.webSocketFrameSent', ({ timestamp, response }) => {
    const frame = Buffer.from(response.payloadData, 'base64');
    sent.push({ at: timestamp, step: stepOf(frame, from) });
  });
  return sent;
}

/** Undefined for what every pairing begins with. */
function stepOf(frame: Buffer, from: Step['from']): Step | undefined {
  if (frame[0] === DATA) return { from, what: 'data', length: frame.length - DATA_HEADER };
  return frame[0] === SEAL ? { from, what: 'seal', length: 0 } : undefined;
}
