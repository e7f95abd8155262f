import { trustedWorker } from '../transport/trusted-worker.ts';

/**
 * Makes the host's page open without a network from now on; see service-worker.ts. To be called by
 * the host's page alone, once. Does nothing where the browser has no service workers or refuses them
 * (some private modes): the page then needs the network each time it is opened.
 */
export function registerOffline(): void {
  if (!('serviceWorker' in navigator)) return;
  const { serviceWorker } = navigator;
  // The build's own script stands for the build: its hash covers every part it can load.
  const script = document.querySelector<HTMLScriptElement>('script[type="module"]');
  const entry = script ? new URL(script.src).pathname : '';
  // A name of its own for every build: a new page starts the new one. A browser asks for it again by
  // itself whenever a worker of the page starts, as the vault does at every unlocking, and must find
  // the answer in its own cache: else the server would hear when notes are opened.
  const build = /-([\w-]+)\.js$/.exec(entry)?.[1] ?? '';
  const tell = () => serviceWorker.controller?.postMessage(entry);
  serviceWorker.addEventListener('controllerchange', tell);
  tell();
  const register = () => {
    serviceWorker
      .register(trustedWorker(`/service-worker.js?${build}`), { updateViaCache: 'all' })
      .catch(() => undefined);
  };
  // Its downloads wait until the page has all of its own.
  if (document.readyState === 'complete') register();
  else window.addEventListener('load', register, { once: true });
}
