import type { Server as HttpServer } from 'node:http';
import { Server as HttpsServer } from 'node:https';
import {
  readCertificate,
  stampOf,
  type Certificate,
  type CertificateFiles,
} from './certificate.ts';
import type { Log } from './log.ts';
import { PlainError } from './plain-error.ts';

/** A renewal is in use twice this after its files are still; milliseconds. */
const LOOK_MS = 5000;
export const OLDEST_TLS = 'TLSv1.2';

/**
 * Looks after the certificate of running servers: new connections get a renewed one, those that
 * stand keep theirs. Files are looked at rather than watched, since what renews them mostly moves a
 * link, which a watch does not see.
 */
export class CertificateKeeper {
  readonly #log: Log;
  readonly #timer: ReturnType<typeof setInterval>;
  #servers: readonly HttpServer[] = [];
  #files: CertificateFiles;
  #certificate: Certificate;
  #stamp: string | undefined;
  #seen: string | undefined;

  private constructor(
    files: CertificateFiles,
    certificate: Certificate,
    stamp: string | undefined,
    log: Log,
  ) {
    this.#files = files;
    this.#certificate = certificate;
    this.#stamp = stamp;
    this.#log = log;
    this.#timer = setInterval(() => void this.#look(), LOOK_MS).unref();
  }

  /** Throws PlainError where there is nothing to begin with. */
  static async open(files: CertificateFiles, log: Log): Promise<CertificateKeeper> {
    const stamp = await stampOf(files);
    return new CertificateKeeper(files, await readCertificate(files), stamp, log);
  }

  get certificate(): Certificate {
    return this.#certificate;
  }

  /** Servers to be given every certificate that comes. */
  keep(servers: readonly HttpServer[]): void {
    this.#servers = servers;
  }

  /** Reads the files now. What is of no use changes nothing, and the log says why. */
  async renew(files: CertificateFiles = this.#files): Promise<void> {
    this.#stamp = await stampOf(files);
    try {
      const certificate = await readCertificate(files);
      for (const server of this.#servers) {
        if (server instanceof HttpsServer) {
          server.setSecureContext({ ...certificate, minVersion: OLDEST_TLS });
        }
      }
      this.#files = files;
      this.#certificate = certificate;
      const end = new Date(certificate.notAfter * 1000).toISOString().slice(0, 10);
      this.#log('info', 'certificate', `The certificate was read; it ends on ${end}.`);
    } catch (error) {
      const reason = error instanceof PlainError ? error.message : 'It is of no use.';
      this.#log('error', 'certificate-kept', `${reason} The certificate stays as it was.`);
    }
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    const stamp = await stampOf(this.#files);
    // Twice the same: certificate and key are written one after the other.
    const still = stamp === this.#seen;
    this.#seen = stamp;
    if (still && stamp !== undefined && stamp !== this.#stamp) await this.renew();
  }
}
