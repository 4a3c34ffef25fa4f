/** A quantized model → the bytes of its .tflite file. The same model gives the same bytes. */
import type { QuantizedModel, QuantizedTensor, Step } from '../int8/quantized-model.ts';
import { sizeOf } from '../shape.ts';
import { operatorOf } from './operators.ts';
import { writeModel, type DraftOperator, type DraftTensor } from './write-model.ts';

/** @param description what it is, for whoever opens the file */
export function writeQuantized(model: QuantizedModel, description: string): Uint8Array {
  const tensors: DraftTensor[] = model.tensors.map(computed);
  const add = (tensor: DraftTensor): number => tensors.push(tensor) - 1;
  const operators = model.steps.map((step): DraftOperator => {
    const constants = constantsOf(step, model).map(add);
    const shape = tensors[step.output]?.shape ?? [];
    const ends = { inputs: [step.input, ...constants], outputs: [step.output] };
    return { ...operatorOf(step, shape), ...ends };
  });
  return writeModel({ description, tensors, operators, inputs: [0], outputs: model.outputs });
}

/** Each with a batch of one in front. */
function computed({ name, shape, scale, zeroPoint }: QuantizedTensor): DraftTensor {
  return { name, type: 'int8', shape: [1, ...shape], scales: [scale], zeroPoint };
}

/** What a step takes besides its input: weights and bias, or numbers about shapes. */
function constantsOf(step: Step, { tensors }: QuantizedModel): readonly DraftTensor[] {
  const [from, to] = [tensors[step.input], tensors[step.output]];
  if (from === undefined || to === undefined) return [];
  const name = to.name;
  switch (step.kind) {
    case 'dense': {
      const { weights, weightScale, bias } = step;
      const shape = [bias.length, weights.length / bias.length];
      return [
        { name: `${name} weights`, type: 'int8', shape, scales: [weightScale], data: weights },
        biasOf(name, bias, [from.scale * weightScale]),
      ];
    }
    case 'convolution':
    case 'depthwise-convolution': {
      const { kind, weights, weightScales, window, bias } = step;
      const isDepthwise = kind === 'depthwise-convolution';
      const channels = from.shape[2] ?? 0;
      const shape = [isDepthwise ? 1 : bias.length, window.height, window.width, channels];
      const scales = [...weightScales];
      const quantizedDimension = isDepthwise ? 3 : 0;
      const biasScales = scales.map((scale) => from.scale * scale);
      return [
        { name: `${name} weights`, type: 'int8', shape, scales, quantizedDimension, data: weights },
        biasOf(name, bias, biasScales),
      ];
    }
    case 'flatten':
      return [numbers(`${name} shape`, [1, sizeOf(to.shape)])];
    case 'mean':
      return [numbers(`${name} axes`, [1, 2])];
    case 'pool':
    case 'softmax':
    case 'logistic':
      return [];
  }
}

function biasOf(name: string, data: Int32Array, scales: readonly number[]): DraftTensor {
  return { name: `${name} bias`, type: 'int32', shape: [data.length], scales, data };
}

function numbers(name: string, values: readonly number[]): DraftTensor {
  return { name, type: 'int32', shape: [values.length], data: Int32Array.from(values) };
}
