import { emulateMedia, sendKeys, sendMouse, setViewport } from '@web/test-runner-commands';
import 'jsqr';
import type { QRCode } from 'jsqr';
import { Elapsed } from '../../client/elements/elapsed.ts';
import { Level } from '../../client/elements/level.ts';
import { playNotes } from '../../client/elements/speaker.ts';
import { equal, ok, until } from './assert.ts';
import { LINK, LINES, chatRoom, guestViews, session, videoDevices, videoRoom } from './fixtures.ts';
import {
  clear,
  everything,
  focused,
  guest,
  host,
  only,
  settled,
  spoken,
  visible,
  within,
} from './stand.ts';
import { voice } from './streams.ts';

declare const jsQR: (data: Uint8ClampedArray, width: number, height: number) => QRCode | null;

/** The pixels of a drawing, `side` wide and high. */
async function pixels(drawing: SVGElement, side: number): Promise<ImageData> {
  const copy = drawing.cloneNode(true);
  ok(copy instanceof SVGElement, 'a drawing');
  copy.setAttribute('width', String(side));
  copy.setAttribute('height', String(side));
  const url = URL.createObjectURL(
    new Blob([new XMLSerializer().serializeToString(copy)], { type: 'image/svg+xml' }),
  );
  const image = new Image();
  image.src = url;
  await image.decode();
  URL.revokeObjectURL(url);
  const pen = new OffscreenCanvas(side, side).getContext('2d');
  ok(pen !== null, 'a canvas');
  pen.drawImage(image, 0, 0, side, side);
  return pen.getImageData(0, 0, side, side);
}

