/**
 * Windows bitmaps as plain pixels: some cameras and most test pictures are BMP, and libvips reads
 * none. Uncompressed with 8, 24 or 32 bits a pixel; all that scanners and tools write.
 * Source: Microsoft, "Bitmap Storage", https://learn.microsoft.com/windows/win32/gdi/bitmap-storage
 */
import { InferenceError } from './errors.ts';

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue, from the top left. */
  readonly rgb: Uint8Array;
}

/** BITMAPFILEHEADER, and the least of the headers behind it that hold a compression. */
const FILE_HEADER_BYTES = 14;
const INFO_HEADER_BYTES = 40;

/** BI_RGB, and BI_BITFIELDS, which 32-bit files say although their masks are the usual ones. */
const UNCOMPRESSED = 0;
const BIT_FIELDS = 3;

interface Header {
  readonly width: number;
  readonly height: number;
  readonly isTopDown: boolean;
  readonly bits: 8 | 24 | 32;
  readonly dataAt: number;
  /** Each row is filled up to four bytes. */
  readonly rowBytes: number;
  /** Four bytes a colour: blue, green, red, nothing. */
  readonly palette: Uint8Array;
}

/** @throws InferenceError INFERENCE_BAD_PICTURE, INFERENCE_PICTURE_TOO_LARGE */
export function decodeBmp(bytes: Uint8Array, maxPixels: number): Pixels {
  const header = readHeader(bytes, maxPixels);
  const { width, height, rowBytes, dataAt, isTopDown } = header;
  const rgb = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row += 1) {
    const start = dataAt + (isTopDown ? row : height - 1 - row) * rowBytes;
    const from = bytes.subarray(start, start + rowBytes);
    const to = rgb.subarray(row * width * 3, (row + 1) * width * 3);
    if (header.bits === 8) lookUp(from, to, header.palette);
    else turnRound(from, to, header.bits / 8);
  }
  return { width, height, rgb };
}

/** Blue, green, red → red, green, blue. One row of a call: the event loop waits for all of them. */
function turnRound(from: Uint8Array, to: Uint8Array, pixelBytes: number): void {
  for (let at = 0, place = 0; place < to.length; at += pixelBytes, place += 3) {
    to[place] = from[at + 2] ?? 0;
    to[place + 1] = from[at + 1] ?? 0;
    to[place + 2] = from[at] ?? 0;
  }
}

function lookUp(from: Uint8Array, to: Uint8Array, palette: Uint8Array): void {
  for (let at = 0, place = 0; place < to.length; at += 1, place += 3) {
    const colour = (from[at] ?? 0) * 4;
    to[place] = palette[colour + 2] ?? 0;
    to[place + 1] = palette[colour + 1] ?? 0;
    to[place + 2] = palette[colour] ?? 0;
  }
}

function readHeader(bytes: Uint8Array, maxPixels: number): Header {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < FILE_HEADER_BYTES + INFO_HEADER_BYTES) throw bad('it ends in its header');
  const headerBytes = view.getUint32(14, true);
  const width = view.getInt32(18, true);
  const signedHeight = view.getInt32(22, true);
  const height = Math.abs(signedHeight);
  if (headerBytes < INFO_HEADER_BYTES || width < 1 || height < 1) throw bad('it has no size');
  if (width * height > maxPixels) {
    const message = `the picture has ${width} × ${height} pixels, and may have ${maxPixels}`;
    throw new InferenceError('INFERENCE_PICTURE_TOO_LARGE', message);
  }
  const bits = bitsOf(view);
  const rowBytes = Math.ceil((width * bits) / 32) * 4;
  const dataAt = view.getUint32(10, true);
  if (dataAt + rowBytes * height > bytes.length) throw bad('it ends too early');
  const palette = bytes.subarray(FILE_HEADER_BYTES + headerBytes, dataAt);
  return { width, height, isTopDown: signedHeight < 0, bits, dataAt, rowBytes, palette };
}

function bitsOf(view: DataView): Header['bits'] {
  const bits = view.getUint16(28, true);
  const compression = view.getUint32(30, true);
  const isKnown = compression === UNCOMPRESSED || (compression === BIT_FIELDS && bits === 32);
  if (isKnown && (bits === 8 || bits === 24 || bits === 32)) return bits;
  throw bad(`it has ${bits} bits a pixel and compression ${compression}`);
}

function bad(why: string): InferenceError {
  return new InferenceError('INFERENCE_BAD_PICTURE', `this BMP cannot be read: ${why}`);
}
