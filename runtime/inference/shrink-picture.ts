/** A camera's picture made small enough for a chat. */
import { InferenceError } from './errors.ts';
import type { Picture } from '../hal/picture.ts';

/** Wide enough for a phone and a page; about 100 kB. */
const SIDE_PIXELS = 1_280;

/** undefined where this machine, or the picture, does not allow it. */
export async function shrinkPicture(picture: Picture): Promise<Picture | undefined> {
  try {
    const { smallJpeg } = await import('./read-picture.ts');
    return { ...picture, type: 'image/jpeg', bytes: await smallJpeg(picture.bytes, SIDE_PIXELS) };
  } catch (error) {
    if (error instanceof InferenceError) return undefined;
    throw error;
  }
}
