/** How news is said: what a board did by itself, what a restart cut short, what a plan brought about. */
import type { Language } from '../actions/asker.ts';
import { capital } from '../actions/capital.ts';
import type { Speech } from '../actions/speech.ts';
import { messengerFormOf } from '../config/messengers.ts';
import { CHINESE_UNITS, formatDuration } from '../core/duration.ts';
import { causeText, sayScore } from '../inference/anomaly/say-anomaly.ts';
import { sayAlerts } from '../monitor/say-alerts.ts';
import type { News } from '../tasks/news.ts';
import type { Letter } from '../tasks/outbox.ts';

type Told<Kind extends News['kind']> = Extract<News, { kind: Kind }>;

export function sayNews(
  { news, at }: Pick<Letter, 'news' | 'at'>,
  speech: Speech,
  language: Language,
): string {
  switch (news.kind) {
    case 'unusual':
      return sayUnusual(news, speech, language);
    case 'run-ended':
      return sayRunEnded(news, speech, language);
    case 'forced':
      return sayForced(news, speech, language);
    case 'interrupted':
      return (language === 'zh' ? sayInterruptedZh : sayInterruptedEn)(news, at, speech);
    case 'reset':
      return sayReset(news, at, speech, language);
    case 'unknown':
      return sayUnknown(news, at, speech, language);
    case 'ended':
      return sayEnded(news, speech, language);
    case 'planned':
    case 'confirmed':
      return sayDone(news, speech, language);
    case 'question-ended':
      return sayQuestionEnded(news, speech, language);
    case 'missed':
      return sayMissed(news, speech, language);
    case 'late':
      return sayLate(news, speech, language);
    case 'timer-over':
      return sayTimerOver(news, at, speech, language);
    case 'alerts':
      return sayAlerts(news.alerts, speech, language);
    case 'notice':
      return sayNotice(news, language);
  }
}

/** Its own words; who wrote the workflow chose them. */
function sayNotice({ name, isFailure, text }: Told<'notice'>, language: Language): string {
  if (!isFailure) return text;
  return language === 'zh' ? `${name}失败：${text}` : `${name} failed: ${text}`;
}

function sayUnusual(news: Told<'unusual'>, speech: Speech, language: Language): string {
  const { isOver, cause, curve } = news;
  if (isOver) {
    const name = speech.property(news, language);
    return language === 'zh' ? `${name}恢复正常。` : `${capital(name)} is as usual again.`;
  }
  const said = sayScore({ ...news, isAlarmed: true }, speech, language);
  return `${said}${language === 'zh' ? '' : ' '}${causeText(cause, language)}\n${curve}`;
}

/** Later than this, it is said when it was over. */
const TOLD_AT_ONCE_MS = 10_000;

function sayTimerOver(
  { name, lengthMs, endsAt }: Told<'timer-over'>,
  at: number,
  speech: Speech,
  language: Language,
): string {
  const isChinese = language === 'zh';
  const long = formatDuration(lengthMs, isChinese ? CHINESE_UNITS : undefined);
  const called = name === undefined ? long : isChinese ? `${name}（${long}）` : `${name} (${long})`;
  const time = speech.time(endsAt);
  if (at - endsAt > TOLD_AT_ONCE_MS)
    return isChinese
      ? `计时器${called}在 ${time} 已到时间，当时没能告知。`
      : `The timer ${called} was over at ${time}, when nobody could be told.`;
  return isChinese ? `计时器${called}到时间了。` : `Time is up: timer ${called}.`;
}

/** The board answered after nobody expected it any more. */
function sayLate(
  { words, status, measured, measuredAt, ...address }: Told<'late'>,
  speech: Speech,
  language: Language,
): string {
  const name = speech.property(address, language);
  const value = speech.value(address, measured, language);
  const time = speech.time(measuredAt);
  const zhHow = { done: '已完成', failed: '失败', refused: '被拒绝' }[status];
  const enHow = { done: 'was done', failed: 'failed', refused: 'was refused' }[status];
  const found =
    measured === null ? '' : language === 'zh' ? `，${name}${value}` : `: ${name} ${value}`;
  return language === 'zh'
    ? `“${words}”的结果现在才收到：${time} ${zhHow}${found}。`
    : `What came of “${words}” is known only now: it ${enHow} at ${time}${found}.`;
}

