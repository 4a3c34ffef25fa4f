/** A board's part of the site in the envelope it travels in, and is kept in (`sealed-envelope.ts`). */
import { boardBundleSchema } from '../config/bundle-schema.ts';
import type { BoardBundle } from '../config/board-bundle.ts';
import type { Refusal } from '../core/refusal.ts';
import { refuse } from './errors.ts';
import { seal, unseal, type Sealing, type TrustedKeys } from './sealed-envelope.ts';
import type { SiteKey } from './site-key.ts';

const SEALING: Sealing<BoardBundle> = {
  context: 'boardtalk bundle v1\0',
  schema: boardBundleSchema,
  // A hundred things with all their rules take a tenth of it.
  limits: { maxBytes: 1 << 20, maxDepth: 16 },
};

export function sealBundle(bundle: BoardBundle, key: SiteKey): Uint8Array {
  return seal(bundle, SEALING.context, key);
}

/** Whether it is for this board, and newer than what the board has, is the keeper's business. */
export function unsealBundle(bytes: Uint8Array, trusted: TrustedKeys): BoardBundle | Refusal {
  const opened = unseal(bytes, SEALING, trusted);
  if ('content' in opened) return opened.content;
  switch (opened.fault) {
    case 'no-envelope':
      return refuse('BUNDLE_MALFORMED', 'the bundle is no signed envelope');
    case 'bad-signature':
      return refuse('BUNDLE_BAD_SIGNATURE', 'the bundle is not signed by this site');
    case 'bad-payload':
      return refuse('BUNDLE_MALFORMED', 'the signed payload is no bundle this version can read');
  }
}
