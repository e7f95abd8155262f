import { setViewport } from '@web/test-runner-commands';
import type { GuestView } from '../../client/state/guest-view.ts';
import type { HostView } from '../../client/state/host-view.ts';
import { equal, ok } from './assert.ts';
import {
  LINK,
  chatRoom,
  file,
  files,
  guestViews,
  hostViews,
  room,
  session,
  termsView,
  videoDevices,
} from './fixtures.ts';
import { clear, guest, host, only, spoken } from './stand.ts';

/** The names that scripts and screen readers outside of this project rely on: role, name, whether a switch. */
type Name = readonly [role: 'button' | 'textbox', name: string, pressed?: 'switch'];
const ROOM: readonly Name[] = [
  ['button', 'The codes match'],
  ['button', 'They differ'],
  ['button', 'Camera', 'switch'],
  ['button', 'Microphone', 'switch'],
  ['button', 'Chat', 'switch'],
  ['button', 'Share screen', 'switch'],
  ['button', 'Pause', 'switch'],
  ['button', 'Hide all'],
  ['button', 'Leave'],
];
const CHOICES: readonly Name[] = [
  ['button', 'Video', 'switch'],
  ['button', 'Voice only', 'switch'],
  ['button', 'Chat only', 'switch'],
];

const waitingOne = session({ waiting: [{ id: 7, since: Date.now(), state: 'ready' }] });
const everyOn = room({
  local: { camera: true, microphone: true, screen: true, screenSupported: true },
  chat: { open: true, unread: 0, lines: [], earlierLinesGone: false },
});

const PLACES: readonly [place: string, show: () => Promise<unknown>, names: readonly Name[]][] = [
  ['host home', () => host({ screen: 'home' }), [['button', 'Start a session now']]],
  [
    'host session',
    () => host({ screen: 'session', session: waitingOne }),
    [
      ['textbox', 'Session link'],
      ['button', 'Copy link'],
      ['button', 'Admit'],
      ['button', 'Decline'],
      ...CHOICES,
    ],
  ],
  ...(['welcome', 'handling'] as const).map(
    (screen) =>
      [`guest ${screen}`, () => guest({ screen }), [['button', 'Continue']]] satisfies [
        string,
        () => Promise<unknown>,
        Name[],
      ],
  ),
  [
    'guest welcome',
    () => guest({ screen: 'welcome' }),
    [['button', 'Copy link for another browser']],
  ],
  [
    'guest devices',
    () =>
      guest({
        screen: 'devices',
        devices: { status: 'idle', cameras: [], microphones: [], blur: 'off' },
      }),
    [...CHOICES, ['button', 'Ask to join']],
  ],
  [
    'guest terms',
    () => guest({ screen: 'terms', terms: termsView({ guardian: true }) }),
    [
      ['button', 'Accept'],
      ['button', 'I would rather not'],
      ['textbox', 'Name of the parent or guardian who agrees'],
    ],
  ],
  ['room of the guest', () => guest({ screen: 'room', room: room() }), ROOM],
  ['room of the host', () => host({ screen: 'room', room: room({ role: 'host' }) }), ROOM],
  ['room with all on', () => guest({ screen: 'room', room: everyOn }), ROOM],
  [
    'room in writing',
    () => guest({ screen: 'room', room: chatRoom() }),
    [...ROOM, ['textbox', 'Message'], ['button', 'Send']],
  ],
  [
    'room with a file to take',
    () => guest({ screen: 'room', room: chatRoom({ extras: { files: files([file()]) } }) }),
    [
      ...ROOM,
      ['textbox', 'Message'],
      ['button', 'Send'],
      ['button', 'Attach a file'],
      ['button', 'Accept'],
      ['button', 'Decline'],
    ],
  ],
  [
    'room with files on their way and here',
    () =>
      guest({
        screen: 'room',
        room: chatRoom({
          extras: {
            files: files([
              file({ state: 'moving', percent: 42 }),
              file({ id: 'f2', state: 'complete' }),
            ]),
          },
        }),
      }),
    [...ROOM, ['button', 'Send'], ['button', 'Cancel'], ['button', 'Save']],
  ],
];

