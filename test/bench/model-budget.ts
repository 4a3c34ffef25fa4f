/** What the same network costs as float32, float16 and int8: its file, its memory, its time, and how far its answer moves. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { addonPath } from '../../runtime/inference/tflite-node/native/addon.ts';
import { findModel } from '../../runtime/inference/find-model.ts';
import { runModel } from '../../runtime/inference/run-model.ts';
import { foreignFile, foreignModelPath, hasForeignModels } from '../foreign-models.ts';
import { inTempDirectory } from '../temp-directory.ts';
import { toHalfFloats } from './half-floats.ts';
import type { Row } from './row.ts';

const BUILT = join(import.meta.dirname, '../../dist/inference/tflite-node/tflite-node.js');
const COST = join(import.meta.dirname, 'model-cost.mjs');
const LOADS = 30;

/** Each network: its float form, its int8 form, and something to look at. */
const NETWORKS = {
  ad01: ['ad01_fp32', 'ad01_int8', 'ad01_normal_id_01.bin'],
  vww: ['vww_96_float', 'vww_96_int8', 'grace_hopper.bmp'],
} as const;

interface Cost {
  readonly eachKb: number;
  readonly p50Ms: number;
  readonly kernels: string;
}

export async function measureModelBudget(): Promise<readonly Row[]> {
  const what = 'float32, float16 and int8 of one network';
  const isHere = hasForeignModels && existsSync(addonPath()) && existsSync(libraryBeside());
  if (!isHere) {
    const why = 'the models of other people, or the native part, are not here';
    return [{ what, measured: `not measured: ${why}`, budget: '-', raw: { why } }];
  }
  const rows: Row[] = [];
  await inTempDirectory(async (folder) => {
    for (const [network, [float, int8, input]] of Object.entries(NETWORKS)) {
      const half = join(folder, `${float}.fp16.tflite`);
      writeFileSync(half, toHalfFloats(readFileSync(foreignModelPath(float))));
      const forms = {
        float32: foreignModelPath(float),
        float16: half,
        int8: foreignModelPath(int8),
      };
      for (const [form, path] of Object.entries(forms))
        rows.push(await row(`${network} as ${form}`, path, foreignFile(input)));
    }
  });
  return rows;
}

function libraryBeside(): string {
  return join(dirname(addonPath()), 'libtensorflowlite_c.so');
}

async function row(what: string, path: string, input: string): Promise<Row> {
  const sizeBytes = statSync(path).size;
  const args = ['--expose-gc', COST, BUILT, path, String(LOADS)];
  const cost = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Cost;
  const answer = await answerOf(path, input);
  return {
    what: `${what}: file, memory of each, one run (p50), its answer`,
    measured: `${(sizeBytes / 1e3).toFixed(0)} kB, ${(cost.eachKb * 1.024).toFixed(0)} kB, ${(cost.p50Ms * 1e3).toFixed(1)} µs, ${answer} (${cost.kernels})`,
    budget: '-',
    raw: { sizeBytes, ...cost, answer },
  };
}

async function answerOf(path: string, input: string): Promise<string> {
  const found = await findModel({ named: path, path, directories: [] });
  const { results } = await runModel(found, input, input.endsWith('.bin') ? { step: 128 } : {});
  const errors = results.flatMap((result) =>
    result.kind === 'reconstruction' ? result.error : [],
  );
  if (errors.length > 0) {
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    return `error ${mean.toFixed(3)}`;
  }
  const [result] = results;
  if (result?.kind !== 'classes') return '';
  const [best] = result.classes;
  return `${best?.label.en ?? ''} ${((best?.score ?? 0) * 100).toFixed(2)} %`;
}
