/**
 * How workflows are listed, started, ended, answered, shown, armed and disarmed in a chat: whole sentences in a
 * fixed form, with the name that stands in the file or the title. A question mark makes an order none.
 */
import type { ActionCall } from './understanding.ts';

const NAME = '(?<name>[a-z][a-z0-9_-]{0,47})';
const RUN = '(?<run>run-[a-z0-9._-]{1,160})';
/** Of a run, or of a workflow that has only one. */
const OPEN = '(?<run>[a-z][a-z0-9._-]{0,160})';
const FLOW = '(?:流程|工作流)';
/** As people call it: its title, or its name with blanks. */
const CALLED = '(?<name>[\\p{L}\\p{N}][\\p{L}\\p{N} _-]{0,79}?)';
const ALL = '(?:all|all the|every) workflows?';
const DISARM = '(?:disable|disarm|deactivate|switch off|turn off)';
const ARM = '(?:enable|arm|activate|re-?enable)';

type Form = readonly [
  action: string,
  pattern: RegExp,
  more?: Readonly<Record<string, unknown>> | undefined,
];

const form = (action: string, text: string, more?: Form[2]): Form => [
  action,
  new RegExp(`^(?:please |请)?(?:${text})$`, 'u'),
  more,
];

const ASKS: readonly Form[] = [
  form(
    'workflow-list',
    '(?:(?:show|list)(?: me)?(?: all)?(?: the)? )?workflows|workflow list|(?:what|which) workflows (?:are there|do you have)',
  ),
  form('workflow-list', `(?:有哪些|显示|列出|看看)(?:所有)?(?:的)?${FLOW}|${FLOW}(?:列表|有哪些)?`),
  form(
    'workflow-runs',
    'workflow runs|how did (?:the )?workflows? (?:go|run)|流程(?:运行)?(?:记录|情况)',
  ),
  form('workflow-runs', `how did (?:the )?workflow ${NAME.replace('name', 'workflow')} (?:go|run)`),
  form('workflow-show', `(?:workflow show|(?:show|print)(?: me)? (?:the )?workflow) ${NAME}`),
  form('workflow-show', `(?:显示|看看)${FLOW} ?${NAME}`),
  form('workflow-versions', `(?:workflow versions|versions of (?:the )?workflow) ${NAME}`),
  form('workflow-versions', `${FLOW}版本 ?${NAME}`),
  form('workflow-diff', `(?:workflow diff|what changed in (?:the )?workflow) ${NAME}`),
  form('workflow-diff', `比较${FLOW} ?${NAME}`),
  form(
    'tasks',
    'how (?:long|much longer) (?:will|does) (?:it|that|this)(?: still)? (?:run|take|go on)',
  ),
  form('tasks', '(?:它|这个)?还?(?:会|要)(?:运行|开)多(?:久|长时间)'),
];

const ORDERS: readonly Form[] = [
  form('workflow-disable', `(?:stop|end|cancel) ${ALL}`, { all: true, 'end-runs': true }),
  form('workflow-disable', `停止(?:所有|全部)(?:的)?${FLOW}`, { all: true, 'end-runs': true }),
  form('workflow-disable', `(?:workflow disable --all|${DISARM} ${ALL})`, { all: true }),
  form('workflow-disable', `停用(?:所有|全部)(?:的)?${FLOW}`, { all: true }),
  form('workflow-enable', `(?:workflow enable --all|${ARM} ${ALL})`, { all: true }),
  form('workflow-enable', `启用(?:所有|全部)(?:的)?${FLOW}`, { all: true }),
  form('workflow-disable', `workflow disable ${NAME}`),
  form('workflow-disable', `停用${FLOW} ?${CALLED}`),
  form('workflow-disable', `${DISARM} (?:the )?workflow ${CALLED}`),
  form('workflow-disable', `${DISARM} (?:the )?${CALLED} workflow`),
  form('workflow-enable', `workflow enable ${NAME}`),
  form('workflow-enable', `(?:重新)?启用${FLOW} ?${CALLED}`),
  form('workflow-enable', `${ARM} (?:the )?workflow ${CALLED}`),
  form('workflow-enable', `${ARM} (?:the )?${CALLED} workflow`),
  form('workflow-undo', `(?:workflow undo|undo (?:the )?workflow) ${NAME}`),
  form('workflow-undo', `撤[销回]${FLOW} ?${NAME}`),
  form('workflow-delete', `(?:workflow delete|(?:delete|remove) (?:the )?workflow) ${NAME}`),
  form('workflow-delete', `删除${FLOW} ?${NAME}`),
  form('workflow-run', `workflow run ${NAME} --dry-run`, { 'dry-run': true }),
  form('workflow-run', `演练${FLOW} ?${NAME}`, { 'dry-run': true }),
  form('workflow-run', `workflow run ${NAME}`),
  form('workflow-run', `(?:run|start) (?:the )?workflow ${NAME}`),
  form('workflow-run', `(?:run|start) (?:the )?workflow ${CALLED}`),
  form('workflow-run', `(?:run|start) (?:the )?${CALLED} workflow`),
  form('workflow-run', `(?:运行|启动|执行)${FLOW} ?${CALLED}`),
  form('workflow-cancel', `cancel ${RUN}`),
  form('workflow-cancel', `workflow cancel ${OPEN}`),
  form('workflow-cancel', `(?:cancel|stop|end) (?:the )?workflow ${OPEN}`),
  form('workflow-cancel', `(?:取消|停止|结束)${FLOW} ?${OPEN}`),
  form('workflow-answer', `workflow answer ${OPEN} yes`, { answer: 'yes' }),
  form('workflow-answer', `批准${FLOW} ?${OPEN}(?: yes)?`, { answer: 'yes' }),
  form('workflow-answer', `workflow answer ${OPEN} no`, { answer: 'no' }),
  form('workflow-answer', `拒绝${FLOW} ?${OPEN}(?: no)?`, { answer: 'no' }),
  form('workflow-answer', `(?:workflow answer|回答${FLOW}) ?${OPEN} (?<answer>.{1,60})`),
];

/** @param text normalised; undefined: it says something else */
export function readWorkflowSentence(text: string): ActionCall | undefined {
  const sentence = text.replace(/[\s?.!。？！]+$/u, '');
  const isQuestion = /[?？吗]/u.test(text);
  for (const [action, pattern, more] of isQuestion ? ASKS : [...ASKS, ...ORDERS]) {
    const found = pattern.exec(sentence);
    if (found !== null) return { action, args: { ...found.groups, ...more } };
  }
  return undefined;
}

/** "run the evening watering": what has no other meaning, and is called like a workflow. */
const CALLS: readonly Form[] = [
  form('workflow-run', `(?:run|start)(?: the)? ${CALLED}(?: now)?`),
  form('workflow-run', `(?:运行|启动|执行) ?${CALLED}`),
  form('workflow-disable', `${DISARM}(?: the)? ${CALLED}`),
  form('workflow-enable', `${ARM}(?: the)? ${CALLED}`),
];

/** @param isWorkflow is one called so? */
export function readWorkflowCall(
  text: string,
  isWorkflow: (called: string) => boolean,
): ActionCall | undefined {
  const sentence = text.replace(/[\s.!。！]+$/u, '');
  for (const [action, pattern, more] of CALLS) {
    const { name = '' } = pattern.exec(sentence)?.groups ?? {};
    if (name !== '' && isWorkflow(name)) return { action, args: { name, ...more } };
  }
  return undefined;
}
