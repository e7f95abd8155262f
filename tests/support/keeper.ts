import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElementHandle } from 'puppeteer-core';
import type { BrowserName } from './browsers.mjs';
import { Person, type PersonOptions } from './person.ts';
import { installRawVault, RawVault } from './raw-vault.ts';
import { startRelay, type RelayProcess } from './relay-process.ts';

/** A passphrase that no test repeats anywhere else, so that its traces can be searched for. */
export const PASSPHRASE = 'quartz lantern herring velvet oboe';

declare global {
  interface Window {
    /** Files that the page has handed out. */
    handedOut: Blob[];
  }
}

export interface NoteToWrite {
  readonly title: string;
  readonly text: string;
  readonly kind?: 'progress' | 'psychotherapy';
  /** With commas between. */
  readonly tags?: string;
}

/** One person with notes on one device. */
export class Keeper {
  readonly relay: RelayProcess;
  person: Person;
  words: readonly string[] = [];

  private constructor(relay: RelayProcess, person: Person) {
    this.relay = relay;
    this.person = person;
  }

  static async arrive(
    browser: BrowserName = 'chromium',
    { relay, ...options }: PersonOptions & { relay?: RelayProcess } = {},
  ): Promise<Keeper> {
    const running = relay ?? (await startRelay());
    return new Keeper(running, await Person.arrive('keeper', browser, options));
  }

  /** Somebody who is there already, at a relay that runs. */
  static of(relay: RelayProcess, person: Person): Keeper {
    return new Keeper(relay, person);
  }

  /** From the start page to an open vault with nothing in it. */
  async create(options: { passkey?: boolean } = {}): Promise<void> {
    await this.askForVault(options);
    await this.person.press('Open my notes');
    await this.person.sees('Today');
  }

  /** The same up to the last question's answer, upon which the vault is made. */
  async askForVault(options: { passkey?: boolean } = {}): Promise<void> {
    const { person } = this;
    await person.open(this.relay.origin);
    await person.press('Create a vault');
    await person.type('Passphrase', PASSPHRASE);
    await person.type('The same once more', PASSPHRASE);
    if (options.passkey) await (await person.control('Require a passkey too')).click();
    await person.press('Continue');
    await person.sees('Write down your recovery words');
    this.words = await this.shownWords();
    await person.press('I have written them down');
    await this.answer(this.words);
    await person.press('Check');
  }

  async unlock(passphrase = PASSPHRASE): Promise<void> {
    await this.fill('Passphrase', passphrase);
    await this.person.press('Unlock');
  }

  /** Types in place of whatever stands in a field. */
  async fill(name: string, text: string): Promise<void> {
    const field = await this.person.control(name);
    await field.click({ count: 3 });
    await this.person.page.keyboard.type(text);
  }

  /** A new note with these words, open in the editor and on the disk. */
  async writeNote(note: NoteToWrite): Promise<void> {
    const { person } = this;
    await person.press('Notes');
    await this.leaveNote();
    await person.press('New note');
    await person.control('Begin with');
    await person.page.evaluate((kind) => {
      const [choice] = window.witness.all(`input[name=kind][value=${kind}]`);
      if (choice instanceof HTMLInputElement) choice.click();
    }, note.kind ?? 'progress');
    await person.press('Start writing');
    await person.until('an empty note', async () => (await this.written('Title')) === '');
    await this.add('Title', note.title);
    if (note.tags !== undefined) await this.add('Tags', note.tags);
    await this.add('Text', note.text);
    await this.saved();
  }

  /** Back to the list, from whatever note is open. */
  async leaveNote(): Promise<void> {
    const { person } = this;
    if ((await person.count('Back to the list')) === 0) return;
    await person.press('Back to the list');
    await person.until('the note to be put away', async () => {
      return (await person.count('Back to the list')) === 0;
    });
  }

  /** Opens the note of this title from the list. */
  async openNote(title: string): Promise<void> {
    const { person } = this;
    await person.press('Notes');
    await person.until(`“${title}” in the list`, () =>
      person.page.evaluate((wanted) => {
        const lines = window.witness.all('button.line');
        const line = lines.find(({ textContent }) => textContent.includes(wanted));
        if (line instanceof HTMLElement) line.click();
        return line !== undefined;
      }, title),
    );
    await person.until(`“${title}” to be open`, () =>
      person.page.evaluate(
        (wanted) =>
          window.witness
            .all('button.line[aria-current=true]')
            .some(({ textContent }) => textContent.includes(wanted)),
        title,
      ),
    );
  }

  /** Types at the end of a field, wherever on the page it is. */
  async add(name: string, text: string): Promise<void> {
    const { page } = this.person;
    await this.person.until(`the cursor in “${name}”`, () =>
      page.evaluate((wanted) => {
        const [field] = window.witness.find(wanted, 'input, textarea');
        field?.focus();
        if (field instanceof HTMLTextAreaElement) {
          field.setSelectionRange(field.value.length, field.value.length);
        }
        const root = field?.getRootNode();
        return root instanceof ShadowRoot && root.activeElement === field;
      }, name),
    );
    await page.keyboard.type(text);
  }

