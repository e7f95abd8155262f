import { sendKeys, setViewport } from '@web/test-runner-commands';
import type { GuestView } from '../../client/state/guest-view.ts';
import { equal, ok, until } from './assert.ts';
import { chatRoom, noDevices, room, session, termsView, videoRoom } from './fixtures.ts';
import { clear, controls, focused, guest, host, only, settled, within } from './stand.ts';

const name = (): string => focused()?.computedName ?? '';

describe('the keyboard', () => {
  before(() => setViewport({ width: 1440, height: 900 }));
  afterEach(clear);

  it('goes to the heading when one step follows another, and to the top of the page', async () => {
    await setViewport({ width: 360, height: 500 });
    const { show } = await guest({ screen: 'handling' });
    ok(focused() === document.body, 'the first screen takes nothing');
    window.scrollTo(0, 300);
    await show({ screen: 'devices', devices: noDevices });
    equal(focused()?.localName, 'h1');
    equal(name(), 'How would you like to talk?');
    equal(window.scrollY, 0, 'scrolled to:');
    await setViewport({ width: 1440, height: 900 });
  });

  it('goes to the heading of the room, of the goodbye and of a refusal', async () => {
    const views: [GuestView, string][] = [
      [{ screen: 'terms', terms: termsView() }, 'Before you come in'],
      [{ screen: 'room', room: room() }, 'Your conversation'],
      [{ screen: 'refused', reason: 'contested' }, 'This link was opened in two places'],
      [{ screen: 'refused', reason: 'ended' }, 'This session is over'],
    ];
    const { show } = await guest({ screen: 'welcome' });
    for (const [view, heading] of views) {
      await show(view);
      await until(() => name() === heading, `the focus is on “${heading}”, not on “${name()}”`);
    }
  });

  it('stays where it is while a screen only changes', async () => {
    const { show } = await host({ screen: 'session', session: session() });
    only('button', 'Copy link').focus();
    await show({
      screen: 'session',
      session: session({ waiting: [{ id: 7, since: Date.now(), state: 'ready' }] }),
    });
    equal(name(), 'Copy link');
  });

  it('reaches every control of the first step, in the order of the page', async () => {
    await guest({ screen: 'welcome' });
    const order: string[] = [];
    for (let press = 0; press < 3; press += 1) {
      await sendKeys({ press: 'Tab' });
      order.push(name());
    }
    equal(order, ['Leave now', 'Copy link for another browser', 'Continue']);
  });

  it('shows where it is', async () => {
    await guest({
      screen: 'devices',
      devices: { status: 'idle', cameras: [], microphones: [], blur: 'off' },
    });
    for (const expected of ['Leave now', 'Video', 'Voice only', 'Chat only', 'Back']) {
      await sendKeys({ press: 'Tab' });
      equal(name(), expected);
      const element = focused();
      ok(element !== null, 'something is focused');
      const rings = [getComputedStyle(element), getComputedStyle(element, '::after')];
      ok(
        rings.some((ring) => ring.outlineStyle === 'solid' && parseFloat(ring.outlineWidth) >= 2),
        `${expected} has a ring`,
      );
    }
  });

  it('sends a message with Enter and breaks the line with Shift and Enter', async () => {
    const { calls } = await guest({ screen: 'room', room: chatRoom() });
    const field = only('textbox', 'Message');
    field.focus();
    await sendKeys({ type: 'one' });
    await sendKeys({ down: 'Shift' });
    await sendKeys({ press: 'Enter' });
    await sendKeys({ up: 'Shift' });
    await sendKeys({ type: 'two' });
    equal(calls, []);
    await sendKeys({ press: 'Enter' });
    equal(calls, [['sendMessage', 'one\ntwo']]);
    ok(field instanceof HTMLTextAreaElement, 'a text area');
    equal(field.value, '', 'left in the field:');
    ok(focused() === field, 'one can go on writing');
  });

  it('keeps a message that was not taken', async () => {
    const { calls } = await guest({ screen: 'room', room: chatRoom() });
    const field = only('textbox', 'Message');
    ok(field instanceof HTMLTextAreaElement, 'a text area');
    field.focus();
    const long = 'a'.repeat(5000);
    field.value = long;
    await sendKeys({ press: 'Enter' });
    equal(calls.length, 1);
    ok(field.value === long, 'the draft is still there');
  });

  it('goes into the chat when it opens from its button, and back with Escape', async () => {
    const closed = videoRoom();
    const open = { ...closed, chat: { ...closed.chat, open: true } };
    const { calls, show } = await guest({ screen: 'room', room: closed });
    only('button', 'Chat').focus();
    await sendKeys({ press: 'Enter' });
    equal(calls.splice(0), [['showChat', true]]);
    await show({ screen: 'room', room: open });
    await until(() => name() === 'Message', 'the cursor is in the message field');
    await sendKeys({ press: 'Escape' });
    equal(calls.splice(0), [['showChat', false]]);
    await show({ screen: 'room', room: closed });
    equal(name(), 'Chat');
  });

  it('is not pulled into a chat that the other side opened', async () => {
    const closed = videoRoom();
    const { show } = await guest({ screen: 'room', room: closed });
    only('button', 'Camera').focus();
    await show({ screen: 'room', room: { ...closed, chat: { ...closed.chat, open: true } } });
    equal(name(), 'Camera');
  });

  it('is kept in the dialog of devices, which closes with Escape and gives it back', async () => {
    const view = videoRoom();
    const { app, calls } = await guest({
      screen: 'room',
      room: {
        ...view,
        devices: {
          status: 'ready',
          choice: 'video',
          cameras: [{ id: 'c1', label: 'One' }],
          microphones: [{ id: 'm1', label: 'Two' }],
          blur: 'off',
        },
      },
    });
    equal(controls().filter((e) => e.localName === 'select').length, 0, 'pickers before:');
    only('button', 'Devices').focus();
    await sendKeys({ press: 'Enter' });
    await until(() => name() === 'Blur what is behind me', 'the focus is in the dialog');
    const order: string[] = [];
    for (let press = 0; press < 4; press += 1) {
      await sendKeys({ press: 'Tab' });
      order.push(name());
    }
    equal(order.slice(0, 3), ['Your picture comes from', 'Your sound comes from', 'Done']);
    ok(order[3] !== 'Quick exit' && order[3] !== 'Camera', 'the room behind it stays out of reach');
    await sendKeys({ press: 'Escape' });
    await until(() => !within('dialog').hasAttribute('open'), 'the dialog is closed');
    await settled(app);
    equal(name(), 'Devices');
    equal(within('dialog').childElementCount, 0, 'left in the closed dialog:');
    equal(calls, [], 'what closes a dialog hides nothing:');
    await sendKeys({ press: 'Escape' });
    equal(calls, [['hold', 'someone']]);
  });

  it('hides all with Escape, from a pause too, and not again when all is hidden', async () => {
    const { calls, show } = await guest({ screen: 'room', room: videoRoom() });
    await sendKeys({ press: 'Escape' });
    equal(calls.splice(0), [['hold', 'someone']]);
    await show({ screen: 'room', room: room({ hold: { mine: 'pause', theirs: undefined } }) });
    await sendKeys({ press: 'Escape' });
    equal(calls.splice(0), [['hold', 'someone']]);
    await show({ screen: 'room', room: room({ hold: { mine: 'someone', theirs: undefined } }) });
    ok(focused()?.matches('h1') === true, 'the focus is on the time');
    await sendKeys({ press: 'Escape' });
    equal(calls, []);
  });
});
