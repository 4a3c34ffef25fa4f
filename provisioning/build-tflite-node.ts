/**
 * Makes `dist/` of the workspace package tflite-node, as it is published: the bundle and its types.
 * `npm pack` calls it.
 *
 *   node --import tsx provisioning/build-tflite-node.ts
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, rmSync } from 'node:fs';
import { BUNDLE } from './bundle-options.ts';
import { bundleTfliteNode } from './bundle-tflite-node.ts';

const PACKAGE = 'runtime/inference/tflite-node';

process.chdir(BUNDLE.absWorkingDir);
rmSync(`${PACKAGE}/dist`, { recursive: true, force: true });
// npm takes a licence along that lies beside the manifest.
copyFileSync('LICENSE', `${PACKAGE}/LICENSE`);
await bundleTfliteNode(`${PACKAGE}/dist`);
execFileSync('node_modules/.bin/tsc', ['-p', `${PACKAGE}/tsconfig.json`], { stdio: 'inherit' });
