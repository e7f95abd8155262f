/** What a benchmark sees of a page, from before the page's own scripts on. */
interface PageWatch {
  /** When the first frame of the other side's picture was shown; milliseconds since the epoch. */
  firstFrame?: number;
  /** When **Admit** was pressed; milliseconds since the epoch. */
  admitted?: number;
  /** When **Ask to join** could be pressed; milliseconds since the navigation began. */
  usable?: number;
}

declare global {
  interface Window {
    watch: PageWatch;
  }
}

/** Notes the first frame that any video element shows of a track that came over a connection. */
export function watchFrames(): void {
  const watch: PageWatch = (window.watch = {});
  const now = () => performance.timeOrigin + performance.now();
  const remote = new WeakSet<MediaStreamTrack>();
  const Original = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Original {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      this.addEventListener('track', ({ track }) => remote.add(track));
    }
  };
  const property = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, 'srcObject');
  Object.defineProperty(HTMLMediaElement.prototype, 'srcObject', {
    ...property,
    set(this: HTMLMediaElement, stream: MediaProvider | null) {
      property?.set?.call(this, stream);
      if (!(this instanceof HTMLVideoElement) || !(stream instanceof MediaStream)) return;
      if (!stream.getTracks().some((track) => remote.has(track))) return;
      this.requestVideoFrameCallback(() => (watch.firstFrame ??= now()));
    },
  });
  document.addEventListener(
    'click',
    (event) => {
      const [pressed] = event.composedPath();
      if (pressed instanceof Element && pressed.closest('button')?.textContent.trim() === 'Admit') {
        watch.admitted = now();
      }
    },
    { capture: true },
  );
}

/** Walks through the guest's steps as fast as the page allows, to the enabled **Ask to join**. */
export function walkThrough(): void {
  const watch: PageWatch = (window.watch = {});
  const buttons = (root: ParentNode): HTMLButtonElement[] =>
    [...root.querySelectorAll('*')].flatMap((element) =>
      element instanceof HTMLButtonElement
        ? [element]
        : element.shadowRoot
          ? buttons(element.shadowRoot)
          : [],
    );
  const step = () => {
    const all = buttons(document);
    const named = (name: string) =>
      all.find((button) => button.textContent.trim() === name && !button.disabled);
    if (named('Ask to join')) {
      watch.usable = performance.now();
      return;
    }
    const next = named('Continue');
    (next ?? named('Chat only'))?.click();
    // A person reads between two steps; here the next is pressed as soon as it is drawn.
    const page: (Element & { updateComplete?: Promise<unknown> }) | null =
      document.querySelector('alcove-guest');
    if (next && page?.updateComplete) void page.updateComplete.then(step);
    else setTimeout(step);
  };
  step();
}
