import { setViewport } from '@web/test-runner-commands';
import type { GuestView } from '../../client/state/guest-view.ts';
import type { HostView } from '../../client/state/host-view.ts';
import { equal, ok, until } from './assert.ts';
import {
  LINES,
  LINK,
  care,
  chatRoom,
  file,
  files,
  guestViews,
  noDevices,
  room,
  session,
  summary,
  termsView,
  videoDevices,
  videoRoom,
  type Call,
} from './fixtures.ts';
import { clear, controls, guest, host, only, settled, within } from './stand.ts';

type Press = readonly [button: string, ...calls: Call[]];

const waiting: GuestView = { screen: 'waiting', phase: 'asked', since: 0, devices: noDevices };

const GUEST: readonly [about: string, view: () => GuestView, ...presses: Press[]][] = [
  [
    'welcome',
    () => ({ screen: 'welcome' }),
    ['Continue', ['next']],
    ['Copy link for another browser', ['copyLink']],
    ['Leave now', ['leaveNow']],
  ],
  ['handling', () => ({ screen: 'handling' }), ['Continue', ['next']], ['Back', ['back']]],
  [
    'devices',
    () => ({ screen: 'devices', devices: videoDevices() }),
    ['Video', ['choose', 'video']],
    ['Voice only', ['choose', 'voice']],
    ['Chat only', ['choose', 'chat']],
    ['Ask to join', ['ask']],
    ['Back', ['back']],
    ['Leave now', ['leaveNow']],
  ],
  [
    'what is said first',
    () => ({ screen: 'terms', terms: termsView() }),
    ['Accept', ['accept', { points: {}, where: '', contact: '', word: '', guardian: '' }]],
    ['I would rather not', ['decline']],
    ['Leave now', ['leaveNow']],
  ],
  [
    'waiting',
    () => waiting,
    ['Copy link for another browser', ['copyLink']],
    ['Leave now', ['leaveNow']],
  ],
  ['a used link', () => ({ screen: 'refused', reason: 'spent' }), ['Leave now', ['leaveNow']]],
  ...(['exhausted', 'full', 'too-many', 'refused'] as const).map(
    (reason): [string, () => GuestView, ...Press[]] => [
      `refused: ${reason}`,
      () => ({ screen: 'refused', reason }),
      ['Ask again', ['ask']],
      ['Leave now', ['leaveNow']],
    ],
  ),
  [
    'the room',
    () => ({ screen: 'room', room: room({ alerts: ['camera-busy'] }) }),
    ['Camera', ['toggleCamera']],
    ['Microphone', ['toggleMicrophone']],
    ['Chat', ['showChat', true]],
    ['Share screen', ['toggleScreen']],
    ['The codes match', ['codesMatch']],
    ['They differ', ['codesDiffer']],
    ['Got it', ['dismiss', 'camera-busy']],
    ['Pause', ['hold', 'pause']],
    ['Hide all', ['hold', 'someone']],
    ['Leave', ['leave']],
    ['Quick exit', ['leaveNow']],
  ],
  [
    'the room in a pause of both',
    () => ({ screen: 'room', room: room({ hold: { mine: 'pause', theirs: 'pause' } }) }),
    ['Pause', ['hold', undefined]],
    ['Go on', ['hold', undefined]],
    ['Hide all', ['hold', 'someone']],
  ],
  [
    'the room with a place for a quiet word',
    () => ({ screen: 'room', room: room({ extras: care() }) }),
    ['Quiet word', ['show', true]],
  ],
  [
    'the room with a quiet word to say',
    () => ({ screen: 'room', room: room({ extras: care({ open: true }) }) }),
    ['Not alone', ['answer', 'not-alone']],
    ['Quiet word', ['show', false]],
    ['Done', ['show', false]],
  ],
  [
    'the room hidden',
    () => ({ screen: 'room', room: room({ hold: { mine: 'someone', theirs: undefined } }) }),
    ['Continue', ['hold', 'pause']],
  ],
  [
    'the room with chat',
    () => ({ screen: 'room', room: videoRoom({ chat: chatRoom().chat }) }),
    ['Chat', ['showChat', false]],
    ['Close', ['showChat', false]],
    ['Send', ['sendMessage', '']],
  ],
  [
    'a file that is offered',
    () => ({ screen: 'room', room: chatRoom({ extras: { files: files([file()]) } }) }),
    ['Accept', ['accept', 'f1']],
    ['Decline', ['decline', 'f1']],
  ],
  ...(['me', 'them'] as const).map((from): [string, () => GuestView, ...Press[]] => [
    `a file on its way, of ${from}`,
    () => ({
      screen: 'room',
      room: chatRoom({ extras: { files: files([file({ from, state: 'moving' })]) } }),
    }),
    ['Cancel', ['cancel', 'f1']],
  ]),
  [
    'a file that nobody has answered yet',
    () => ({
      screen: 'room',
      room: chatRoom({ extras: { files: files([file({ from: 'me' })]) } }),
    }),
    ['Cancel', ['cancel', 'f1']],
  ],
  [
    'a file that is here, and a place to keep it',
    () => ({
      screen: 'room',
      room: chatRoom({ extras: { files: files([file({ state: 'complete', kept: 'not' })]) } }),
    }),
    ['Save', ['save', 'f1']],
    ['Keep in vault', ['keep', 'f1']],
  ],
];

