import { expect } from 'vitest';
import type { BrowserName } from './browsers.mjs';
import { Person } from './person.ts';
import { startRelay, type RelayProcess } from './relay-process.ts';

export type Mode = 'Video' | 'Voice only' | 'Chat only';

/** A relay process and two people, each with a browser. */
export class Meeting {
  relay: RelayProcess;
  readonly host: Person;
  readonly guest: Person;
  link = '';

  private constructor(relay: RelayProcess, host: Person, guest: Person) {
    this.relay = relay;
    this.host = host;
    this.guest = guest;
  }

  static async arrange(
    host: BrowserName = 'chromium',
    guest: BrowserName = 'chromium',
    options: {
      relay?: RelayProcess;
      /** More flags for Chromium. */
      hostFlags?: string[];
      guestFlags?: string[];
      /** For Firefox. */
      guestPrefs?: Readonly<Record<string, unknown>>;
      /** What starts a browser in another place. */
      hostWrapper?: string;
      guestWrapper?: string;
    } = {},
  ): Promise<Meeting> {
    const {
      relay = await startRelay(),
      hostFlags = [],
      guestFlags = [],
      guestPrefs = {},
      hostWrapper,
      guestWrapper,
    } = options;
    const [one, other] = await Promise.all([
      Person.arrive('host', host, { flags: hostFlags, wrapper: hostWrapper }),
      Person.arrive('guest', guest, {
        flags: guestFlags,
        prefs: guestPrefs,
        wrapper: guestWrapper,
      }),
    ]);
    return new Meeting(relay, one, other);
  }

  /** Two people who are there already, at a relay that runs. */
  static of(relay: RelayProcess, host: Person, guest: Person): Meeting {
    return new Meeting(relay, host, guest);
  }

  /** Two others at the same browsers, and another relay: as after `arrange`, in a fraction of its time. */
  async anew(): Promise<void> {
    await Promise.all([this.host.anew(), this.guest.anew(), this.relay.stop()]);
    this.relay = await startRelay();
    this.link = '';
  }

  /** The host starts a session; resolves with the link as the page shows it. */
  async invite(mode?: Mode): Promise<string> {
    await this.host.open(this.relay.origin);
    await this.host.press('Start a session now');
    this.link = await this.host.value('Session link');
    await this.host.sees('The room is open.');
    if (mode) await this.host.press(mode);
    return this.link;
  }

  /** The guest reads, chooses, asks and accepts; ends when the host can let them in. */
  async ask(mode: Mode): Promise<void> {
    await this.guest.open(this.link);
    await this.walkToDevices();
    await this.guest.press(mode);
    await this.guest.press('Ask to join');
    await this.accept();
  }

  /** What the host says first, read and accepted without answers. */
  async accept(): Promise<void> {
    await this.guest.sees('Before you come in');
    await this.guest.press('Accept');
    await this.guest.sees('The other person knows you are here');
  }

  /** From the first screen to the choice of devices, one Continue a screen. */
  async walkToDevices(): Promise<void> {
    for (const heading of ['A private place to talk', 'What is private, and what is not']) {
      await this.guest.sees(heading);
      await this.guest.press('Continue');
    }
    await this.guest.sees('How would you like to talk?');
  }

  async admit(): Promise<void> {
    await this.host.press('Admit');
    await this.bothConnected();
  }

  async bothConnected(): Promise<void> {
    for (const person of [this.host, this.guest]) {
      await person.until('the direct connection', () =>
        person.page.evaluate(() => {
          const shown = window.witness.all('.connection').length;
          const rooms = window.witness.all('alcove-room').length;
          return rooms > 0 && shown === 0;
        }),
      );
    }
  }

  /** From nothing to a conversation. */
  async begin(mode: Mode = 'Video'): Promise<void> {
    await this.invite(mode);
    await this.ask(mode);
    await this.admit();
  }

  /** The words of the code as one side sees them. */
  async code(person: Person): Promise<string[]> {
    return person.until('the five words of the code', async () => {
      const words = await person.page.evaluate(() =>
        window.witness
          .all('.codes li span:not(.emoji)')
          .map((element) => element.textContent.trim()),
      );
      return words.length === 5 && words;
    });
  }

  /** Nothing that was refused, thrown or asked of anybody else may have happened on the way. */
  async expectNoComplaints(): Promise<void> {
    const { host } = new URL(this.relay.origin);
    for (const person of [this.host, this.guest]) {
      expect(await person.complaints()).toEqual([]);
      const elsewhere = person.requests.filter((url) => {
        // Everything else (blob:, about:, a font inside the browser's own data:) leaves no device.
        const { protocol, host: asked } = new URL(url);
        return /^(?:https?|wss?):$/.test(protocol) && asked !== host;
      });
      expect(elsewhere).toEqual([]);
    }
  }

  async end(): Promise<void> {
    await Promise.all([this.host.leaveBrowser(), this.guest.leaveBrowser()]);
    await this.relay.stop();
  }
}
