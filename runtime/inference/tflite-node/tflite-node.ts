/**
 * Quantized TensorFlow Lite models in Node: on a native library, or in wasm where there is none, and
 * each in a process of its own unless told otherwise. This is the package's public interface.
 */
import { resolve } from 'node:path';
import { readCheckedFile } from './check-file.ts';
import { checkBatch, checkThreads, checkTimeout } from './check-options.ts';
import { TfliteError } from './errors.ts';
import { openWithOrWithoutDelegate } from './isolation/isolated-session.ts';
import { readModelFile } from './model-file.ts';
import { LoadedModel, type Model } from './model.ts';
import { openSession, type Backend } from './open-session.ts';
import type { DelegateOptions } from './session.ts';
import { whyNot } from './why-not.ts';

export { readCheckedFile, type CheckedFile } from './check-file.ts';
export { TFLITE_ERRORS, TfliteError, type TfliteErrorCode } from './errors.ts';
export {
  readModelFile,
  type FileGraph,
  type FileOperator,
  type FileQuantization,
  type FileStep,
  type FileTensor,
  type ModelFile,
} from './model-file.ts';
export type { Model, RunOptions } from './model.ts';
export type { Backend } from './open-session.ts';
export { REFERENCE_PROGRAM } from './package-home.ts';
export { dequantize, quantize } from './quantize.ts';
export type { DelegateOptions, ModelInfo } from './session.ts';
export { ARRAY_OF, lengthOf, type DType, type TensorData, type TensorInfo } from './tensor.ts';
export { whyNot, type Obstacle, type RunPlace } from './why-not.ts';

export interface LoadOptions {
  /** Default `auto`: native, or wasm with a line in `info.downgrades` where native cannot be. */
  readonly backend?: Backend | undefined;
  /** Default 1. More only helps on cores that nothing else uses, and is much slower elsewhere. */
  readonly threads?: number | undefined;
  /**
   * Default 1: how many inputs one run takes, one behind the other in each array. Natively, and where
   * the model can be resized; it rarely gains, so measure.
   */
  readonly batch?: number | undefined;
  readonly delegate?: DelegateOptions | undefined;
  /**
   * Default `process`: whatever the model does to the process that runs it, this one lives. `none`
   * saves a process and 0.1 ms a run, for models that are trusted.
   */
  readonly isolate?: 'process' | 'none' | undefined;
  /**
   * Of one run; default 10 s. In a process of its own it counts once the run begins, and the process
   * is ended. With `isolate: 'none'` it counts from the call: a native run fails in time though its
   * thread computes on, and later runs wait for it; a run in wasm holds this thread, and no limit
   * ends it.
   */
  readonly timeoutMs?: number | undefined;
  /** Which the file must have, in hex digits. */
  readonly sha256?: string | undefined;
  /** Path of the TensorFlow Lite C library. */
  readonly library?: string | undefined;
}

const TIMEOUT_MS = 10_000;

/**
 * Loads a model, and proves that it runs before it answers.
 * @throws TfliteError each code but those of a run
 */
export async function loadModel(path: string, options: LoadOptions = {}): Promise<Model> {
  const { backend = 'auto', delegate, library } = options;
  const threads = checkThreads(options.threads ?? 1);
  const batch = checkBatch(options.batch ?? 1);
  const timeoutMs = checkTimeout(options.timeoutMs ?? TIMEOUT_MS);
  const { bytes, sha256 } = await readCheckedFile(path, options.sha256);
  const place = { hasDelegate: delegate !== undefined, perChannelFullyConnected: true };
  const obstacle = whyNot(readModelFile(bytes), place);
  if (obstacle !== undefined) throw new TfliteError(obstacle.code, obstacle.message);
  const how = { backend, threads, batch, delegate, library };
  if (options.isolate === 'none') return new LoadedModel(await openSession(bytes, how), timeoutMs);
  const order = { path: resolve(path), sha256, options: how };
  return new LoadedModel(await openWithOrWithoutDelegate(order, timeoutMs), undefined);
}
