import type { BrowserName } from '../support/browsers.mjs';
import { Keeper } from '../support/keeper.ts';
import { startRelay, type RelayProcess } from '../support/relay-process.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { VaultKiller } from '../support/vault-killer.ts';
import type { Verdict } from '../support/vault-ledger.ts';
import { making, MOMENTS, type Moment } from '../support/vault-moments.ts';
import type { Run } from './run.ts';

const SEED = 2_357;

/** So many kills of Chromium at each moment. */
const PLAN: Record<Moment, number> = {
  'in a save': 60,
  'right after “Saved”': 20,
  'in mid-typing': 20,
  'autosaves of several notes': 20,
  'two tabs saving': 10,
  signing: 12,
  binning: 10,
  shredding: 10,
  'saving a client': 12,
  'opening the page': 12,
  unlocking: 12,
  'changing the passphrase': 14,
  'making a backup': 8,
  'putting a backup in place': 16,
};
/** Of Firefox, whose worker cannot be watched: those that the page itself shows. */
const FIREFOX_PLAN: Partial<Record<Moment, number>> = {
  'in a save': 10,
  'right after “Saved”': 4,
  'in mid-typing': 4,
  'autosaves of several notes': 4,
  signing: 2,
  'saving a client': 2,
};
const MAKINGS = 12;

interface Count {
  kills: number;
  /** What was under way was there afterwards, or was not. */
  done: number;
  undone: number;
}

/**
 * A browser with a vault, killed with SIGKILL at random moments (the whole process group, so that
 * none of its processes writes anything more) and started again on the same profile. What was typed,
 * and what the page showed as saved, is known outside of it; what is there afterwards is read from
 * the screens.
 *
 * This shows that nothing is answered before the browser has handed it to the operating system, and
 * that what belongs together is written together. What it cannot show is a power failure: a killed
 * process loses nothing that the system has been given, written to the disk or not. For that the
 * vault asks for `durability: 'strict'`, and a browser that says so has flushed it. Nor does it try
 * every place at which a browser can die in its own files: tests/e2e/vault-kills.test.ts has the one
 * that cost a whole vault here once in some five hundred kills, see `beginNewLog`.
 */
export const vaultKills: Run = {
  name: 'vault-kills',
  async run() {
    const tally = new Tally();
    const random = seededRandom(SEED);
    const relay = await startRelay();
    try {
      for (let made = 0; made < MAKINGS; made += 1) await killMaking(relay, random, tally);
      for (const [browser, plan] of [
        ['chromium', PLAN],
        ['firefox', FIREFOX_PLAN],
      ] as const) {
        await killOver({ browser, plan, relay, random, tally });
      }
    } finally {
      await relay.stop();
    }
    return { figures: tally.figures, held: tally.held };
  },
};

async function killMaking(relay: RelayProcess, random: () => number, tally: Tally): Promise<void> {
  const keeper = await Keeper.arrive('chromium', { relay });
  try {
    const killer = await VaultKiller.arrive(keeper, random);
    await tally.take('making a vault', () => killer.survive(making));
  } finally {
    await keeper.person.leaveBrowser();
  }
}

async function killOver(of: {
  browser: BrowserName;
  plan: Partial<Record<Moment, number>>;
  relay: RelayProcess;
  random: () => number;
  tally: Tally;
}): Promise<void> {
  const { browser, relay, random, tally } = of;
  const left = shuffled(of.plan, random);
  // One vault as long as all is well with it.
  while (left.length > 0) {
    const keeper = await Keeper.arrive(browser, { relay });
    const killer = await VaultKiller.arrive(keeper, random);
    try {
      await killer.begin();
      let well = true;
      while (well && left.length > 0) {
        const moment = left.pop() as Moment;
        well = await tally.take(label(browser, moment), () => killer.survive(MOMENTS[moment]));
      }
    } finally {
      tally.acknowledged += killer.ledger.acknowledgements;
      await keeper.person.leaveBrowser();
    }
  }
}

/** What the kills have shown, in all and for each moment. */
class Tally {
  acknowledged = 0;
  #lost = 0;
  #halves = 0;
  #findings = 0;
  #unopened = 0;
  readonly #moments = new Map<string, Count>();

  /** Whether the vault is one to go on with. */
  async take(moment: string, kill: () => Promise<Verdict>): Promise<boolean> {
    const count = this.#moments.get(moment) ?? { kills: 0, done: 0, undone: 0 };
    this.#moments.set(moment, count);
    count.kills += 1;
    try {
      const { lost, halves, findings, landed } = await kill();
      for (const sentence of [...lost, ...halves, ...findings]) {
        console.log(`  after kill ${count.kills} ${moment}: ${sentence}`);
      }
      this.#lost += lost.length;
      this.#halves += halves.length;
      this.#findings += findings.length;
      if (landed === true) count.done += 1;
      if (landed === false) count.undone += 1;
      return lost.length + halves.length + findings.length === 0;
    } catch (error) {
      this.#unopened += 1;
      console.log(`  after kill ${count.kills} ${moment}:`, error);
      return false;
    }
  }

  get held(): boolean {
    return this.#lost + this.#halves + this.#findings + this.#unopened === 0;
  }

  get figures(): Record<string, number | string> {
    const counts = [...this.#moments.entries()].sort(([one], [other]) => (one < other ? -1 : 1));
    const kills = counts.reduce((sum, [, count]) => sum + count.kills, 0);
    return {
      kills,
      'saves shown as saved': this.acknowledged,
      'of these lost': this.#lost,
      'vaults that did not open': this.#unopened,
      'alarms about the vault, and errors': this.#findings,
      'written by half': this.#halves,
      ...Object.fromEntries(
        counts.map(([moment, count]) => [
          `kills, ${moment}`,
          `${count.kills} (what was under way was done ${count.done} times, undone ${count.undone})`,
        ]),
      ),
    };
  }
}

const label = (browser: BrowserName, moment: Moment): string =>
  browser === 'chromium' ? moment : `${moment}, ${browser}`;

function shuffled(plan: Partial<Record<Moment, number>>, random: () => number): Moment[] {
  const moments = Object.entries(plan).flatMap(([moment, count]) =>
    Array.from({ length: count }, () => ({ moment: moment as Moment, at: random() })),
  );
  return moments.sort((one, other) => one.at - other.at).map(({ moment }) => moment);
}
