/** A picture as a camera delivered it, and what something that looks at it saw. */

import type { Titles } from '../config/site.ts';

/** What a camera may deliver; everything else is no picture. */
export type PictureType = 'image/jpeg' | 'image/png' | 'image/bmp' | 'image/webp';

export interface Picture {
  /** The whole file, as it came. */
  readonly bytes: Uint8Array;
  readonly type: PictureType;
  /** Epoch ms. */
  readonly takenAt: number;
}

/** What the last sample of a part rests on. */
export interface Sight {
  readonly picture: Picture;
  /** What was seen best, where a model looked: its label, and how sure it is, from 0 to 1. */
  readonly label?: Titles | undefined;
  readonly score?: number | undefined;
}

/**
 * Signatures: JPEG, ITU-T T.81 annex B (SOI and a marker) · PNG, W3C PNG §5.2 · WebP, RFC 9649 §2.4
 * (RIFF, size, WEBP) · BMP, BITMAPFILEHEADER of the Windows API.
 */
const SIGNATURES: readonly (readonly [PictureType, RegExp])[] = [
  ['image/jpeg', /^\xff\xd8\xff/],
  ['image/png', /^\x89PNG\r\n\x1a\n/],
  ['image/webp', /^RIFF[^]{4}WEBP/],
  ['image/bmp', /^BM/],
];
const LONGEST_SIGNATURE = 12;

/** By its first bytes: names and headers are wrong too often. undefined for what is no picture. */
export function pictureType(bytes: Uint8Array): PictureType | undefined {
  const head = Buffer.from(bytes.subarray(0, LONGEST_SIGNATURE)).toString('latin1');
  return SIGNATURES.find(([, signature]) => signature.test(head))?.[0];
}
