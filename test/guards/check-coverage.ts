/**
 * Each of the rooms that carry the promises of this project is covered to 90 % of its lines, by
 * the tests of these rooms. Files that no test loads count as uncovered; files that hold only types count as nothing,
 * since nothing is left of them to run. Reads what `c8` has collected: run it with `make coverage`,
 * or with `make test COVERAGE=1`.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import ts from 'typescript';
import { COVERED_ROOMS } from './covered-rooms.ts';
import { findFiles } from './source-files.ts';

const MIN_LINES_PERCENT = 90;

/** What c8 writes as `json-summary`: by absolute path, and one row for all. */
type Summary = Readonly<Record<string, { readonly lines: { covered: number; total: number } }>>;

function holdsOnlyTypes(path: string): boolean {
  const { outputText } = ts.transpileModule(readFileSync(path, 'utf8'), {
    compilerOptions: {
      target: ts.ScriptTarget.ESNext,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
      removeComments: true,
    },
  });
  return outputText.trim() === 'export {};';
}

/** One report over all rooms, since reading what hundreds of processes have left behind takes the time. */
function report(folders: readonly string[]): Summary {
  const excluded = ['**/*.{test,fixture}.ts', ...findFiles(folders, '.ts').filter(holdsOnlyTypes)];
  const { status } = spawnSync(
    'node_modules/.bin/c8',
    [
      ...['report', '--all', '--reporter', 'text', '--reporter', 'json-summary'],
      ...folders.flatMap((folder) => ['--src', folder, '--include', `${folder}/**/*.ts`]),
      ...excluded.flatMap((path) => ['--exclude', path]),
    ],
    { stdio: 'inherit' },
  );
  if (status !== 0) throw new Error('c8 gives no report');
  return JSON.parse(readFileSync('coverage/coverage-summary.json', 'utf8')) as Summary;
}

/** Of the lines of a folder, those that ran. No files at all are no coverage. */
function linesPercent(summary: Summary, folder: string): number {
  const files = Object.entries(summary).filter(([path]) => path.startsWith(resolve(folder) + sep));
  const count = (which: 'covered' | 'total'): number =>
    files.reduce((sum, [, { lines }]) => sum + lines[which], 0);
  return (100 * count('covered')) / Math.max(count('total'), 1);
}

const summary = report(COVERED_ROOMS);
for (const folder of COVERED_ROOMS) {
  const percent = linesPercent(summary, folder);
  const isCovered = percent >= MIN_LINES_PERCENT;
  process.stdout.write(`${isCovered ? 'ok  ' : 'FAIL'} ${folder}: ${percent.toFixed(1)} %\n`);
  if (!isCovered) process.exitCode = 1;
}
