/** What a fact about a loaded model is made of, for `model.contract.ts` and `model-process-facts.ts`. */
import * as assert from 'uvu/assert';
import {
  TfliteError,
  type LoadOptions,
  type Model,
  type TensorData,
} from '../../runtime/inference/tflite-node/tflite-node.ts';

export interface Way {
  readonly backend: 'native' | 'wasm';
  readonly isolate: 'process' | 'none';
}

/** A model loaded as the way says. All facts share it, unless one has options of its own. */
export type Use = (
  name: string,
  prove: (model: Model) => Promise<void>,
  own?: LoadOptions,
) => Promise<void>;

export type Facts = Readonly<Record<string, (use: Use, way: Way) => Promise<void>>>;

/** Counting so far takes longer than a second nowhere, and longer than 10 ms everywhere. */
export const LONG = 200_000;

export function only<T>([item, ...others]: readonly T[]): T {
  assert.equal(others, []);
  if (item === undefined) throw new Error('nothing there');
  return item;
}

export function numberIn([answer]: readonly TensorData[]): number {
  return Number(answer?.[0]);
}

export function codeOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'no error',
    (error: unknown) => (error instanceof TfliteError ? error.code : error),
  );
}
