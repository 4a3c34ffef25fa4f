/** Models and pictures that nobody here made. They lie beside the tree, and are no part of it: where they are absent, tests that need them are skipped, and say so. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Test } from 'uvu';

const DATA = resolve(import.meta.dirname, '../../shared/data');
const MODELS = resolve(DATA, 'tflite');

export const hasForeignModels = existsSync(MODELS);

/** @param name without `.tflite` */
export function foreignModelPath(name: string): string {
  return resolve(MODELS, `${name}.tflite`);
}

export function foreignModel(name: string): Uint8Array {
  return readFileSync(foreignModelPath(name));
}

/** `grace_hopper.bmp`, `ad01_normal_id_01.bin`. */
export function foreignFile(name: string): string {
  return resolve(DATA, name.endsWith('.bin') ? 'tflite' : 'images', name);
}

/** A test that needs them. */
export function testWithModels<Context>(
  test: Test<Context>,
  sentence: string,
  run: (context: Context) => Promise<void> | void,
): void {
  if (hasForeignModels) test(sentence, run);
  else test.skip(`${sentence} (SKIPPED: the models of other people are not here)`);
}
