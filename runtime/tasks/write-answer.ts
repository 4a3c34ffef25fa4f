/** What came of a request to write, as the catalogue knows it and as it is said; `set`, `confirm`, `undo` and `cancel` share it. */
import type { Answer } from '../actions/action.ts';
import type { Asker, Language } from '../actions/asker.ts';
import { capital } from '../actions/capital.ts';
import type { ConfirmRequest } from '../actions/chat-port.ts';
import type { Speech } from '../actions/speech.ts';
import { formatDuration } from '../core/duration.ts';
import type { PropertyAddress, Value } from '../core/reading.ts';
import type { Receipt } from '../core/receipt.ts';
import type { ControlResult } from './control.ts';
import { refuseTask } from './errors.ts';

/** `set --json`: `{ok, task, receipt}`. */
export interface WriteData {
  readonly task: string;
  readonly receipt?: Receipt;
  /** What will be done later, for "at six". */
  readonly planned?: Plan;
}

interface Plan extends PropertyAddress {
  readonly value: Value;
  /** Epoch ms. */
  readonly startsAt: number;
}

export function toAnswer(
  result: ControlResult,
  speech: Speech,
  { language }: Asker,
): Answer<WriteData> {
  switch (result.kind) {
    case 'refused':
      return { ok: false, refusal: result.refusal };
    case 'confirm': {
      const confirm = toQuestion(result.confirmation, speech, language);
      const refusal = refuseTask('TASK_CONFIRM', confirm.question, { zh: confirm.question });
      return { ok: false, refusal, confirm };
    }
    case 'planned': {
      const { id, thing, property, value, startsAt = 0 } = result.task;
      const data = { task: id, planned: { thing, property, value, startsAt } };
      return { ok: true, data, tasks: [id] };
    }
    case 'ended':
      return toEnd(result);
  }
}

function toEnd({ task, outcome }: Extract<ControlResult, { kind: 'ended' }>): Answer<WriteData> {
  const receipt = outcome.status === 'refused' ? undefined : outcome.receipt;
  const data = { task: task.id, ...(receipt === undefined ? {} : { receipt }) };
  const traces = { tasks: [task.id], receipts: receipt === undefined ? [] : [receipt] };
  return outcome.status === 'done'
    ? { ok: true, data, ...traces }
    : { ok: false, refusal: outcome.refusal, data, ...traces };
}

export function sayWritten(
  { receipt, planned }: WriteData,
  speech: Speech,
  language: Language,
): string {
  if (receipt !== undefined) return speech.receipt(receipt, language);
  if (planned === undefined) return '';
  const name = speech.property(planned, language);
  const value = speech.value(planned, planned.value, language);
  const at = speech.time(planned.startsAt);
  return language === 'zh'
    ? `好的，计划在 ${at} 执行：${name}${value}。`
    : `Planned for ${at}: ${name} ${value}.`;
}

type Asked = Extract<ControlResult, { kind: 'confirm' }>['confirmation'];

function toQuestion(asked: Asked, speech: Speech, language: Language): ConfirmRequest {
  const { token, expiresAt } = asked;
  const say = language === 'zh' ? askInChinese : askInEnglish;
  return { token, question: say(asked, speech), expiresAt };
}

/** "Heater: really switch on for 10 min?" */
function askInEnglish({ what, people }: Asked, speech: Speech): string {
  const { value, forMs, startsAt } = what;
  const order = speech.order(what, value, 'en');
  const run = forMs === undefined ? '' : ` for ${formatDuration(forMs)}`;
  const start = startsAt === undefined ? '' : `, at ${speech.time(startsAt)}`;
  const second = people === 2 ? ' A second person has to confirm.' : '';
  return `${capital(speech.property(what, 'en'))}: really ${order}${run}${start}?${second}`;
}

/** “加热器：确认要打开（10 min）吗？” */
function askInChinese({ what, people }: Asked, speech: Speech): string {
  const { value, forMs, startsAt } = what;
  const order = speech.order(what, value, 'zh');
  const run = forMs === undefined ? '' : `（${formatDuration(forMs)}）`;
  const start = startsAt === undefined ? '' : `在 ${speech.time(startsAt)} `;
  const second = people === 2 ? '需要另一个人确认。' : '';
  return `${speech.property(what, 'zh')}：确认要${start}${order}${run}吗？${second}`;
}
