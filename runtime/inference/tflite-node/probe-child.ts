/** The process in which `native/probe.ts` tries a library: it says on standard output what it found, or dies. */
import { TfliteError } from './errors.ts';
import { loadAddon } from './native/addon.ts';
import { probeInPlace } from './native/probe.ts';

function answer(path: string): unknown {
  try {
    return probeInPlace(loadAddon(), path);
  } catch (error) {
    if (error instanceof TfliteError) return { code: error.code, message: error.message };
    throw error;
  }
}

process.stdout.write(JSON.stringify(answer(process.argv[2] ?? '')));
