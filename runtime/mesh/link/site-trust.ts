/**
 * The keys this board obeys. It is born knowing a fingerprint; the first gateway that proves itself
 * brings the key, which is kept, so that bundles and commands can be checked with nobody else alive.
 */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { z } from '../../core/schema.ts';
import { keyFingerprint, keyId } from '../../policy/site-key.ts';
import type { TrustedKeys } from '../../policy/sealed-envelope.ts';
import { defineSpace, type Space } from '../../state/space.ts';
import type { Store } from '../../state/store.ts';

/** SPKI in DER, base64. */
const keySpace = defineSpace({ name: 'site-trust', schema: z.string() });

export class SiteTrust {
  readonly #fingerprint: string;
  readonly #store: Store;
  readonly #space: Space<string>;
  readonly #keys = new Map<string, KeyObject>();

  /** @param fingerprint of the join token */
  constructor({ fingerprint, store }: { fingerprint: string; store: Store }) {
    this.#fingerprint = fingerprint;
    this.#store = store;
    this.#space = store.space(keySpace);
  }

  /** Filled by `load` and `learn`; hand it out as it is. */
  get keys(): TrustedKeys {
    return this.#keys;
  }

  async load(): Promise<void> {
    const kept = await this.#space.get('key');
    if (kept === undefined) return;
    const key = createPublicKey({
      key: Buffer.from(kept, 'base64'),
      type: 'spki',
      format: 'der',
    });
    // A board that was given the token of another site believes that one only.
    if (keyFingerprint(key) === this.#fingerprint) this.#keys.set(keyId(key), key);
  }

  /** @param key whose fingerprint was checked, see `unsealTime` */
  async learn(key: KeyObject): Promise<void> {
    if (this.#keys.has(keyId(key))) return;
    const bytes = key.export({ type: 'spki', format: 'der' });
    await this.#store.durable([this.#space.put('key', bytes.toString('base64'))]);
    this.#keys.set(keyId(key), key);
  }
}
