import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** A tag, a length and what is in it (X.690, DER). */
function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 0x80 ? [length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const [INTEGER, OCTETS, OID, TEXT, TIME, SEQUENCE, SET] = [2, 4, 6, 0x0c, 0x17, 0x30, 0x31];
const bytes = (hex: string) => Buffer.from(hex, 'hex');
const ECDSA_SHA256 = der(SEQUENCE, der(OID, bytes('2a8648ce3d040302')));
const COMMON_NAME = der(OID, bytes('550403'));
const ALTERNATIVE_NAME = der(OID, bytes('551d11'));

const pem = (content: Buffer) =>
  `-----BEGIN CERTIFICATE-----\n${content.toString('base64').replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`;

/** A certificate for localhost (RFC 5280) with its key, both PEM, good until 2049. */
export function selfSigned(): { readonly cert: string; readonly key: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = der(
    SEQUENCE,
    der(SET, der(SEQUENCE, COMMON_NAME, der(TEXT, Buffer.from('localhost')))),
  );
  const localhost = der(SEQUENCE, der(0x82, Buffer.from('localhost')));
  const unsigned = der(
    SEQUENCE,
    der(0xa0, der(INTEGER, bytes('02'))),
    der(INTEGER, Buffer.concat([bytes('01'), randomBytes(8)])),
    ECDSA_SHA256,
    name,
    der(SEQUENCE, der(TIME, Buffer.from('200101000000Z')), der(TIME, Buffer.from('490101000000Z'))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, der(SEQUENCE, der(SEQUENCE, ALTERNATIVE_NAME, der(OCTETS, localhost)))),
  );
  const signature = Buffer.concat([bytes('00'), sign('sha256', unsigned, privateKey)]);
  return {
    cert: pem(der(SEQUENCE, unsigned, ECDSA_SHA256, der(3, signature))),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}
