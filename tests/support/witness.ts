/**
 * Runs in a page before its own scripts: keeps what a test needs to see from outside (connections,
 * violations of the content policy) and finds controls by their accessible names through shadow
 * roots. It changes nothing that the page does.
 */
interface Witness {
  readonly connections: RTCPeerConnection[];
  readonly violations: string[];
  readonly tracks: MediaStreamTrack[];
  /** How often the page has looked at how a connection does. */
  looks: number;
  /** As long as a prompt for devices stands open: it is answered when this settles. */
  prompt: Promise<void>;
  /** Every element with this accessible name (and tag, if given) that can be seen. */
  find(name: string, tag?: string): HTMLElement[];
  /** Visible text of the page, shadow roots included. */
  text(): string;
  /** Every element of a kind, shadow roots included. */
  all(selector: string): Element[];
}

declare global {
  interface Window {
    witness: Witness;
  }
}

export function installWitness(): void {
  const connections: RTCPeerConnection[] = [];
  const violations: string[] = [];
  const tracks: MediaStreamTrack[] = [];
  document.addEventListener('securitypolicyviolation', (event) => {
    violations.push(`${event.effectiveDirective} ${event.blockedURI}`);
  });

  const Original = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Original {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      connections.push(this);
    }

    // simple-peer asks, too, while it connects, and in a way that only some browsers know.
    override getStats(...words: [MediaStreamTrack?]): Promise<RTCStatsReport> {
      if (words.length === 0) window.witness.looks += 1;
      return super.getStats(...words);
    }
  };
  // Firefox alone keeps a script's own events from who listens to a track. Real ones are no script's; those
  // that stand in for them are let through by the fourth word, which only Firefox knows.
  const prototype: { addEventListener: unknown } = MediaStreamTrack.prototype;
  const listen = prototype.addEventListener as (...words: unknown[]) => void;
  prototype.addEventListener = function (...words: unknown[]) {
    const [type, listener, options] = words;
    listen.call(this, type, listener, options, true);
  };
  // An insecure page, such as about:blank, has none.
  const mediaDevices = navigator.mediaDevices as MediaDevices | undefined;
  if (mediaDevices) watchDevices(mediaDevices);

  function watchDevices(devices: MediaDevices): void {
    const getUserMedia = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async (constraints) => {
      await window.witness.prompt;
      const stream = await getUserMedia(constraints);
      tracks.push(...stream.getTracks());
      return stream;
    };
    devices.getDisplayMedia = () => Promise.resolve(fakeScreen());
  }
  // No picker can be pressed in a headless browser, and Firefox has no fake screen: a canvas that
  // moves stands in for what the person would have picked.
  function fakeScreen(): MediaStream {
    const canvas = document.createElement('canvas');
    canvas.width = 640;
    canvas.height = 360;
    const context = canvas.getContext('2d');
    let count = 0;
    setInterval(() => {
      count += 1;
      if (!context) return;
      context.fillStyle = `hsl(${String((count * 20) % 360)} 80% 50%)`;
      context.fillRect(0, 0, 640, 360);
    }, 100);
    const stream = canvas.captureStream(10);
    tracks.push(...stream.getTracks());
    return stream;
  }

  const walk = (root: Document | ShadowRoot | Element, visit: (element: Element) => void): void => {
    for (const child of root.children) {
      visit(child);
      if (child.shadowRoot) walk(child.shadowRoot, visit);
      walk(child, visit);
    }
  };
  const all = (selector: string): Element[] => {
    const found: Element[] = [];
    walk(document, (element) => {
      if (element.matches(selector)) found.push(element);
    });
    return found;
  };
  const squeeze = (text: string | null | undefined): string =>
    (text ?? '').replace(/\s+/g, ' ').trim();
  const nameOf = (element: HTMLElement): string => {
    const label = element.getAttribute('aria-label');
    if (label !== null) return squeeze(label);
    const root = element.getRootNode();
    const by = element.getAttribute('aria-labelledby');
    if (by !== null && (root instanceof ShadowRoot || root instanceof Document)) {
      return squeeze(root.getElementById(by)?.textContent);
    }
    if (
      element instanceof HTMLInputElement ||
      element instanceof HTMLTextAreaElement ||
      element instanceof HTMLSelectElement
    ) {
      // A label's own words, without the control that it may hold; lit leaves comments between.
      const words = [...(element.labels ?? [])]
        .flatMap((by) => [...by.childNodes])
        .filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
      return squeeze(words.map(({ textContent }) => textContent).join(' '));
    }
    return squeeze(spoken(element));
  };
  /** What a screen reader reads out: a key beside a word is for the eye alone. */
  const spoken = (node: Node): string => {
    if (node instanceof Element && node.getAttribute('aria-hidden') === 'true') return '';
    if (node.nodeType === Node.TEXT_NODE) return node.textContent ?? '';
    return [...node.childNodes].map(spoken).join('');
  };
  const isShown = (element: Element): boolean => element.checkVisibility();
  const find = (name: string, tag = 'button, input, textarea, select'): HTMLElement[] =>
    all(tag).filter(
      (element): element is HTMLElement =>
        element instanceof HTMLElement && isShown(element) && nameOf(element) === name,
    );
  const text = (): string => {
    const parts: string[] = [];
    const read = (node: Node): void => {
      if (node.nodeType === Node.TEXT_NODE) parts.push(node.textContent ?? '');
      if (node instanceof HTMLStyleElement || node instanceof HTMLScriptElement) return;
      if (node instanceof Element && !isShown(node) && !(node instanceof HTMLSlotElement)) return;
      if (node instanceof Element && node.shadowRoot) node.shadowRoot.childNodes.forEach(read);
      node.childNodes.forEach(read);
    };
    read(document.body);
    return squeeze(parts.join(' '));
  };
  window.witness = {
    connections,
    violations,
    tracks,
    looks: 0,
    prompt: Promise.resolve(),
    find,
    text,
    all,
  };
}
