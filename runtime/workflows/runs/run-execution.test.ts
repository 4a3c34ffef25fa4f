/** One run that a restart cut short. What its steps do stands at the edge of this room, and is given here. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../../test/fake-clock.ts';
import type { StepContext, StepOutcome } from '../step-action.ts';
import { loadText } from '../workflow-file.fixture.ts';
import { RunExecution } from './run-execution.ts';
import type { Run } from './run.ts';

const test = suite('a run that was cut short');

const WORKFLOW = `workflows:
  - name: report
    steps:
      - { action: fetch_data, params: { source: database, query: SELECT 1 } }
      - { action: generate_report, depends_on: fetch_data, params: { template: daily_template.md } }
`;

/** More than a run keeps of what was only read. */
const ROWS = Array.from({ length: 5_000 }, (_, row) => ({ row, text: 'as long as it is' }));

test('what was cut short begins after what it rests on was read again', async () => {
  const clock = new FakeClock();
  const { workflows } = await loadText(WORKFLOW);
  const [workflow] = workflows;
  if (workflow === undefined) throw new Error('the workflow of the test is wrong');
  const seen: unknown[] = [];
  const perform = (action: string, { outputs }: StepContext): StepOutcome => {
    if (action === 'fetch_data') return { ok: true, output: { rows: ROWS, count: ROWS.length } };
    seen.push(outputs['fetch_data']?.['count']);
    return { ok: true, output: { text: 'a report' } };
  };
  const cutShort: Run = {
    ...{ id: 'run-1', workflow: 'report', version: workflow.version, state: 'running' },
    ...{ trigger: { kind: 'manual' }, startedAt: clock.now() },
    steps: {
      fetch_data: { state: 'done', attempt: 1 },
      generate_report: { state: 'running', attempt: 1 },
    },
  };
  const ended = await new Promise<Run>((resolve, reject) => {
    const execution = new RunExecution(cutShort, {
      ...{ workflow, clock, random: () => 0, isDryRun: false, reading: () => 0 },
      save: () => Promise.resolve(),
      steps: {
        kindOf: () => 'read',
        run: (action, _, context) => Promise.resolve(perform(action, context)),
        callOff: () => Promise.resolve(),
        recover: () => Promise.resolve('unknown'),
      },
      ...{ onEnd: resolve, onTrouble: reject },
    });
    execution.start().catch(reject);
  });
  assert.equal(seen, [ROWS.length]);
  assert.is(ended.state, 'done');
});

test.run();
