import { generateKeyPairSync } from 'node:crypto';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeCbor, encodeCbor } from '../core/cbor.ts';
import { isRefusal } from '../core/refusal.ts';
import { z } from '../core/schema.ts';
import { sealTime, unsealTime } from './sealed-time.ts';
import { keyFingerprint, keyId, type SiteKey } from './site-key.ts';

const TIME = { site: 'greenhouse', node: 'pump-room', nonce: 'n1', now: Date.UTC(2026, 5, 1) };
const key = newKey();
const sealed = sealTime(TIME, key);
const envelopeSchema = z.record(z.string(), z.instanceof(Uint8Array));

function newKey(): SiteKey {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { id: keyId(publicKey), privateKey, publicKey };
}

function codeOf(bytes: Uint8Array, fingerprint = keyFingerprint(key.publicKey)): string {
  const result = unsealTime(bytes, fingerprint);
  return isRefusal(result) ? result.code : 'believed';
}

function changed(change: Record<string, Uint8Array>): Uint8Array {
  return encodeCbor({ ...envelopeSchema.parse(decodeCbor(sealed)), ...change });
}

test('opens what the site has sealed, and gives the key that commands are checked by', () => {
  const result = unsealTime(sealed, keyFingerprint(key.publicKey));
  assert.not.ok(isRefusal(result));
  if (isRefusal(result)) return;
  assert.equal(result.time, TIME);
  assert.is(keyId(result.publicKey), key.id);
});

test('believes no other key than the one that was promised', () => {
  assert.is(codeOf(sealTime(TIME, newKey())), 'TIME_BAD_SIGNATURE');
  assert.is(codeOf(sealed, keyFingerprint(newKey().publicKey)), 'TIME_BAD_SIGNATURE');
});

test('refuses another payload, signature or public key in the envelope', () => {
  const other = envelopeSchema.parse(decodeCbor(sealTime({ ...TIME, nonce: 'n2' }, key)));
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey;
  const [payload, signature] = [other['payload'], other['signature']];
  assert.ok(payload && signature);
  for (const change of [
    { payload },
    { signature },
    { publicKey: newKey().publicKey.export({ type: 'spki', format: 'der' }) },
    { publicKey: rsa.export({ type: 'spki', format: 'der' }) },
    { publicKey: Uint8Array.of(1, 2, 3) },
  ])
    assert.is(codeOf(changed(change)), 'TIME_BAD_SIGNATURE');
});

test('refuses what is no sealed time', () => {
  for (const bytes of [
    new Uint8Array(),
    new Uint8Array(2_000),
    encodeCbor({ payload: new Uint8Array() }),
    changed({ more: new Uint8Array() }),
  ])
    assert.is(codeOf(bytes), 'TIME_MALFORMED');
});

test.run();