const HOST: readonly [about: string, view: () => HostView, ...presses: Press[]][] = [
  ['home', () => ({ screen: 'home' }), ['Start a session now', ['start']]],
  [
    'no relay',
    () => ({ screen: 'no-relay', reason: 'no-answer', page: 'http://localhost:8786' }),
    ['Try again', ['start']],
    ['Back to the start', ['home']],
  ],
  [
    'session',
    () => ({
      screen: 'session',
      session: session({ waiting: [{ id: 7, since: 0, state: 'ready' }] }),
    }),
    ['Copy link', ['copyLink']],
    ['Copy invitation', ['copyInvitation']],
    ['Admit', ['admit', 7]],
    ['Decline', ['decline', 7]],
    ['Video', ['choose', 'video']],
    ['Voice only', ['choose', 'voice']],
    ['Chat only', ['choose', 'chat']],
    ['End session', ['endSession']],
  ],
  [
    'a link tried too often',
    () => ({ screen: 'session', session: session({ exhausted: true }) }),
    ['Allow more attempts', ['allowMoreAttempts']],
    ['Make a new link', ['newLink']],
  ],
  [
    'a relay that does not know whose it is',
    () => ({ screen: 'session', session: session({ enrolment: 'wanted' }) }),
    ['Open the room', ['enrol', '']],
    ['End session', ['endSession']],
  ],
  [
    'a relay that knows the host',
    () => ({ screen: 'session', session: session({ hasToken: true }) }),
    ['Forget the token', ['forgetToken']],
  ],
  [
    'a link opened by two',
    () => ({ screen: 'session', session: session({ contested: true }) }),
    ['Make a new link', ['newLink']],
    ['End session', ['endSession']],
  ],
  ['left', () => ({ screen: 'left', summary: summary() }), ['Back to the start', ['home']]],
];

