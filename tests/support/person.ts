import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser, type ElementHandle, type Page } from 'puppeteer-core';
import { ensureBrowser, type BrowserName } from './browsers.mjs';
import { warmProfile } from './warm-firefox.ts';
import { installWitness } from './witness.ts';

const CHROMIUM_FLAGS = [
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
];
const FIREFOX_PREFS = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
};

/** Longest wait for anything that should happen; a test fails sooner only by its own condition. */
const PATIENCE_MS = 45_000;

export interface PersonOptions {
  readonly flags?: string[];
  /** For Firefox. */
  readonly prefs?: Readonly<Record<string, unknown>>;
  /** It takes a certificate of an authority that only the test knows. */
  readonly trusting?: boolean;
  /** Starts the browser in the place of its program, and becomes that. */
  readonly wrapper?: string | undefined;
  /** The folder that an earlier browser has left behind; by default a new one. */
  readonly profile?: string;
}

/** One person at one browser of their own, with a camera and a microphone that are not real. */
export class Person {
  readonly name: string;
  readonly browserName: BrowserName;
  readonly browser: Browser;
  readonly profile: string;
  page: Page;
  readonly requests: string[] = [];
  readonly errors: string[] = [];

  private constructor(
    name: string,
    browserName: BrowserName,
    browser: Browser,
    page: Page,
    profile: string,
  ) {
    this.name = name;
    this.browserName = browserName;
    this.browser = browser;
    this.page = page;
    this.profile = profile;
  }

  static async arrive(
    name: string,
    browserName: BrowserName,
    options: PersonOptions = {},
  ): Promise<Person> {
    const found = options.wrapper ?? (await ensureBrowser(browserName));
    if (found === undefined) throw new Error(`no ${browserName} to test with`);
    const profile = options.profile ?? (await mkdtemp(join(tmpdir(), `alcove-${browserName}-`)));
    if (browserName === 'firefox' && options.profile === undefined && !options.wrapper) {
      await warmProfile(found, profile);
    }
    const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const browser =
      browserName === 'chromium'
        ? await puppeteer.launch({
            browser: 'chrome',
            executablePath: found,
            userDataDir: profile,
            acceptInsecureCerts: options.trusting ?? false,
            args: [...CHROMIUM_FLAGS, ...root, ...(options.flags ?? [])],
            // A pipe reaches into another network, where no port of this one does.
            pipe: options.wrapper !== undefined,
            protocolTimeout: PATIENCE_MS * 2,
          })
        : await puppeteer.launch({
            browser: 'firefox',
            executablePath: found,
            userDataDir: profile,
            acceptInsecureCerts: options.trusting ?? false,
            extraPrefsFirefox: { ...FIREFOX_PREFS, ...options.prefs },
            protocolTimeout: PATIENCE_MS * 2,
          });
    const person = new Person(name, browserName, browser, await browser.newPage(), profile);
    await person.#watch(person.page);
    return person;
  }

  /** A second tab of the same browser, which becomes the one that is driven. */
  async newTab(): Promise<Page> {
    const before = this.page;
    this.page = await before.browserContext().newPage();
    await this.#watch(this.page);
    return before;
  }

  /** Somebody else at the same browser: nothing of before is open, stored or written down here. */
  async anew(): Promise<void> {
    const before = this.page.browserContext();
    const context = await this.browser.createBrowserContext();
    this.page = await context.newPage();
    if (before === this.browser.defaultBrowserContext()) {
      for (const page of await before.pages()) await page.close();
    } else await before.close();
    this.requests.length = this.errors.length = 0;
    await this.#watch(this.page);
  }

  async open(url: string): Promise<void> {
    await this.page.goto(url, { waitUntil: 'load' });
  }