function sayRunEnded(
  { forMs, outcome }: Told<'run-ended'>,
  speech: Speech,
  language: Language,
): string {
  const run = formatDuration(forMs, language === 'zh' ? CHINESE_UNITS : undefined);
  const result = speech.outcome(outcome, language);
  return language === 'zh' ? `${run}到时间了。${result}` : `Time is up (${run}). ${result}`;
}

function sayForced(
  { why, outcome, ...address }: Told<'forced'>,
  speech: Speech,
  language: Language,
): string {
  const name = speech.property(address, language);
  const isDone = outcome.status === 'done';
  const result = speech.outcome(outcome, language);
  if (language === 'zh') {
    const by = why.interlock === undefined ? '' : `联锁“${why.interlock}”`;
    const reason = speech.named(why.zh ?? why.message, language);
    return `${by}${isDone ? '停止了' : '要停止'}${name}：${reason}。${result}`;
  }
  const reason = speech.named(why.message, language);
  if (why.interlock === undefined)
    return `${capital(reason)}, so ${name} ${isDone ? 'was' : 'should be'} brought to its safe value. ${result}`;
  return `The interlock ${why.interlock} ${isDone ? 'stopped' : 'tried to stop'} ${name}: ${reason}. ${result}`;
}

function sayReset(
  { value, now, ...address }: Told<'reset'>,
  at: number,
  speech: Speech,
  language: Language,
): string {
  const name = speech.property(address, language);
  const [was, is] = [value, now].map((one) => speech.value(address, one, language));
  const time = speech.time(at);
  return language === 'zh'
    ? `节点于 ${time} 重启：${name}原来是${was ?? ''}，现在回到安全值${is ?? ''}，没有自动恢复。`
    : `The node restarted at ${time}: ${name} was ${was ?? ''}, and is at its safe value again, ${is ?? ''}. It was not set back.`;
}

function sayInterruptedEn(news: Told<'interrupted'>, at: number, speech: Speech): string {
  const { value, leftMs, safeSince, rewired, now, words, ...address } = news;
  const name = speech.property(address, 'en');
  const done = speech.done(address, value, 'en');
  const helper =
    safeSince === undefined
      ? ''
      : ` The safe-state helper made it safe at ${speech.time(safeSince)}.`;
  return [
    `${rewired === undefined ? 'The node restarted' : 'A new configuration came'} at ${speech.time(at)} and cut short a timed run: ${name} ${done}, ${formatDuration(leftMs)} left.${helper}`,
    `Now: ${name} ${speech.trusted(address, now, 'en')}.`,
    `It was not started again; for that, say “${words}”.`,
  ].join(' ');
}

function sayInterruptedZh(news: Told<'interrupted'>, at: number, speech: Speech): string {
  const { value, leftMs, safeSince, rewired, now, words, ...address } = news;
  const name = speech.property(address, 'zh');
  const done = speech.done(address, value, 'zh');
  const helper =
    safeSince === undefined ? '' : `安全助手已于 ${speech.time(safeSince)} 将其恢复到安全状态。`;
  return [
    `${rewired === undefined ? `节点于 ${speech.time(at)} 重启` : `新配置于 ${speech.time(at)} 生效`}，打断了定时运行：${name}${done}，还剩 ${formatDuration(leftMs, CHINESE_UNITS)}。${helper}`,
    `现在：${name}${speech.trusted(address, now, 'zh')}。`,
    `没有自动重做；需要的话请再说一次“${words}”。`,
  ].join('');
}

