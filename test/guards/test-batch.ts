/**
 * Several test files in one process, one after the other: most of what a small file costs is to start a
 * process and to load what it tests. Each ends with the sum that uvu prints for a file of its own.
 *
 *   node --import tsx test/guards/test-batch.ts FILE …
 */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { headOf } from './test-report.ts';

/** uvu's way to be told that somebody else begins, and what (uvu/run). */
interface Uvu {
  UVU_DEFER?: 1;
  UVU_QUEUE?: (null | (() => Promise<unknown>))[][];
  UVU_INDEX?: number;
}

const uvu: typeof globalThis & Uvu = globalThis;
uvu.UVU_DEFER = 1;
const { exec } = await import('uvu');
let hasFailed = false;
for (const file of process.argv.slice(2)) {
  process.stdout.write(headOf(file));
  uvu.UVU_INDEX = 0;
  uvu.UVU_QUEUE?.splice(0, Infinity, [null]);
  await import(pathToFileURL(resolve(file)).href);
  await exec();
  hasFailed ||= process.exitCode !== 0;
}
process.exitCode = hasFailed ? 1 : 0;
