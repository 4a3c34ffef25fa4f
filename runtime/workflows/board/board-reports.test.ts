import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { refuseWorkflow } from '../errors.ts';
import type { Run } from '../runs/run.ts';
import type { Workflow } from '../workflow.ts';
import { reportOf } from './board-report.ts';
import { BoardReports } from './board-reports.ts';
import { BoardTeller } from './board-teller.ts';

const test = suite('what boards tell of their workflows');

const RUN: Run = {
  ...{ id: 'run-1', workflow: 'water', version: 'v', state: 'done', startedAt: 1, endedAt: 2 },
  trigger: { kind: 'cron', at: 1 },
  steps: { see: { state: 'done', attempt: 1, output: { text: 'x'.repeat(9_000), rows: [1] } } },
};
const WORKFLOW: Workflow = {
  ...{ name: 'water', title: 'water', isEnabled: true, on: 'bench', version: 'v' },
  ...{ trigger: { kind: 'manual' }, notify: [], steps: [] },
};

interface Bench {
  readonly reports: BoardReports;
  readonly heard: Run[];
  readonly noticed: string[];
  kept: number;
}

function bench(known?: Run): Bench {
  const keep = (writes: readonly unknown[]): Promise<void> => {
    made.kept += writes.length;
    return Promise.resolve();
  };
  const made: Bench = {
    ...{ heard: [], noticed: [], kept: 0 },
    reports: new BoardReports({
      workflows: { find: (name) => (name === WORKFLOW.name ? WORKFLOW : undefined) },
      runs: {
        find: () => known,
        hear: (run, alongside) => {
          made.heard.push(run);
          return keep(alongside);
        },
      },
      teller: {
        missed: (_workflow, _dues, alongside) => keep(alongside),
        lost: (board, { count }, alongside) => {
          made.noticed.push(`${board} lost ${String(count)}`);
          return keep(alongside);
        },
        turnedAway: (_workflow, { at, refusal }, alongside) => {
          made.noticed.push(`${String(at)} ${refusal.message}`);
          return keep(alongside);
        },
      },
      news: {
        tell: async (platform, { id }, before) => {
          if (platform === 'nowhere') return false;
          made.noticed.push(`${platform} ${id}`);
          await (before ?? keep)([]);
          return true;
        },
      },
      store: { durable: keep },
    }),
  };
  return made;
}

const MARK = [{ type: 'put', key: 'k', value: 1 }] as never;
const NOTICE = {
  ...{ kind: 'workflow-notice', workflow: 'water', run: 'run-1', step: 'tell' },
  ...{ platform: 'team', status: 'done', text: 'watered' },
};

test('stand among the runs of the site with the board that ran them, and say no more than a line', async () => {
  const { reports, heard } = bench();
  assert.is(await reports.hear('bench', reportOf(RUN), MARK), true);
  assert.is(heard[0]?.board, 'bench');
  const output = heard[0]?.steps['see']?.output;
  assert.equal(Object.keys(output ?? {}), ['text']);
  assert.is(String(output?.['text']).length, 500);
});

test('are believed about the workflows that run there, and about no other', async () => {
  const { reports, heard } = bench();
  assert.is(await reports.hear('other', reportOf(RUN), MARK), false);
  assert.is(await reports.hear('other', NOTICE, MARK), false);
  assert.equal(heard, []);
});

test('never take the place of a run of somebody else', async () => {
  const { reports, heard } = bench(RUN);
  assert.is(await reports.hear('bench', reportOf(RUN), MARK), false);
  assert.equal(heard, []);
});

test('keep their place on the disk together with what came of them, also where nobody is to be told', async () => {
  for (const platform of ['team', 'nowhere']) {
    const made = bench();
    assert.is(await made.reports.hear('bench', { ...NOTICE, platform }, MARK), true);
    assert.is(made.kept, 1, platform);
  }
  const missed = bench();
  const report = { kind: 'workflow-missed', workflow: 'water', dues: [1, 2] };
  assert.is(await missed.reports.hear('bench', report, MARK), true);
  assert.is(missed.kept, 1);
});

test('say why one could not begin, and the gateway tells that', async () => {
  const { reports, noticed } = bench();
  const teller = new BoardTeller({
    tell: async (report) => {
      assert.is(await reports.hear('bench', report, MARK), true);
    },
    store: { durable: () => Promise.resolve() },
  });
  const refusal = refuseWorkflow('WORKFLOW_BUSY', '10 runs of water are open');
  await teller.turnedAway(WORKFLOW, { at: 7, refusal }, []);
  assert.equal(noticed, ['7 10 runs of water are open']);
});

test('of a newer version are left to others', async () => {
  assert.is(await bench().reports.hear('bench', { kind: 'workflow-mood' }, MARK), false);
});

test('how much a board could not keep is told, and durable with its place', async () => {
  const made = bench();
  const report = { kind: 'events-lost', at: 1, count: 7 };
  assert.is(await made.reports.hear('bench', report, []), true);
  assert.equal(made.noticed, ['bench lost 7']);
});

test.run();
