/** Runs a model once for somebody who names it: a picture, or numbers in windows of its size. Whoever asks often keeps it loaded: `models.ts`. */
import { InferenceError } from './errors.ts';
import type { FoundModel } from './find-model.ts';
import { interpret, type Interpretation } from './interpret-output.ts';
import { joinBatch, oneOfBatch, partOfBatch } from './batch.ts';
import { prepareNumbers, preparePicture, prepareSequence } from './prepare-input.ts';
import { readInput } from './read-input.ts';
import { holdsNumbers, readNumbers } from './read-numbers.ts';
import {
  lengthOf,
  loadModel,
  type Backend,
  type LoadOptions,
  type Model,
  type ModelInfo,
  type TensorData,
  type TensorInfo,
} from './tflite-node/tflite-node.ts';

export interface RunChoice {
  readonly backend?: Backend | undefined;
  readonly threads?: number | undefined;
  /** How many numbers on the next window begins; absent: where the last one ended. */
  readonly step?: number | undefined;
  /** How many windows go in together; absent: as the card says. */
  readonly batch?: number | undefined;
}

export type OpenChoice = Pick<LoadOptions, 'backend' | 'threads' | 'isolate' | 'batch'>;

export interface ModelRuns {
  readonly info: ModelInfo;
  /** One for a picture, one for each window of numbers. Never empty. */
  readonly results: readonly Interpretation[];
  /** Of the first run, or batch, without loading. */
  readonly ms: number;
}

/** @param given the path of a picture, or of numbers by its ending; or numbers @throws InferenceError, TfliteError */
export async function runModel(
  found: FoundModel,
  given: string | readonly number[],
  choice: RunChoice = {},
): Promise<ModelRuns> {
  // A picture comes alone.
  const batch =
    typeof given !== 'string' || holdsNumbers(given) ? (choice.batch ?? found.card?.batch ?? 1) : 1;
  const model = await openFound(found, { ...choice, batch });
  try {
    const [tensor] = model.inputs;
    if (tensor === undefined || model.inputs.length > 1) throw severalInputs(model);
    const single = oneOfBatch(tensor, batch);
    const windows = await prepare(found, given, { tensor: single, step: choice.step });
    const results: Interpretation[] = [];
    let ms = 0;
    for (let at = 0; at < windows.length; at += batch) {
      const together = windows.slice(at, at + batch);
      const startedAt = performance.now();
      const [data] = await model.run([joinBatch(together, tensor)]);
      if (at === 0) ms = performance.now() - startedAt;
      for (const [index, window] of together.entries())
        results.push(
          meaningOf(found, model, { window, data: data && partOfBatch(data, batch, index) }),
        );
    }
    return { info: model.info, results, ms };
  } finally {
    await model.close();
  }
}

/** Loads it, which proves that it runs, and lets it go. @throws TfliteError */
export async function tryModel(found: FoundModel, choice: RunChoice): Promise<ModelInfo> {
  const model = await openFound(found, choice);
  await model.close();
  return model.info;
}

/** Whatever the file does, this process lives, unless `isolate: 'none'` is asked for. @throws TfliteError */
export function openFound(
  { path, sha256, card }: FoundModel,
  { backend, threads, isolate, batch }: OpenChoice,
): Promise<Model> {
  return loadModel(path, {
    sha256,
    backend,
    threads: threads ?? card?.threads,
    batch,
    delegate: card?.delegate,
    timeoutMs: card?.timeout,
    isolate,
  });
}

function severalInputs({ inputs }: Model): InferenceError {
  const names = inputs.map(({ name }) => name).join(', ');
  const message = `the model takes ${inputs.length} inputs (${names}), and one is given`;
  return new InferenceError('INFERENCE_WRONG_INPUT', message);
}

interface Wanted {
  readonly tensor: TensorInfo;
  readonly step?: number | undefined;
}

async function prepare(
  { input, name, card }: FoundModel,
  given: string | readonly number[],
  { tensor, step }: Wanted,
): Promise<readonly TensorData[]> {
  if (typeof given !== 'string' || holdsNumbers(given)) {
    const numbers = typeof given === 'string' ? await readNumbers(given) : given;
    const limit = card?.max_sequence_length;
    if (limit !== undefined) return [prepareSequence(numbers, limit, tensor)];
    return windowsOf(numbers, tensor, step);
  }
  if (input.kind !== 'vector') return [await preparePicture(await readInput(given), input, tensor)];
  const message = `${name} takes ${lengthOf(tensor)} numbers, and ${given} is no .bin, .json or .csv`;
  throw new InferenceError('INFERENCE_WRONG_INPUT', message);
}

function windowsOf(
  numbers: ArrayLike<number>,
  tensor: TensorInfo,
  given?: number,
): readonly TensorData[] {
  const size = lengthOf(tensor);
  const step = given ?? size;
  const isWhole = numbers.length >= size && (numbers.length - size) % step === 0;
  if (!isWhole) return [prepareNumbers(numbers, tensor)];
  const all = Array.from(numbers);
  return Array.from({ length: (all.length - size) / step + 1 }, (_, index) =>
    prepareNumbers(all.slice(index * step, index * step + size), tensor),
  );
}

interface Ran {
  readonly window: TensorData;
  readonly data: TensorData | undefined;
}

function meaningOf(found: FoundModel, { inputs, outputs }: Model, ran: Ran): Interpretation {
  const [input, output] = [inputs[0], outputs[0]];
  if (input === undefined || output === undefined || ran.data === undefined)
    throw new InferenceError('INFERENCE_BAD_CARD', `${found.name} gives nothing out`);
  return interpret(
    found.output,
    { tensor: output, data: ran.data },
    { tensor: input, data: ran.window },
  );
}
