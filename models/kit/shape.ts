/** What one example is like inside a network: `[size]`, or `[height, width, channels]` of a picture. */
import { KitError } from './errors.ts';

export type Shape = readonly number[];

export function sizeOf(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}

export interface PictureSize {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** @throws KitError KIT_BAD_LAYER for what is no picture */
export function pictureSize(shape: Shape, layer: string): PictureSize {
  const [height, width, channels, ...more] = shape;
  if (height !== undefined && width !== undefined && channels !== undefined && more.length === 0)
    return { height, width, channels };
  throw new KitError('KIT_BAD_LAYER', `${layer} works on pictures, and gets [${shape.join(', ')}]`);
}

/** @throws KitError KIT_BAD_LAYER */
export function checkSizes(sizes: Readonly<Record<string, number>>): void {
  for (const [name, size] of Object.entries(sizes))
    if (!Number.isInteger(size) || size < 1)
      throw new KitError(
        'KIT_BAD_LAYER',
        `${name} is ${size}, and has to be a whole number from 1`,
      );
}
