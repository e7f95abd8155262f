import { checkCandidate, MAX_CANDIDATES } from './candidate.ts';
import { SessionError } from './errors.ts';

const MAX_SDP_BYTES = 64 * 1024;
const MAX_MEDIA_SECTIONS = 6;

/**
 * Stands before simple-peer and lets through only what the two sides agreed on in the handshake.
 * One gate a direct connection, for the first description and every later one: the DTLS
 * certificate must be the one whose fingerprint the handshake authenticated, or a relay or
 * anybody else on the way could put itself in the middle of the media.
 */
export class DescriptionGate {
  readonly #fingerprint: string;
  #candidates = 0;

  /** `fingerprint`: SHA-256 of the other side's DTLS certificate, 32 bytes. */
  constructor(fingerprint: Uint8Array) {
    this.#fingerprint = formatFingerprint(fingerprint);
  }

  /** Throws SessionError SDP_* or CANDIDATE_*. */
  checkDescription(sdp: string): void {
    if (new TextEncoder().encode(sdp).length > MAX_SDP_BYTES) throw new SessionError('SDP_SIZE');
    const [session, ...media] = sections(sdp);
    const fingerprints = new Set(media.flatMap((lines) => fingerprintsOf(lines)));
    const common = fingerprintsOf(session);
    for (const fingerprint of common) fingerprints.add(fingerprint);
    const unnamed = media.some((lines) => fingerprintsOf(lines).length === 0);
    if (fingerprints.size === 0 || (unnamed && common.length === 0)) {
      throw new SessionError('SDP_FINGERPRINT_MISSING');
    }
    if (fingerprints.size > 1) throw new SessionError('SDP_FINGERPRINT_MANY');
    if (!fingerprints.has(this.#fingerprint)) throw new SessionError('SDP_FINGERPRINT_MISMATCH');

    const rtp = media.filter((lines) => !lines[0]?.startsWith('m=application '));
    if (rtp.length > MAX_MEDIA_SECTIONS) throw new SessionError('SDP_SHAPE');
    if (media.some((lines) => !MEDIA_LINE.test(lines[0] ?? ''))) {
      throw new SessionError('SDP_SHAPE');
    }
    const all = [...session, ...media.flat()];
    // SDES would carry the media key itself; DTLS is the only way in here.
    if (all.some((line) => /^a=crypto:/i.test(line))) throw new SessionError('SDP_SHAPE');
    this.checkCandidates(
      all.filter((line) => /^a=candidate:/i.test(line)).map((line) => line.slice(2)),
    );
  }

  /** Counts over the whole connection; throws CANDIDATE_SHAPE or CANDIDATE_TOO_MANY. */
  checkCandidates(lines: readonly string[]): void {
    this.#candidates += lines.length;
    if (this.#candidates > MAX_CANDIDATES) throw new SessionError('CANDIDATE_TOO_MANY');
    for (const line of lines) checkCandidate(line);
  }
}

const MEDIA_LINE =
  /^m=(?:(?:audio|video) \d{1,5} UDP\/TLS\/RTP\/SAVPF(?: \d{1,3})+|application \d{1,5} UDP\/DTLS\/SCTP webrtc-datachannel)$/;

/** "sha-256 AB:CD:…" as browsers write it (RFC 8122, section 5). */
function formatFingerprint(fingerprint: Uint8Array): string {
  return Array.from(fingerprint, (byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(
    ':',
  );
}

/** The lines before the first m= line, then one array a media section. */
function sections(sdp: string): [string[], ...string[][]] {
  const result: [string[], ...string[][]] = [[]];
  for (const line of sdp.split(/\r\n|\n|\r/)) {
    if (line.startsWith('m=')) result.push([]);
    result.at(-1)?.push(line);
  }
  return result;
}

function fingerprintsOf(lines: readonly string[]): string[] {
  return lines.filter((line) => /^a=fingerprint:/i.test(line)).map(normalizeFingerprint);
}

function normalizeFingerprint(line: string): string {
  const parts = /^a=fingerprint:(\S+) (\S+)\s*$/i.exec(line);
  if (parts?.[1] === undefined || parts[2] === undefined) throw new SessionError('SDP_SHAPE');
  if (parts[1].toLowerCase() !== 'sha-256') throw new SessionError('SDP_FINGERPRINT_ALGORITHM');
  return parts[2].toUpperCase();
}

/** Reads the SHA-256 fingerprint of a certificate's own list, as 32 bytes. */
export function parseFingerprint(value: string): Uint8Array {
  if (!/^(?:[0-9a-f]{2}:){31}[0-9a-f]{2}$/i.test(value)) {
    throw new SessionError('SDP_FINGERPRINT_ALGORITHM');
  }
  return Uint8Array.from(value.split(':'), (pair) => Number.parseInt(pair, 16));
}
