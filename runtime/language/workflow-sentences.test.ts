import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { normalise } from './normalise.ts';
import { readWorkflowSentence } from './workflow-sentences.ts';

const test = suite('sentences about workflows');

const read = (text: string): unknown => readWorkflowSentence(normalise(text)?.text ?? '');

const MEANS: Readonly<Record<string, object>> = {
  'Which workflows are there?': { action: 'workflow-list', args: {} },
  workflows: { action: 'workflow-list', args: {} },
  有哪些流程: { action: 'workflow-list', args: {} },
  'run the workflow daily_report': { action: 'workflow-run', args: { name: 'daily_report' } },
  'Please start the daily_report workflow.': {
    action: 'workflow-run',
    args: { name: 'daily_report' },
  },
  运行流程daily_report: { action: 'workflow-run', args: { name: 'daily_report' } },
  'workflow run daily_report --dry-run': {
    action: 'workflow-run',
    args: { name: 'daily_report', 'dry-run': true },
  },
  'workflow answer run-01m8da yes': {
    action: 'workflow-answer',
    args: { run: 'run-01m8da', answer: 'yes' },
  },
  'cancel run-01m8da.guard': { action: 'workflow-cancel', args: { run: 'run-01m8da.guard' } },
  'stop the workflow water': { action: 'workflow-cancel', args: { run: 'water' } },
  批准工作流water: { action: 'workflow-answer', args: { run: 'water', answer: 'yes' } },
  'how did the workflow water go?': { action: 'workflow-runs', args: { workflow: 'water' } },
};

for (const [text, call] of Object.entries(MEANS))
  test(`"${text}" is understood`, () => {
    assert.equal(read(text), call);
  });

for (const text of [
  'run the workflow daily_report?',
  "don't run the workflow daily_report",
  'if the tank is empty run the workflow daily_report',
  'the workflow daily_report has run',
  'run the pump',
  'cancel the pump',
])
  test(`"${text}" starts and ends nothing`, () => {
    assert.is(read(text), undefined);
  });

test.run();
