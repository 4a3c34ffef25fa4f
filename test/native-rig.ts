/** What tests of the native back end of tflite-node need, and whether this machine has it. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Test } from 'uvu';
import { TfliteError } from '../runtime/inference/tflite-node/errors.ts';
import { addonPath } from '../runtime/inference/tflite-node/native/addon.ts';
import { hasForeignModels } from './foreign-models.ts';

/** As `make build` fetches it. */
export const OWN_LIBRARY = join(dirname(addonPath()), 'libtensorflowlite_c.so');

type Need = 'addon' | 'library' | 'models' | 'compiler';

const WITHOUT: Readonly<Record<Need, string | undefined>> = {
  addon: existsSync(addonPath()) ? undefined : 'the addon is not built',
  library: existsSync(OWN_LIBRARY) ? undefined : 'the library was not fetched',
  models: hasForeignModels ? undefined : 'the models of other people are not here',
  compiler: spawnSync('cc', ['--version']).status === 0 ? undefined : 'there is no C compiler',
};

/** A test that is skipped, and says so, where something of its `needs` is missing. */
export function testWith<Context>(
  test: Test<Context>,
  needs: readonly Need[],
  sentence: string,
  run: (context: Context) => Promise<void> | void,
): void {
  const missing = needs.flatMap((need) => WITHOUT[need] ?? []);
  if (missing.length === 0) test(sentence, run);
  else test.skip(`${sentence} (SKIPPED: ${missing.join(', ')})`);
}

/** Compiles C to a shared library. @throws Error with the compiler's words */
export function compileShared(source: string, output: string, ...more: readonly string[]): void {
  const strict = ['-std=c11', '-O1', '-Wall', '-Wextra', '-Werror', '-fPIC', '-shared'];
  execFileSync('cc', [...strict, source, '-o', output, ...more]);
}

/** What a promise is refused with. */
export async function refusal(promise: Promise<unknown>): Promise<TfliteError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof TfliteError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
