/** What came of a request to write, as the catalogue knows it and as it is said; `set`, `confirm`, `undo` and `cancel` share it. */
import type { Answer } from '../actions/action.ts';
import type { Asker, Language } from '../actions/asker.ts';
import { capital } from '../actions/capital.ts';
import type { ConfirmRequest } from '../actions/chat-port.ts';
import type { Speech } from '../actions/speech.ts';
import { CHINESE_UNITS, formatDuration } from '../core/duration.ts';
import type { PropertyAddress, Value } from '../core/reading.ts';
import type { Receipt } from '../core/receipt.ts';
import type { Outcome } from '../core/receipt.ts';
import type { PinTest } from '../core/pin-test.ts';
import { askPinTest, sayPinTest } from '../devices/pins/say-pin-test.ts';
import type { ThingsView } from '../devices/things-view.ts';
import type { ControlResult } from './control.ts';
import type { Order } from './order.ts';
import type { Said } from './proposal.ts';
import { refuseTask } from './errors.ts';
import { regulationNote } from './regulation-note.ts';
import type { WriteTask } from './task.ts';

/** `set --json`: `{ok, task, receipt}`. */
export interface WriteData {
  readonly task: string;
  readonly receipt?: Receipt;
  /** More was asked than there is: where it ended. */
  readonly limit?: Limit;
  /** What will be done later, for "at six". */
  readonly planned?: Plan;
  /** What was to be done later, and will not. */
  readonly cancelled?: Plan;
  /** It is off now, and this is still to start it. */
  readonly still?: readonly Plan[];
  /** What was measured of a line that was tested; its task is the command. */
  readonly pinTest?: PinTest;
  /** What came of a yes to what is no write; there is no task then. */
  readonly said?: Said;
  /** What the same order wrote besides. */
  readonly also?: readonly WriteData[];
}

/** What it takes to say a write whole: a regulator that it concerns is named too. */
export interface WriteVoice {
  readonly speech: Speech;
  readonly things: ThingsView;
}

export interface Limit extends PropertyAddress {
  readonly asked: number;
  /** It lies between two steps, and not beyond the end. */
  readonly isBetween?: true;
}

interface Plan extends PropertyAddress {
  readonly value: Value;
  /** Epoch ms; absent: at once, it only waited for a yes. */
  readonly startsAt?: number;
  readonly forMs?: number;
}

/** One answer for all writes of an order. Of several, each is said by itself. */
export function toAnswer(
  results: readonly ControlResult[],
  voice: WriteVoice,
  { language }: Pick<Asker, 'language'>,
): Answer<WriteData> {
  const answers = results.map((result) => answerOne(result, voice.speech, language));
  const [first, ...others] = answers;
  if (first !== undefined && others.length === 0) return first;
  const written = answers.flatMap(({ data }) => (data === undefined ? [] : [data]));
  const traces = {
    tasks: answers.flatMap(({ tasks = [] }) => tasks),
    receipts: answers.flatMap(({ receipts = [] }) => receipts),
  };
  const data = joinData(written);
  if (data !== undefined && answers.every(({ ok }) => ok)) return { ok: true, data, ...traces };
  const confirm = answers.find((answer) => answer.confirm !== undefined)?.confirm;
  const say = (as: Language): string =>
    results.map((result) => sayResult(result, voice, as)).join('\n');
  const code = confirm === undefined ? 'TASK_IN_PART' : 'TASK_CONFIRM';
  const refusal = refuseTask(code, say('en'), { zh: say('zh') });
  const known = data === undefined ? {} : { data };
  return { ok: false, refusal, ...known, ...traces, ...(confirm === undefined ? {} : { confirm }) };
}

function joinData([first, ...also]: readonly WriteData[]): WriteData | undefined {
  if (first === undefined || also.length === 0) return first;
  return { ...first, also };
}

