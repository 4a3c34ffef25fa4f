/**
 * The bytes of a .tflite file → a quantized model of dense layers, as `write-quantized.ts` wrote it:
 * for whoever runs a small model of the kit without a library. Numbers of fields and operators stand
 * in `write-model.ts` and `operators.ts`. Weights are not copied.
 */
import { ByteBuffer } from 'flatbuffers';
import { KitError } from '../errors.ts';
import type { QuantizedModel, QuantizedTensor, Step } from '../int8/quantized-model.ts';
import { FileTable } from './file-table.ts';

/** BuiltinOperator: FULLY_CONNECTED, LOGISTIC, SOFTMAX. */
const [DENSE, LOGISTIC, SOFTMAX] = [9, 14, 25] as const;
/** ActivationFunctionType */
const ACTIVATIONS = ['linear', 'relu', undefined, 'relu6'] as const;
/** TensorType */
const INT8 = 9;

/** @throws KitError KIT_CANNOT_READ where it is no such model, or damaged */
export function readQuantized(bytes: Uint8Array): QuantizedModel {
  try {
    return new ModelReader(bytes).read();
  } catch (error) {
    if (error instanceof KitError) throw error;
    throw new KitError('KIT_CANNOT_READ', 'the file is damaged', { cause: error });
  }
}

class ModelReader {
  readonly #kinds: readonly number[];
  readonly #buffers: readonly FileTable[];
  readonly #tensors: readonly FileTable[];
  readonly #steps: readonly FileTable[];
  readonly #graph: FileTable;

  constructor(bytes: Uint8Array) {
    const buffer = new ByteBuffer(bytes);
    if (!buffer.__has_identifier('TFL3')) throw cannotRead('the file is no .tflite model');
    const model = FileTable.root(buffer);
    this.#kinds = model.tables(1).map((code) => code.int32(3));
    this.#buffers = model.tables(4);
    const [graph] = model.tables(2);
    if (graph === undefined) throw cannotRead('the file holds no graph');
    this.#graph = graph;
    this.#tensors = graph.tables(0);
    this.#steps = graph.tables(3);
  }

  /** Tensors that are computed come first in the file, the one that goes in before all others. */
  read(): QuantizedModel {
    const first = this.#tensors.findIndex((tensor) => this.#dataOf(tensor).length > 0);
    const computed = this.#tensors.slice(0, first);
    return {
      tensors: computed.map((tensor) => this.#quantized(tensor)),
      steps: this.#steps.map((step) => this.#step(step, computed.length)),
      outputs: this.#graph.int32s(2),
    };
  }

  #quantized(tensor: FileTable): QuantizedTensor {
    if (tensor.int8(1) !== INT8) throw cannotRead('a tensor of it is not int8');
    const [, ...shape] = tensor.int32s(0);
    const [scale, zeroPoint] = [this.#scale(tensor), tensor.table(4)?.int64s(3)[0] ?? 0];
    return { name: tensor.text(3), shape, scale, zeroPoint };
  }

  #scale(tensor: FileTable): number {
    const scales = tensor.table(4)?.float32s(2) ?? [];
    const [scale = 0] = scales;
    if (scales.length === 1 && scale > 0) return scale;
    throw cannotRead(`a tensor has ${scales.length} scales, and not one`);
  }

  #step(step: FileTable, computed: number): Step {
    const [input = -1, weights = -1, bias = -1] = step.int32s(1);
    const [output = -1] = step.int32s(2);
    const kind = this.#kinds[step.int32(0)];
    if (![input, output].every((place) => place >= 0 && place < computed))
      throw cannotRead('a step of it leads nowhere');
    if (kind === LOGISTIC) return { kind: 'logistic', input, output };
    if (kind === SOFTMAX) return { kind: 'softmax', input, output };
    if (kind !== DENSE) throw cannotRead(`it has the operator ${String(kind)}`);
    const activation = ACTIVATIONS[step.table(4)?.int8(0) ?? 0];
    if (activation === undefined) throw cannotRead('it has an activation that is unknown here');
    const made = { ...this.#weights(weights), bias: this.#bias(bias), activation };
    if (made.weights.length !== made.bias.length * this.#sizeOf(input))
      throw cannotRead('its weights do not fit');
    return { kind: 'dense', input, output, ...made };
  }

  #sizeOf(place: number): number {
    return this.#tensors[place]?.int32s(0).reduce((size, one) => size * one, 1) ?? 0;
  }

  #weights(place: number): { readonly weights: Int8Array; readonly weightScale: number } {
    const tensor = this.#constant(place);
    const data = this.#dataOf(tensor);
    const weights = new Int8Array(data.buffer, data.byteOffset, data.length);
    return { weights, weightScale: this.#scale(tensor) };
  }

  /** A copy, since it need not lie on a border of four bytes. */
  #bias(place: number): Int32Array {
    const data = this.#dataOf(this.#constant(place));
    return new Int32Array(data.slice().buffer);
  }

  #constant(place: number): FileTable {
    const tensor = this.#tensors[place];
    if (tensor === undefined) throw cannotRead('a step of it has no weights');
    return tensor;
  }

  #dataOf(tensor: FileTable): Uint8Array {
    return this.#buffers[tensor.int32(2)]?.bytes(0) ?? new Uint8Array();
  }
}

function cannotRead(message: string): KitError {
  return new KitError('KIT_CANNOT_READ', message);
}
