/** How workflows and their runs are said. */
import type { Language } from '../actions/asker.ts';
import type { Speech } from '../actions/speech.ts';
import type { Refusal } from '../core/refusal.ts';
import { isMap } from '../config/form/value-at.ts';
import { askingStep, DRY_RUN, type Run, type StepRun } from './runs/run.ts';
import type { WaitingRun } from './runs/waiting-run.ts';
import type { Question } from './question.ts';
import type { Step, Trigger } from './workflow.ts';

export interface WorkflowRow {
  readonly name: string;
  readonly title: string;
  readonly isEnabled: boolean;
  /** The board that runs it, where that is another one. */
  readonly on?: string;
  readonly trigger: Trigger['kind'];
  readonly steps: number;
  /** Epoch ms. */
  readonly next?: number;
  readonly last?: Run;
  /** Who armed or disarmed it last, and when: it is not as its text says. */
  readonly switched?: { readonly by: string; readonly at: number };
}

type Words<K extends string> = Readonly<Record<Language, Readonly<Record<K, string>>>>;

const TRIGGERS: Words<Trigger['kind']> = {
  en: {
    manual: 'when somebody says so',
    cron: 'by the clock',
    reading: 'when a reading says so',
    edge: 'when something switches',
    event: 'when something happens',
    phrase: 'when somebody says its phrase',
    webhook: 'when another program asks',
    mqtt: 'when an MQTT message comes',
    workflow: 'after another workflow',
  },
  zh: {
    manual: '手动',
    cron: '定时',
    reading: '按读数',
    edge: '按开关变化',
    event: '按事件',
    phrase: '按口令',
    webhook: '按外部请求',
    mqtt: '按 MQTT 消息',
    workflow: '在另一流程之后',
  },
};

