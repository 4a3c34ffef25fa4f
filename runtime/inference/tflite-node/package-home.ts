/**
 * Where this package lies: its wasm module, its addon and its child process are found from here. In
 * the built form all that is shared lies beside the entry point, so this is right there too.
 */
import { extname, join } from 'node:path';

export const PACKAGE_HOME = import.meta.dirname;

/** Path of a module of this package that runs in a process of its own: `.ts` from source, `.js` built. */
export function entryPoint(name: string): string {
  return join(PACKAGE_HOME, `${name}${extname(import.meta.filename)}`);
}

/** Path of a C program that runs a model as fast as can be; a benchmark compiles it where it runs. */
export const REFERENCE_PROGRAM = join(PACKAGE_HOME, 'native/reference.c');
