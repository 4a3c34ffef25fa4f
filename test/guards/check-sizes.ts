/**
 * What tires a reader is the tail of long files and functions. Prints where the tree stands, and
 * fails when the median function has more than 12 lines or a file more than 400.
 *
 *   node --import tsx test/guards/check-sizes.ts
 */
import { readFileSync } from 'node:fs';
import { functionLengths } from './function-lengths.ts';
import { findFiles, isTest } from './source-files.ts';

const MAX_MEDIAN_LINES = 12;
const MAX_FILE_LINES = 400;

const files = ['.ts', '.tsx']
  .flatMap((suffix) => findFiles(['runtime', 'drivers', 'models', 'provisioning'], suffix))
  .filter((path) => !isTest(path))
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }))
  .map(({ path, text }) => ({
    path,
    lines: text.trimEnd().split('\n').length,
    functions: functionLengths(path, text),
  }))
  .sort((left, right) => right.lines - left.lines);
const functions = files
  .flatMap(({ path, functions }) => functions.map((entry) => ({ ...entry, path })))
  .sort((left, right) => right.lines - left.lines);

/** The length that `share` of all functions do not exceed. */
function quantile(share: number): number {
  return functions[Math.floor((functions.length - 1) * (1 - share))]?.lines ?? 0;
}

const median = quantile(0.5);
const totalLines = files.reduce((sum, { lines }) => sum + lines, 0);
process.stdout.write(
  [
    `sizes: ${files.length} files, ${totalLines} lines, ${functions.length} functions`,
    `  function length: median ${median}, 90 % up to ${quantile(0.9)}, longest ${quantile(1)}`,
    `  longest functions: ${functions
      .slice(0, 3)
      .map(({ path, line, name, lines }) => `${name} ${lines} (${path}:${line})`)
      .join(', ')}`,
    `  longest files: ${files
      .slice(0, 3)
      .map(({ path, lines }) => `${path} ${lines}`)
      .join(', ')}`,
    '',
  ].join('\n'),
);
const isTooLong = median > MAX_MEDIAN_LINES || (files[0]?.lines ?? 0) > MAX_FILE_LINES;
if (isTooLong || files.length === 0) {
  process.stdout.write(
    `sizes: at most ${MAX_MEDIAN_LINES} lines in the median function and ${MAX_FILE_LINES} in a file\n`,
  );
  process.exitCode = 1;
}
