import { equal, ok } from './assert.ts';
import { comfortRoom, guestViews, videoDevices, videoRoom } from './fixtures.ts';
import { clear, guest, only, press, settled, within } from './stand.ts';

const sound = (): HTMLAudioElement => {
  const found = within('audio');
  ok(found instanceof HTMLAudioElement, 'the sound');
  return found;
};

describe('comfort in the room', () => {
  afterEach(clear);

  it('is silent while headphones are gone, and sounds when it is told to', async () => {
    const { app, calls, show } = await guest({ screen: 'room', room: comfortRoom() });
    ok(sound().muted, 'muted');
    await press(app, 'Turn the sound on');
    equal(calls, [['soundOn']]);
    await show({ screen: 'room', room: comfortRoom({ quiet: 'checking' }) });
    ok(sound().muted, 'muted while it is not known what happened');
    await show({ screen: 'room', room: comfortRoom({ quiet: 'no' }) });
    ok(!sound().muted, 'heard');
    await show({ screen: 'room', room: videoRoom() });
    ok(!sound().muted, 'heard where the code of this did not arrive');
  });

  it('shows what is shared, warns of what else is on it, and ends it', async () => {
    const { app, calls, show } = await guest({ screen: 'room', room: comfortRoom() });
    const own = within('.shared');
    ok(own.textContent.includes('Everything on a shared screen is seen'), 'a warning');
    ok(own.textContent.includes('Notes and names of other people'), 'a word about notes');
    const picture = own.querySelector('video');
    ok(picture?.srcObject instanceof MediaStream && picture.muted, 'the picture, silent');
    await press(app, 'Stop sharing');
    equal(calls, [['toggleScreen']]);
    await show({ screen: 'room', room: comfortRoom({ surface: 'own' }) });
    ok(within('.shared').textContent.includes('the page of your conversation'), 'its own page');
    const part = comfortRoom({ surface: 'part' });
    await show({ screen: 'room', room: { ...part, role: 'guest' } });
    equal(within('.shared').querySelectorAll('p').length, 1, 'no warnings for a window:');
  });

  it('says that one is heard and not seen', async () => {
    const { show } = await guest({ screen: 'room', room: comfortRoom() });
    ok(within('.unseen').textContent.includes('They hear you. They do not see you.'), 'heard');
    const base = comfortRoom();
    await show({
      screen: 'room',
      room: { ...base, local: { ...base.local, microphone: false } },
    });
    ok(within('.unseen').textContent.includes('They neither see nor hear you.'), 'neither');
  });

  it('has loudspeaker and noise in the dialog of devices', async () => {
    const { app, calls } = await guest({ screen: 'room', room: comfortRoom() });
    await press(app, 'Devices');
    const speaker = only('combobox', 'Their voice comes from');
    ok(speaker instanceof HTMLSelectElement && speaker.options.length === 2, 'two loudspeakers');
    speaker.value = 's2';
    speaker.dispatchEvent(new Event('change'));
    only('checkbox', 'Take noise out of my voice').click();
    await press(app, 'Choose a loudspeaker');
    equal(calls, [['selectSpeaker', 's2'], ['takeNoiseOut', false], ['askSpeaker']]);
  });

  it('offers the blur before a call and in it, and says what became of it', async () => {
    const { app, calls, show } = await guest({ screen: 'devices', devices: videoDevices() });
    only('checkbox', 'Blur what is behind me').click();
    await show({ screen: 'devices', devices: { ...videoDevices(), blur: 'on' } });
    const box = only('checkbox', 'Blur what is behind me');
    ok(box instanceof HTMLInputElement && box.checked, 'ticked');
    box.click();
    equal(calls, [
      ['blur', true],
      ['blur', false],
    ]);
    const failed = guestViews['devices-blur-failed']?.();
    ok(failed !== undefined, 'a view');
    await show(failed);
    await settled(app);
    ok(
      within('alcove-devices').shadowRoot?.textContent.includes('your camera is off') === true,
      '',
    );
  });
});
