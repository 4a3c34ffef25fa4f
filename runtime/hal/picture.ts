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

/** What ends too early is still being written: cameras and copies come in pieces. */
export function isWhole(bytes: Uint8Array, type: PictureType): boolean {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (type) {
    case 'image/jpeg':
      return endsAsJpeg(file);
    case 'image/png':
      return file.subarray(-PNG_END.length).equals(PNG_END);
    // Both say how long they are.
    case 'image/webp':
      return file.length >= 12 && file.readUInt32LE(4) + 8 <= file.length;
    case 'image/bmp':
      return file.length >= 6 && file.readUInt32LE(2) <= file.length;
  }
}

/** W3C PNG §11.2.5: the chunk IEND, empty, with its checksum. */
const PNG_END = Buffer.from('0000000049454e44ae426082', 'hex');

/** ITU-T T.81 annex B: start of scan, end of image. */
const [SOS, EOI] = [0xda, Buffer.of(0xff, 0xd9)];

/** Segment by segment to the first scan: a preview in a segment has an end of its own. In a scan, no FF D9 is data. */
function endsAsJpeg(file: Buffer): boolean {
  let at = 2;
  while (at + 4 <= file.length && file[at] === 0xff) {
    const next = at + 2 + file.readUInt16BE(at + 2);
    if (file[at + 1] === SOS) return file.indexOf(EOI, next) !== -1;
    at = next;
  }
  return false;
}