const RUN_STATES: Words<Run['state']> = {
  en: {
    running: 'runs',
    done: 'done',
    failed: 'failed',
    cancelled: 'cancelled',
    unknown: 'nobody knows how it ended',
  },
  zh: {
    running: '运行中',
    done: '完成',
    failed: '失败',
    cancelled: '已取消',
    unknown: '结果未知',
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

const FOR_PEOPLE: Words<NonNullable<StepRun['waitsFor']>> = {
  en: { approval: ' for a yes', answer: ' for an answer', retry: '', time: '' },
  zh: { approval: '批准', answer: '回答', retry: '', time: '' },
};

const WOULD_ASK: Readonly<Record<Language, string>> = {
  en: 'would ask people first; after a yes: ',
  zh: '会先征求同意；同意后：',
};

/** Nothing where this gateway leads. */
export function sayStandingBack(behind: string | undefined, language: Language): readonly string[] {
  if (behind === undefined) return [];
  return [
    language === 'zh'
      ? `本网关已让位：${behind} 的网关主管本站点，下列流程在此均不自动运行。要由本网关主管：boardtalk lead`
      : `This gateway stands back: the one at ${behind} leads this site, and nothing of this runs here by itself. To let this one lead: boardtalk lead`,
  ];
}

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

/** The newest edit is not in force, and nobody sees that from the list. */
export function sayMistakes(mistakes: readonly string[], language: Language): readonly string[] {
  if (mistakes.length === 0) return [];
  const count = String(mistakes.length);
  return [
    language === 'zh'
      ? `最近一次修改没有生效，有 ${count} 处错误：boardtalk workflow check`
      : `The newest edit of workflows.yaml is not in force, it has mistakes (${count}): boardtalk workflow check`,
  ];
}

/** What was made by talking, and does not fit the site any more. */
export function sayResting(reasons: readonly string[], language: Language): readonly string[] {
  return reasons.map((why) => (language === 'zh' ? `没有生效：${why}` : `Not in force: ${why}`));
}

function sayWorkflow(
  { name, title, isEnabled, on, trigger, next, last, switched }: WorkflowRow,
  speech: Speech,
  language: Language,
): string {
  const isChinese = language === 'zh';
  const called = title === name ? name : `${title} (${name})`;
  const off = `${isChinese ? '已停用' : 'not armed'}${saySwitched(switched, speech, language)}`;
  const due = next === undefined ? '' : `${isChinese ? '，下次 ' : ', next '}${speech.time(next)}`;
  const there = on === undefined ? '' : isChinese ? `，在 ${on} 上` : `, on ${on}`;
  const when = isEnabled ? `${TRIGGERS[language][trigger]}${there}${due}` : off;
  const past =
    last === undefined
      ? ''
      : `${isChinese ? '；上次 ' : '; last '}${speech.time(last.startedAt)} ${RUN_STATES[language][last.state]}`;
  return `${called}${isChinese ? '：' : ': '}${when}${past}`;
}

/** " (anna, 18:02:11)" */
function saySwitched(
  switched: WorkflowRow['switched'],
  speech: Speech,
  language: Language,
): string {
  if (switched === undefined) return '';
  const who = `${switched.by}, ${speech.time(switched.at)}`;
  return language === 'zh' ? `（${who}）` : ` (${who})`;
}

export function sayRuns(runs: readonly Run[], speech: Speech, language: Language): string {
  if (runs.length === 0) return language === 'zh' ? '还没有运行过。' : 'Nothing has run yet.';
  return runs.map((run) => headOf(run, speech, language)).join('\n');
}

/** The run, and each step that is worth a word; of one that is done, what the last step said. */
export function sayRun(run: Run, speech: Speech, language: Language): string {
  const steps = Object.entries(run.steps);
  if (run.trigger.kind === DRY_RUN) return sayDryRun(run, speech, language);
  const texts = steps.map(([, { output }]) => output?.['text']);
  const said = texts.findLast((text) => typeof text === 'string');
  const head = headOf(run, speech, language);
  if (run.state === 'done') return typeof said === 'string' ? `${head}\n${said}` : head;
  const lines = steps.map(([id, step]) => sayStep(id, step, speech, language));
  return [head, ...lines, ...sayOpen(run, speech, language)].join('\n');
}

/** To whoever started it: what people are asked, and how they answer. */
function sayOpen(run: Run, speech: Speech, language: Language): readonly string[] {
  const { question } = run.steps[askingStep(run) ?? ''] ?? {};
  if (question !== undefined) return [sayAsked(run, [], speech, language)];
  if (askingStep(run) === undefined) return [];
  const say = `workflow answer ${run.workflow} yes`;
  return [language === 'zh' ? `批准请说“${say}”。` : `Say “${say}”.`];
}

function sayDryRun({ workflow, steps }: Run, speech: Speech, language: Language): string {
  const head =
    language === 'zh'
      ? `演练 ${workflow}：没有动作，只说明会做什么。`
      : `Dry run of ${workflow}: nothing was moved. This is what it would do:`;
  const lines = Object.entries(steps).map(([id, step]) => {
    const text = step.output?.['text'];
    const isSaid = step.state === 'done' && typeof text === 'string';
    const asked = step.approvedBy === undefined ? '' : WOULD_ASK[language];
    return isSaid ? `  ${id}: ${asked}${text}` : sayStep(id, step, speech, language);
  });
  return [head, ...lines].join('\n');
}

/** As it is asked: "water: go on with “set pump.power on …”?" */
export function sayApproval({ run, orders }: WaitingRun, language: Language): string {
  const { question } = run.steps[askingStep(run) ?? ''] ?? {};
  if (question !== undefined) return sayQuestion(run.workflow, question, language);
  const what = nameOrders(orders, language);
  return language === 'zh'
    ? `流程 ${run.workflow}：确认执行“${what}”吗？`
    : `${run.workflow}: go on with “${what}”?`;
}

/** "water waits for a yes before: set pump.power on …", with how to give it. */
export function sayAsked(
  run: Run,
  orders: readonly Step[],
  speech: Speech,
  language: Language,
): string {
  const id = askingStep(run) ?? '';
  const { until = 0, question } = run.steps[id] ?? {};
  if (question !== undefined) {
    const asked = sayQuestion(run.workflow, question, language);
    const [choice = ''] = question.choices;
    return `${asked}${sayAnswering({ run, question, choice, until: speech.time(until) }, language)}`;
  }
  const what = nameOrders(orders, language);
  return language === 'zh'
    ? `流程 ${run.workflow} 等待批准：${what}，到 ${speech.time(until)} 为止。批准请说“批准流程 ${run.workflow}”。`
    : `${run.workflow} waits for a yes before “${what}”, until ${speech.time(until)}: say “workflow answer ${run.workflow} yes”.`;
}

function sayQuestion(workflow: string, { text, choices }: Question, language: Language): string {
  return language === 'zh'
    ? `流程 ${workflow} 询问：${text}（${choices.join(' / ')}）`
    : `${workflow} asks: ${text} (${choices.join(' / ')})`;
}

interface Answering {
  readonly run: Run;
  readonly question: Question;
  readonly choice: string;
  readonly until: string;
}

/** Until when, what silence means, and how to say it. */
function sayAnswering(
  { run: { workflow }, question: { default: silence }, choice, until }: Answering,
  language: Language,
): string {
  const say = `workflow answer ${workflow} ${choice}`;
  if (language === 'zh') {
    const then = silence === undefined ? '，不回答则此步骤失败' : `，不回答即“${silence}”`;
    return `\n到 ${until} 为止${then}。请说“${say}”。`;
  }
  const then =
    silence === undefined ? 'without an answer the step fails' : `silence is “${silence}”`;
  return `\nUntil ${until}; ${then}. Say “${say}”.`;
}

const ORDERS_TOLD = 5;

function nameOrders(orders: readonly Step[], language: Language): string {
  const named = orders.slice(0, ORDERS_TOLD).map(nameStep).join('; ');
  const more = String(orders.length - ORDERS_TOLD);
  if (orders.length <= ORDERS_TOLD) return named;
  return language === 'zh' ? `${named}……另有 ${more} 项` : `${named}; and ${more} more`;
}

/** `set heater.power on` */
function nameStep({ action, params: { source } }: Step): string {
  const values = isMap(source)
    ? Object.values(source).map((value) =>
        typeof value === 'string' ? value : JSON.stringify(value),
      )
    : [];
  return [action.replaceAll('_', '-'), ...values].join(' ');
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
    ? `流程 ${name} 错过了 ${times.join('、')}${others}（当时节点不在，或时钟被拨快），没有补做。`
    : `${name} did not run at ${times.join(', ')}${others}: this node was away then, or its clock was put on.`;
}

/** A restart cut it short, and nobody knows whether its workflow is still the same. */
export function sayHeld({ workflow }: Run, language: Language): string {
  return language === 'zh'
    ? `流程 ${workflow} 被重启打断，正在等待：workflows.yaml 有错误（boardtalk workflow check）。改好后继续。`
    : `${workflow} was cut short by a restart, and waits: workflows.yaml has mistakes (boardtalk workflow check). It goes on when they are mended.`;
}

export interface TurnedAway {
  /** Epoch ms. */
  readonly at: number;
  readonly refusal: Refusal;
}

export function sayTurnedAway(
  name: string,
  { at, refusal }: TurnedAway,
  speech: Speech,
  language: Language,
): string {
  const why = speech.refusal(refusal, language);
  return language === 'zh'
    ? `流程 ${name} 在 ${speech.time(at)} 没有运行：${why}`
    : `${name} did not run at ${speech.time(at)}: ${why}`;
}

function headOf(
  { id, workflow, board, state, startedAt, steps }: Run,
  speech: Speech,
  language: Language,
): string {
  const isChinese = language === 'zh';
  const waits = Object.values(steps).flatMap((step) => (step.state === 'waiting' ? [step] : []));
  const forPeople = waits.map(({ waitsFor }) => FOR_PEOPLE[language][waitsFor ?? 'time']);
  const forWhom = forPeople.find((words) => words !== '') ?? '';
  const waiting = `${STEP_STATES[language].waiting}${forWhom}`;
  const isWaiting = state === 'running' && waits.length > 0;
  const now = isWaiting ? waiting : RUN_STATES[language][state];
  const there = board === undefined ? '' : isChinese ? `（${board}）` : ` on ${board}`;
  return `${speech.time(startedAt)} ${workflow}${there}${isChinese ? '：' : ': '}${now} (${id})`;
}

function sayStep(id: string, step: StepRun, speech: Speech, language: Language): string {
  const { state, refusal, waitsFor } = step;
  const why = refusal === undefined ? '' : ` – ${speech.refusal(refusal, language)}`;
  const wait = FOR_PEOPLE[language][waitsFor ?? 'time'];
  return `  ${id}: ${STEP_STATES[language][state]}${wait}${why}`;
}

export function sayEventsLost(board: string, count: number, language: Language): string {
  const many = String(count);
  return language === 'zh'
    ? `${board} 离线太久，有 ${many} 条消息没能保留。运行的结束和安全事件最后才舍弃；全部记录见它的日志。`
    : `${board} was away for so long that ${many} of its messages could not be kept, ends of runs and what was done for safety last. Its journal has what it did: boardtalk journal`;
}
