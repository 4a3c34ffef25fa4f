import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { closingLine, headOf, inspectTestFile, judge, ofBatch, sum } from './test-report.ts';

const passing = '\n  Total:     3\n  Passed:    3\n  Skipped:   0\n  Duration:  1.20ms\n\n';

test('counts what a file printed', () => {
  assert.equal(judge({ output: passing, exitCode: 0 }), { passed: 3, failed: 0, skipped: 0 });
});

test('counts in colour', () => {
  const output =
    '  Total:     3\u001b[31m\n  Passed:    1\u001b[39m\n  Skipped:   \u001b[33m2\u001b[39m';
  assert.equal(judge({ output, exitCode: 1 }), { passed: 1, failed: 2, skipped: 2 });
});

test('fails a suite whose before hook threw, though uvu exits with 0', () => {
  const output = passing.replace('Passed:    3', 'Passed:    0');
  assert.is(judge({ output, exitCode: 0 }).failed, 3);
});

test('fails a file that passed every test and would not end', () => {
  const report = judge({ output: passing, exitCode: null });
  assert.is(report.passed, 3);
  assert.is(report.failed, 1);
  assert.match(report.problem ?? '', 'still alive');
});

test('fails a file that ran nothing', () => {
  assert.is(judge({ output: '', exitCode: 0 }).problem, 'ran no test');
});

test('fails a file that crashed after its tests', () => {
  assert.is(judge({ output: passing, exitCode: 7 }).failed, 1);
});

/** @returns what was judged of each file */
function judged(output: string, exitCode: number | null): readonly string[] {
  const ends = ofBatch({ output, exitCode }, ['a.test.ts', 'b.test.ts', 'c.test.ts']);
  return [...ends.values()].map((end) => {
    const { passed, failed, problem = 'none' } = judge(end);
    return `${String(passed)} passed, ${String(failed)} failed: ${problem}`;
  });
}

test('tells the files of a batch apart', () => {
  const failing = passing.replace('Passed:    3', 'Passed:    2');
  const output = `${headOf('a.test.ts')}${passing}${headOf('b.test.ts')}${failing}${headOf('c.test.ts')}${passing}`;
  const good = '3 passed, 0 failed: none';
  assert.equal(judged(output, 1), [good, '2 passed, 1 failed: none', good]);
});

test('a batch that crashed or hangs is the fault of the file that ran, and the others ran no test', () => {
  const good = '3 passed, 0 failed: none';
  const output = `${headOf('a.test.ts')}${passing}${headOf('b.test.ts')} half a suite •`;
  assert.equal(judged(output, 7), [
    good,
    ...Array<string>(2).fill('0 passed, 1 failed: ran no test'),
  ]);
  const [, hung = ''] = judged(output, null);
  assert.match(hung, 'still alive');
  const late = `${headOf('a.test.ts')}${passing}${headOf('b.test.ts')}${passing}${headOf('c.test.ts')}${passing}`;
  assert.equal(judged(late, 7), [good, good, '3 passed, 1 failed: ended with exit code 7']);
});

test('refuses a file without .run() and one with .only', () => {
  assert.match(inspectTestFile("test('x', () => {});\n") ?? '', 'run()');
  assert.match(inspectTestFile(`${['test', 'only'].join('.')}('x');\ntest.run();\n`) ?? '', 'only');
  assert.is(inspectTestFile("test('x', () => {});\ntest.run();\n"), undefined);
});

test('closes with one line and names skipped tests only where there are some', () => {
  const one = { passed: 2, failed: 0, skipped: 0 };
  assert.is(closingLine(sum([one, one])), '4 passed, 0 failed');
  assert.is(closingLine({ ...one, skipped: 1 }), '2 passed, 0 failed, 1 skipped');
});

test.run();
