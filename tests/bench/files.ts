import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Meeting } from '../support/meeting.ts';
import type { Person } from '../support/person.ts';
import { alternate, pairedRow, type Bench } from './measure.ts';

const SIZE = 32_000_000;
const PAIRS = 9;
/** At least 0.85 of the speed. */
const TIME_BAR = Number((1 / 0.85).toFixed(2));

/** The best there is without any of ours: found with chunks of 64 KiB and 256 KiB in waiting. */
const RAW = { chunk: 64 * 1024, highWater: 256 * 1024, lowWater: 128 * 1024 };

/** From **Accept** to the last byte opened and checked, by the clock of the page that receives. */
async function accept(guest: Person): Promise<number> {
  await guest.until('a file to accept', () =>
    guest.page.evaluate(() => window.witness.find('Accept').length === 1),
  );
  return guest.page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const root = window.witness.all('alcove-file').at(-1)?.shadowRoot;
        const [button] = window.witness.find('Accept');
        if (!root || !button) throw new Error('nothing to accept');
        const began = performance.now();
        const watch = new MutationObserver(() => {
          if (!root.textContent.includes('It is here')) return;
          watch.disconnect();
          resolve(performance.now() - began);
        });
        watch.observe(root, { subtree: true, childList: true, characterData: true });
        button.click();
      }),
  );
}

let lastChannel = 100;

/** The same number of bytes over another channel of the same connection, from one word to the last byte. */
async function raw(from: Person, to: Person): Promise<number> {
  lastChannel += 2;
  const id = lastChannel;
  const shape = { ...RAW, size: SIZE };
  await from.page.evaluate(
    ({ chunk, highWater, lowWater, size }, number) => {
      const channel = window.witness.connections
        .at(-1)
        ?.createDataChannel('raw', { negotiated: true, id: number });
      if (!channel) throw new Error('no connection');
      channel.bufferedAmountLowThreshold = lowWater;
      const bytes = crypto.getRandomValues(new Uint8Array(chunk));
      let left = size;
      let asked = false;
      const fill = (): void => {
        if (!asked || channel.readyState !== 'open') return;
        while (left > 0 && channel.bufferedAmount < highWater) {
          channel.send(bytes.subarray(0, Math.min(left, chunk)));
          left -= chunk;
        }
      };
      channel.addEventListener('bufferedamountlow', fill);
      // The other side's word may be here before this side knows that the channel is open.
      channel.addEventListener('open', fill);
      channel.addEventListener('message', () => {
        asked = true;
        fill();
      });
    },
    shape,
    id,
  );
  return to.page.evaluate(
    ({ size }, number) =>
      new Promise<number>((resolve) => {
        const channel = window.witness.connections
          .at(-1)
          ?.createDataChannel('raw', { negotiated: true, id: number });
        if (!channel) throw new Error('no connection');
        channel.binaryType = 'arraybuffer';
        let began = 0;
        let left = size;
        channel.addEventListener('open', () => {
          began = performance.now();
          channel.send('go');
        });
        channel.addEventListener('message', ({ data }: MessageEvent<ArrayBuffer>) => {
          left -= data.byteLength;
          if (left > 0) return;
          channel.close();
          resolve(performance.now() - began);
        });
      }),
    shape,
    id,
  );
}

/** A file between two real pages against the bare channel between the same two. */
const transfer: Bench = {
  name: 'files',
  async run() {
    const folder = await mkdtemp(join(tmpdir(), 'alcove-bench-'));
    const path = join(folder, 'file.bin');
    await writeFile(path, randomBytes(SIZE));
    const meeting = await Meeting.arrange();
    try {
      const { host, guest } = meeting;
      await meeting.begin('Chat only');
      for (const person of [host, guest]) {
        if (!(await person.pressed('Chat'))) await person.press('Chat');
      }
      const pairs = await alternate(
        PAIRS,
        async () => {
          await host.chooses(path);
          return accept(guest);
        },
        () => raw(host, guest),
      );
      const speed = (times: readonly number[]) => times.map((ms) => SIZE / 1000 / ms);
      console.log(
        `  MB/s, ours: ${speed(pairs.ours)
          .map((mb) => mb.toFixed(1))
          .join(' ')}`,
      );
      console.log(
        `  MB/s, bare: ${speed(pairs.baseline)
          .map((mb) => mb.toFixed(1))
          .join(' ')}`,
      );
      const of = `${SIZE / 1e6} MB between two pages, from Accept to the last byte, ms`;
      return [pairedRow(`files: ${of} (0.85 of the bare speed)`, pairs, TIME_BAR)];
    } finally {
      await meeting.end();
      await rm(folder, { recursive: true });
    }
  },
};

export const fileBenches: readonly Bench[] = [transfer];
