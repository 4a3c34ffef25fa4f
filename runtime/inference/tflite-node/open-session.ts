/** Opens a model in this process, with the back end that was asked for or the best there is. */
import { TfliteError, type TfliteErrorCode } from './errors.ts';
import type { Session, SessionOptions } from './session.ts';

export type Backend = 'auto' | 'native' | 'wasm';

export interface BackendOptions extends SessionOptions {
  readonly backend: Backend;
}

/** Nothing native is here at all; any other refusal is of this model. */
const NOTHING_NATIVE: readonly TfliteErrorCode[] = [
  'TFLITE_NO_ADDON',
  'TFLITE_NO_LIBRARY',
  'TFLITE_LIBRARY_UNUSABLE',
  'TFLITE_LIBRARY_WRONG_ARCHITECTURE',
];

/** @param bytes the whole file, checked @throws TfliteError */
export async function openSession(bytes: Uint8Array, options: BackendOptions): Promise<Session> {
  if (options.backend === 'wasm') return openWasm(bytes, options);
  try {
    const { openNative } = await import('./native/native-session.ts');
    return await openNative(bytes, options);
  } catch (error) {
    if (options.backend === 'native' || !(error instanceof TfliteError)) throw error;
    return openWasmInstead(bytes, options, error);
  }
}

/** Each back end is loaded when it is needed: neither costs the other's memory. */
async function openWasm(bytes: Uint8Array, options: SessionOptions): Promise<Session> {
  const wasm = await import('./wasm/wasm-session.ts');
  return wasm.openWasm(bytes, options);
}

async function openWasmInstead(
  bytes: Uint8Array,
  options: SessionOptions,
  why: TfliteError,
): Promise<Session> {
  try {
    const hint = NOTHING_NATIVE.includes(why.code) ? `. ${why.hint}` : '';
    const downgrades = [`wasm instead of a native library: ${why.message}${hint}`];
    return await openWasm(bytes, { ...options, downgrades });
  } catch (error) {
    // Where a native library was there and refused the model, its reason is the better one.
    throw NOTHING_NATIVE.includes(why.code) ? error : why;
  }
}
