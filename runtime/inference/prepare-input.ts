/** What people and sensors have → the tensor a model takes: a picture of any size, or numbers. */
import { InferenceError } from './errors.ts';
import type { DialInput, PictureInput } from './model-card.ts';
import { readPicture } from './read-picture.ts';
import { unwrapDial } from './unwrap-dial.ts';
import {
  ARRAY_OF,
  lengthOf,
  quantize,
  type TensorData,
  type TensorInfo,
} from './tflite-node/tflite-node.ts';

/** One picture in its shape: [1, height, width, 1 or 3], the order all TensorFlow Lite models have. */
export interface PictureShape {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
}

/** undefined where the tensor is none for a picture. */
export function pictureShape({ shape }: Pick<TensorInfo, 'shape'>): PictureShape | undefined {
  const [batch, height = 0, width = 0, channels] = shape;
  const isPicture = shape.length === 4 && batch === 1 && height > 1 && width > 1;
  return isPicture && (channels === 1 || channels === 3) ? { width, height, channels } : undefined;
}

/** @throws InferenceError INFERENCE_WRONG_INPUT, and what `readPicture` throws */
export async function preparePicture(
  bytes: Uint8Array,
  input: PictureInput | DialInput,
  tensor: TensorInfo,
): Promise<TensorData> {
  if (input.kind === 'dial') return prepareDial(bytes, input, tensor);
  const shape = pictureShape(tensor);
  if (shape === undefined) {
    const message = `the model takes numbers of the shape [${tensor.shape.join(', ')}], not a picture`;
    throw new InferenceError('INFERENCE_WRONG_INPUT', message);
  }
  const pixels = await readPicture(bytes, { ...shape, fit: input.fit });
  return pixelsToTensor(pixels, input, tensor);
}

/** Pixels, in width and height, of what a dial is cut out of. */
const DIAL_PICTURE = 192;

async function prepareDial(
  bytes: Uint8Array,
  place: DialInput,
  tensor: TensorInfo,
): Promise<TensorData> {
  const size = { width: DIAL_PICTURE, height: DIAL_PICTURE, channels: 1 } as const;
  const pixels = await readPicture(bytes, { ...size, fit: 'cover' });
  return prepareNumbers(unwrapDial(pixels, DIAL_PICTURE, place), tensor);
}

/** What each of the 256 values of a pixel is to the model is worked out once for each colour. */
function pixelsToTensor(pixels: Uint8Array, input: PictureInput, tensor: TensorInfo): TensorData {
  const channels = tensor.shape.at(-1) ?? 1;
  const tables = Array.from({ length: channels }, (_, channel) =>
    valuesOfPixels(input, tensor, channel),
  );
  const values = new Float32Array(pixels.length);
  for (let index = 0; index < pixels.length; index += 1)
    values[index] = tables[index % channels]?.[pixels[index] ?? 0] ?? 0;
  return toTensor(values, tensor);
}

/** What the pixels 0 to 255 of one colour are to the model, before it is quantized. */
function valuesOfPixels(
  { values, mean, deviation }: PictureInput,
  tensor: TensorInfo,
  channel: number,
): Float64Array {
  const [black, white] = values ?? usualValues(tensor);
  const [offset, scale] = [ofColour(mean, channel, 0), ofColour(deviation, channel, 1)];
  return Float64Array.from({ length: 256 }, (_, pixel) => {
    return (black + (pixel / 255) * (white - black) - offset) / scale;
  });
}

function ofColour(
  given: number | readonly number[] | undefined,
  channel: number,
  standard: number,
): number {
  return (typeof given === 'object' ? given[channel] : given) ?? standard;
}

/** A tensor of bytes covers just the pixels, whatever its scale is; floats are 0 to 1. */
function usualValues({ dtype, scale, zeroPoint }: TensorInfo): readonly [number, number] {
  if (dtype === 'uint8' && scale > 0) return [-zeroPoint * scale, (255 - zeroPoint) * scale];
  if (dtype === 'int8' && scale > 0) return [(-128 - zeroPoint) * scale, (127 - zeroPoint) * scale];
  return dtype === 'uint8' ? [0, 255] : [0, 1];
}

/** @throws InferenceError INFERENCE_BAD_NUMBERS unless there is one finite number for each place */
export function prepareNumbers(numbers: ArrayLike<number>, tensor: TensorInfo): TensorData {
  const wanted = lengthOf(tensor);
  if (numbers.length !== wanted) {
    const message = `the model takes ${wanted} numbers, and got ${numbers.length}`;
    throw new InferenceError('INFERENCE_BAD_NUMBERS', message);
  }
  const bad = Array.from(numbers).findIndex((number) => !Number.isFinite(number));
  if (bad !== -1) {
    const message = `number ${bad + 1} is ${String(numbers[bad])}`;
    throw new InferenceError('INFERENCE_BAD_NUMBERS', message);
  }
  return toTensor(numbers, tensor);
}

/** What is longer is cut off, and what is shorter filled up with zeros, as sequence models are trained. @throws as `prepareNumbers` */
export function prepareSequence(
  numbers: ArrayLike<number>,
  longest: number,
  tensor: TensorInfo,
): TensorData {
  const size = lengthOf(tensor);
  const kept = Array.from(numbers).slice(0, Math.min(longest, size));
  const filled = Array.from({ length: size }, (_, index) => kept[index] ?? 0);
  return prepareNumbers(filled, tensor);
}

function toTensor(numbers: ArrayLike<number>, tensor: TensorInfo): TensorData {
  const { dtype, scale } = tensor;
  if (dtype === 'float32' || scale > 0) return quantize(numbers, tensor);
  const whole = Array.from(numbers, Math.round);
  const data = dtype === 'int64' ? BigInt64Array.from(whole, BigInt) : new ARRAY_OF[dtype](whole);
  const misfit = whole.findIndex((number, index) => Number(data[index]) !== number);
  if (misfit === -1) return data;
  const message = `number ${misfit + 1} is ${String(whole[misfit])}, which is no ${dtype}`;
  throw new InferenceError('INFERENCE_BAD_NUMBERS', message);
}
