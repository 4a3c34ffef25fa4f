/**
 * How workflows are listed, started, ended and answered in a chat: whole sentences in a fixed form, with
 * the name that stands in the file. A question mark makes an order none.
 */
import type { ActionCall } from './understanding.ts';

const NAME = '(?<name>[a-z][a-z0-9_-]{0,47})';
const RUN = '(?<run>run-[a-z0-9._-]{1,160})';
/** Of a run, or of a workflow that has only one. */
const OPEN = '(?<run>[a-z][a-z0-9._-]{0,160})';
const FLOW = '(?:流程|工作流)';

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
];

const ORDERS: readonly Form[] = [
  form('workflow-run', `workflow run ${NAME} --dry-run`, { 'dry-run': true }),
  form('workflow-run', `演练${FLOW} ?${NAME}`, { 'dry-run': true }),
  form('workflow-run', `workflow run ${NAME}`),
  form('workflow-run', `(?:run|start) (?:the )?workflow ${NAME}`),
  form('workflow-run', `(?:run|start) (?:the )?${NAME} workflow`),
  form('workflow-run', `(?:运行|启动|执行)${FLOW} ?${NAME}`),
  form('workflow-cancel', `cancel ${RUN}`),
  form('workflow-cancel', `workflow cancel ${OPEN}`),
  form('workflow-cancel', `(?:cancel|stop|end) (?:the )?workflow ${OPEN}`),
  form('workflow-cancel', `(?:取消|停止|结束)${FLOW} ?${OPEN}`),
  form('workflow-answer', `workflow answer ${OPEN} yes`, { answer: 'yes' }),
  form('workflow-answer', `批准${FLOW} ?${OPEN}(?: yes)?`, { answer: 'yes' }),
  form('workflow-answer', `workflow answer ${OPEN} no`, { answer: 'no' }),
  form('workflow-answer', `拒绝${FLOW} ?${OPEN}(?: no)?`, { answer: 'no' }),
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
