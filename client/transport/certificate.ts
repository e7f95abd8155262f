import { fingerprint, type Fingerprint } from '../../crypto/brand.ts';
import { toHex } from '../../crypto/hex.ts';
import { parseFingerprint } from '../session/description-gate.ts';

/** What WebRTC requires every browser to offer, and every one takes by default (RFC 8827, 6.5). */
const KEY: EcKeyGenParams = { name: 'ECDSA', namedCurve: 'P-256' };

/**
 * DTLS certificates made ahead of the handshakes that vouch for them, one each: a certificate that
 * served twice would let two connections be told to be the same device.
 */
export class Certificates {
  readonly #ready: { certificate: RTCCertificate; fingerprint: Fingerprint }[] = [];
  readonly #taken = new Map<string, RTCCertificate>();

  /** Resolves when `take` can be called `count` times. */
  async prepare(count: number): Promise<void> {
    while (this.#ready.length < count) {
      const certificate = await RTCPeerConnection.generateCertificate(KEY);
      this.#ready.push({ certificate, fingerprint: await fingerprintOf(certificate) });
    }
  }

  /** The fingerprint of a certificate that nobody used yet; RangeError when none is prepared. */
  take(): Fingerprint {
    const next = this.#ready.shift();
    if (!next) throw new RangeError('no certificate is prepared');
    this.#taken.set(toHex(next.fingerprint), next.certificate);
    return next.fingerprint;
  }

  /** The certificate behind a fingerprint that was taken; only once. */
  claim(of: Fingerprint): RTCCertificate {
    const key = toHex(of);
    const certificate = this.#taken.get(key);
    if (!certificate) throw new RangeError('no such certificate, or already in use');
    this.#taken.delete(key);
    return certificate;
  }

  clear(): void {
    this.#ready.length = 0;
    this.#taken.clear();
  }
}

async function fingerprintOf(certificate: RTCCertificate): Promise<Fingerprint> {
  // Firefox has no getFingerprints: an offer that nobody sees tells it.
  if ('getFingerprints' in certificate) {
    const entry = certificate
      .getFingerprints()
      .find(({ algorithm }) => algorithm?.toLowerCase() === 'sha-256');
    if (entry?.value) return fingerprint(parseFingerprint(entry.value));
  }
  const probe = new RTCPeerConnection({ certificates: [certificate] });
  try {
    probe.createDataChannel('');
    const { sdp } = await probe.createOffer();
    const value = /^a=fingerprint:sha-256 (\S+)/im.exec(sdp ?? '')?.[1];
    return fingerprint(parseFingerprint(value ?? ''));
  } finally {
    probe.close();
  }
}
