/** What a service worker finds around it, as far as ours uses it; TypeScript's DOM has none of it. */
export interface ServiceWorkerScope {
  readonly clients: {
    get(id: string): Promise<PageClient | undefined>;
    matchAll(of: { type: 'window'; includeUncontrolled: true }): Promise<readonly PageClient[]>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: LifeEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: AskedEvent) => void): void;
  addEventListener(type: 'message', listener: (event: ToldEvent) => void): void;
}

interface PageClient {
  readonly id: string;
  readonly url: string;
  readonly type: 'window' | 'worker' | 'sharedworker';
}

interface LifeEvent {
  waitUntil(work: Promise<unknown>): void;
}

export interface AskedEvent extends LifeEvent {
  readonly request: Request;
  /** Who asks; empty for a navigation. */
  readonly clientId: string;
  /** Who comes into being by this navigation; empty for anything else. */
  readonly resultingClientId: string;
  respondWith(answer: Promise<Response>): void;
}

interface ToldEvent extends LifeEvent {
  readonly data: unknown;
  readonly source: PageClient | null;
}
