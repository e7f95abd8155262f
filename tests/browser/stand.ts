import '../../client/screens/guest/alcove-guest.ts';
import '../../client/screens/guest/terms.ts';
import '../../client/screens/host/alcove-host.ts';
import '../../client/screens/room/files/attach.ts';
import '../../client/screens/room/files/file.ts';
import '../../client/screens/room/comfort.ts';
import type { GuestView } from '../../client/state/guest-view.ts';
import type { HostView } from '../../client/state/host-view.ts';
import type { VaultView } from '../../client/state/vault-view.ts';
import { ok, until } from './assert.ts';
import { guestActions, hostActions, type Call } from './fixtures.ts';
import { release } from './streams.ts';
import { vaultActions } from './vault-fixtures.ts';

const violations: string[] = [];
document.addEventListener('securitypolicyviolation', (event) => {
  violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`);
});

/** An app on the page, drawing one view, and what was pressed in it. */
export interface Stand<V> {
  readonly app: HTMLElement & { view: V | undefined; updateComplete: Promise<boolean> };
  readonly calls: Call[];
  readonly show: (view: V) => Promise<void>;
}

async function put<V>(app: Stand<V>['app'], calls: Call[], view: V): Promise<Stand<V>> {
  await clear();
  document.body.append(app);
  const show = async (next: V): Promise<void> => {
    app.view = next;
    await settled(app);
  };
  await show(view);
  return { app, calls, show };
}

export function guest(view: GuestView, copies = true): Promise<Stand<GuestView>> {
  const app = document.createElement('alcove-guest');
  const calls: Call[] = [];
  app.actions = guestActions(calls, copies);
  return put(app, calls, view);
}

export async function host(
  view: HostView,
  copies = true,
): Promise<Stand<HostView> & { app: HTMLElementTagNameMap['alcove-host'] }> {
  const app = document.createElement('alcove-host');
  const calls: Call[] = [];
  app.actions = hostActions(calls, copies);
  return { ...(await put(app, calls, view)), app };
}

/** The host app at home, with a vault. Starting a session is written down as well. */
export async function vault(
  view: VaultView,
): Promise<Omit<Stand<VaultView>, 'app'> & { app: HTMLElement }> {
  const app = document.createElement('alcove-host');
  const calls: Call[] = [];
  app.actions = hostActions(calls);
  app.vaultActions = vaultActions(calls);
  app.vault = view;
  await put(app, calls, { screen: 'home' });
  const show = async (next: VaultView): Promise<void> => {
    app.vault = next;
    await settled(app);
  };
  return { app, calls, show };
}

/** Takes the app off the page and ends what its fixtures run. Throws if the page's policy was broken. */
export async function clear(): Promise<void> {
  for (const old of document.querySelectorAll('alcove-guest, alcove-host')) old.remove();
  release();
  await Promise.resolve();
  const broken = violations.splice(0);
  ok(broken.length === 0, `content security policy: ${broken.join('; ')}`);
}

/** Every element: what is drawn in a shadow root, then what is slotted into it. */
export function* everything(root: ParentNode): Generator<Element> {
  for (const element of root.children) {
    yield element;
    if (element.shadowRoot) yield* everything(element.shadowRoot);
    yield* everything(element);
  }
}

const updating = (element: Element): element is Element & { isUpdatePending: boolean } =>
  'isUpdatePending' in element;

/** Waits until no element on the page has anything left to draw. */
export async function settled(app: HTMLElement): Promise<void> {
  await until(
    () =>
      ![app, ...everything(app.shadowRoot ?? app)].some((e) => updating(e) && e.isUpdatePending),
    'the page has settled',
  );
}

declare global {
  interface Element {
    /** What the browser itself tells assistive technology. */
    readonly computedName: string;
    readonly computedRole: string;
  }
}

export const visible = (element: Element): boolean =>
  element.checkVisibility({ visibilityProperty: true });

const CONTROLS = 'button, input, textarea, select, summary, a[href], [tabindex="0"]';

/** What a person can press, type into or choose from now; behind an open dialog that is nothing. */
export function controls(): Element[] {
  const all = [...everything(document.body)];
  const dialog = all.find((e) => e.matches('dialog:modal'));
  return all.filter(
    (e) => e.matches(CONTROLS) && visible(e) && (dialog === undefined || lies(e, dialog)),
  );
}

/** Whether it is drawn inside the other, through slots and shadow roots. */
function lies(element: Element, inside: Element): boolean {
  let at: Element | null = element;
  while (at !== null && at !== inside) {
    const root = at.getRootNode();
    at = at.assignedSlot ?? at.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
  }
  return at === inside;
}

/** A control as assistive technology has it. */
export interface Spoken {
  readonly element: Element;
  readonly role: string;
  readonly name: string;
}

/** All controls as they are now. A browser thinks anew for each name it is asked for. */
export const spoken = (): Spoken[] =>
  controls().map((element) => ({
    element,
    role: element.computedRole,
    name: element.computedName,
  }));

/** The one control of exactly that role and name. */
export function only(role: string, name: string, among = spoken()): HTMLElement {
  const [found, ...more] = among
    .filter((one) => one.role === role && one.name === name)
    .flatMap(({ element }) => (element instanceof HTMLElement ? [element] : []));
  ok(found !== undefined, `no ${role} “${name}” among: ${said(among)}`);
  ok(more.length === 0, `${String(more.length + 1)} × ${role} “${name}”`);
  return found;
}

/** Presses the one button or summary of that name, and waits for what it does. */
export async function press(app: HTMLElement, name: string): Promise<void> {
  const found = controls().filter(
    (e) => e.matches('button, summary') && e.computedName === name && e instanceof HTMLElement,
  );
  const [button] = found;
  ok(found.length === 1 && button instanceof HTMLElement, `${String(found.length)} × “${name}”`);
  button.click();
  await settled(app);
}

const said = (controls: readonly Spoken[]): string =>
  controls.map(({ role, name }) => `${role} “${name}”`).join(', ');

/** The element that has the focus, inside whatever shadow roots. */
export function focused(): Element | null {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}

/** The first element that matches, through all shadow roots. */
export function within(selector: string): HTMLElement {
  const found = [...everything(document.body)].find((e) => e.matches(selector));
  ok(found instanceof HTMLElement, `nothing matches ${selector}`);
  return found;
}