/** Finders look for a part of a name, too, in letters large or small: there must be only one then. */
const partly = (role: string, name: string, among = spoken()): string[] =>
  among
    .filter((one) => one.role === role)
    .map((one) => one.name)
    .filter((other) => other.toLowerCase().includes(name.toLowerCase()));

describe('the names that others rely on', () => {
  before(() => setViewport({ width: 1440, height: 900 }));
  afterEach(clear);

  for (const [place, show, names] of PLACES)
    it(`${place}: ${names.map(([, name]) => name).join(', ')}`, async () => {
      await show();
      const all = spoken();
      for (const [role, name, pressed] of names) {
        const control = only(role, name, all);
        equal(partly(role, name, all), [name], `names with “${name}”:`);
        equal(control.hasAttribute('aria-pressed'), pressed === 'switch', `${name} is a switch:`);
      }
    });

  it('a switch keeps its name when it is on', async () => {
    for (const view of [room(), everyOn]) {
      await guest({ screen: 'room', room: view });
      const on = String(view === everyOn);
      for (const name of ['Camera', 'Microphone', 'Chat', 'Share screen'])
        equal(only('button', name).getAttribute('aria-pressed'), on, `${name}:`);
    }
  });

  it('what goes on is the main button of its screen', async () => {
    const places: [GuestView, string][] = [
      [{ screen: 'welcome' }, 'Continue'],
      [{ screen: 'handling' }, 'Continue'],
      [{ screen: 'devices', devices: videoDevices() }, 'Ask to join'],
      [{ screen: 'terms', terms: termsView() }, 'Accept'],
      [{ screen: 'refused', reason: 'exhausted' }, 'Ask again'],
      [{ screen: 'room', room: room() }, 'The codes match'],
    ];
    for (const [view, name] of places) {
      await guest(view);
      ok(only('button', name).matches('.primary'), name);
    }
    for (const [view, name] of [
      [{ screen: 'home' }, 'Start a session now'],
      [{ screen: 'session', session: session() }, 'Copy link'],
      [{ screen: 'session', session: waitingOne }, 'Admit'],
      [{ screen: 'session', session: session({ contested: true }) }, 'Make a new link'],
    ] satisfies [HostView, string][]) {
      await host(view);
      ok(only('button', name).matches('.primary'), name);
    }
  });

  it('where screens cannot be shared there is no button for it', async () => {
    const view = room();
    await guest({
      screen: 'room',
      room: { ...view, local: { ...view.local, screenSupported: false } },
    });
    equal(partly('button', 'Share screen'), []);
  });

  it('the session link is the whole link, and can be read by a script', async () => {
    await host({ screen: 'session', session: session() });
    const field = only('textbox', 'Session link');
    ok(field instanceof HTMLInputElement && field.readOnly, 'a field that cannot be changed');
    equal(field.value, LINK);
  });

  it('on the guest page there is always a way out, until it has been taken', async () => {
    for (const [name, make] of Object.entries(guestViews)) {
      const view = make();
      await guest(view);
      if (view.screen === 'left') equal(partly('button', 'leave'), [], `${name}:`);
      // Somebody who has come in is to see no way out of anything.
      else if (view.screen === 'room' && view.room.hold.mine === 'someone')
        only('button', 'Continue');
      else only('button', view.screen === 'room' ? 'Quick exit' : 'Leave now');
    }
  });

  it('says nothing of therapy, clients or sessions of treatment, in any view', async () => {
    const telling = /therap|client|patient|counsel|psych|clinic|treatment|HIPAA/i;
    const texts: [string, string][] = [];
    for (const [name, make] of Object.entries(guestViews)) {
      const { app } = await guest(make());
      texts.push([name, textOf(app)]);
    }
    for (const [name, make] of Object.entries(hostViews)) {
      const { app } = await host(make());
      texts.push([name, textOf(app)]);
    }
    for (const [name, text] of texts) {
      ok(text.length > 20, `${name} says something`);
      ok(!telling.test(text), `${name}: ${telling.exec(text)?.[0] ?? ''}`);
    }
  });
});

function textOf(element: Element): string {
  const root = element.shadowRoot ?? element;
  let text = '';
  for (const node of root.childNodes) {
    if (node instanceof Text) text += node.data;
    else if (node instanceof Element && node.localName !== 'style') text += ` ${textOf(node)}`;
  }
  return text.replaceAll(/\s+/g, ' ');
}
