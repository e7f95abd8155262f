import { LinkQuality } from '../session/link-quality.ts';
import type { NetworkActions, NetworkView, Trouble } from '../state/path-view.ts';
import { LinkStats, type LinkReading } from '../transport/link-stats.ts';
import type { PeerLink } from '../transport/peer-link.ts';
import type { DeviceCheck } from './device-check.ts';
import { MicrophoneWatch } from './microphone-watch.ts';
import type { Path } from './path.ts';

export interface NetworkOptions {
  readonly devices: DeviceCheck;
  link(): PeerLink | undefined;
  /** What is known of the two ways, to the other device and to the relay. */
  state(): {
    readonly link: 'connecting' | 'connected' | 'interrupted';
    readonly relay: 'up' | 'down';
    readonly partner: 'here' | 'away';
  };
  path(): Path | undefined;
  changed(): void;
  showAddress(): void;
  /** The connection to the relay may be dead without knowing. */
  refresh(): void;
}

/** Between two looks at a connection; milliseconds. */
const LOOK_MS = 2000;
/** Timers that come this much too late mean that the device slept. */
const SLEPT_MS = 10_000;
/** Two devices that have not found each other for so long may need a sentence on why. */
const TROUBLE_MS = 8000;
/** So long a drop is a moment's, and nobody's. */
const GONE_MS = 4000;

/** STUN error codes (RFC 8656): the name or password of a TURN server is wrong, or it allows no more. */
const REFUSED = [401, 403, 438, 441, 486, 508];
/** What browsers say of a server that does not answer. */
const UNREACHABLE = 701;

/**
 * Watches the network of a call: which way it goes, how well, whose is gone when it is, and why none is
 * found. Keeps sound going by making the picture smaller on a poor link.
 */
export class Network {
  readonly #options: NetworkOptions;
  readonly #microphone: MicrophoneWatch;
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #again = (): void => this.#look();
  #watched: PeerLink | undefined;
  #stats = new LinkStats();
  #quality = new LinkQuality();
  #reading: LinkReading | undefined;
  #last = Date.now();
  /** When the two devices were last seen apart from being joined; undefined while they are. */
  #apart: number | undefined = Date.now();

  constructor(options: NetworkOptions) {
    this.#options = options;
    this.#microphone = new MicrophoneWatch(options.devices, () => options.changed());
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
    window.addEventListener('online', this.#again);
    window.addEventListener('offline', this.#again);
    this.#look();
  }

  get view(): NetworkView {
    return {
      path: this.#options.state().link === 'connected' ? this.#reading?.path : undefined,
      hidden: this.#options.path()?.hidden ?? false,
      trouble: this.#trouble,
      gone: this.#gone,
      poor: this.#poor,
      microphoneTaken: this.#microphone.taken,
    };
  }

  readonly actions: NetworkActions = {
    microphoneBack: () => void this.#microphone.back(),
    showAddress: () => this.#options.showAddress(),
  };

  stop(): void {
    clearInterval(this.#timer);
    this.#microphone.stop();
    window.removeEventListener('online', this.#again);
    window.removeEventListener('offline', this.#again);
  }

  #look(): void {
    const now = Date.now();
    // Of what a device did before it slept nothing may be left, and nothing says so.
    if (now - this.#last > LOOK_MS + SLEPT_MS) this.#options.refresh();
    this.#last = now;
    this.#microphone.look();
    if (this.#options.state().link === 'connected') this.#apart = undefined;
    else this.#apart ??= now;
    void this.#measure().then(() => this.#options.changed());
  }

  async #measure(): Promise<void> {
    const link = this.#options.link();
    if (link !== this.#watched) {
      this.#watched = link;
      this.#stats = new LinkStats();
      this.#quality = new LinkQuality();
      this.#reading = undefined;
    }
    if (!link?.open) return;
    const first = this.#reading === undefined;
    const reading = this.#stats.read(await link.stats());
    if (link !== this.#watched) return;
    this.#reading = reading;
    // Where no picture goes out a browser takes the way out for as narrow as what little does.
    const available = this.#options.devices.media.camera ? reading.available : undefined;
    const stepped = this.#quality.measured({ loss: reading.loss, available });
    if (first || stepped) await link.limit(this.#quality.limit);
  }

  /** Milliseconds that the two devices have been apart. */
  get #apartFor(): number {
    return this.#apart === undefined ? 0 : Date.now() - this.#apart;
  }

  get #poor(): NetworkView['poor'] {
    if (this.#apart !== undefined || !this.#quality.poor) return undefined;
    const { camera, microphone } = this.#options.devices.media;
    if (camera) return 'picture';
    return microphone ? 'sound' : undefined;
  }

  get #gone(): NetworkView['gone'] {
    if (!navigator.onLine) return 'mine';
    const { relay, partner } = this.#options.state();
    if (this.#apartFor < GONE_MS) return undefined;
    if (relay === 'down') return 'mine';
    // The relay says itself that they are away, and the page has said so.
    return partner === 'here' && this.#watched !== undefined && this.#reading !== undefined
      ? 'theirs'
      : undefined;
  }

  get #trouble(): Trouble | undefined {
    const { relay, partner } = this.#options.state();
    const path = this.#options.path();
    if (this.#apartFor < TROUBLE_MS || relay === 'down' || partner === 'away') return undefined;
    if (path?.foreign) return 'turn-foreign';
    if (path?.hidden && !path.served) return 'hidden-no-turn';
    if (!path?.served) return 'no-turn';
    const gathered = this.#options.link()?.gathered;
    if (!gathered || gathered.relayed) return 'network-forbids';
    if (REFUSED.some((code) => gathered.errors.has(code))) return 'turn-refused';
    return gathered.errors.has(UNREACHABLE) || path.hidden ? 'turn-unreachable' : 'network-forbids';
  }
}
