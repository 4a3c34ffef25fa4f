/**
 * Each of the rooms that carry the promises of this project is covered to 90 % of its lines, by
 * itself. Files that no test loads count as uncovered; files that hold only types count as nothing,
 * since nothing is left of them to run. Reads what `c8` has collected: run it with `make coverage`.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { findFiles } from './source-files.ts';

const ROOMS = ['core', 'state', 'policy', 'devices', 'tasks'];
const MIN_LINES_PERCENT = 90;

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

function report(room: string): boolean {
  const folder = `runtime/${room}`;
  const excluded = ['**/*.{test,fixture}.ts', ...findFiles([folder], '.ts').filter(holdsOnlyTypes)];
  const { status } = spawnSync(
    'node_modules/.bin/c8',
    [
      ...['report', '--all', '--src', folder, '--include', `${folder}/**/*.ts`],
      ...excluded.flatMap((path) => ['--exclude', path]),
      ...['--check-coverage', '--lines', String(MIN_LINES_PERCENT)],
    ],
    { stdio: 'inherit' },
  );
  return status === 0;
}

const results = ROOMS.map((room) => ({ room, isCovered: report(room) }));
for (const { room, isCovered } of results)
  process.stdout.write(`${isCovered ? 'ok  ' : 'FAIL'} runtime/${room}\n`);
process.exitCode = results.every(({ isCovered }) => isCovered) ? 0 : 1;
