/**
 * Picture bytes → pixels of a wanted size, off the event loop but for the unpacking of a BMP (20 to
 * 50 ms for the 8 MB that a camera may deliver). The only file that knows sharp, a
 * native package of 20 MB that not every board has, and that is loaded with the first picture.
 * Pictures come from strangers: what they are is told by their first bytes, only four kinds are
 * read (no SVG, which can name other files), and how large they may unpack is bounded.
 */
import type sharpFunction from 'sharp';
import type { Sharp, SharpOptions } from 'sharp';
import { errorMessage } from '../core/app-error.ts';
import { decodeBmp } from './decode-bmp.ts';
import { InferenceError } from './errors.ts';

/** Of the file. The largest cameras of boards make 15 MB. */
const MAX_BYTES = 32_000_000;

/** Unpacked: 40 megapixels are 120 MB where a format cannot be read in strips. */
const MAX_PIXELS = 40_000_000;

const TIMEOUT_S = 10;

export interface WantedPixels {
  readonly width: number;
  readonly height: number;
  /** 1: grey. 3: red, green, blue. */
  readonly channels: 1 | 3;
  readonly fit: 'stretch' | 'cover' | 'contain';
}

type SharpFunction = typeof sharpFunction;

let loading: Promise<SharpFunction> | undefined;

/** Row by row from the top left, 0 to 255. @throws InferenceError */
export async function readPicture(bytes: Uint8Array, wanted: WantedPixels): Promise<Uint8Array> {
  const kind = kindOf(bytes);
  const sharp = await (loading ??= loadSharp());
  const picture = kind === 'bmp' ? fromBmp(sharp, bytes) : await fromPacked(sharp, bytes);
  return pixelsOf(picture, wanted).catch(refuse);
}

/** The same picture as a JPEG whose longer side is no longer than `side`, for people to look at. @throws InferenceError */
export async function smallJpeg(bytes: Uint8Array, side: number): Promise<Uint8Array> {
  const kind = kindOf(bytes);
  const sharp = await (loading ??= loadSharp());
  const picture = kind === 'bmp' ? fromBmp(sharp, bytes) : await fromPacked(sharp, bytes);
  return picture
    .timeout({ seconds: TIMEOUT_S })
    .flatten({ background: 'white' })
    .resize(side, side, { fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: JPEG_QUALITY })
    .toBuffer()
    .catch(refuse);
}

/** For a chat: a face is still a face. */
const JPEG_QUALITY = 75;

async function loadSharp(): Promise<SharpFunction> {
  const sharp = await import('sharp').catch((cause: unknown) => {
    loading = undefined;
    const message = `this machine has nothing that reads pictures: ${errorMessage(cause)}`;
    throw new InferenceError('INFERENCE_NO_PICTURE_LIBRARY', message, { cause });
  });
  // Pictures come one by one: a cache would keep memory, and more threads would take it from models.
  sharp.default.cache(false);
  sharp.default.concurrency(1);
  return sharp.default;
}

/** By its first bytes; RIFF is a container of many things, so its fourth word counts too. */
function kindOf(bytes: Uint8Array): 'jpeg' | 'png' | 'webp' | 'bmp' {
  if (bytes.length > MAX_BYTES) throw tooLarge(`${bytes.length} bytes, and may have ${MAX_BYTES}`);
  const head = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (head.startsWith('RIFF') && head.endsWith('WEBP')) return 'webp';
  if (head.startsWith('BM')) return 'bmp';
  const message = 'this is no JPEG, PNG, WebP or BMP picture';
  throw new InferenceError('INFERENCE_BAD_PICTURE', message);
}

function tooLarge(what: string): InferenceError {
  return new InferenceError('INFERENCE_PICTURE_TOO_LARGE', `the picture has ${what}`);
}

function refuse(cause: unknown): never {
  // libvips says the same once a row.
  const [reason = ''] = errorMessage(cause).split('\n');
  const message = `the picture cannot be read: ${reason}`;
  throw new InferenceError('INFERENCE_BAD_PICTURE', message, { cause });
}

function fromBmp(sharp: SharpFunction, bytes: Uint8Array): Sharp {
  const { width, height, rgb } = decodeBmp(bytes, MAX_PIXELS);
  return sharp(rgb, { raw: { width, height, channels: 3 } });
}

/** Turned as the camera noted that it was held. Its size is asked of its header, before anything is unpacked. */
async function fromPacked(sharp: SharpFunction, bytes: Uint8Array): Promise<Sharp> {
  const { width, height } = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch(refuse);
  if (width * height > MAX_PIXELS)
    throw tooLarge(`${width} × ${height} pixels, and may have ${MAX_PIXELS}`);
  const options: SharpOptions = { limitInputPixels: MAX_PIXELS, failOn: 'error', autoOrient: true };
  return sharp(bytes, options);
}

/** As `tf.image.resize` and most trainings do; the library's own choice sharpens. */
const KERNEL = 'linear';

const FITS = { stretch: 'fill', cover: 'cover', contain: 'contain' } as const;

async function pixelsOf(picture: Sharp, wanted: WantedPixels): Promise<Uint8Array> {
  const { width, height, channels, fit } = wanted;
  const sized = picture
    .timeout({ seconds: TIMEOUT_S })
    .flatten({ background: 'black' })
    .resize(width, height, { fit: FITS[fit], kernel: KERNEL, background: 'black' })
    .toColourspace(channels === 1 ? 'b-w' : 'srgb');
  return sized.raw({ depth: 'uchar' }).toBuffer();
}
