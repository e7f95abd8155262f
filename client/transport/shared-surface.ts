/** Capture Handle, by which Chromium lets a shared tab be recognized; TypeScript does not know it. */
interface Marking {
  setCaptureHandleConfig?(config: {
    handle: string;
    exposeOrigin: boolean;
    permittedOrigins: string[];
  }): void;
}
interface Marked {
  getCaptureHandle?(): { readonly origin?: string } | null;
}

/** Lets pages of this address, and no other, recognize this tab when it is shared. */
export function markOwnTab(): void {
  const devices: MediaDevices & Marking = navigator.mediaDevices;
  devices.setCaptureHandleConfig?.({
    handle: 'alcove',
    exposeOrigin: true,
    permittedOrigins: [location.origin],
  });
}

/** What of this device is in a shared picture, as far as the browser says. */
export function surfaceOf(track: MediaStreamTrack & Marked): 'own' | 'all' | 'part' {
  const { displaySurface } = track.getSettings();
  if (displaySurface === undefined || displaySurface === 'monitor') return 'all';
  return track.getCaptureHandle?.()?.origin === location.origin ? 'own' : 'part';
}
