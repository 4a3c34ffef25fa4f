/**
 * Runs a quantized model in plain TypeScript, so that the kit can say what a model does without a
 * library. Sums are integers; each is brought to the steps of its output by one float32 factor, and
 * rounded half to even, as XNNPACK does it (src/qs8-requantization/fp32-scalar-lrintf.c).
 */
import type { SparseVector } from '../layers/sparse-dense.ts';
import { meetings } from '../layers/window.ts';
import { pictureSize, sizeOf } from '../shape.ts';
import { logistic, softmax } from '../training/loss.ts';
import type { NetworkInput } from '../training/network.ts';
import { quantizeInput } from './quantize-input.ts';
import {
  CHANCES,
  toInt8,
  toReal,
  type ConvolutionStep,
  type DenseStep,
  type PoolStep,
  type QuantizedModel,
  type QuantizedTensor,
  type Step,
} from './quantized-model.ts';

/** The integers of all tensors, in their order. */
export function runQuantized(model: QuantizedModel, input: NetworkInput): readonly Int8Array[] {
  const values = model.tensors.map((tensor, place) =>
    place === 0 ? quantizeInput(input, tensor) : new Int8Array(sizeOf(tensor.shape)),
  );
  const present = input instanceof Float32Array ? undefined : input.indices;
  for (const step of model.steps) {
    const [from, to] = [model.tensors[step.input], model.tensors[step.output]];
    const [taken, output] = [values[step.input], values[step.output]];
    if (from === undefined || to === undefined) continue;
    const places = step.input === 0 ? present : undefined;
    if (taken !== undefined && output !== undefined)
      runStep(step, { input: taken, output, from, to, places });
  }
  return values;
}

/** What the model says of each head, in real values. */
export function answerQuantized(
  model: QuantizedModel,
  input: NetworkInput,
): readonly Float32Array[] {
  const values = runQuantized(model, input);
  return model.outputs.map((place) => {
    const tensor = model.tensors[place] ?? CHANCES;
    return Float32Array.from(values[place] ?? [], (whole) => toReal(whole, tensor));
  });
}

interface Run {
  readonly input: Int8Array;
  readonly output: Int8Array;
  readonly from: QuantizedTensor;
  readonly to: QuantizedTensor;
  /** Of a sparse input, those that are not zero. */
  readonly places: SparseVector['indices'] | undefined;
}

function runStep(step: Step, run: Run): void {
  if (step.kind === 'dense') runDense(step, run);
  else if (step.kind === 'convolution') runConvolution(step, run);
  else if (step.kind === 'depthwise-convolution') runDepthwise(step, run);
  else if (step.kind === 'pool') runPool(step, run);
  else if (step.kind === 'flatten') run.output.set(run.input);
  else if (step.kind === 'mean') runMean(run);
  else runChances(step.kind, run);
}

/** What the numbers of an output may be, its activation considered. */
function boundsOf(
  { activation }: Pick<DenseStep, 'activation'>,
  { scale, zeroPoint }: QuantizedTensor,
): readonly [low: number, high: number] {
  if (activation === 'linear') return [-128, 127];
  const top = activation === 'relu6' ? zeroPoint + Math.round(6 / scale) : 127;
  return [Math.max(-128, zeroPoint), Math.min(127, top)];
}

/** All in float32, in the order of XNNPACK. */
function factorOf({ from, to }: Run, weightScale: number): number {
  return Math.fround(Math.fround(from.scale * weightScale) / to.scale);
}

function requantize(sum: number, factor: number): number {
  return roundToEven(Math.fround(Math.fround(sum) * factor));
}

function roundToEven(value: number): number {
  const low = Math.floor(value);
  const rest = value - low;
  if (rest !== 0.5) return Math.round(value);
  return low % 2 === 0 ? low : low + 1;
}

function runDense(step: DenseStep, run: Run): void {
  const { input, output, to } = run;
  const [factor, [low, high]] = [factorOf(run, step.weightScale), boundsOf(step, to)];
  for (let row = 0; row < output.length; row += 1) {
    const sum = (step.bias[row] ?? 0) + sumOf(step, run, row * input.length);
    const whole = requantize(sum, factor) + to.zeroPoint;
    output[row] = Math.min(high, Math.max(low, whole));
  }
}

/** What is zero adds nothing, so that of a sparse input only what is there costs time. */
function sumOf({ weights }: DenseStep, { input, from, places }: Run, start: number): number {
  let sum = 0;
  if (places === undefined)
    for (let place = 0; place < input.length; place += 1)
      sum += ((input[place] ?? 0) - from.zeroPoint) * (weights[start + place] ?? 0);
  else
    for (const place of places)
      sum += ((input[place] ?? 0) - from.zeroPoint) * (weights[start + place] ?? 0);
  return sum;
}

