/**
 * tflite-node as anybody would get it: packed, installed into an empty folder, and used from there.
 * Nothing of this tree is in reach of it.
 */
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { suite } from 'uvu';
import { childrenOf } from '../bench/process-memory.ts';
import { foreignModelPath } from '../foreign-models.ts';
import { testWith } from '../native-rig.ts';
import { spinModel } from '../tiny-models.ts';
import { soon } from './outside.ts';

const PACKAGE = resolve(import.meta.dirname, '../../runtime/inference/tflite-node');
const test = suite('the published package');

const folder = mkdtempSync(join(tmpdir(), 'boardtalk-published-'));
test.after(() => rmSync(folder, { recursive: true }));

test.before(() => {
  const npm = (cwd: string, ...args: readonly string[]): string =>
    execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  npm(PACKAGE, 'pack', '--pack-destination', folder);
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  npm(folder, 'install', '--offline', '--no-audit', '--no-fund', './tflite-node-0.1.0.tgz');
  writeFileSync(join(folder, 'spin.tflite'), spinModel());
});

/** Runs a script in that folder. @returns what it printed */
function run(script: string): string {
  const source = `import { loadModel } from 'tflite-node';\n${script}`;
  writeFileSync(join(folder, 'script.js'), source);
  const { stdout, stderr, status } = spawnSync(process.execPath, ['script.js'], {
    cwd: folder,
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
  assert.equal(stderr, '');
  return stdout.trim();
}

const COUNT = (options: object): string => `
const model = await loadModel('spin.tflite', ${JSON.stringify(options)});
const [answer] = await model.run([Int32Array.of(42)]);
console.log(model.info.backend, answer[0]);
await model.close();`;

test('runs a model in wasm, in a process of its own and in this one', () => {
  assert.equal(run(COUNT({ backend: 'wasm' })), 'wasm 42');
  assert.equal(run(COUNT({ backend: 'wasm', isolate: 'none' })), 'wasm 42');
});

testWith(test, ['addon', 'library'], 'runs a model on the native library it brings', () => {
  assert.equal(run(COUNT({ backend: 'native' })), 'native 42');
  assert.equal(run(COUNT({ backend: 'auto', isolate: 'none' })), 'native 42');
});

testWith(test, ['addon', 'library', 'models'], 'computes the same sine on both', () => {
  const sine = (backend: string): string =>
    run(`import { dequantize, quantize } from 'tflite-node';
      const path = ${JSON.stringify(foreignModelPath('hello_world_int8'))};
      const model = await loadModel(path, { backend: '${backend}' });
      const [answer] = await model.run([quantize([Math.PI / 2], model.inputs[0])]);
      console.log(dequantize(answer, model.outputs[0])[0]);
      await model.close();`);
  assert.ok(Math.abs(Number(sine('native')) - 1) < 0.05);
  assert.equal(sine('wasm'), sine('native'));
});

test('runs a model without a native library, and says so', () => {
  rmSync(join(folder, 'node_modules/tflite-node/dist/native'), { recursive: true, force: true });
  const answer = run(`${COUNT({})}\nconsole.log(model.info.downgrades.join());`);
  assert.match(answer, /^wasm 42\nwasm instead of a native library: /);
});

test('the types say what there is', () => {
  const program = `import { loadModel, type Model } from 'tflite-node';
    const model: Model = await loadModel('spin.tflite', { backend: 'wasm', isolate: 'none' });
    const [answer] = await model.run([Int32Array.of(1)]);
    const shape: readonly number[] | undefined = model.inputs[0]?.shape;
    export const text = \`\${String(answer?.length)} \${String(shape)}\`;`;
  writeFileSync(join(folder, 'program.ts'), program);
  const tsc = resolve(PACKAGE, '../../../node_modules/.bin/tsc');
  const options = ['--noEmit', '--strict', '--target', 'es2023', '--module', 'nodenext'];
  const types = [
    '--typeRoots',
    resolve(PACKAGE, '../../../node_modules/@types'),
    '--types',
    'node',
  ];
  const { stdout } = spawnSync(tsc, [...options, ...types, 'program.ts'], {
    cwd: folder,
    encoding: 'utf8',
  });
  assert.equal(stdout, '');
});

test('no process is left of one that is killed while its model counts for ever', async () => {
  const script = `import { loadModel } from 'tflite-node';
    const model = await loadModel('spin.tflite', { backend: 'wasm', timeoutMs: 1e8 });
    void model.run([Int32Array.of(2147483647)]);
    console.log('counting');`;
  writeFileSync(join(folder, 'script.js'), script);
  const stdio = ['ignore', 'pipe', 'inherit'] as const;
  const owner = spawn(process.execPath, ['script.js'], { cwd: folder, stdio: [...stdio] });
  await once(createInterface({ input: owner.stdout }), 'line');
  const [child = 0] = childrenOf(owner.pid ?? 0);
  assert.ok(isAlive(child));
  owner.kill('SIGKILL');
  await soon('its child is gone', () => !isAlive(child));
});

/** Killed and not yet collected counts as gone: it has no command line any more. */
function isAlive(pid: number): boolean {
  return existsSync(`/proc/${pid}`) && readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== '';
}

test.run();
