/** How a window slides over a picture. Source: TensorFlow Lite, kernels/padding.h: of an odd border, the larger half is behind. */
import { KitError } from '../errors.ts';
import { checkSizes, type PictureSize } from '../shape.ts';

/** `same`: the picture is thought to go on in zeros, and only the stride makes it smaller. */
export type Padding = 'same' | 'valid';

type Pair = readonly [height: number, width: number];

export interface WindowPlan {
  /** Of the window: one number for both, or height and width. */
  readonly size: number | Pair;
  /** From one place to the next; 1 where none is given. */
  readonly stride?: number | Pair;
  /** `valid` where none is given. */
  readonly padding?: Padding;
}

export interface Window {
  readonly height: number;
  readonly width: number;
  readonly strideY: number;
  readonly strideX: number;
  readonly padding: Padding;
  /** How far the first window begins outside. */
  readonly top: number;
  readonly left: number;
  readonly outputHeight: number;
  readonly outputWidth: number;
}

/** @throws KitError KIT_BAD_LAYER */
export function placeWindow(plan: WindowPlan, picture: PictureSize): Window {
  const { size, stride = 1, padding = 'valid' } = plan;
  const [height, width] = pair(size);
  const [strideY, strideX] = pair(stride);
  checkSizes({ 'a window': height, 'the width of a window': width });
  checkSizes({ 'a stride': strideY, 'a stride in width': strideX });
  const down = along(picture.height, { window: height, stride: strideY, padding });
  const across = along(picture.width, { window: width, stride: strideX, padding });
  return {
    ...{ height, width, strideY, strideX, padding },
    ...{ top: down.before, left: across.before },
    ...{ outputHeight: down.count, outputWidth: across.count },
  };
}

function pair(given: number | Pair): Pair {
  return typeof given === 'number' ? [given, given] : given;
}

interface Slide {
  readonly window: number;
  readonly stride: number;
  readonly padding: Padding;
}

function along(
  size: number,
  { window, stride, padding }: Slide,
): { readonly count: number; readonly before: number } {
  const count = Math.ceil((padding === 'same' ? size : size - window + 1) / stride);
  if (count < 1)
    throw new KitError('KIT_BAD_LAYER', `a window of ${window} does not fit into ${size}`);
  const missing = padding === 'same' ? Math.max(0, (count - 1) * stride + window - size) : 0;
  return { count, before: Math.floor(missing / 2) };
}

/** Where windows and picture meet, each meeting three numbers: place in the output, place in the input, place in the window. Places are counted row by row, without channels; what lies outside is left out. */
export function meetings(window: Window, { height, width }: PictureSize): Int32Array {
  const found: number[] = [];
  for (let output = 0; output < window.outputHeight * window.outputWidth; output += 1) {
    const top = Math.floor(output / window.outputWidth) * window.strideY - window.top;
    const left = (output % window.outputWidth) * window.strideX - window.left;
    for (let tap = 0; tap < window.height * window.width; tap += 1) {
      const [y, x] = [top + Math.floor(tap / window.width), left + (tap % window.width)];
      if (y >= 0 && y < height && x >= 0 && x < width) found.push(output, y * width + x, tap);
    }
  }
  return Int32Array.from(found);
}