  /** What stands in a field; undefined if there is none of this name. */
  written(name: string): Promise<string | undefined> {
    return this.person.page.evaluate((wanted) => {
      const [field] = window.witness.find(wanted, 'input, textarea');
      return field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement
        ? field.value
        : undefined;
    }, name);
  }

  /** `saved`, `unsaved`, `saving` or `failed`, as the editor says it; undefined without one. */
  saveState(): Promise<string | undefined> {
    return this.person.page.evaluate(
      () => window.witness.all('[data-save]')[0]?.getAttribute('data-save') ?? undefined,
    );
  }

  /** Everything that was typed is on the disk. */
  async saved(): Promise<void> {
    await this.person.until('everything to be saved', async () => {
      return (await this.saveState()) === 'saved';
    });
  }

  async lock(): Promise<void> {
    await this.person.press('Lock now');
    await this.person.sees('Your notes are closed.');
  }

  async changePassphrase(current: string, next: string): Promise<void> {
    const { person } = this;
    await person.press('Settings');
    await person.press('Change the passphrase');
    await this.add('Current passphrase, or the recovery words', current);
    await this.add('New passphrase', next);
    await this.add('The same once more', next);
    await person.sees('Good.');
    await person.press('Change the passphrase');
    await person.sees('The lock is changed.');
  }

  /** Makes a backup. Resolves to a copy of the file that was handed to the downloads. */
  async backup(): Promise<string> {
    const { person } = this;
    await person.press('Settings');
    await person.page.evaluate(() => {
      const create = URL.createObjectURL.bind(URL);
      window.handedOut = [];
      URL.createObjectURL = (file) => {
        if (file instanceof Blob) window.handedOut.push(file);
        return create(file);
      };
    });
    await person.press('Make a backup now');
    await person.sees('The backup is saved among your downloads.');
    const text = await person.page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          const reader = new FileReader();
          reader.onload = () => resolve(reader.result as string);
          const file = window.handedOut.pop();
          if (file) reader.readAsDataURL(file);
        }),
    );
    const path = join(person.profile, `copy-${String(Date.now())}.alcove`);
    await writeFile(path, Buffer.from(text.slice(text.indexOf(',') + 1), 'base64'));
    return path;
  }

  /** Chooses a backup where a file can be chosen, and has it read. */
  async readBackup(path: string, passphrase = PASSPHRASE): Promise<void> {
    const { person } = this;
    const field = await person.until('the place for a file', async () => {
      const handle = await person.page.evaluateHandle(
        () => window.witness.all('input[type=file]')[0] ?? null,
      );
      return handle.asElement() as ElementHandle<HTMLInputElement> | null;
    });
    await field.uploadFile(path);
    await this.add('Passphrase of the backup', passphrase);
    await person.press('Read the file');
  }

  /** Gives up what is damaged, from Today. */
  async acceptDamage(): Promise<void> {
    const { person } = this;
    await person.press('Today');
    await person.press('Keep what is left');
    await person.press('Give up the rest');
    await person.until(
      'the alarm to go',
      async () => (await person.count('Keep what is left')) === 0,
    );
  }

  /** The audit trail's entries as they are shown, newest first, with what is said of all. */
  async auditTrail(): Promise<{ said: string; entries: string[] }> {
    const { person } = this;
    await person.press('Settings');
    await person.press('Show the audit trail');
    await person.control('Hide the audit trail');
    const trail = await person.page.evaluate(() => {
      const texts = (selector: string) =>
        window.witness.all(selector).map(({ textContent }) => textContent.trim());
      return {
        said: texts('section[aria-labelledby=audit] p[role=status]').join(' '),
        entries: texts('section[aria-labelledby=audit] td:last-child'),
      };
    });
    await person.press('Hide the audit trail');
    return trail;
  }

  /** The door, from whatever was open, as after the browser was started anew. */
  async comeAnew(): Promise<void> {
    await this.person.page.reload({ waitUntil: 'load' });
    await this.person.control('Unlock');
  }

  /** What is stored, for whoever has the disk and no key. */
  async raw(): Promise<RawVault> {
    await this.person.page.evaluate(installRawVault);
    return new RawVault(this.person.page);
  }

  /** Another browser on the profile of one that was killed, in front of the same page. */
  async comeBack(): Promise<void> {
    const { name, browserName, profile } = this.person;
    this.person = await Person.arrive(name, browserName, { profile });
  }

  /** The recovery words on the screen, as somebody writes them down. */
  shownWords(): Promise<string[]> {
    return this.person.until('words to write down', async () => {
      const words = await this.person.page.evaluate(() =>
        window.witness.all('ol.words li').map((element) => element.textContent.trim()),
      );
      return words.length > 0 && words;
    });
  }

  /** Types the words that are asked back, from what was written down. */
  async answer(words: readonly string[]): Promise<void> {
    const { person } = this;
    await person.control('Check');
    const labels = await person.page.evaluate(() =>
      window.witness.all('label').flatMap(({ textContent }) => /Word \d+/.exec(textContent) ?? []),
    );
    for (const label of labels) {
      await person.type(label, words[Number(label.slice(5)) - 1] ?? '');
    }
  }

  async leave(): Promise<void> {
    await this.person.leaveBrowser();
    await this.relay.stop();
  }
}
