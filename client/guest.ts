import { ready } from '../crypto/sodium.ts';
import { GuestCall } from './controllers/guest-call.ts';
import './screens/guest/alcove-guest.ts';
import { askAbout } from './transport/about.ts';
import { missingSupport } from './transport/browser-support.ts';
import { TabStorage } from './transport/tab-storage.ts';

// Before anything else: the secret must not stay in the address bar, nor in the session history.
const fragment = location.hash.slice(1);
const address = location.pathname + location.search;
if (location.hash !== '') history.replaceState(null, '', address);

/** To be copied into a browser that can do what this one cannot. */
const whole = fragment === '' ? '' : `${location.origin}${address}#${fragment}`;

/** Where nothing is to be read. */
const EMPTY = '/empty';
/** As long as a goodbye may be on its way out; nothing is on the page any more. */
const GOODBYE_MS = 500;

const element = document.querySelector('alcove-guest');
if (!element) throw new Error('the page has no place for the guest');
const vanish = () => {
  // In the address bar and the session history at once; the page itself, with what its memory may
  // still hold, goes a moment later.
  history.replaceState(null, '', EMPTY);
  setTimeout(() => location.replace(EMPTY), GOODBYE_MS);
};
element.vanish = vanish;

const missing = missingSupport(navigator.userAgent);
if (missing) {
  element.view = {
    screen: 'unsupported',
    reason: missing,
    link: whole,
  };
} else {
  const loadRoom = async () => (await import('./guest-room.ts')).Room;
  const call = new GuestCall({
    origin: location.origin,
    storage: new TabStorage('alcove-guest'),
    ready,
    loadRoom,
    loadFeatures: async () => (await import('./room-extras.ts')).guestFeatures,
    loadNetwork: async () => (await import('./call-network.ts')).Network,
    loadPath: async (hidden) => {
      if (hidden !== true && (await askAbout())?.turn !== true) return undefined;
      const { Path } = await import('./call-path.ts');
      // The private way is a guest's own, until they choose the other.
      return new Path(location.hostname, hidden ?? true);
    },
    findTraces: async (tracks) => (await import('./room-extras.ts')).findTraces(tracks),
    changed: (view) => {
      element.view = view;
      element.actions = call.actions;
    },
    vanish,
  });
  window.addEventListener('hashchange', () => {
    const another = location.hash.slice(1);
    if (another === '') return;
    history.replaceState(null, '', address);
    call.openAnother(another);
  });
  ready.catch(() => {
    element.view = { screen: 'unsupported', reason: 'no-wasm', link: whole };
  });
  await call.open(fragment);
  // Ahead of its use; should it not arrive now, it is asked for again when it is needed.
  await loadRoom().catch(() => undefined);
}
