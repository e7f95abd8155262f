const CAPABILITIES = [
  'autoplay',
  'camera',
  'display-capture',
  'fullscreen',
  'microphone',
  'picture-in-picture',
  'publickey-credentials-create',
  'publickey-credentials-get',
  'screen-wake-lock',
  'speaker-selection',
];

/** What a browser could otherwise hand to a page, and ours never asks for. */
const DENIED = [
  'accelerometer',
  'bluetooth',
  'browsing-topics',
  'clipboard-read',
  'compute-pressure',
  'encrypted-media',
  'gamepad',
  'geolocation',
  'gyroscope',
  'hid',
  'identity-credentials-get',
  'idle-detection',
  'keyboard-map',
  'local-fonts',
  'magnetometer',
  'midi',
  'otp-credentials',
  'payment',
  'serial',
  'storage-access',
  'sync-xhr',
  'usb',
  'web-share',
  'window-management',
  'xr-spatial-tracking',
];

/**
 * The headers of every response, whatever it is. `origin` is the configured one, `relay` that of the
 * relay, the same unless pages are served without one: the socket to it is named in full, since not
 * every browser takes it as part of 'self'.
 */
export function securityHeaders(
  origin: string,
  relay: string = origin,
): Readonly<Record<string, string>> {
  const socketOrigin = relay.replace(/^http/, 'ws');
  return {
    'Content-Security-Policy': [
      "default-src 'none'",
      "script-src 'self' 'wasm-unsafe-eval'",
      "style-src 'self'",
      "img-src 'self' blob:",
      "media-src 'self' blob:",
      `connect-src 'self' ${socketOrigin}`,
      "worker-src 'self'",
      "manifest-src 'self'",
      "form-action 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      'trusted-types lit-html alcove-worker',
    ].join('; '),
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'Permissions-Policy': [
      ...CAPABILITIES.map((name) => `${name}=(self)`),
      ...DENIED.map((name) => `${name}=()`),
    ].join(', '),
    ...(origin.startsWith('https:') ? { 'Strict-Transport-Security': 'max-age=31536000' } : {}),
  };
}
