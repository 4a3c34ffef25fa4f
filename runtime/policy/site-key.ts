/**
 * The site's signing key: ed25519 (RFC 8032), made once, kept in `<directory>/keys/site.pem` with
 * mode 0600. The gateway signs with it, boards verify with its public half.
 */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { errorCode } from '../core/app-error.ts';
import { writeFileDurably } from '../state/durable-file.ts';
import { PolicyError } from './errors.ts';

export interface SiteKey {
  /** First 16 hex digits of the public key's SHA-256: says which key signed, gives nothing away. */
  readonly id: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** @param directory the data directory */
export function siteKeyPath(directory: string): string {
  return join(directory, 'keys', 'site.pem');
}

/** @throws PolicyError POLICY_BAD_KEY when the file is there and is no ed25519 key. */
export async function loadSiteKey(directory: string): Promise<SiteKey> {
  const path = siteKeyPath(directory);
  try {
    const privateKey = createPrivateKey(await readFile(path));
    if (privateKey.asymmetricKeyType === 'ed25519') return fromPrivate(privateKey);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return createSiteKey(path);
    throw badKey(path, error);
  }
  throw badKey(path);
}

function badKey(path: string, cause?: unknown): PolicyError {
  return new PolicyError('POLICY_BAD_KEY', `${path} holds no ed25519 private key`, { cause });
}

async function createSiteKey(path: string): Promise<SiteKey> {
  const { privateKey } = generateKeyPairSync('ed25519');
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFileDurably(path, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  return fromPrivate(privateKey);
}

/** What a board is told of the site's key beforehand: base64url of the SHA-256 over its SPKI DER. */
export function keyFingerprint(publicKey: KeyObject): string {
  return digest(publicKey).toString('base64url');
}

function fromPrivate(privateKey: KeyObject): SiteKey {
  const publicKey = createPublicKey(privateKey);
  return { id: keyId(publicKey), privateKey, publicKey };
}

/** See `SiteKey.id`. */
export function keyId(publicKey: KeyObject): string {
  return digest(publicKey).toString('hex').slice(0, 16);
}

function digest(publicKey: KeyObject): Buffer {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest();
}