  /** Resolves with the first value that is not undefined, null or false. */
  async until<T>(
    what: string,
    probe: () => Promise<T | undefined | null | false>,
  ): Promise<NonNullable<T>> {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const value = await probe();
      if (value !== undefined && value !== null && value !== false) return value;
      if (Date.now() > end) {
        throw new Error(`${this.name} waited in vain for ${what}; on screen: ${await this.text()}`);
      }
      await this.page.evaluate(() => new Promise((frame) => setTimeout(frame, 40)));
    }
  }

  /** The one visible control with this accessible name. */
  async control(name: string, tag?: string): Promise<ElementHandle<HTMLElement>> {
    return this.until(`a control named “${name}”`, async () => {
      const handle = await this.page.evaluateHandle(
        (wanted, kind) => {
          const [first] = window.witness.find(wanted, kind);
          return first ?? null;
        },
        name,
        tag,
      );
      return handle.asElement() as ElementHandle<HTMLElement> | null;
    });
  }

  /** From now on prompts for devices stay open, until the function that this gives is called. */
  async leavesPromptOpen(): Promise<() => Promise<void>> {
    const answer = await this.page.evaluateHandle(() => {
      let resolve = () => {};
      window.witness.prompt = new Promise<void>((done) => (resolve = done));
      return resolve;
    });
    return () => answer.evaluate((resolve) => resolve());
  }

  /** Kinds of the tracks that are live now: what the device's own light would show. */
  live(): Promise<string[]> {
    return this.page.evaluate(() =>
      window.witness.tracks.flatMap(({ kind, readyState }) =>
        readyState === 'live' ? [kind] : [],
      ),
    );
  }

  /** How many visible controls have this accessible name now. */
  count(name: string): Promise<number> {
    return this.page.evaluate((wanted) => window.witness.find(wanted).length, name);
  }

  /** Presses a control, once it is there and enabled. */
  async press(name: string, tag: 'button' | 'summary' = 'button'): Promise<void> {
    await this.until(`“${name}” to be enabled`, async () =>
      this.page.evaluate(
        (wanted, kind) => {
          const [first] = window.witness.find(wanted, kind);
          return first !== undefined && !first.matches(':disabled');
        },
        name,
        tag,
      ),
    );
    const control = await this.control(name, tag);
    await control.click();
  }

  /** Chooses a file in the one place on the page where one can be chosen. */
  async chooses(path: string): Promise<void> {
    const field = await this.until('a place for a file', async () => {
      const handle = await this.page.evaluateHandle(
        () => window.witness.all('input[type=file]')[0] ?? null,
      );
      return handle.asElement() as ElementHandle<HTMLInputElement> | null;
    });
    await field.uploadFile(path);
  }

  async pressed(name: string): Promise<boolean> {
    const control = await this.control(name);
    return control.evaluate((element) => element.getAttribute('aria-pressed') === 'true');
  }

  async type(name: string, text: string): Promise<void> {
    const control = await this.control(name);
    await control.click();
    await this.page.keyboard.type(text);
  }

  value(name: string): Promise<string> {
    return this.until(`“${name}” to hold something`, async () => {
      const control = await this.control(name);
      return control.evaluate((element) =>
        element instanceof HTMLInputElement ? element.value : '',
      );
    });
  }

  text(): Promise<string> {
    return this.page.evaluate(() => window.witness.text());
  }

  async sees(text: string | RegExp): Promise<string> {
    return this.until(`the text ${String(text)}`, async () => {
      const shown = await this.text();
      return (typeof text === 'string' ? shown.includes(text) : text.test(shown)) && shown;
    });
  }

  /** Decoded frames of all incoming pictures of the newest connection. */
  framesDecoded(): Promise<number> {
    return this.page.evaluate(async () => {
      const connection = window.witness.connections.findLast(
        ({ connectionState }) => connectionState === 'connected',
      );
      let frames = 0;
      const report = await connection?.getStats();
      report?.forEach((entry: { type: string; kind?: string; framesDecoded?: number }) => {
        if (entry.type === 'inbound-rtp' && entry.kind === 'video') {
          frames += entry.framesDecoded ?? 0;
        }
      });
      return frames;
    });
  }

  /** Waits until pictures go on arriving: at least `more` frames beyond those already decoded. */
  async seesMotion(more = 10): Promise<void> {
    const before = await this.framesDecoded();
    await this.until('a growing number of decoded frames', async () => {
      return (await this.framesDecoded()) >= before + more;
    });
    // Decoded is not shown: two different images must reach the screen.
    await this.until('a picture that changes on screen', () =>
      this.page.evaluate(async () => {
        const video = window.witness
          .all('video.main')
          .find((element): element is HTMLVideoElement => element instanceof HTMLVideoElement);
        if (!video || video.videoWidth === 0) return false;
        const canvas = document.createElement('canvas');
        canvas.width = 64;
        canvas.height = 36;
        const context = canvas.getContext('2d', { willReadFrequently: true });
        const shot = () => {
          context?.drawImage(video, 0, 0, 64, 36);
          return context?.getImageData(0, 0, 64, 36).data.join() ?? '';
        };
        const first = shot();
        for (let i = 0; i < 20; i += 1) {
          await new Promise((next) => video.requestVideoFrameCallback(next));
          if (shot() !== first) return true;
        }
        return false;
      }),
    );
  }

  /**
   * Waits until the loudspeaker would sound: the element plays on, and what is decoded for it is
   * not silence. By the browser's own figures, since a machine without a loudspeaker runs no
   * AudioContext.
   */
  async hears(): Promise<void> {
    const before = await this.#heard();
    await this.until('a sound that is not silence', async () => {
      const now = await this.#heard();
      return now.played > before.played && now.energy > before.energy;
    });
  }

  /** Seconds that the loudspeaker has played, and the energy of all that was decoded for it. */
  #heard(): Promise<{ played: number; energy: number }> {
    return this.page.evaluate(async () => {
      const audio = window.witness
        .all('audio')
        .find((element): element is HTMLAudioElement => element instanceof HTMLAudioElement);
      const plays = audio && !audio.paused && !audio.muted && audio.volume > 0;
      const connection = window.witness.connections.findLast(
        ({ connectionState }) => connectionState === 'connected',
      );
      let energy = 0;
      const report = await connection?.getStats();
      report?.forEach((entry: { type: string; kind?: string; totalAudioEnergy?: number }) => {
        if (entry.type === 'inbound-rtp' && entry.kind === 'audio') {
          energy += entry.totalAudioEnergy ?? 0;
        }
      });
      return { played: plays ? audio.currentTime : 0, energy };
    });
  }

  async says(text: string): Promise<void> {
    if (!(await this.pressed('Chat'))) await this.press('Chat');
    await this.type('Message', text);
    await this.press('Send');
  }

  /** What must be true of every page at every time: nothing refused by the policy, no error. */
  async complaints(): Promise<string[]> {
    const violations = await this.page.evaluate(() => window.witness.violations);
    return [...violations.map((text) => `policy: ${text}`), ...this.errors];
  }

  async leaveBrowser(): Promise<void> {
    await this.browser.close();
    await rm(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }

  /** As a device that sleeps: nothing of the browser runs until `wakes`, and clocks go on. */
  sleeps(): void {
    process.kill(-this.#group, 'SIGSTOP');
  }

  wakes(): void {
    process.kill(-this.#group, 'SIGCONT');
  }

  /**
   * SIGKILL to the browser and all of its processes in one go, so that nothing writes anything more.
   * The signal is sent at this very moment; resolves when the last of them is gone. The profile
   * stays, for another browser.
   */
  async kill(): Promise<void> {
    process.kill(-this.#group, 'SIGKILL');
    await this.#gone();
    // What puppeteer has changed in a profile it takes back when it sees the end of the browser.
    await this.browser.close();
  }

  /** Browsers are started as leaders of a process group of their own. */
  get #group(): number {
    const pid = this.browser.process()?.pid;
    if (pid === undefined) throw new Error(`${this.name}’s browser has no process`);
    return pid;
  }

  async #gone(): Promise<void> {
    const end = Date.now() + PATIENCE_MS;
    while (await isAlive(this.#group)) {
      if (Date.now() > end) throw new Error(`${this.name}’s browser outlived its kill`);
      await new Promise((turn) => setTimeout(turn, 5));
    }
  }

  async #watch(page: Page): Promise<void> {
    page.on('request', (request) => this.requests.push(request.url()));
    page.on('pageerror', (error) => this.errors.push(`error: ${String(error)}`));
    page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(`console: ${message.text()}`);
    });
    await page.evaluateOnNewDocument(installWitness);
    await page.setViewport({ width: 1000, height: 760 });
  }
}

/** Whether any process of the group still runs; one that nobody has reaped does not. */
async function isAlive(group: number): Promise<boolean> {
  if (process.platform !== 'linux') {
    try {
      return process.kill(-group, 0);
    } catch {
      return false;
    }
  }
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const stats = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '')),
  );
  return stats.some((stat) => {
    // After the program's name, in which anything may stand: state, parent, group.
    const [state, , of] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(of) === group && state !== 'Z' && state !== 'X';
  });
}
