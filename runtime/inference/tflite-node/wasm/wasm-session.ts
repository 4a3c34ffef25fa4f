/**
 * A model in LiteRT's wasm module: the back end that needs no compiler and no library. LiteRT answers
 * with garbage after it failed to allocate, and only prints that it did; so every line it prints as
 * an error is one here, and a model has run once before it counts as loaded.
 */
import { TfliteError, type TfliteErrorCode } from '../errors.ts';
import { readModelFile } from '../model-file.ts';
import type { ModelInfo, OpenSession, Session, SessionOptions } from '../session.ts';
import { ARRAY_OF, lengthOf, type TensorData, type TensorInfo } from '../tensor.ts';
import { whyNot } from '../why-not.ts';
import { compileGraph, type LitertGraph } from './litert-graph.ts';
import { LITERT_VERSION, litertPath, startLitert } from './litert-module.ts';

const PLACE = { hasDelegate: false, perChannelFullyConnected: true };

export const openWasm: OpenSession = async (bytes, options) => {
  const file = readModelFile(bytes);
  const obstacle = whyNot(file, PLACE);
  if (obstacle !== undefined) throw new TfliteError(obstacle.code, obstacle.message);
  if (file.graphs.some(({ tensors }) => tensors.some(({ isVariable }) => isVariable)))
    throw new TfliteError('TFLITE_NOT_SUPPORTED', 'wasm runs no model that remembers what it saw', {
      hint: 'Run it with a native library: backend native.',
    });
  if ((options.batch ?? 1) > 1)
    throw new TfliteError('TFLITE_NOT_SUPPORTED', 'wasm takes one input at a time, and no batch');
  const library = litertPath();
  const complaints: string[] = [];
  const litert = await startLitert(library, (line) => {
    if (line.startsWith('ERROR')) complaints.push(line);
  });
  const graph = guard(complaints, 'TFLITE_NOT_SUPPORTED', () => {
    const compiled = compileGraph(litert, bytes, file);
    compiled.run(compiled.inputs.map((input) => new ARRAY_OF[input.dtype](lengthOf(input))));
    return compiled;
  });
  return new WasmSession(graph, complaints, {
    backend: 'wasm',
    library,
    version: LITERT_VERSION,
    kernels: 'xnnpack',
    downgrades: downgrades(options),
  });
};

function downgrades({ threads, delegate, downgrades = [] }: SessionOptions): readonly string[] {
  return [
    ...downgrades,
    ...(threads > 1 ? [`wasm runs in one thread, not in ${threads}`] : []),
    ...(delegate === undefined ? [] : [`wasm takes no delegate: ${delegate.path} is not used`]),
  ];
}

class WasmSession implements Session {
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  readonly info: ModelInfo;
  /** The only way to the instance: without it, all its memory is free. */
  #graph: LitertGraph | undefined;
  readonly #complaints: string[];

  constructor(graph: LitertGraph, complaints: string[], info: ModelInfo) {
    this.#graph = graph;
    this.#complaints = complaints;
    this.inputs = graph.inputs;
    this.outputs = graph.outputs;
    this.info = info;
  }

  /** Blocks this thread as long as it takes: wasm has no other. */
  async run(inputs: readonly TensorData[]): Promise<readonly TensorData[]> {
    const graph = this.#graph;
    if (graph === undefined) throw new TfliteError('TFLITE_CLOSED', 'the model is closed');
    return Promise.resolve(guard(this.#complaints, 'TFLITE_RUN_FAILED', () => graph.run(inputs)));
  }

  async close(): Promise<void> {
    const graph = this.#graph;
    this.#graph = undefined;
    graph?.release();
    return Promise.resolve();
  }
}

const REFUSED_HINT =
  'LiteRT does not take it: copy the file again if it may be damaged, convert it again, or use backend native.';

/** Fails where the module threw and where it only printed that it failed. */
function guard<T>(complaints: string[], code: TfliteErrorCode, work: () => T): T {
  try {
    const result = work();
    if (complaints.length > 0) throw new Error('it printed errors');
    return result;
  } catch (error) {
    if (error instanceof TfliteError) throw error;
    const reason = complaints[0] ?? (error instanceof Error ? error.message : String(error));
    // WebAssembly.RuntimeError: nothing in this instance can be relied on from here.
    const isBroken = error instanceof Error && error.name === 'RuntimeError';
    const message = `LiteRT: ${oneLine(reason)}`;
    const hint = code === 'TFLITE_NOT_SUPPORTED' && !isBroken ? { hint: REFUSED_HINT } : {};
    throw new TfliteError(isBroken ? 'TFLITE_CRASHED' : code, message, { cause: error, ...hint });
  } finally {
    complaints.length = 0;
  }
}

function oneLine(text: string): string {
  return text
    .replace(/^ERROR: /, '')
    .replaceAll(/\s+/g, ' ')
    .slice(0, 200);
}
