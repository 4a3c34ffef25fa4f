/**
 * Runs models on one back end and prints what they answer, for processes on other machines than this:
 * bundled into one file, with the wasm module and the native part beside it as in the package.
 *
 *   node answer-process.js native|wasm DIRECTORY NAME…    DIRECTORY holds NAME.tflite and NAME.input
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openNative } from '../../runtime/inference/tflite-node/native/native-session.ts';
import type { Session } from '../../runtime/inference/tflite-node/session.ts';
import { openWasm } from '../../runtime/inference/tflite-node/wasm/wasm-session.ts';

export interface Answer {
  readonly kernels: string;
  /** SHA-256 of the bytes of the output. */
  readonly hash: string;
  /** The place of its greatest value. */
  readonly best: number;
}

const [backend, directory = '', ...names] = process.argv.slice(2);

function open(model: Uint8Array): Promise<Session> {
  // No process of its own: the emulator is not asked to start another.
  const options = { threads: 1, isExpendable: true };
  return backend === 'native' ? openNative(model, options) : openWasm(model, options);
}

async function answer(name: string): Promise<Answer> {
  const session = await open(readFileSync(join(directory, `${name}.tflite`)));
  const input = readFileSync(join(directory, `${name}.input`));
  const isSigned = session.inputs[0]?.dtype === 'int8';
  const [output] = await session.run([isSigned ? Int8Array.from(input) : Uint8Array.from(input)]);
  if (output === undefined || output instanceof BigInt64Array)
    throw new Error(`${name}: no answer`);
  const bytes = new Uint8Array(output.buffer, output.byteOffset, output.byteLength);
  const { kernels } = session.info;
  await session.close();
  const hash = createHash('sha256').update(bytes).digest('hex');
  return { kernels, hash, best: output.indexOf(Math.max(...output)) };
}

const answers: Record<string, Answer> = {};
for (const name of names) answers[name] = await answer(name);
process.stdout.write(JSON.stringify(answers));
