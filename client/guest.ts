import { ready } from '../crypto/sodium.ts';
import { GuestCall } from './controllers/guest-call.ts';
import './screens/guest/alcove-guest.ts';
import { missingSupport } from './transport/browser-support.ts';
import { TabStorage } from './transport/tab-storage.ts';

// Before anything else: the secret must not stay in the address bar, nor in the session history.
const fragment = location.hash.slice(1);
const address = location.pathname + location.search;
if (location.hash !== '') history.replaceState(null, '', address);

const element = document.querySelector('alcove-guest');
if (!element) throw new Error('the page has no place for the guest');

const missing = missingSupport(navigator.userAgent);
if (missing) {
  element.view = {
    screen: 'unsupported',
    reason: missing,
    link: fragment === '' ? '' : `${location.origin}${address}#${fragment}`,
  };
} else {
  await ready;
  const call = new GuestCall({
    origin: location.origin,
    storage: new TabStorage('alcove-guest'),
    changed: (view) => {
      element.view = view;
      element.actions = call.actions;
    },
  });
  window.addEventListener('hashchange', () => {
    const another = location.hash.slice(1);
    if (another === '') return;
    history.replaceState(null, '', address);
    call.openAnother(another);
  });
  call.open(fragment);
}
