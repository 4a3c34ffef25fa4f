/** Whether a card is one for its file. Pure. */
import { InferenceError } from './errors.ts';
import type { ModelOutput } from './model-card.ts';
import type { ModelFile } from './tflite-node/tflite-node.ts';

/** How many numbers come out; undefined where the file leaves it open. */
export function countOutputs({ graphs: [main] }: ModelFile): number | undefined {
  const shape = main.tensors[main.outputs[0] ?? -1]?.shape;
  if (shape === undefined || shape.some((size) => size < 1)) return undefined;
  return shape.reduce((product, size) => product * size, 1);
}

/** @throws InferenceError INFERENCE_BAD_LABELS */
export function checkFit(file: ModelFile, output: ModelOutput): void {
  if (output.kind !== 'classes') return;
  const count = countOutputs(file);
  if (count !== undefined) checkLabels(output.labels.length, count);
}

/** @throws InferenceError INFERENCE_BAD_LABELS */
export function checkLabels(labels: number, classes: number): void {
  if (labels === classes) return;
  const message = `the model tells ${classes} classes apart, and has ${labels} labels`;
  throw new InferenceError('INFERENCE_BAD_LABELS', message);
}
