/** The native back end: TensorFlow Lite's own C library in this process, by way of `addon.c`. */
import { TfliteError } from '../errors.ts';
import { readModelFile, type ModelFile } from '../model-file.ts';
import type { ModelInfo, OpenSession, Session, SessionOptions } from '../session.ts';
import { ARRAY_OF, lengthOf, type DType, type TensorData, type TensorInfo } from '../tensor.ts';
import { whyNot } from '../why-not.ts';
import {
  asTfliteError,
  loadAddon,
  native,
  type Addon,
  type RawTensor,
  type SessionHandle,
} from './addon.ts';
import { openByLadder, type Opened } from './open-ladder.ts';
import { chooseLibrary, type ProvenLibrary } from './proven-library.ts';

/** TfLiteType of c_api_types.h: not the numbers that stand in the file. */
const DTYPES: Readonly<Record<number, DType>> = {
  1: 'float32',
  2: 'int32',
  3: 'uint8',
  4: 'int64',
  6: 'bool',
  7: 'int16',
  9: 'int8',
};

/** @throws TfliteError */
export const openNative: OpenSession = async (model, options) => {
  const addon = loadAddon();
  const proven = await chooseLibrary(options);
  const file = readModelFile(model);
  refuseUnfit(file, proven, options.delegate !== undefined);
  const opened = openOn(model, file, { addon, proven, options });
  return new NativeSession(addon, opened, {
    backend: 'native',
    library: proven.path,
    version: proven.capabilities.version,
    kernels: opened.kernels,
    share: opened.share,
    downgrades: [...(options.downgrades ?? []), ...opened.downgrades],
  });
};

interface Place {
  readonly addon: Addon;
  readonly proven: ProvenLibrary;
  readonly options: SessionOptions;
}

function openOn(model: Uint8Array, file: ModelFile, { addon, proven, options }: Place): Opened {
  const library = native(() => addon.openLibrary(proven.path));
  const { threads, batch, delegate } = options;
  const { xnnpackObstacle } = proven.capabilities;
  try {
    return openByLadder(model, { addon, library, threads, batch, delegate, xnnpackObstacle });
  } catch (error) {
    // Of a delegate that failed nothing is left but what the model needed it for.
    if (delegate !== undefined) refuseUnfit(file, proven, false, error);
    throw error;
  }
}

function refuseUnfit(
  file: ModelFile,
  { capabilities: { perChannelFullyConnected } }: ProvenLibrary,
  hasDelegate: boolean,
  cause?: unknown,
): void {
  const obstacle = whyNot(file, { hasDelegate, perChannelFullyConnected });
  if (obstacle === undefined) return;
  const why = cause instanceof Error ? `${obstacle.message}: ${cause.message}` : obstacle.message;
  throw new TfliteError(obstacle.code, why, { cause });
}

class NativeSession implements Session {
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  readonly info: ModelInfo;
  readonly #addon: Addon;
  readonly #handle: SessionHandle;
  readonly #makeOutputs: readonly (() => TensorData)[];
  #isRunning = false;
  /** Settles, and never rejects, when the last run is over. */
  #last: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  constructor(addon: Addon, { handle, raw }: Opened, info: ModelInfo) {
    this.#addon = addon;
    this.#handle = handle;
    this.info = info;
    this.inputs = raw.inputs.map(describeTensor);
    this.outputs = raw.outputs.map(describeTensor);
    this.#makeOutputs = this.outputs.map(makerOf);
  }

  /**
   * Copies the inputs before it returns. Free again only when the outputs are read: the next run would
   * write over them. @throws TfliteError TFLITE_BUSY while another run goes on
   */
  async run(inputs: readonly TensorData[]): Promise<readonly TensorData[]> {
    this.#assertFree();
    this.#isRunning = true;
    try {
      const end = this.#addon.start(this.#handle, ...inputs);
      const outputs = this.#makeOutputs.map((make) => make());
      // Whoever waits for this goes on after what stands below has gone on.
      this.#last = end.catch(() => undefined);
      await end;
      this.#addon.read(this.#handle, ...outputs);
      return outputs;
    } catch (error) {
      throw asTfliteError(error);
    } finally {
      this.#isRunning = false;
    }
  }

  runSync(
    inputs: readonly TensorData[],
    outputs: readonly TensorData[] = this.#makeOutputs.map((make) => make()),
  ): readonly TensorData[] {
    this.#assertFree();
    try {
      const [input] = inputs;
      const [output] = outputs;
      // The usual model, without the two arrays that spreading makes: 50 ns, 2 % of a small one.
      if (inputs.length === 1 && outputs.length === 1 && input && output)
        this.#addon.run(this.#handle, input, output);
      else this.#addon.run(this.#handle, ...inputs, ...outputs);
      return outputs;
    } catch (error) {
      throw asTfliteError(error);
    }
  }

  /** After the run that is going on. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#last;
    this.#addon.closeSession(this.#handle);
  }

  #assertFree(): void {
    if (this.#isClosed) throw new TfliteError('TFLITE_CLOSED', 'the model is closed');
    if (this.#isRunning)
      throw new TfliteError('TFLITE_BUSY', 'the model is in the middle of a run');
  }
}

function describeTensor({ name, type, shape, scale, zeroPoint }: RawTensor): TensorInfo {
  const dtype = DTYPES[type];
  if (dtype !== undefined) return { name, dtype, shape, scale, zeroPoint };
  throw new TfliteError(
    'TFLITE_NOT_SUPPORTED',
    `the tensor "${name}" is of a type that cannot go in or out`,
  );
}

function makerOf(tensor: TensorInfo): () => TensorData {
  const ArrayType = ARRAY_OF[tensor.dtype];
  const length = lengthOf(tensor);
  return () => new ArrayType(length);
}
