/**
 * The door to `addon.c`: its functions with their types, and its errors as ours. It holds no policy:
 * what it is asked for it does, or says why not.
 */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { isErrorCode, TfliteError } from '../errors.ts';
import { PACKAGE_HOME } from '../package-home.ts';
import type { TensorData } from '../tensor.ts';

declare const kind: unique symbol;
export interface LibraryHandle {
  readonly [kind]: 'library';
}
export interface SessionHandle {
  readonly [kind]: 'session';
}

export interface RawTensor {
  readonly name: string;
  /** TfliteType of c_api_types.h, which counts otherwise than the type in a file. */
  readonly type: number;
  readonly shape: readonly number[];
  readonly scale: number;
  readonly zeroPoint: number;
  readonly sizeBytes: number;
}

export interface RawSession {
  readonly inputs: readonly RawTensor[];
  readonly outputs: readonly RawTensor[];
  /** How many operators the model has; 0 where nobody counted, for want of a delegate. */
  readonly operators: number;
  /** How many of them each has taken; -1 where it does not say. */
  readonly byDelegate: number;
  readonly byXnnpack: number;
}

/** Each throws an error with a code of errors.ts; a handle of another kind is a TypeError. */
export interface Addon {
  /** Loads it into this process, for good. */
  openLibrary(path: string): LibraryHandle;
  describeLibrary(library: LibraryHandle): { version: string; hasXnnpack: boolean };
  /**
   * All that is asked for or nothing: whoever wants less instead asks again.
   * @param xnnpackFlags 1 takes signed and 2 unsigned 8-bit operators beside float ones; -1: no XNNPACK
   * @param delegate path of an external delegate
   * @param delegateOptions keys and values in turn
   * @param batch what the first dimension of every input becomes, which has to be 1 in the file
   */
  openSession(
    ...args: [
      library: LibraryHandle,
      model: Uint8Array,
      threads: number,
      xnnpackFlags: number,
      delegate: string | null,
      delegateOptions: readonly string[],
      batch: number,
    ]
  ): SessionHandle;
  describeSession(session: SessionHandle): RawSession;
  /** Here and now, on this thread. @param arrays all inputs, then all outputs, which are filled */
  run(session: SessionHandle, ...arrays: readonly TensorData[]): void;
  /** Copies the inputs now and runs in the thread pool of libuv; then `read` gives the outputs. */
  start(session: SessionHandle, ...inputs: readonly TensorData[]): Promise<void>;
  read(session: SessionHandle, ...outputs: readonly TensorData[]): void;
  closeSession(session: SessionHandle): void;
}

const FUNCTIONS: readonly (keyof Addon)[] = [
  'openLibrary',
  'describeLibrary',
  'openSession',
  'describeSession',
  'run',
  'start',
  'read',
  'closeSession',
];

let loaded: Addon | undefined;

export function addonPath(): string {
  return join(PACKAGE_HOME, 'native/lib', process.arch, 'tflite.node');
}

/** @throws TfliteError TFLITE_NO_ADDON */
export function loadAddon(): Addon {
  loaded ??= requireAddon(addonPath());
  return loaded;
}

function requireAddon(path: string): Addon {
  let addon: unknown;
  try {
    addon = createRequire(import.meta.url)(path);
  } catch (cause) {
    const message = existsSync(path)
      ? `the native part for ${process.arch} cannot be loaded from ${path}`
      : `the native part for ${process.arch} was not made here: there is no ${path}`;
    throw new TfliteError('TFLITE_NO_ADDON', message, { cause });
  }
  if (isAddon(addon)) return addon;
  throw new TfliteError('TFLITE_NO_ADDON', `${path} is of another version`);
}

function isAddon(value: unknown): value is Addon {
  return typeof value === 'object' && value !== null && FUNCTIONS.every((name) => name in value);
}

/** What the addon threw, as one of ours; what is no error of its, as it is. */
export function asTfliteError(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || !isErrorCode(error.code)) return error;
  return new TfliteError(error.code, error.message);
}

/** @throws TfliteError */
export function native<Result>(call: () => Result): Result {
  try {
    return call();
  } catch (error) {
    throw asTfliteError(error);
  }
}