describe('the parts', () => {
  before(() => setViewport({ width: 1440, height: 900 }));
  afterEach(async () => {
    await emulateMedia({ colorScheme: 'light', reducedMotion: 'no-preference' });
    await clear();
  });

  it('what a form says is wrong goes for a moment when it is sent again, to be said anew', async () => {
    await host({
      screen: 'session',
      session: session({ enrolment: 'unknown', hasToken: true }),
    });
    const alert = within('#enrolment-wrong');
    const was: string[] = [];
    const watch = new MutationObserver(() => was.push(getComputedStyle(alert).visibility));
    watch.observe(alert, { attributeFilter: ['style'] });
    only('button', 'Open the room').click();
    await until(() => was.includes('visible'), 'it to be there again');
    watch.disconnect();
    equal(was, ['hidden', 'visible']);
  });

  for (const colorScheme of ['light', 'dark'] as const)
    it(`a scanner reads the link out of the QR code (${colorScheme})`, async () => {
      await emulateMedia({ colorScheme });
      await host({ screen: 'session', session: session() });
      const drawing = within('alcove-qr').shadowRoot?.querySelector('svg');
      ok(drawing instanceof SVGElement, 'a QR code');
      const { data, width, height } = await pixels(drawing, 400);
      equal(jsQR(data, width, height)?.data, LINK);
    });

  it('the test sound is two soft notes, and then silence', async () => {
    const rate = 8000;
    const context = new OfflineAudioContext(1, 2 * rate, rate);
    playNotes(context);
    const samples = (await context.startRendering()).getChannelData(0);
    const loudest = (from: number, to: number) =>
      samples.slice(from * rate, to * rate).reduce((most, s) => Math.max(most, Math.abs(s)), 0);
    for (const [from, to] of [
      [0, 0.5],
      [0.5, 1],
    ] as const)
      ok(loudest(from, to) > 0.1 && loudest(from, to) < 0.3, `heard from ${String(from)} s`);
    equal(loudest(1.1, 2), 0, 'after it:');
  });

  it('a browser that plays nothing is not taken for one that does', async () => {
    const Real = window.AudioContext;
    window.AudioContext = class extends Real {
      override resume(): Promise<void> {
        return new Promise(() => undefined);
      }
      override get state(): AudioContextState {
        return 'suspended';
      }
    };
    try {
      await guest({ screen: 'devices', devices: videoDevices() });
      only('button', 'Play a test sound').click();
      await until(
        () =>
          within('alcove-speaker').shadowRoot?.textContent.includes('could not play a sound') ===
          true,
        'it says what to do',
      );
    } finally {
      window.AudioContext = Real;
    }
  });

  it('the QR code keeps its quiet zone, so that a code in a dark page can be found', async () => {
    await host({ screen: 'session', session: session() });
    const drawing = within('alcove-qr').shadowRoot?.querySelector('svg');
    ok(drawing instanceof SVGElement, 'a QR code');
    const { data, width } = await pixels(drawing, 400);
    const modules = drawing.viewBox.baseVal.width;
    const edge = Math.floor((400 / modules) * 3.9);
    for (let at = 0; at < width; at += 1)
      for (let depth = 0; depth < edge; depth += 1)
        ok((data[(depth * width + at) * 4] ?? 0) > 200, `light at ${String(at)}, ${String(depth)}`);
  });

  it('chat shows what was written as it was written, never as markup', async () => {
    const text = '<img src=x onerror="alert(1)"><b>bold</b> &amp; <script>1</script>\nline two';
    await guest({
      screen: 'room',
      room: chatRoom({
        chat: {
          open: true,
          unread: 0,
          earlierLinesGone: false,
          lines: [{ id: '1', from: 'them', text, at: Date.now(), delivery: 'delivered' }],
        },
      }),
    });
    const line = within('.text');
    equal(line.textContent, text);
    equal(line.childElementCount, 0, 'elements made from it:');
    equal(getComputedStyle(line).whiteSpaceCollapse, 'preserve', 'lines kept apart:');
  });

  it('chat follows the newest line, but not away from what is being read', async () => {
    await setViewport({ width: 360, height: 740 });
    const line = LINES[0];
    ok(line !== undefined, 'a line');
    const lines = Array.from({ length: 60 }, (_, index) => ({ ...line, id: String(index) }));
    const chat = { open: true, unread: 0, earlierLinesGone: false };
    const { show } = await guest({ screen: 'room', room: chatRoom({ chat: { ...chat, lines } }) });
    const log = within('.log');
    const fromEnd = (): number => log.scrollHeight - log.scrollTop - log.clientHeight;
    ok(log.scrollHeight > log.clientHeight + 200, 'more than fits');
    ok(fromEnd() < 2, 'at the end at first');
    const more = (count: number): ReturnType<typeof chatRoom> =>
      chatRoom({
        chat: {
          ...chat,
          lines: Array.from({ length: count }, (_, index) => ({ ...line, id: String(index) })),
        },
      });
    await show({ screen: 'room', room: more(61) });
    ok(fromEnd() < 2, 'at the end after one more');
    log.scrollTop = 100;
    await show({ screen: 'room', room: more(62) });
    equal(log.scrollTop, 100, 'reading above:');
    await setViewport({ width: 1440, height: 900 });
  });

  it('one’s own picture moves by arrow keys, by a press, and by dragging', async () => {
    const { app } = await guest({ screen: 'room', room: videoRoom() });
    const self = within('alcove-self');
    const corner = (): string | null => self.getAttribute('corner');
    const button = self.shadowRoot?.querySelector('button');
    ok(button instanceof HTMLButtonElement, 'it can be pressed');
    button.focus();
    for (const [key, expected] of [
      ['ArrowLeft', 'bottom-left'],
      ['ArrowUp', 'top-left'],
      ['ArrowRight', 'top-right'],
      ['ArrowDown', 'bottom-right'],
    ] as const) {
      await sendKeys({ press: key });
      await settled(app);
      equal(corner(), expected, `${key}:`);
      const { left, top } = self.getBoundingClientRect();
      equal(
        `${top > 400 ? 'bottom' : 'top'}-${left > 700 ? 'right' : 'left'}`,
        expected,
        'on the screen:',
      );
      const state = within('.chip').getBoundingClientRect();
      ok(top >= state.bottom, 'it never covers the state of the encryption');
      ok(button.computedName.includes(expected.replace('-', ' ')), button.computedName);
    }
    equal(focused(), button);
    button.click();
    await settled(app);
    equal(corner(), 'bottom-left', 'pressed:');
    const { x, y, width, height } = self.getBoundingClientRect();
    await sendMouse({ type: 'move', position: [x + width / 2, y + height / 2] });
    await sendMouse({ type: 'down' });
    await sendMouse({ type: 'move', position: [1200, 200] });
    await sendMouse({ type: 'up' });
    await settled(app);
    equal(corner(), 'top-right', 'dragged:');
    equal(self.style.getPropertyValue('--dx'), '', 'left over from dragging:');
  });

  it('the level follows the voice and rests when there is none', async () => {
    const level = new Level();
    level.label = 'Level';
    const heard = (): number => Number(level.style.getPropertyValue('--level') || '0');
    document.body.append(level);
    try {
      await level.updateComplete;
      equal(heard(), 0, 'without a track:');
      const [track] = voice().getAudioTracks();
      level.track = track;
      await until(() => heard() > 0.3, 'a tone is seen');
      const meter = level.shadowRoot?.querySelector('[role=meter]');
      await until(() => Number(meter?.getAttribute('aria-valuenow')) > 30, 'and told in a number');
      level.track = undefined;
      await level.updateComplete;
      equal(heard(), 0, 'after it:');
      equal(track?.readyState, 'live', 'the track is left alone:');
    } finally {
      level.remove();
    }
  });

  it('elapsed minutes are whole, and set anew when a minute is over', async () => {
    const elapsed = new Elapsed();
    elapsed.words = (minutes) => `${String(minutes)} min`;
    elapsed.since = Date.now() - 2 * 60_000 + 150;
    document.body.append(elapsed);
    try {
      await elapsed.updateComplete;
      equal(elapsed.shadowRoot?.textContent.trim(), '1 min');
      await until(() => elapsed.shadowRoot?.textContent.trim() === '2 min', 'the next minute');
      elapsed.since = Date.now() + 5000;
      await elapsed.updateComplete;
      equal(elapsed.shadowRoot?.textContent.trim(), '0 min', 'a clock that was set back:');
    } finally {
      elapsed.remove();
    }
  });

  it('the other person’s voice is attached, and never one’s own', async () => {
    const view = videoRoom();
    await guest({ screen: 'room', room: view });
    const players = [...everything(document.body)].filter((e) => e instanceof HTMLMediaElement);
    const loud = players.filter((player) => !player.muted);
    equal(players.length, 3, 'two pictures and a voice:');
    equal(loud.length, 1, 'players that can be heard:');
    ok(loud[0]?.srcObject === view.remote.audioStream, 'it plays the other person');
  });

  it('nothing moves by itself where motion is not wanted, and at most for 200 ms elsewhere', async () => {
    for (const reducedMotion of ['no-preference', 'reduce'] as const) {
      await emulateMedia({ reducedMotion });
      for (const make of Object.values(guestViews)) {
        await guest(make());
        for (const element of everything(document.body)) {
          const { transitionDuration, animationName } = getComputedStyle(element);
          equal(animationName, 'none', `${element.localName} is animated:`);
          const longest = Math.max(...transitionDuration.split(', ').map(parseFloat));
          ok(
            longest <= (reducedMotion === 'reduce' ? 0 : 0.2),
            `${element.localName} moves for ${String(longest)} s`,
          );
        }
      }
    }
  });

  it('a preview says who sees it: nobody else before the room, the other person in it', async () => {
    const { app } = await guest({ screen: 'devices', devices: videoDevices() });
    equal(within('figcaption').textContent.trim(), 'Only you can see this picture.');
    const view = videoRoom();
    await guest({ screen: 'room', room: { ...view, devices: videoDevices() } });
    only('button', 'Devices').click();
    await settled(app);
    await until(() => within('dialog').hasAttribute('open'), 'the dialog is open');
    equal(within('figcaption').textContent.trim(), 'The other person sees this picture, too.');
  });

  for (const [width, height] of [
    [360, 740],
    [320, 568],
    [740, 360],
    [1440, 900],
  ] as const)
    it(`one can always write while the chat is open, at ${String(width)} × ${String(height)}`, async () => {
      await setViewport({ width, height });
      for (const make of Object.values(guestViews)) {
        const view = make();
        if (view.screen !== 'room' || !view.room.chat.open) continue;
        await guest(view);
        const all = spoken();
        for (const [role, name] of [
          ['textbox', 'Message'],
          ['button', 'Send'],
        ] as const) {
          const element = only(role, name, all);
          const { left, right, top, bottom } = element.getBoundingClientRect();
          const middle = [(left + right) / 2, (top + bottom) / 2] as const;
          let at = document.elementFromPoint(...middle);
          while (at?.shadowRoot) {
            const inner = at.shadowRoot.elementFromPoint(...middle);
            if (inner === null || inner === at) break;
            at = inner;
          }
          ok(at === element, `${name} lies open`);
        }
      }
      await setViewport({ width: 1440, height: 900 });
    });

  it('the state of the encryption is in words in every view of the room', async () => {
    for (const [name, make] of Object.entries(guestViews)) {
      const view = make();
      // A page that hides the conversation shows none of its state either.
      if (view.screen !== 'room' || view.room.hold.mine === 'someone') continue;
      await guest(view);
      const chip = within('.chip');
      ok(visible(chip) && chip.getBoundingClientRect().top >= 0, name);
      ok(/^End-to-end encrypted\. \w/.test(chip.computedName), `${name}: ${chip.computedName}`);
      ok(only('button', 'Leave').getBoundingClientRect().bottom <= innerHeight, `${name}: Leave`);
    }
  });
});
