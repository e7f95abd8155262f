import { ready } from '../crypto/sodium.ts';
import { HostCall } from './controllers/host-call.ts';
import './screens/host/alcove-host.ts';
import { missingSupport } from './transport/browser-support.ts';
import { TabStorage } from './transport/tab-storage.ts';
import { hostText } from './wording/host.ts';

const element = document.querySelector('alcove-host');
if (!element) throw new Error('the page has no place for the host');

const missing = missingSupport(navigator.userAgent);
if (missing) {
  element.view = { screen: 'unsupported', reason: missing === 'in-app' ? 'no-webrtc' : missing };
} else {
  await ready;
  const call = new HostCall({
    origin: location.origin,
    storage: new TabStorage('alcove-host'),
    invitation: hostText.invitation,
    changed: (view) => {
      // Seen from another tab, and by nobody understood who is not meant to.
      const waiting = view.screen === 'session' ? view.session.waiting.length : 0;
      document.title = waiting > 0 ? `(${waiting}) Alcove` : 'Alcove';
      element.view = view;
      element.actions = call.actions;
    },
  });
  await call.open();
}