function answerOne(result: ControlResult, speech: Speech, language: Language): Answer<WriteData> {
  switch (result.kind) {
    case 'refused':
      return { ok: false, refusal: result.refusal };
    case 'confirm': {
      const confirm = sayQuestion(result.confirmation, speech, language);
      const [en, zh] = [
        askInEnglish(result.confirmation, speech),
        askInChinese(result.confirmation, speech),
      ];
      const tasks = result.tasks.map(({ id }) => id);
      return { ok: false, refusal: refuseTask('TASK_CONFIRM', en, { zh }), confirm, tasks };
    }
    case 'planned':
    case 'cancelled': {
      const { id } = result.task;
      return { ok: true, data: { task: id, [result.kind]: planOf(result.task) }, tasks: [id] };
    }
    case 'ended':
      return toEnd(result);
    case 'tested':
      return toTested(result.outcome);
    case 'agreed':
      return { ok: true, data: { task: '', said: result.said } };
  }
}

/** Of a task that starts later. */
export function planOf({ thing, property, value, forMs, startsAt }: WriteTask): Plan {
  return {
    ...{ thing, property, value },
    ...(startsAt !== undefined && { startsAt }),
    ...(forMs !== undefined && { forMs }),
  };
}

/** One of several, in a language that need not be the asker's: the answer carries both. */
function sayResult(result: ControlResult, { speech }: WriteVoice, language: Language): string {
  const answer = answerOne(result, speech, language);
  if (answer.ok) return sayOne(answer.data, speech, language);
  if (answer.confirm !== undefined) return answer.confirm.question;
  return speech.refusal(answer.refusal, language);
}

function toTested(outcome: Outcome): Answer<WriteData> {
  if (outcome.status === 'refused') return { ok: false, refusal: outcome.refusal };
  const { command: task = '', pinTest } = outcome.receipt ?? {};
  const data = { task, ...(pinTest && { pinTest }) };
  return outcome.status === 'done'
    ? { ok: true, data }
    : { ok: false, refusal: outcome.refusal, data };
}

function toEnd({ task, outcome }: Extract<ControlResult, { kind: 'ended' }>): Answer<WriteData> {
  const receipt = outcome.status === 'refused' ? undefined : outcome.receipt;
  const data = { task: task.id, ...(receipt === undefined ? {} : { receipt }) };
  const traces = { tasks: [task.id], receipts: receipt === undefined ? [] : [receipt] };
  return outcome.status === 'done'
    ? { ok: true, data, ...traces }
    : { ok: false, refusal: outcome.refusal, data, ...traces };
}

/** All that was written, and what a regulator has to do with it. */
export function sayWritten(
  data: WriteData,
  voice: WriteVoice,
  language: Language,
  between = language === 'zh' ? '' : ' ',
): string {
  const { speech, things } = voice;
  const all = [data, ...(data.also ?? [])];
  const said = all.map((each) => sayOne(each, speech, language)).join(between);
  const last = all.findLast(({ receipt }) => receipt !== undefined)?.receipt;
  return last === undefined ? said : `${said}${regulationNote(last, things, speech, language)}`;
}

function sayOne(data: WriteData, speech: Speech, language: Language): string {
  const { receipt, planned, cancelled, limit, pinTest, said, still = [] } = data;
  if (pinTest !== undefined) return sayPinTest(pinTest, language);
  if (said !== undefined) return said[language];
  if (receipt !== undefined)
    return [
      speech.receipt(receipt, language),
      sayLimit(limit, speech, language),
      ...still.map((plan) => sayStill(plan, speech, language)),
    ].join('');
  const plan = planned ?? cancelled;
  if (plan === undefined) return '';
  const name = speech.property(plan, language);
  const units = language === 'zh' ? CHINESE_UNITS : undefined;
  const run = plan.forMs === undefined ? '' : formatDuration(plan.forMs, units);
  const long = run === '' ? '' : language === 'zh' ? `，持续 ${run}` : ` for ${run}`;
  const value = `${speech.value(plan, plan.value, language)}${long}`;
  if (plan.startsAt === undefined)
    return language === 'zh'
      ? `已取消，什么都没有做：${name}${value}。`
      : `Called off, and nothing was done: ${name} ${value}.`;
  const at = speech.time(plan.startsAt);
  if (planned === undefined)
    return language === 'zh'
      ? `已取消 ${at} 的计划：${name}${value}。`
      : `No longer planned for ${at}: ${name} ${value}.`;
  return language === 'zh'
    ? `好的，计划在 ${at} 执行：${name}${value}。`
    : `Planned for ${at}: ${name} ${value}.`;
}

