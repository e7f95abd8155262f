import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { PlainError } from './plain-error.ts';

/** The names of two PEM files. */
export interface CertificateFiles {
  /** The certificate, and after it those that lead to its authority. */
  readonly cert: string;
  readonly key: string;
}

export interface Certificate {
  readonly cert: Buffer;
  readonly key: Buffer;
  /** When it ends; seconds since the epoch. */
  readonly notAfter: number;
}

/** Reads both and holds them against each other. Throws PlainError when they are of no use. */
export async function readCertificate(files: CertificateFiles): Promise<Certificate> {
  const [cert, key] = await Promise.all([
    readNamed('TLS_CERT', files.cert),
    readNamed('TLS_KEY', files.key),
  ]);
  const certificate = parsed(() => new X509Certificate(cert));
  if (!certificate) throw new PlainError(`TLS_CERT names a file without a PEM certificate.`);
  const privateKey = parsed(() => createPrivateKey(key));
  if (!privateKey) throw new PlainError(`TLS_KEY names a file without a PEM key, or a locked one.`);
  if (!certificate.checkPrivateKey(privateKey)) {
    throw new PlainError('TLS_CERT and TLS_KEY do not belong together.');
  }
  return { cert, key, notAfter: Date.parse(certificate.validTo) / 1000 };
}

/** Certificates to trust, PEM. Throws PlainError where there are none. */
export async function readAuthorities(name: string, path: string): Promise<string> {
  const text = (await readNamed(name, path)).toString();
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  throw new PlainError(`${name} names a file without a PEM certificate.`);
}

async function readNamed(name: string, path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch {
    throw new PlainError(`${name} names a file that cannot be read: ${path}.`);
  }
}

function parsed<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
