/**
 * Certificates for servers of these tests, made here so that no key is kept anywhere and no other program is needed.
 *
 * @see RFC 5280 section 4.1 for what stands in a certificate, ITU-T X.690 for how it is written (DER)
 */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

export interface Certified {
  /** Both as PEM. */
  readonly certificate: string;
  readonly key: string;
}

export interface Authority extends Certified {
  certify(about: CertificateContents): Certified;
}

export interface CertificateContents {
  /** The host that it is for. */
  readonly host: string;
  readonly since: Date;
  readonly until: Date;
}

const sequence = 0x30;
const [authorityName, ecdsaWithSha256] = ['authority.invalid', '2a8648ce3d040302'];
const [commonName, subjectAltName, basicConstraints] = ['550403', '551d11', '551d13'];

export function createAuthority(since: Date, until: Date): Authority {
  const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const write = (
    subject: string,
    publicKey: KeyObject,
    contents: CertificateContents,
    about: Buffer,
  ): string =>
    writeCertificate({
      issuer: authorityName,
      issuerKey: own.privateKey,
      subject,
      publicKey,
      contents,
      about,
    });
  const isAuthority = der(
    sequence,
    objectId(basicConstraints),
    der(1, [0xff]),
    der(4, der(sequence, der(1, [0xff]))),
  );
  return {
    certificate: write(authorityName, own.publicKey, { host: authorityName, since, until }, isAuthority),
    key: pemOf(own.privateKey),
    certify(contents) {
      const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const certificate = write(contents.host, publicKey, contents, isFor(contents.host));
      return { certificate, key: pemOf(privateKey) };
    },
  };
}

/** A certificate that nobody vouches for but its owner. */
export function createSelfSigned(contents: CertificateContents): Certified {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { host } = contents;
  const certificate = writeCertificate({
    issuer: host,
    issuerKey: privateKey,
    subject: host,
    publicKey,
    contents,
    about: isFor(host),
  });
  return { certificate, key: pemOf(privateKey) };
}

interface Writing {
  readonly issuer: string;
  readonly issuerKey: KeyObject;
  readonly subject: string;
  readonly publicKey: KeyObject;
  readonly contents: CertificateContents;
  /** One extension. */
  readonly about: Buffer;
}

let serial = 0;

function writeCertificate({ issuer, issuerKey, subject, publicKey, contents, about }: Writing): string {
  serial += 1;
  const algorithm = der(sequence, objectId(ecdsaWithSha256));
  const toBeSigned = der(
    sequence,
    der(0xa0, der(2, [2])),
    der(2, [serial]),
    algorithm,
    nameOf(issuer),
    der(sequence, timeOf(contents.since), timeOf(contents.until)),
    nameOf(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, der(sequence, about)),
  );
  const signature = sign('sha256', toBeSigned, issuerKey);
  const whole = der(sequence, toBeSigned, algorithm, der(3, [0], signature));
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

function isFor(host: string): Buffer {
  return der(sequence, objectId(subjectAltName), der(4, der(sequence, der(0x82, Buffer.from(host)))));
}

function nameOf(name: string): Buffer {
  return der(sequence, der(0x31, der(sequence, objectId(commonName), der(12, Buffer.from(name)))));
}

/** Of the years to 2049, which have two figures here. */
function timeOf(instant: Date): Buffer {
  const figures = instant.toISOString().replace(/\D/g, '').slice(2, 14);
  return der(0x17, Buffer.from(`${figures}Z`));
}

function objectId(hex: string): Buffer {
  return der(6, Buffer.from(hex, 'hex'));
}

/** A value of what stands in it: its tag, its length and that. */
function der(tag: number, ...parts: readonly (Buffer | readonly number[])[]): Buffer {
  const content = Buffer.concat(parts.map((part) => Buffer.from(part)));
  const { length } = content;
  const lengthBytes =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...lengthBytes]), content]);
}

function pemOf(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}