describe('each button does its one thing once', () => {
  before(() => setViewport({ width: 1440, height: 900 }));
  afterEach(clear);

  for (const [about, view, ...presses] of GUEST)
    it(`guest, ${about}: ${presses.map(([name]) => name).join(', ')}`, async () => {
      const { calls } = await guest(view());
      for (const [name, ...expected] of presses) {
        only('button', name).click();
        equal(calls.splice(0), expected, `${name}:`);
      }
    });

  for (const [about, view, ...presses] of HOST)
    it(`host, ${about}: ${presses.map(([name]) => name).join(', ')}`, async () => {
      const { calls } = await host(view());
      for (const [name, ...expected] of presses) {
        only('button', name).click();
        equal(calls.splice(0), expected, `${name}:`);
      }
    });

  it('nothing can be asked before a choice, nor while the browser asks', async () => {
    for (const devices of [
      noDevices,
      { ...noDevices, choice: 'video', status: 'asking' } as const,
    ]) {
      const { calls } = await guest({ screen: 'devices', devices });
      only('button', 'Ask to join').click();
      equal(calls, []);
    }
  });

  it('who is still being checked cannot be admitted, only turned away', async () => {
    const { calls } = await host({
      screen: 'session',
      session: session({ waiting: [{ id: 8, since: 0, state: 'checking' }] }),
    });
    only('button', 'Admit').click();
    equal(calls, []);
    only('button', 'Decline').click();
    equal(calls, [['decline', 8]]);
  });

  it('a file is chosen in the browser’s own picker, and the same one can be chosen again', async () => {
    const { calls } = await guest({
      screen: 'room',
      room: chatRoom({ extras: { files: files() } }),
    });
    const input = within('input[type=file]');
    ok(input instanceof HTMLInputElement, 'a field for a file');
    let asked = 0;
    input.addEventListener('click', (event) => {
      asked += 1;
      event.preventDefault();
    });
    only('button', 'Attach a file').click();
    equal(asked, 1, 'the picker opens:');
    for (const name of ['one.pdf', 'one.pdf']) {
      const chosen = new DataTransfer();
      chosen.items.add(new File(['x'], name));
      input.files = chosen.files;
      input.dispatchEvent(new Event('change'));
      equal(input.value, '', 'left in the field:');
      equal(calls.splice(0), [['offer', name]]);
    }
  });

  it('no file is offered or accepted during a hold', async () => {
    const held = files([file()], { held: true });
    const { calls } = await guest({
      screen: 'room',
      room: chatRoom({ hold: { mine: 'pause', theirs: undefined }, extras: { files: held } }),
    });
    for (const name of ['Attach a file', 'Accept']) only('button', name).click();
    equal(calls, []);
    only('button', 'Decline').click();
    equal(calls, [['decline', 'f1']]);
  });

  it('what a file is called is text, and stands there in full', async () => {
    const name = '<img src=x onerror=alert(1)>.pdf.exe';
    await guest({
      screen: 'room',
      room: chatRoom({ extras: { files: files([file({ name, program: true })]) } }),
    });
    const shown = within('alcove-file').shadowRoot;
    equal(shown?.querySelector('.name')?.textContent, name);
    equal(shown?.querySelector('img'), null);
    ok(shown?.textContent.includes('This is a program') === true, 'it warns');
    const button = only('button', 'Accept');
    equal(
      button.ariaDescribedByElements?.map((e) => e.textContent),
      [name],
      'described by:',
    );
  });

  it('files stand among the lines in the order of time', async () => {
    const between = file({ id: 'f0', at: LINES[1]?.at ?? 0 });
    await guest({
      screen: 'room',
      room: chatRoom({ extras: { files: files([between, file()]) } }),
    });
    const items = within('alcove-chat').shadowRoot?.querySelectorAll('li') ?? [];
    equal(
      [...items].map((item) => (item.querySelector('alcove-file') ? 'file' : 'line')),
      ['line', 'line', 'file', 'line', 'line', 'file'],
    );
  });

  it('where there is no feature of files, there is nothing of it', async () => {
    await guest({ screen: 'room', room: chatRoom() });
    equal(controls().filter((e) => e.computedName.includes('file')).length, 0);
  });

  it('a link that two opened is not offered any further', async () => {
    await host({ screen: 'session', session: session({ contested: true }) });
    equal(
      controls().filter(
        (e) => e.computedName.includes('link') && e.computedName !== 'Make a new link',
      ).length,
      0,
    );
  });

  it('a refusal for good offers no other try', async () => {
    for (const reason of ['spent', 'ended', 'declined', 'contested', 'not-the-host'] as const) {
      await guest({ screen: 'refused', reason });
      equal(
        controls().map((e) => e.computedName),
        ['Leave now'],
        `${reason}:`,
      );
    }
  });

  it('choosing another camera or microphone reports its id', async () => {
    const { calls } = await guest({ screen: 'devices', devices: videoDevices() });
    for (const [name, id, call] of [
      ['Your picture comes from', 'c2', 'selectCamera'],
      ['Your sound comes from', 'm2', 'selectMicrophone'],
    ] as const) {
      const select = only('combobox', name);
      ok(select instanceof HTMLSelectElement, name);
      select.value = id;
      select.dispatchEvent(new Event('change'));
      equal(calls.splice(0), [[call, id]]);
    }
  });

  it('copying says whether it worked', async () => {
    for (const [works, said] of [
      [true, 'Copied'],
      [false, 'did not allow copying'],
    ] as const) {
      const { app } = await guest({ screen: 'welcome' }, works);
      only('button', 'Copy link for another browser').click();
      await settled(app);
      await until(
        () => within('alcove-copy').shadowRoot?.textContent.includes(said) === true,
        `it says “${said}”`,
      );
    }
  });

  it('the codes close and open again, and close by themselves once they are answered', async () => {
    const { app, show } = await guest({ screen: 'room', room: room() });
    const shown = (): boolean => controls().some((e) => e.computedName === 'They differ');
    only('button', 'Later').click();
    await settled(app);
    equal(shown(), false, 'after Later:');
    const chip = only('button', 'End-to-end encrypted. Codes not compared yet');
    chip.click();
    await settled(app);
    equal(shown(), true, 'after pressing the state:');
    const answered = room();
    await show({
      screen: 'room',
      room: { ...answered, verification: { ...answered.verification, mine: true } },
    });
    equal(shown(), false, 'after the answer:');
    only('button', 'End-to-end encrypted. Compared by you, not yet by them').click();
    await settled(app);
    only('button', 'They differ');
  });

  it('where the page could not begin, Leave now still takes everything off it', async () => {
    await clear();
    const app = document.createElement('alcove-guest');
    app.view = { screen: 'unsupported', reason: 'no-wasm', link: LINK };
    let vanished = 0;
    app.vanish = () => (vanished += 1);
    document.body.append(app);
    await settled(app);
    const field = only('textbox', 'Your link');
    ok(field instanceof HTMLInputElement && field.value === LINK, 'the link can be taken along');
    only('button', 'Leave now').click();
    await settled(app);
    equal(app.view.screen, 'gone');
    equal(vanished, 1);
    equal(
      controls().some((e) => e instanceof HTMLInputElement),
      false,
      'the link is still shown:',
    );
  });

  it('a page over plain http does not offer its link to another browser', async () => {
    const view = guestViews['unsupported-insecure']?.();
    ok(view !== undefined, 'such a view');
    await guest(view);
    equal(
      controls().map((e) => e.computedName),
      ['Leave now'],
    );
  });
});