/** " That is as far as it goes: 110 % was asked." " 52 % was asked, and it moves in steps." */
function sayLimit(limit: Limit | undefined, speech: Speech, language: Language): string {
  if (limit === undefined) return '';
  const asked = speech.value(limit, limit.asked, language);
  if (limit.isBetween === true)
    return language === 'zh'
      ? `（要求的是 ${asked}，但只能按固定步长设置。）`
      : ` ${asked} was asked; it can only be set in steps.`;
  return language === 'zh'
    ? `这已是极限（要求的是 ${asked}）。`
    : ` That is as far as it goes: ${asked} was asked.`;
}

/** " Still planned for 18:00: pump on. To call it off, say: cancel the pump." */
function sayStill(plan: Plan, speech: Speech, language: Language): string {
  const [name, thing] = [speech.property(plan, language), speech.thing(plan.thing, language)];
  const at = speech.time(plan.startsAt ?? 0);
  const value = speech.value(plan, plan.value, language);
  return language === 'zh'
    ? `注意：仍计划在 ${at} 执行：${name}${value}。要取消，请说：取消${thing}。`
    : ` Still planned for ${at}: ${name} ${value}. To call it off, say: cancel the ${thing}.`;
}

type Asked = Extract<ControlResult, { kind: 'confirm' }>['confirmation'];

/** As it is asked in a chat. */
export function sayQuestion(asked: Asked, speech: Speech, language: Language): ConfirmRequest {
  const { token, expiresAt, what } = asked;
  const say = language === 'zh' ? askInChinese : askInEnglish;
  const { shown = '' } = what.proposal ?? {};
  return { token, question: say(asked, speech), expiresAt, ...(shown !== '' && { shown }) };
}

/** "Heater: really switch on for 10 min?", "Heating setpoint: set to 22.0 °C; heating: switch on: really?" */
function askInEnglish(
  { what: { writes, pinTest, proposal }, people }: Asked,
  speech: Speech,
): string {
  if (pinTest !== undefined) return askPinTest(pinTest, 'en');
  if (proposal !== undefined) return proposal.question.en;
  const really = writes.length === 1 ? 'really ' : '';
  const asked = writes.map((write) => {
    const { forMs, startsAt } = write;
    const run = forMs === undefined ? '' : ` for ${formatDuration(forMs)}`;
    const start = startsAt === undefined ? '' : `, at ${speech.time(startsAt)}`;
    return `${speech.property(write, 'en')}: ${really}${speech.order(write, write.value, 'en')}${run}${start}`;
  });
  const all = `${capital(asked.join('; '))}${writes.length === 1 ? '?' : '. Really?'}`;
  const moved = movedBy(writes, speech, 'en').map(
    (name) => ` From then on a rule switches the ${name} without asking.`,
  );
  const second = people === 2 ? ' A second person has to confirm.' : '';
  return `${all}${moved.join('')}${second}`;
}

/** “加热器：确认要打开（10 分钟）吗？” */
function askInChinese(
  { what: { writes, pinTest, proposal }, people }: Asked,
  speech: Speech,
): string {
  if (pinTest !== undefined) return askPinTest(pinTest, 'zh');
  if (proposal !== undefined) return proposal.question.zh;
  const isOne = writes.length === 1;
  const asked = writes.map((write) => {
    const { forMs, startsAt } = write;
    const order = speech.order(write, write.value, 'zh');
    const run = forMs === undefined ? '' : `（${formatDuration(forMs, CHINESE_UNITS)}）`;
    const start = startsAt === undefined ? '' : `在 ${speech.time(startsAt)} `;
    return `${speech.property(write, 'zh')}：${isOne ? '确认要' : ''}${start}${order}${run}`;
  });
  const all = isOne ? `${asked.join('')}吗？` : `${asked.join('；')}。确认要这样做吗？`;
  const moved = movedBy(writes, speech, 'zh').map((name) => `之后会自动操作${name}，不再询问。`);
  const second = people === 2 ? '需要另一个人确认。' : '';
  return `${all}${moved.join('')}${second}`;
}

/** What a regulator that is about to be switched on will move. */
function movedBy(writes: Order['writes'], speech: Speech, language: Language): readonly string[] {
  return writes.flatMap((write) => {
    const output = write.value === true ? speech.movedBy(write) : undefined;
    return output === undefined ? [] : [speech.property(output, language)];
  });
}
