import { sendKeys, sendMouse, setViewport } from '@web/test-runner-commands';
import { equal } from './assert.ts';
import { chatRoom, room, session, summary } from './fixtures.ts';
import { clear, guest, host, only } from './stand.ts';

const shift = async (times: number): Promise<void> => {
  for (let press = 0; press < times; press += 1) await sendKeys({ press: 'Shift' });
};

describe('Shift three times', () => {
  before(() => setViewport({ width: 1440, height: 900 }));
  afterEach(clear);

  it('leaves from each step before the room', async () => {
    for (const screen of ['welcome', 'handling'] as const) {
      const { calls } = await guest({ screen });
      await shift(2);
      equal(calls, [], `${screen}, twice:`);
      await shift(1);
      equal(calls, [['leaveNow']], `${screen}, three times:`);
    }
  });

  it('leaves from the room, also out of the message field, and only once', async () => {
    const { calls } = await guest({ screen: 'room', room: chatRoom() });
    only('textbox', 'Message').focus();
    await shift(3);
    equal(calls, [['leaveNow']]);
    await shift(2);
    equal(calls, [['leaveNow']], 'two more:');
  });

  it('takes the goodbye off the screen, too', async () => {
    const { calls } = await guest({ screen: 'left', summary: summary() });
    await shift(3);
    equal(calls, [['leaveNow']]);
  });

  it("leaves from the room on the host's side, and from nowhere else there", async () => {
    const { calls, show } = await host({ screen: 'session', session: session() });
    await shift(3);
    equal(calls, [], 'before the room:');
    await show({ screen: 'room', room: room({ role: 'host' }) });
    await shift(3);
    equal(calls, [['leaveNow']]);
  });

  it('is never typing capitals', async () => {
    const { calls } = await guest({ screen: 'room', room: chatRoom() });
    only('textbox', 'Message').focus();
    for (const letter of 'ABCDEFG') {
      await sendKeys({ down: 'Shift' });
      await sendKeys({ press: letter });
      await sendKeys({ up: 'Shift' });
    }
    await shift(2);
    equal(calls, []);
  });

  it('is never Shift with Tab, nor Shift with a click, nor a key held down', async () => {
    const { calls } = await guest({ screen: 'room', room: room() });
    for (let press = 0; press < 4; press += 1) {
      await sendKeys({ down: 'Shift' });
      await sendKeys({ press: 'Tab' });
      await sendKeys({ up: 'Shift' });
    }
    for (let press = 0; press < 4; press += 1) {
      await sendKeys({ down: 'Shift' });
      await sendMouse({ type: 'click', position: [1300, 400] });
      await sendKeys({ up: 'Shift' });
    }
    await sendKeys({ press: 'Shift' });
    for (let repeat = 0; repeat < 5; repeat += 1)
      window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Shift', repeat: true }));
    equal(calls, []);
  });

  it('is over after a second', async () => {
    const { calls } = await guest({ screen: 'welcome' });
    const press = (at: number): void => {
      const event = new KeyboardEvent('keydown', { key: 'Shift' });
      Object.defineProperty(event, 'timeStamp', { value: at });
      window.dispatchEvent(event);
    };
    for (const at of [0, 600, 1200, 1800]) press(at);
    equal(calls, [], 'slowly:');
    press(2100);
    equal(calls, [['leaveNow']], 'three within a second:');
  });
});
