import { afterEach, expect, test, vi } from 'vitest';
import { missingSupport } from '../../client/transport/browser-support.ts';

const IN_APP = [
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 [FBAN/FBIOS;FBAV/440.0]',
  'Mozilla/5.0 (Linux; Android 13; SM-A205U; wv) AppleWebKit/537.36 Chrome/115.0 Mobile Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Instagram 300.0',
];
const OLD = 'Mozilla/5.0 (Windows NT 6.1; rv:30.0) Gecko/20100101 Firefox/30.0';

const pretend = (page: {
  secure: boolean;
  rtc: boolean;
  transforms: boolean;
  codecs: boolean;
  devices: boolean;
}): void => {
  vi.stubGlobal('isSecureContext', page.secure);
  if (page.rtc) vi.stubGlobal('RTCPeerConnection', Object);
  if (page.transforms) vi.stubGlobal('RTCRtpScriptTransform', Object);
  vi.stubGlobal('RTCRtpTransceiver', {
    prototype: page.codecs ? { setCodecPreferences: () => undefined } : {},
  });
  vi.stubGlobal('navigator', page.devices ? { mediaDevices: {} } : {});
};
const EVERYTHING = { secure: true, rtc: true, transforms: true, codecs: true, devices: true };

afterEach(() => {
  vi.unstubAllGlobals();
});

test('a browser that has everything lacks nothing, inside an app too', () => {
  pretend(EVERYTHING);
  for (const agent of [OLD, ...IN_APP]) expect(missingSupport(agent)).toBeUndefined();
});

test.each(['rtc', 'transforms', 'codecs', 'devices'] as const)(
  'without its %s it tells the browser inside an app from an old one',
  (missing) => {
    pretend({ ...EVERYTHING, [missing]: false });
    for (const agent of IN_APP) expect(missingSupport(agent), agent).toBe('in-app');
    expect(missingSupport(OLD)).toBe('no-webrtc');
  },
);

test('plain http from another machine is said first, since it hides the rest', () => {
  pretend({ ...EVERYTHING, secure: false, devices: false });
  expect(missingSupport(OLD)).toBe('insecure');
});
