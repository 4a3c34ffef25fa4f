/**
 * One model, one input, one answer, on every machine there is: the int8 models of other people give the
 * recorded bits on x64 and arm64 by the native library, and in wasm on x64 and armv7.
 */
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { suite } from 'uvu';
import { BUNDLE } from '../../provisioning/bundle-options.ts';
import { preparePicture } from '../../runtime/inference/prepare-input.ts';
import { borderTensors } from '../../runtime/inference/tflite-node/border-tensors.ts';
import { readModelFile, type TensorInfo } from '../../runtime/inference/tflite-node/tflite-node.ts';
import {
  foreignFile,
  foreignModel,
  foreignModelPath,
  hasForeignModels,
} from '../foreign-models.ts';
import { GOLDEN_ANSWERS, noiseFor } from '../golden-answers.ts';
import type { Answer } from './answer-process.ts';
import { foreignNode, type ForeignArch } from './foreign-machine.ts';

const test = suite('models on other machines');
const PACKAGE = resolve(import.meta.dirname, '../../dist/inference/tflite-node');

const directory = mkdtempSync(join(tmpdir(), 'boardtalk-machines-'));
test.after(() => rmSync(directory, { recursive: true }));

/** A picture beside the noise, so that an answer can also be read. */
const PHOTO = 'photo';
const PHOTO_MODEL = 'tf2_mobilenet_v2_1.0_224_ptq';
/** Lines of imagenet_labels.txt, whose first is "background". */
const SEEN = 'military uniform';
const NAMES = [...Object.keys(GOLDEN_ANSWERS), PHOTO];

test.before(async () => {
  if (!hasForeignModels) return;
  for (const name of Object.keys(GOLDEN_ANSWERS)) {
    cpSync(foreignModelPath(name), join(directory, `${name}.tflite`));
    writeFileSync(join(directory, `${name}.input`), bytesOf(noiseFor(inputOf(name))));
  }
  cpSync(foreignModelPath(PHOTO_MODEL), join(directory, `${PHOTO}.tflite`));
  const picture = readFileSync(foreignFile('grace_hopper.bmp'));
  const how = { kind: 'image', fit: 'stretch' } as const;
  const input = await preparePicture(picture, how, inputOf(PHOTO_MODEL));
  writeFileSync(join(directory, `${PHOTO}.input`), bytesOf(input));
  await bundle();
});

/** Beside the wasm module and the native part of the built package. */
async function bundle(): Promise<void> {
  await build({
    ...BUNDLE,
    entryPoints: ['test/e2e/answer-process.ts'],
    outfile: join(directory, 'answer-process.mjs'),
    platform: 'node',
    target: 'node20',
  });
  symlinkSync(join(PACKAGE, 'wasm'), join(directory, 'wasm'));
  symlinkSync(nativePart(), join(directory, 'native'));
}

/** As built; or made again where the compiler for arm64 came after the build. */
function nativePart(): string {
  const built = join(PACKAGE, 'native');
  if (existsSync(join(built, 'lib/arm64/tflite.node'))) return built;
  const again = resolve('.cache/foreign-machines/native');
  const script = ['--import', 'tsx', 'provisioning/tflite-native.ts'];
  execFileSync(process.execPath, [...script, '--out', join(again, 'lib')]);
  return again;
}

function inputOf(name: string): TensorInfo {
  const [input] = borderTensors(readModelFile(foreignModel(name)), 'inputs');
  if (input === undefined) throw new Error(`${name} has no input`);
  return input;
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

async function answers(node: readonly string[], backend: string): Promise<Record<string, Answer>> {
  const [command = '', ...words] = node;
  const script = join(directory, 'answer-process.mjs');
  const args = [...words, script, backend, directory, ...NAMES];
  const { stdout } = await promisify(execFile)(command, args, { maxBuffer: 2 ** 24 });
  return JSON.parse(stdout) as Record<string, Answer>;
}

const labels = (): string[] => readFileSync(foreignFile('imagenet_labels.txt'), 'utf8').split('\n');

function machine(arch: 'x64' | ForeignArch, backend: 'native' | 'wasm'): void {
  const sentence = `${arch}, ${backend}: the int8 models answer to the bit, and see what is on a photo`;
  const node = arch === 'x64' ? [process.execPath] : foreignNode(arch);
  if (!hasForeignModels)
    test.skip(`${sentence} (SKIPPED: the models of other people are not here)`);
  else if (typeof node === 'string') test.skip(`${sentence} (SKIPPED: ${node})`);
  else
    test(sentence, async () => {
      const startedAt = performance.now();
      const found = await answers(node, backend);
      for (const [name, hash] of Object.entries(GOLDEN_ANSWERS)) {
        const { kernels, hash: answered } = found[name] ?? {};
        assert.deepEqual([kernels, answered], ['xnnpack', hash], name);
      }
      assert.equal(labels()[found[PHOTO]?.best ?? -1]?.trim(), SEEN);
      const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
      process.stdout.write(`${arch} ${backend}: ${seconds} s\n`);
    });
}

machine('x64', 'native');
machine('x64', 'wasm');
machine('arm64', 'native');
machine('arm', 'wasm');

test.run();
