import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { functionLengths } from './function-lengths.ts';

test('measures functions and methods with a body, and nothing else', () => {
  const text = [
    'export function first(): void {',
    '  return;',
    '}',
    'const short = (x: number): number => x;',
    'const long = (): void => {',
    '  short(1);',
    '  short(2);',
    '};',
    'class Box {',
    '  open(): void {}',
    '}',
    'interface Shape { area(): number }',
  ].join('\n');
  assert.equal(functionLengths('sample.ts', text), [
    { name: 'first', line: 1, lines: 3 },
    { name: 'long', line: 5, lines: 4 },
    { name: 'open', line: 10, lines: 1 },
  ]);
});

test.run();