/** Brings the sums of a convolution into its output. */
function finish(step: ConvolutionStep, run: Run, sums: Int32Array): void {
  const [low, high] = boundsOf(step, run.to);
  const filters = step.bias.length;
  const factors = Array.from(step.weightScales, (scale) => factorOf(run, scale));
  sums.forEach((sum, index) => {
    const filter = index % filters;
    const whole = requantize(sum + (step.bias[filter] ?? 0), factors[filter] ?? 0);
    run.output[index] = Math.min(high, Math.max(low, whole + run.to.zeroPoint));
  });
}

function runConvolution(step: ConvolutionStep, run: Run): void {
  const { input, output, from } = run;
  const picture = pictureSize(from.shape, step.kind);
  const [filters, channels] = [step.bias.length, picture.channels];
  const each = step.weights.length / filters;
  const sums = new Int32Array(output.length);
  const found = meetings(step.window, picture);
  for (let index = 0; index < found.length; index += 3) {
    const [to, place, tap] = [found[index] ?? 0, found[index + 1] ?? 0, found[index + 2] ?? 0];
    for (let filter = 0; filter < filters; filter += 1) {
      let sum = 0;
      for (let channel = 0; channel < channels; channel += 1)
        sum +=
          ((input[place * channels + channel] ?? 0) - from.zeroPoint) *
          (step.weights[filter * each + tap * channels + channel] ?? 0);
      sums[to * filters + filter] = (sums[to * filters + filter] ?? 0) + sum;
    }
  }
  finish(step, run, sums);
}

function runDepthwise(step: ConvolutionStep, run: Run): void {
  const { input, output, from } = run;
  const picture = pictureSize(from.shape, step.kind);
  const { channels } = picture;
  const sums = new Int32Array(output.length);
  const found = meetings(step.window, picture);
  for (let index = 0; index < found.length; index += 3) {
    const [to, place, tap] = [found[index] ?? 0, found[index + 1] ?? 0, found[index + 2] ?? 0];
    for (let channel = 0; channel < channels; channel += 1) {
      const value = (input[place * channels + channel] ?? 0) - from.zeroPoint;
      const sum = value * (step.weights[tap * channels + channel] ?? 0);
      sums[to * channels + channel] = (sums[to * channels + channel] ?? 0) + sum;
    }
  }
  finish(step, run, sums);
}

/** Means are rounded half away from zero. Source: tensorflow/lite/kernels/internal/reference/integer_ops/pooling.h. */
function runPool({ pooling, window }: PoolStep, { input, output, from }: Run): void {
  const picture = pictureSize(from.shape, 'pool');
  const { channels } = picture;
  const sums = new Int32Array(output.length).fill(pooling === 'max' ? -128 : 0);
  const counts = new Int32Array(output.length / channels);
  const found = meetings(window, picture);
  for (let index = 0; index < found.length; index += 3) {
    const [place, start] = [found[index] ?? 0, (found[index + 1] ?? 0) * channels];
    counts[place] = (counts[place] ?? 0) + 1;
    for (let channel = 0; channel < channels; channel += 1) {
      const [to, value] = [place * channels + channel, input[start + channel] ?? 0];
      const before = sums[to] ?? 0;
      sums[to] = pooling === 'max' ? Math.max(before, value) : before + value;
    }
  }
  sums.forEach((sum, index) => {
    const count = counts[Math.floor(index / channels)] ?? 1;
    output[index] = pooling === 'max' ? sum : Math.sign(sum) * Math.round(Math.abs(sum) / count);
  });
}

function runMean({ input, output, from, to }: Run): void {
  const sums = new Int32Array(output.length);
  input.forEach((value, index) => {
    const channel = index % sums.length;
    sums[channel] = (sums[channel] ?? 0) + value - from.zeroPoint;
  });
  const places = input.length / sums.length;
  sums.forEach((sum, channel) => {
    output[channel] = toInt8((sum / places) * from.scale, to);
  });
}

function runChances(kind: 'softmax' | 'logistic', { input, output, from, to }: Run): void {
  const real = Float32Array.from(input, (whole) => toReal(whole, from));
  const chances = kind === 'logistic' ? real.map(logistic) : new Float32Array(real.length);
  if (kind === 'softmax') softmax(real, chances);
  chances.forEach((chance, index) => {
    output[index] = toInt8(chance, to);
  });
}
