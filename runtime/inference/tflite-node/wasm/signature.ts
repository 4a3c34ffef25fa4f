/**
 * In which order LiteRT has the inputs and outputs of a model. It goes by a signature where there is
 * one, and has an order of its own then, which only its names tell; every other library goes by the graph.
 * Source: table SignatureDef in tensorflow/compiler/mlir/lite/schema/schema.fbs.
 */
import { TfliteError } from '../errors.ts';
import { FlatBuffer, type FlatTable } from '../flatbuffer.ts';
import type { ModelFile } from '../model-file.ts';
import { takeAll, type LoadedModel } from './litert-module.ts';

export interface SignatureOrder {
  /** The signature's own place among all. */
  readonly index: number;
  /** For each input of LiteRT's, its place in the graph's. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

/** @throws TfliteError TFLITE_NOT_SUPPORTED where no signature has all inputs and outputs of the graph */
export function signatureOrder(
  bytes: Uint8Array,
  { graphs: [main] }: ModelFile,
  model: LoadedModel,
): SignatureOrder {
  const signatures = new FlatBuffer(bytes).root().tables(7);
  if (signatures.length === 0)
    return { index: 0, inputs: [...main.inputs.keys()], outputs: [...main.outputs.keys()] };
  for (const [index, table] of signatures.entries()) {
    const names = model.getSignature(index);
    const inputs = places(takeAll(names.inputNames()), table.tables(0), main.inputs);
    const outputs = places(takeAll(names.outputNames()), table.tables(1), main.outputs);
    names.delete();
    const isOfMain = table.uint32(4) === 0;
    if (isOfMain && isWhole(inputs, main.inputs) && isWhole(outputs, main.outputs))
      return { index, inputs, outputs };
  }
  throw new TfliteError(
    'TFLITE_NOT_SUPPORTED',
    'no signature of the model has all inputs and outputs of its graph, and wasm goes by signatures',
  );
}

/** @param map tables TensorMap: a name, and the tensor it is for */
function places(
  names: readonly string[],
  map: readonly FlatTable[],
  tensors: readonly number[],
): readonly number[] {
  return names.map((name) => {
    const entry = map.find((candidate) => candidate.text(0) === name);
    return entry === undefined ? -1 : tensors.indexOf(entry.uint32(1));
  });
}

function isWhole(places: readonly number[], tensors: readonly number[]): boolean {
  return (
    places.length === tensors.length &&
    new Set(places).size === places.length &&
    !places.includes(-1)
  );
}
