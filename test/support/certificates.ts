// Certificates for TLS tests, made on the spot: an authority of our own and servers that it vouches for.
import { createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';

/** A certificate and its key, both PEM. */
export interface Identity {
  cert: string;
  key: string;
}

export interface Authority {
  /** PEM. */
  cert: string;
  /** A server's certificate. */
  issue(options?: IssueOptions): Identity;
}

export interface IssueOptions {
  /** Default: 127.0.0.1. */
  names?: { dns?: string[]; ip?: string[] };
  notBefore?: Date;
  notAfter?: Date;
}

const YESTERDAY = new Date(Date.now() - 86_400_000);
const TOMORROW = new Date(Date.now() + 86_400_000);

export function makeAuthority(name = 'imnxport test authority'): Authority {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const basicConstraints = extension('551d13', true, der(0x30, der(0x01, Buffer.from([0xff])))); // a CA
  const keyUsage = extension('551d0f', true, der(0x03, Buffer.from([0x01, 0x06]))); // keyCertSign, cRLSign
  const validity = { notBefore: YESTERDAY, notAfter: TOMORROW };
  return {
    cert: certificate({
      name,
      issuer: name,
      publicKey,
      signer: privateKey,
      ...validity,
      extensions: [basicConstraints, keyUsage],
    }),
    issue({ names = { ip: ['127.0.0.1'] }, notBefore = YESTERDAY, notAfter = TOMORROW } = {}) {
      const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const dns = (names.dns ?? []).map((host) => der(0x82, Buffer.from(host)));
      const ip = (names.ip ?? []).map((address) => der(0x87, Buffer.from(address.split('.').map(Number))));
      const alternativeNames = extension('551d11', false, der(0x30, ...dns, ...ip));
      const cert = certificate({
        ...{ name: 'imnxport test server', issuer: name, publicKey: pair.publicKey, signer: privateKey },
        ...{ notBefore, notAfter, extensions: [alternativeNames] },
      });
      return { cert, key: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string };
    },
  };
}

interface Content {
  name: string;
  issuer: string;
  publicKey: KeyObject;
  signer: KeyObject;
  notBefore: Date;
  notAfter: Date;
  extensions: Buffer[];
}

/** An X.509 version 3 certificate, RFC 5280 section 4.1. */
function certificate(content: Content): string {
  const algorithm = der(0x30, oid('2a8648ce3d040302')); // ecdsa-with-SHA256
  const serial = Buffer.concat([Buffer.from([1]), randomBytes(8)]);
  const body = der(
    0x30,
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, serial),
    algorithm,
    distinguishedName(content.issuer),
    der(0x30, time(content.notBefore), time(content.notAfter)),
    distinguishedName(content.name),
    content.publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, der(0x30, ...content.extensions)),
  );
  const signature = createSign('sha256').update(body).sign(content.signer);
  const whole = der(0x30, body, algorithm, der(0x03, Buffer.from([0]), signature));
  const lines = whole.toString('base64').match(/.{1,64}/g)!;
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

function der(tag: number, ...parts: Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const size = content.byteLength;
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

function oid(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, 'hex'));
}

function distinguishedName(commonName: string): Buffer {
  return der(0x30, der(0x31, der(0x30, oid('550403'), der(0x0c, Buffer.from(commonName)))));
}

function time(date: Date): Buffer {
  return der(0x18, Buffer.from(date.toISOString().replace(/[-:T]|\.\d+/g, ''))); // GeneralizedTime
}

function extension(id: string, critical: boolean, value: Buffer): Buffer {
  return der(0x30, oid(id), ...(critical ? [der(0x01, Buffer.from([0xff]))] : []), der(0x04, value));
}
