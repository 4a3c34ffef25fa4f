/** The library that serves: the first one that is there, for this machine, and was seen to work. */
import { TfliteError } from '../errors.ts';
import type { SessionOptions } from '../session.ts';
import { loadAddon } from './addon.ts';
import { findLibraries } from './library.ts';
import { capabilitiesOf, probeInPlace, type Capabilities } from './probe.ts';

export interface ProvenLibrary {
  readonly path: string;
  readonly capabilities: Capabilities;
}

/**
 * What `doctor` tells of the native back end, and what a model is opened with.
 * @throws TfliteError what is wrong with the library that was named, or with the best of those found
 */
export async function chooseLibrary({
  library,
  isExpendable = false,
}: Pick<SessionOptions, 'library' | 'isExpendable'>): Promise<ProvenLibrary> {
  const addon = loadAddon();
  let first: TfliteError | undefined;
  for (const path of findLibraries(library))
    try {
      const capabilities = isExpendable ? probeInPlace(addon, path) : await capabilitiesOf(path);
      return { path, capabilities };
    } catch (error) {
      if (!(error instanceof TfliteError)) throw error;
      first ??= error;
    }
  throw first ?? new TfliteError('TFLITE_NO_LIBRARY', 'there is no TensorFlow Lite library');
}
