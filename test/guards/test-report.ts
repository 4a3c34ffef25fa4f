/**
 * Judges one test file by its text and by what its process printed. uvu believes too much: a file
 * without `.run()` passes, and so does a suite whose `before` hook threw. Not for running it.
 */
export interface TestReport {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What is wrong beyond single tests. */
  readonly problem?: string;
}

export interface ProcessEnd {
  readonly output: string;
  /** null when it had to be killed. */
  readonly exitCode: number | null;
}

/** What is wrong with the text of a test file, if anything. */
export function inspectTestFile(text: string): string | undefined {
  if (!/\.run\(\);\s*$/.test(text)) return 'does not end with `.run()`, so nothing would run';
  if (/\.only\(/.test(text)) return '`.only` keeps the other tests from running';
  return undefined;
}

/** Stands before what each file of a batch prints (`test-batch.ts`). */
export function headOf(file: string): string {
  return `\n@@ ${file}\n`;
}

/**
 * What became of each file of a batch. A process that crashed, or was still alive at its limit, is the fault of
 * the last one that began; those that it took with it ran no test.
 */
export function ofBatch(
  end: ProcessEnd,
  files: readonly string[],
): ReadonlyMap<string, ProcessEnd> {
  const [only, ...others] = files;
  if (only !== undefined && others.length === 0) return new Map([[only, end]]);
  const { output, exitCode } = end;
  const begun = files.filter((file) => output.includes(headOf(file)));
  const ends = files.map((file) => {
    const [, rest = ''] = output.split(headOf(file));
    const [own = ''] = rest.split('\n@@ ');
    const hasFailed = judge({ output: own, exitCode: 0 }).failed > 0;
    const isLast = file === begun.at(-1) && (exitCode === null || exitCode > 1);
    return [file, { output: own, exitCode: isLast ? exitCode : Number(hasFailed) }] as const;
  });
  return new Map(ends);
}

export function judge({ output, exitCode }: ProcessEnd): TestReport {
  const total = count(output, 'Total');
  const passed = count(output, 'Passed');
  const skipped = count(output, 'Skipped');
  const report = { passed, failed: total - passed, skipped };
  if (exitCode === null)
    return withProblem(report, 'still alive at its time limit: a handle or a promise is left open');
  if (total + skipped === 0) return withProblem(report, 'ran no test');
  if (exitCode !== 0 && report.failed === 0)
    return withProblem(report, `ended with exit code ${exitCode}`);
  return report;
}

/** A problem counts as one failure, so that no sum can hide it. */
function withProblem(report: TestReport, problem: string): TestReport {
  return { ...report, failed: report.failed + 1, problem };
}

/** uvu closes with `  Total:     3`, in colour where the output is a terminal. */
function count(output: string, label: string): number {
  const matches = [
    ...output.matchAll(new RegExp(`^\\W*${label}:\\s+(?:\\S*\\[\\d+m)?(\\d+)`, 'gm')),
  ];
  return Number(matches.at(-1)?.[1] ?? 0);
}

export function sum(reports: readonly TestReport[]): TestReport {
  return reports.reduce(
    (left, right) => ({
      passed: left.passed + right.passed,
      failed: left.failed + right.failed,
      skipped: left.skipped + right.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

/** The one line that everything which runs tests closes with. */
export function closingLine({ passed, failed, skipped }: TestReport): string {
  return `${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`;
}

/** One line where all is well; everything that was printed where it is not. */
export function tell(what: string, report: TestReport, output: string): TestReport {
  const isGood = report.failed === 0;
  process.stdout.write(`${isGood ? 'ok  ' : 'FAIL'} ${what}: ${closingLine(report)}\n`);
  if (!isGood) process.stdout.write(`${output}\n     ${report.problem ?? ''}\n`);
  return report;
}
