/** How workflows and their runs are said. */
import type { Language } from '../actions/asker.ts';
import type { Speech } from '../actions/speech.ts';
import type { Run, StepRun } from './runs/run.ts';
import type { Trigger } from './workflow.ts';

export interface WorkflowRow {
  readonly name: string;
  readonly title: string;
  readonly isEnabled: boolean;
  readonly trigger: Trigger['kind'];
  readonly steps: number;
  /** Epoch ms. */
  readonly next?: number;
  readonly last?: Run;
}

type Words<K extends string> = Readonly<Record<Language, Readonly<Record<K, string>>>>;

const TRIGGERS: Words<Trigger['kind']> = {
  en: {
    manual: 'when somebody says so',
    cron: 'by the clock',
    reading: 'when a reading says so',
    workflow: 'after another workflow',
  },
  zh: { manual: '手动', cron: '定时', reading: '按读数', workflow: '在另一流程之后' },
};

const RUN_STATES: Words<Run['state']> = {
  en: {
    running: 'runs',
    done: 'done',
    failed: 'failed',
    cancelled: 'cancelled',
    unknown: 'cut short by a restart',
  },
  zh: {
    running: '运行中',
    done: '完成',
    failed: '失败',
    cancelled: '已取消',
    unknown: '被重启打断',
  },
};

const STEP_STATES: Words<StepRun['state']> = {
  en: {
    queued: 'waits for others',
    running: 'runs',
    waiting: 'waits',
    done: 'done',
    failed: 'failed',
    skipped: 'skipped',
    cancelled: 'not begun',
    unknown: 'nobody knows how it ended',
  },
  zh: {
    queued: '等待其他步骤',
    running: '运行中',
    waiting: '等待中',
    done: '完成',
    failed: '失败',
    skipped: '跳过',
    cancelled: '未开始',
    unknown: '结果未知',
  },
};

export function sayWorkflows(
  rows: readonly WorkflowRow[],
  speech: Speech,
  language: Language,
): string {
  const isChinese = language === 'zh';
  if (rows.length === 0)
    return isChinese ? '没有流程（workflows.yaml）。' : 'There are no workflows (workflows.yaml).';
  const start = isChinese
    ? '说“运行流程 名称”即可启动。'
    : 'Start one with “run the workflow NAME”.';
  return [...rows.map((row) => sayWorkflow(row, speech, language)), start].join('\n');
}

function sayWorkflow(
  { name, title, isEnabled, trigger, next, last }: WorkflowRow,
  speech: Speech,
  language: Language,
): string {
  const isChinese = language === 'zh';
  const called = title === name ? name : `${title} (${name})`;
  const off = isChinese ? '已停用' : 'not armed';
  const due = next === undefined ? '' : `${isChinese ? '，下次 ' : ', next '}${speech.time(next)}`;
  const when = isEnabled ? `${TRIGGERS[language][trigger]}${due}` : off;
  const past =
    last === undefined
      ? ''
      : `${isChinese ? '；上次 ' : '; last '}${speech.time(last.startedAt)} ${RUN_STATES[language][last.state]}`;
  return `${called}${isChinese ? '：' : ': '}${when}${past}`;
}

export function sayRuns(runs: readonly Run[], speech: Speech, language: Language): string {
  if (runs.length === 0) return language === 'zh' ? '还没有运行过。' : 'Nothing has run yet.';
  return runs.map((run) => headOf(run, speech, language)).join('\n');
}

/** The run, and each step that is worth a word; of one that is done, what the last step said. */
export function sayRun(run: Run, speech: Speech, language: Language): string {
  const steps = Object.entries(run.steps);
  const texts = steps.map(([, { output }]) => output?.['text']);
  const said = texts.findLast((text) => typeof text === 'string');
  const head = headOf(run, speech, language);
  if (run.state === 'done') return typeof said === 'string' ? `${head}\n${said}` : head;
  return [head, ...steps.map(([id, step]) => sayStep(id, step, speech, language))].join('\n');
}

/** "water waits for a yes …", with how to give it. */
export function sayAsked(run: Run, speech: Speech, language: Language): string {
  const waiting = Object.entries(run.steps).find(([, { waitsFor }]) => waitsFor === 'approval');
  const [step = '', { until = 0 } = {}] = waiting ?? [];
  const how = `workflow answer ${run.id} yes`;
  return language === 'zh'
    ? `流程 ${run.workflow} 的步骤 ${step} 等待批准，到 ${speech.time(until)} 为止：${how}`
    : `${run.workflow} waits for a yes before ${step}, until ${speech.time(until)}: ${how}`;
}

const TIMES_TOLD = 3;

/** @param dues when it should have run, epoch ms */
export function sayMissed(
  name: string,
  dues: readonly number[],
  speech: Speech,
  language: Language,
): string {
  const isChinese = language === 'zh';
  const times = dues.slice(-TIMES_TOLD).map((at) => speech.time(at));
  const more = dues.length - times.length;
  const others =
    more === 0 ? '' : isChinese ? `等 ${String(dues.length)} 次` : ` and ${String(more)} more`;
  return isChinese
    ? `流程 ${name} 错过了 ${times.join('、')}${others}，没有补做。`
    : `${name} did not run at ${times.join(', ')}${others}: this node was away then.`;
}

function headOf(
  { id, workflow, state, startedAt }: Run,
  speech: Speech,
  language: Language,
): string {
  const colon = language === 'zh' ? '：' : ': ';
  return `${speech.time(startedAt)} ${workflow}${colon}${RUN_STATES[language][state]} (${id})`;
}

function sayStep(id: string, step: StepRun, speech: Speech, language: Language): string {
  const { state, refusal, waitsFor } = step;
  const why = refusal === undefined ? '' : ` – ${speech.refusal(refusal, language)}`;
  const yes = language === 'zh' ? '，等待批准' : ', for a yes';
  const wait = waitsFor === 'approval' ? yes : '';
  return `  ${id}: ${STEP_STATES[language][state]}${wait}${why}`;
}
