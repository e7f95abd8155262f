import { setViewport } from '@web/test-runner-commands';
import { agreementText } from '../../client/elements/agreement-text.ts';
import { hostText } from '../../client/wording/host.ts';
import { equal, ok } from './assert.ts';
import { agreement, room, session, termsView } from './fixtures.ts';
import { clear, controls, guest, host, only, press, settled, vault, within } from './stand.ts';
import { vaultViews } from './vault-fixtures.ts';

function write(role: string, name: string, text: string): void {
  const field = only(role, name);
  ok(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement, name);
  field.value = text;
  field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
}

describe('what is said and answered before anybody comes in', () => {
  before(() => setViewport({ width: 1440, height: 900 }));
  afterEach(clear);

  it('the guest’s answers go along with its yes, and each may be left out', async () => {
    const { app, calls } = await guest({ screen: 'terms', terms: termsView({ guardian: true }) });
    only('radio', 'Yes: A private place').click();
    only('radio', 'No: Headphones').click();
    only('radio', 'Later: Headphones').click();
    await press(app, 'In case something happens');
    write('textbox', 'Where are you now?', '  At home ');
    write('textbox', 'A word that means: someone has come in', 'blue kettle');
    write('textbox', 'Name of the parent or guardian who agrees', 'Sam \ud800');
    await press(app, 'Accept');
    equal(calls, [
      [
        'accept',
        {
          points: { place: 'yes', headphones: 'later' },
          where: 'At home',
          contact: '',
          word: 'blue kettle',
          // Half a character has no bytes to be signed; the browser itself replaces it.
          guardian: 'Sam \ufffd',
        },
      ],
    ]);
  });

  it('nobody is asked for a guardian unless the host does; what is typed outlasts a new view', async () => {
    const { app, show } = await guest({ screen: 'terms', terms: termsView() });
    const names = controls().map((e) => e.computedName);
    ok(!names.some((name) => name.includes('guardian')), 'no guardian');
    await press(app, 'In case something happens');
    write('textbox', 'Where are you now?', 'At home');
    await show({ screen: 'terms', terms: termsView({ version: '2' }) });
    const field = only('textbox', 'Where are you now?');
    ok(field instanceof HTMLInputElement && field.value === 'At home', 'still there');
  });

  it('words are text and nothing else', async () => {
    await guest({ screen: 'terms', terms: termsView({ limits: '<b id="bold">Hello</b>' }) });
    ok(within('alcove-terms').shadowRoot?.querySelector('#bold') === null, 'no element');
    ok(within('alcove-terms').shadowRoot?.textContent.includes('<b id="bold">') === true, 'text');
  });

  it('the host ticks what is so, and changes its words', async () => {
    const view = session({ waiting: [{ id: 8, since: 0, state: 'reading' }] });
    const { app, calls, show } = await host({ screen: 'session', session: view });
    only('button', 'Admit').click();
    equal(calls.splice(0), [], 'nobody who reads can be let in:');
    only('checkbox', 'No public Wi-Fi').click();
    only('checkbox', 'A private place').click();
    equal(calls.splice(0), [
      ['attest', { ...view.attested, network: true }],
      ['attest', { ...view.attested, place: false }],
    ]);
    await press(app, 'Read or change your words for this session');
    write('textbox', 'How you handle what they share', ' Nothing is kept. ');
    await press(app, 'Save these words');
    const [call] = calls.splice(0);
    const terms = { ...hostText.terms.initial, handling: 'Nothing is kept.' };
    equal(call, ['saveTerms', terms]);
    const said = () => within('alcove-terms-form').shadowRoot?.textContent.includes('Saved.');
    equal(said(), false, 'said before it is so:');
    await show({ screen: 'session', session: { ...view, terms: call?.[1] as typeof terms } });
    equal(said(), true, 'said:');
    write('textbox', 'How you handle what they share', '   ');
    await press(app, 'Save these words');
    equal(calls, [], 'blanks are no words:');
  });

  it('the words of all sessions are among the settings of the vault', async () => {
    const make = vaultViews['settings'];
    ok(make !== undefined, 'settings');
    const { app, calls } = await vault(make());
    write('textbox', 'Phone number if the connection breaks', '555 0100');
    await press(app, 'Save these words');
    const [name, settings] = calls[0] ?? [];
    equal(name, 'saveSettings');
    const { terms } = settings as { terms: { phone: string; handling: string } };
    equal([terms.phone, terms.handling], ['555 0100', hostText.terms.initial.handling]);
  });

  it('is read again in the room, and Escape closes it before it hides', async () => {
    const { app, calls } = await guest({ screen: 'room', room: room({ agreement: agreement() }) });
    await press(app, 'What we agreed');
    await settled(app);
    const text = within('alcove-agreement').shadowRoot?.textContent ?? '';
    for (const part of ['Sam, +1 555 0123', 'Headphones: No', 'version 2026-11'])
      ok(text.includes(part), part);
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
    equal(calls, [], 'hidden:');
    await press(app, 'Done');
    only('button', 'What we agreed');
  });

  it('is a file that a person can read, with the receipt as its last line', () => {
    const view = agreement();
    const lines = agreementText(view).trimEnd().split('\n');
    equal(lines.at(-1), view.receipt);
    for (const part of [
      'What we agreed',
      'Call +1 555 0100 0000 0000',
      'Where: At home, in the kitchen',
    ])
      ok(lines.includes(part), part);
  });
});
