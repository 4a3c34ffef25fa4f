import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { closingLine, inspectTestFile, judge, sum } from './test-report.ts';

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
