import type { Server as HttpServer } from 'node:http';
import { Server as HttpsServer } from 'node:https';
import { readCertificate, type Certificate, type CertificateFiles } from './certificate.ts';
import type { Log } from './log.ts';
import { PlainError } from './plain-error.ts';
import { StillFiles } from './still-files.ts';

/** A renewal is in use twice this after its files are still; milliseconds. */
const LOOK_MS = 5000;
export const OLDEST_TLS = 'TLSv1.2';

/**
 * Looks after the certificate of running servers: new connections get a renewed one, those that
 * stand keep theirs.
 */
export class CertificateKeeper {
  readonly #log: Log;
  #still: StillFiles | undefined;
  #servers: readonly HttpServer[] = [];
  #files: CertificateFiles;
  #certificate: Certificate;

  private constructor(files: CertificateFiles, certificate: Certificate, log: Log) {
    this.#files = files;
    this.#certificate = certificate;
    this.#log = log;
  }

  /** Throws PlainError where there is nothing to begin with. */
  static async open(files: CertificateFiles, log: Log): Promise<CertificateKeeper> {
    const keeper = new CertificateKeeper(files, await readCertificate(files), log);
    const paths = () => [keeper.#files.cert, keeper.#files.key];
    keeper.#still = await StillFiles.keep(paths, LOOK_MS, () => keeper.#take(keeper.#files));
    return keeper;
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
    await this.#take(files);
    await this.#still?.read();
  }

  stop(): void {
    this.#still?.stop();
  }

  async #take(files: CertificateFiles): Promise<void> {
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
}
