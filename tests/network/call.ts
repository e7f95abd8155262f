import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBrowser } from '../support/browsers.mjs';
import { Meeting } from '../support/meeting.ts';
import type { Person } from '../support/person.ts';
import { startRelay, type RelayProcess } from '../support/relay-process.ts';
import { WORLD, type Country, type Dweller } from './country.ts';
import { TURN_SECRET, TurnServer } from './turn-server.ts';

const PORT = 8787;
const ORIGIN = `http://${WORLD}:${String(PORT)}`;

type Way = 'direct' | 'hidden';

export interface CallOptions {
  readonly host?: Dweller;
  readonly guest?: Dweller;
  readonly hostWay?: Way;
  readonly guestWay?: Way;
  /** `other-secret`: one that the relay's credentials do not open. */
  readonly turn?: 'running' | 'down' | 'other-secret' | 'none';
}

/** A relay and a TURN server in the world, and two people at home. */
export class Call {
  readonly meeting: Meeting;
  readonly country: Country;
  readonly #folder: string;
  readonly #turn: TurnServer | undefined;

  private constructor(
    meeting: Meeting,
    country: Country,
    folder: string,
    turn: TurnServer | undefined,
  ) {
    this.meeting = meeting;
    this.country = country;
    this.#folder = folder;
    this.#turn = turn;
  }

  /** Up to the guest's asking to join. */
  static async arrange(country: Country, options: CallOptions = {}): Promise<Call> {
    const { host = 'anna', guest = 'ben', turn = 'running' } = options;
    const secret = turn === 'other-secret' ? 'quite another secret' : TURN_SECRET;
    const up = turn === 'running' || turn === 'other-secret';
    const server = up ? await TurnServer.start(country, secret) : undefined;
    const folder = await mkdtemp(join(tmpdir(), 'alcove-network-'));
    let relay: RelayProcess | undefined;
    try {
      relay = await startRelay({
        within: country.within('world'),
        port: PORT,
        env: { HOST: WORLD, ...(turn === 'none' ? {} : { TURN_SECRET }) },
      });
      // Devices are for safe pages; over a network of its own the plain one is as safe.
      const flags = [`--unsafely-treat-insecure-origin-as-secure=${ORIGIN}`];
      const meeting = await Meeting.arrange('chromium', 'chromium', {
        relay,
        hostFlags: flags,
        guestFlags: flags,
        hostWrapper: await wrapper(country, host, folder),
        guestWrapper: await wrapper(country, guest, folder),
      });
      const call = new Call(meeting, country, folder, server);
      try {
        await call.#meet(options);
      } catch (error) {
        await call.end();
        throw error;
      }
      return call;
    } catch (error) {
      await relay?.stop();
      await server?.stop();
      throw error;
    }
  }

  /** From the press on Admit to the direct connection of both; seconds. */
  async admit(): Promise<string> {
    const { host, guest } = this.meeting;
    await host.press('Admit');
    const since = Date.now();
    await this.meeting.bothConnected();
    const time = seconds(since);
    await Promise.all([host, guest].map((person) => heardAnew(person)));
    return time;
  }

  async end(): Promise<void> {
    await this.meeting.end().catch((error: unknown) => console.error(error));
    await this.#turn?.stop();
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  async #meet({ hostWay = 'direct', guestWay = 'direct', turn }: CallOptions): Promise<void> {
    const { meeting } = this;
    const { host, guest } = meeting;
    await meeting.invite('Video');
    if (turn !== 'none') await choose(host, hostWay);
    await guest.open(meeting.link);
    await meeting.walkToDevices();
    await guest.press('Video');
    if (turn !== 'none') await choose(guest, guestWay);
    await guest.press('Ask to join');
    await meeting.accept();
  }
}

const WAYS: Readonly<Record<Way, string>> = {
  direct: 'Connect directly where possible',
  hidden: 'Hide it from the other person',
};

async function choose(person: Person, way: Way): Promise<void> {
  const control = await person.control(WAYS[way]);
  await control.click();
}

async function wrapper(country: Country, dweller: Dweller, folder: string): Promise<string> {
  const browser = await findBrowser('chromium');
  if (browser === undefined) throw new Error('there is no Chromium to test with');
  const file = join(folder, dweller);
  const command = [...country.within(dweller), browser].join(' ');
  await writeFile(file, `#!/bin/sh\nexec ${command} "$@"\n`);
  await chmod(file, 0o755);
  return file;
}

export const seconds = (since: number): string => `${((Date.now() - since) / 1000).toFixed(1)} s`;

/** Sound that is not silence arrives from now on, and pictures that move. */
async function heardAnew(person: Person): Promise<void> {
  await person.hears();
  await person.seesMotion(5);
}

export const wayOf = (person: Person): Promise<string> =>
  person.until('the way that the page shows', () =>
    person.page.evaluate(() => {
      const [notes] = window.witness.all('alcove-network');
      return notes && 'view' in notes
        ? (notes.view as { path?: string } | undefined)?.path
        : undefined;
    }),
  );

export interface Seen {
  /** Kinds of the other side's candidates that this browser knows of. */
  readonly types: readonly string[];
  /** Everything that it was told or found out about the other side's addresses. */
  readonly text: string;
}

/** What the browser of one person knows about the network of the other. */
export const seenOfOther = (person: Person): Promise<Seen> =>
  person.page.evaluate(async () => {
    const types = new Set<string>();
    let text = '';
    for (const connection of window.witness.connections) {
      text += connection.remoteDescription?.sdp ?? '';
      const report = await connection.getStats();
      report.forEach((entry: { type: string; candidateType?: string }) => {
        if (entry.type !== 'remote-candidate') return;
        types.add(entry.candidateType ?? '?');
        text += JSON.stringify(entry);
      });
    }
    return { types: [...types], text };
  });

/** Names the path that packets take now: another after every return. */
export const pathNow = (person: Person): Promise<string | undefined> =>
  person.page.evaluate(async () => {
    const index = window.witness.connections.findLastIndex(
      ({ connectionState }) => connectionState === 'connected',
    );
    const report = await window.witness.connections[index]?.getStats();
    let pair: string | undefined;
    report?.forEach((entry: { type: string; selectedCandidatePairId?: string }) => {
      if (entry.type === 'transport') pair = entry.selectedCandidatePairId;
    });
    return pair === undefined ? undefined : `${String(index)} ${pair}`;
  });
