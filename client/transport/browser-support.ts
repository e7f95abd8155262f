/** Marks that mail and chat apps put into the name of the browser they bring along. */
const IN_APP =
  /\b(?:FBAN|FBAV|FB_IAB|Instagram|Line\/|MicroMessenger|WhatsApp|Snapchat|Twitter|LinkedInApp|GSA\/|Teams\/|Slack|; wv\))/;

/**
 * What this browser lacks for a private conversation here, or undefined. `insecure`: the page came
 * over plain http from another machine. `in-app`: it lacks what a call needs and seems to
 * be the small browser inside a mail or chat app; the phone's own browser will do better.
 */
export function missingSupport(
  userAgent: string,
): 'insecure' | 'in-app' | 'no-webrtc' | 'no-wasm' | undefined {
  // Before the rest: over plain http browsers hide camera, microphone and locks from every page.
  if (!isSecureContext) return 'insecure';
  if (!canCall()) return IN_APP.test(userAgent) ? 'in-app' : 'no-webrtc';
  if (!('WebAssembly' in globalThis)) return 'no-wasm';
  return undefined;
}

/** A call needs the second layer too: nothing is sent without it, not even to a browser that lacks it. */
function canCall(): boolean {
  return (
    'RTCPeerConnection' in globalThis &&
    'RTCRtpScriptTransform' in globalThis &&
    'setCodecPreferences' in RTCRtpTransceiver.prototype &&
    'mediaDevices' in navigator
  );
}
