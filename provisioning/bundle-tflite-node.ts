/**
 * tflite-node as it is published, and as it lies in what a board receives: one bundle of its own,
 * with its child processes and its wasm module beside it, so that it finds them in both the same way.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Metafile, type Plugin } from 'esbuild';
import { BUNDLE } from './bundle-options.ts';

const PACKAGE = 'runtime/inference/tflite-node';
const LITERT = 'node_modules/@litertjs/core';

/** The pair that `wasm/litert-module.ts` starts; the other three variants stay where they are. */
const [LOADER, MODULE] = ['litert_wasm_compat_internal.js', 'litert_wasm_compat_internal.wasm'];

/** What runs in a process of its own is an entry point of its own. */
const ENTRY_POINTS = ['tflite-node', 'isolation/child', 'probe-child'];

const NATIVE_HALVES = ['tflite.node', 'libtensorflowlite_c.so'];

/** @param outdir relative to the project */
export async function bundleTfliteNode(outdir: string): Promise<Metafile> {
  const { metafile } = await build({
    ...BUNDLE,
    entryPoints: Object.fromEntries(ENTRY_POINTS.map((name) => [name, `${PACKAGE}/${name}.ts`])),
    outdir,
    platform: 'node',
    target: 'node20',
    splitting: true,
  });
  mkdirSync(join(outdir, 'wasm'), { recursive: true });
  cpSync(`${LITERT}/wasm/${LOADER}`, join(outdir, 'wasm', LOADER));
  const packed = gzipSync(readFileSync(`${LITERT}/wasm/${MODULE}`), { level: 9 });
  writeFileSync(join(outdir, 'wasm', `${MODULE}.gz`), packed);
  // LiteRT is under the licence of this project, and brings no copy of it.
  cpSync('LICENSE', join(outdir, 'wasm/LICENSE'));
  copyNatives(outdir);
  cpSync(`${PACKAGE}/native/reference.c`, join(outdir, 'native/reference.c'));
  return metafile;
}

/** For each architecture that has both halves: the addon is of no use without the library, nor the other way round. */
function copyNatives(outdir: string): void {
  for (const arch of ['x64', 'arm64']) {
    const folder = `${PACKAGE}/native/lib/${arch}`;
    if (NATIVE_HALVES.every((file) => existsSync(join(folder, file))))
      cpSync(folder, join(outdir, 'native/lib', arch), { recursive: true });
  }
}

/** Everybody else's import of the package leads to its one public interface, beside the bundle that asks. */
export const tfliteNodeApart: Plugin = {
  name: 'tflite-node-apart',
  setup(bundler) {
    bundler.onResolve({ filter: /\/tflite-node\/[a-z-]+\.ts$/ }, () => ({
      path: './inference/tflite-node/tflite-node.js',
      external: true,
    }));
  },
};
