/**
 * A model that is loaded and can run, whichever library does it. The native and the wasm back end
 * implement this, and so does a child process in which one of them works.
 */
import type { TensorData, TensorInfo } from './tensor.ts';

export interface DelegateOptions {
  /** Path of an external delegate: a shared library that exports tflite_plugin_create_delegate. */
  readonly path: string;
  readonly options?: Readonly<Record<string, string>>;
  /** Names of the environment's variables that its driver goes by; a process of its own sees few others. */
  readonly environment?: readonly string[] | undefined;
}

export interface SessionOptions {
  /** Default 1. More only helps on cores that nothing else uses, and is much slower elsewhere. */
  readonly threads: number;
  /** How many inputs one run takes together; default 1. */
  readonly batch?: number | undefined;
  readonly delegate?: DelegateOptions | undefined;
  /** Path of the TensorFlow Lite C library to use; default: see `library.ts`. */
  readonly library?: string | undefined;
  /** What was given up before this back end was tried; `info.downgrades` begins with it. */
  readonly downgrades?: readonly string[] | undefined;
  /** This process may be ended by a library or a model and nothing else is lost, as in a child; so a library is tried here, and not in a process of its own. */
  readonly isExpendable?: boolean | undefined;
}

export interface ModelInfo {
  readonly backend: 'native' | 'wasm';
  /** Path of the library; for wasm, of its module. */
  readonly library: string;
  /** As the library says it: `2.9.0`. */
  readonly version: string;
  readonly kernels: 'xnnpack' | 'builtin' | `delegate:${string}`;
  /** How many of the model's operators run there, where the back end can tell; the others run in built-in kernels. */
  readonly share?: { readonly taken: number; readonly operators: number } | undefined;
  /** What was asked for and could not be had, each a sentence; empty when all is as wished. */
  readonly downgrades: readonly string[];
}

export interface Session {
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  readonly info: ModelInfo;
  /** Off the event loop where the library can. Inputs are checked by the caller. @throws TfliteError */
  run(inputs: readonly TensorData[]): Promise<readonly TensorData[]>;
  /**
   * In this thread, now. A session in another process has none.
   * @param outputs filled and returned where given: a loop then leaves no garbage
   * @throws TfliteError
   */
  runSync?(inputs: readonly TensorData[], outputs?: readonly TensorData[]): readonly TensorData[];
  close(): Promise<void>;
  /** How often the process it runs in was started again; absent where that is this one. */
  readonly restarts?: number;
}

/** @param model the whole file, already checked by `model-file.ts` @throws TfliteError */
export type OpenSession = (model: Uint8Array, options: SessionOptions) => Promise<Session>;