function sayUnknown(
  { now, words, value: _value, ...address }: Told<'unknown'>,
  at: number,
  speech: Speech,
  language: Language,
): string {
  const state = `${speech.property(address, language)}${language === 'zh' ? '' : ' '}${speech.trusted(address, now, language)}`;
  return language === 'zh'
    ? `节点于 ${speech.time(at)} 重启，当时正在执行“${words}”，结果未知。现在：${state}。没有自动重做。`
    : `The node restarted at ${speech.time(at)} in the middle of “${words}”; nobody saw how that ended. Now: ${state}. It was not done again.`;
}

function sayDone(news: Told<'planned' | 'confirmed'>, speech: Speech, language: Language): string {
  const result = speech.outcome(news.outcome, language);
  const words = `“${news.words}”`;
  if (news.kind === 'planned')
    return language === 'zh'
      ? `${words}的时间到了：${result}`
      : `The time came for ${words}: ${result}`;
  const { who, where } = sayWho(news, language);
  return language === 'zh'
    ? `${who}确认了${words}：${result}`
    : `${who} confirmed ${words}${where}: ${result}`;
}

/** The person; this very person did it where they were. */
function sayWho(
  { by = '', via }: { readonly by?: string | undefined; readonly via?: string | undefined },
  language: Language,
): { readonly who: string; readonly where: string } {
  if (via === undefined) return { who: language === 'zh' ? `${by} ` : capital(by), where: '' };
  const door = DOORS[language][via] ?? onMessenger(via, language);
  return language === 'zh' ? { who: `您在${door}`, where: '' } : { who: 'You', where: ` ${door}` };
}

function onMessenger(type: string, language: Language): string {
  const [name = type] = (messengerFormOf(type)?.title ?? type).split(/ \(|,/);
  return language === 'zh' ? ` ${name} 上` : `on ${name}`;
}

const DOORS: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: {
    cli: 'in the terminal',
    web: 'on the page',
    api: 'through a program',
    rest: 'through a program',
  },
  zh: { cli: '终端里', web: '网页上', api: '程序中', rest: '程序中' },
};

/** Why nothing came of what was asked; or that it is agreed, and comes later. */
function sayQuestionEnded(
  news: Told<'question-ended'>,
  speech: Speech,
  language: Language,
): string {
  const { words, how, startsAt = 0 } = news;
  const at = speech.time(startsAt);
  const { who, where } = sayWho(news, language);
  if (language === 'zh') {
    const zh = {
      no: `${who}拒绝了“${words}”，什么都没有做。`,
      order: `${who}下了别的命令，“${words}”不再等待确认，没有执行。`,
      stop: `${who}停止了全部设备，“${words}”不再等待确认，没有执行。`,
      silence: `没有人及时确认“${words}”，什么都没有做。`,
      restart: `“${words}”还在等待确认时节点重启了，没有执行。需要的话请再说一次。`,
      planned: `${who}确认了“${words}”，计划在 ${at} 执行。`,
    };
    return zh[how];
  }
  const en = {
    no: `${who} said no to “${words}”${where}: nothing was done.`,
    order: `${who} ordered something else${where}, so “${words}” waits for no yes any more: it was not done.`,
    stop: `${who} stopped everything${where}, so “${words}” waits for no yes any more: it was not done.`,
    silence: `Nobody said yes to “${words}” in time: nothing was done.`,
    restart: `The node restarted while “${words}” waited for a yes: it was not done. Say it again if you still want it.`,
    planned: `${who} confirmed “${words}”${where}: it is planned for ${at}.`,
  };
  return en[how];
}

function sayEnded({ words, outcome }: Told<'ended'>, speech: Speech, language: Language): string {
  const result = speech.outcome(outcome, language);
  return language === 'zh' ? `“${words}”的结果：${result}` : `What came of “${words}”: ${result}`;
}

function sayMissed(
  { words, startsAt }: Told<'missed'>,
  speech: Speech,
  language: Language,
): string {
  const at = speech.time(startsAt);
  return language === 'zh'
    ? `错过了计划：“${words}”本应在 ${at} 执行，已经过时，不再补做。`
    : `Missed: “${words}” was planned for ${at}. That time went by, and it is not caught up.`;
}
