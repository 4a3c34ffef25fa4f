/**
 * Runs dependency-cruiser over the whole tree and makes sure that it did look: under a compiler it
 * does not know it checks nothing and says that all is well.
 *
 *   node --import tsx test/guards/check-bounds.ts
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { existsSync } from 'node:fs';
import type { ICruiseResult } from 'dependency-cruiser';
import { findFiles, SOURCE_FOLDERS } from './source-files.ts';

const config = join(import.meta.dirname, '../../.dependency-cruiser.cjs');
const command = join(import.meta.dirname, '../../node_modules/.bin/depcruise');
const folders = SOURCE_FOLDERS.filter((folder) => existsSync(folder));

const { stdout, stderr } = spawnSync(
  command,
  ['--config', config, '--output-type', 'json', ...folders],
  { encoding: 'utf8', maxBuffer: 2 ** 28 },
);
if (stdout === '') throw new Error(`dependency-cruiser said nothing: ${stderr}`);
const { modules, summary } = JSON.parse(stdout) as ICruiseResult;

const seen = new Set(modules.map((module) => module.source));
const unseen = ['.ts', '.tsx']
  .flatMap((suffix) => findFiles(folders, suffix))
  .filter((file) => !seen.has(file));
const broken = summary.violations.map(({ rule, from, to, cycle }) =>
  [`${rule.name}: ${from}`, ...(cycle?.map((step) => step.name) ?? [to])].join(' -> '),
);
const complaints = [...broken, ...unseen.map((file) => `not looked at: ${file}`)];

for (const complaint of complaints) process.stdout.write(`${complaint}\n`);
process.stdout.write(
  `bounds: ${seen.size} modules, ${summary.totalDependenciesCruised ?? 0} imports, ${complaints.length} complaints\n`,
);
process.exitCode = complaints.length === 0 && seen.size > 0 ? 0 : 1;
