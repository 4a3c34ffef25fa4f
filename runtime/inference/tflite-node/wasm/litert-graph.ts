/** A model compiled in one LiteRT instance, with the buffers of its inputs. What fails here throws what LiteRT threw. */
import { borderTensors } from '../border-tensors.ts';
import type { ModelFile } from '../model-file.ts';
import { ARRAY_OF, lengthOf, type DType, type TensorData, type TensorInfo } from '../tensor.ts';
import type { Deletable, LitertModule, TensorBuffer } from './litert-module.ts';
import { signatureOrder } from './signature.ts';

/** enum LiteRtElementType: litert/c/litert_model_types.h in github.com/google-ai-edge/LiteRT. */
const ELEMENT_TYPE: Readonly<Record<DType, number>> = {
  float32: 1,
  int32: 2,
  uint8: 3,
  int64: 4,
  bool: 6,
  int16: 7,
  int8: 9,
};

export interface LitertGraph {
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  /** In this thread; both in the order of the graph. */
  run(inputs: readonly TensorData[]): readonly TensorData[];
  release(): void;
}

export function compileGraph(
  litert: LitertModule,
  bytes: Uint8Array,
  file: ModelFile,
): LitertGraph {
  const inputs = borderTensors(file, 'inputs');
  const outputs = borderTensors(file, 'outputs');
  const pointer = copyIn(litert, bytes);
  const environment = litert.LiteRtEnvironment.create(null);
  const model = litert.loadModel(environment, pointer, bytes.length);
  const order = signatureOrder(bytes, file, model);
  const compiled = litert.compileModel(environment, model, { accelerator: 'wasm' });
  const buffers = inputs.map((input) => createBuffer(litert, environment, input));
  const ordered = order.inputs.flatMap((place) => buffers[place] ?? []);
  const run = (data: readonly TensorData[]): readonly TensorData[] => {
    for (const [index, array] of data.entries()) write(litert, buffers[index], array);
    const answers = compiled.run(order.index, ordered);
    const read = outputs.map((output, place) =>
      readOut(litert, answers[order.outputs.indexOf(place)], output),
    );
    for (const answer of answers) answer.delete();
    return read;
  };
  const release = (): void => {
    for (const item of [...buffers, compiled, model, environment]) item.delete();
    litert._free(pointer);
  };
  return { inputs, outputs, run, release };
}

/** LiteRT works on the bytes where they lie, as long as the model lives. */
function copyIn(litert: LitertModule, bytes: Uint8Array): number {
  const pointer = litert._malloc(bytes.length);
  if (pointer === 0) throw new Error(`no memory for a model of ${bytes.length} bytes`);
  litert.HEAPU8.set(bytes, pointer);
  return pointer;
}

/** Of the shape in the file, also where the model would take others. */
function createBuffer(
  litert: LitertModule,
  environment: Deletable,
  { dtype, shape }: TensorInfo,
): TensorBuffer {
  const dimensions = new litert.VectorInt32();
  for (const size of shape) dimensions.push_back(size);
  const layout = litert.LiteRtLayout.create(dimensions);
  const type = litert.LiteRtRankedTensorType.create({ value: ELEMENT_TYPE[dtype] }, layout);
  const kind = litert.LiteRtTensorBufferType.HOST_MEMORY;
  const buffer = litert.LiteRtTensorBuffer.createManaged(environment, kind, type, type.bytes());
  for (const item of [dimensions, layout, type]) item.delete();
  return buffer;
}

function write(litert: LitertModule, buffer: TensorBuffer | undefined, data: TensorData): void {
  if (buffer?.packedSize() !== data.byteLength) throw new Error('an input has another size');
  const at = buffer.lock(litert.LiteRtTensorBufferLockMode.WRITE);
  litert.HEAPU8.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
  buffer.unlock();
}

function readOut(
  litert: LitertModule,
  buffer: TensorBuffer | undefined,
  output: TensorInfo,
): TensorData {
  const ArrayType = ARRAY_OF[output.dtype];
  const sizeBytes = lengthOf(output) * ArrayType.BYTES_PER_ELEMENT;
  const found = buffer?.packedSize() ?? 0;
  if (buffer === undefined || found !== sizeBytes)
    throw new Error(`the output "${output.name}" has ${found} bytes and not ${sizeBytes}`);
  const at = buffer.lock(litert.LiteRtTensorBufferLockMode.READ);
  const bytes = litert.HEAPU8.slice(at, at + sizeBytes);
  buffer.unlock();
  return new ArrayType(bytes.buffer);
}
