import { ready } from '../crypto/sodium.ts';
import { HostCall } from './controllers/host-call.ts';
import { SessionKeeper } from './controllers/session-keeper.ts';
import { VaultApp } from './controllers/vault/vault-app.ts';
import { registerOffline } from './offline/register.ts';
import { NextFrame } from './elements/next-frame.ts';
import './screens/host/alcove-host.ts';
import { askAbout } from './transport/about.ts';
import { missingSupport } from './transport/browser-support.ts';
import { passkeyPossible } from './transport/passkey.ts';
import { TokenStore } from './transport/token-store.ts';
import { TabSessionStore, TabStorage } from './transport/tab-storage.ts';
import { VaultError } from './vault/errors.ts';
import { VaultSessionStore } from './vault/session-store.ts';
import type { SessionPlace, VaultApi } from './vault/vault-api.ts';
import { startVault } from './vault/vault-client.ts';
import { hostText } from './wording/host.ts';

/** Where nothing is to be read. */
const EMPTY = '/empty';
/** As long as a goodbye may be on its way out; nothing is on the page any more. */
const GOODBYE_MS = 500;

const element = document.querySelector('alcove-host');
if (!element) throw new Error('the page has no place for the host');

const missing = missingSupport(navigator.userAgent);
if (missing) {
  element.view = { screen: 'unsupported', reason: missing === 'in-app' ? 'no-webrtc' : missing };
} else {
  await ready;
  const tabStore = new TabSessionStore(new TabStorage('alcove-host'));
  const keepIn = (place: SessionPlace) => VaultSessionStore.open(place, () => call.unkept());
  /** With the first session that the vault keeps and no other tab has. */
  const goOn = async (api: VaultApi) => {
    for (const place of await api.sessionPlaces()) {
      const store = await keepIn(place);
      if (await keeper.collect(store)) continue;
      if (await call.resume(store)) return;
      store.leaveToOther();
    }
  };
  const keeper = new SessionKeeper({
    records: () => vault.openApi,
    cannot: (error) => error instanceof VaultError,
    changed: () => vault.sessionsChanged(),
  });
  const frame = new NextFrame();
  const call = new HostCall({
    page: location.origin,
    askAbout,
    tokens: new TokenStore(),
    tabStore,
    keeper,
    newStore: async () => {
      try {
        const open = vault.openApi;
        return open ? await keepIn(await open.newSessionPlace()) : tabStore;
      } catch (error) {
        // A vault that is damaged, full, or locked this moment must keep nobody from a session.
        if (!(error instanceof VaultError)) throw error;
        return tabStore;
      }
    },
    terms: () => {
      const { view } = vault;
      const own = view.state === 'open' ? view.open.settings.settings.terms : undefined;
      return own ?? hostText.terms.initial;
    },
    loadFeatures: async () => {
      const [{ features }, { hostFeatures }] = await Promise.all([
        import('./room-extras.ts'),
        import('./host-extras.ts'),
      ]);
      const own = hostFeatures({ api: () => vault.openApi, mayRecord: () => vault.mayRecord });
      return [...features, ...own];
    },
    invitation: hostText.invitation,
    loadNetwork: async () => (await import('./call-network.ts')).Network,
    loadPath: async (relay, hidden, turn) => {
      if (hidden !== true && !(turn ?? (await askAbout())?.turn)) return undefined;
      const { Path } = await import('./call-path.ts');
      return new Path(new URL(relay).hostname, hidden ?? false);
    },
    changed: (view) => {
      // Seen from another tab, and by nobody understood who is not meant to.
      const waiting = view.screen === 'session' ? view.session.waiting.length : 0;
      document.title = waiting > 0 ? `(${waiting}) Alcove` : 'Alcove';
      const draw = () => {
        element.view = view;
        element.actions = call.actions;
      };
      // The guest's connection comes in this moment, and goes ahead of the picture of a room.
      if (view.screen === 'room' && element.view?.screen === 'session') frame.soon(draw);
      else frame.now(draw);
    },
    vanish: (kept) => {
      history.replaceState(null, '', EMPTY);
      const goodbye = new Promise((resolve) => setTimeout(resolve, GOODBYE_MS));
      // The record of the session goes into the vault before that is locked.
      void Promise.allSettled([kept.then(() => vault.lock()), goodbye]).then(() =>
        location.replace(EMPTY),
      );
    },
  });
  const show = () => {
    element.vault = vault.view;
    element.vaultActions = vault.actions;
  };
  const vault = new VaultApp({
    start: startVault,
    passkeyPossible,
    weigh: async (passphrase, suggested) => {
      const { weigh } = await import('./practice/strength.ts');
      return weigh(passphrase, suggested);
    },
    changed: show,
    opened: (api) => {
      void keeper.flush();
      void goOn(api).catch(reportError);
    },
    damaged: () => keeper.warn('vault-altered'),
    mended: () => void keeper.flush(),
  });
  show();
  await Promise.all([call.open(), vault.look()]);
  registerOffline();
}
