/** How news is said: what a board did by itself, what a restart cut short, what a schedule brought about. */
import type { Language } from '../actions/asker.ts';
import { sayRefusal } from '../actions/say-refusal.ts';
import type { Speech } from '../actions/speech.ts';
import { formatDuration } from '../core/duration.ts';
import type { Outcome } from '../core/receipt.ts';
import type { News } from '../tasks/news.ts';

interface Told<Kind extends News['kind'] = News['kind']> {
  readonly news: Extract<News, { kind: Kind }>;
  readonly at: number;
}

export function sayNews({ news, at }: Told, speech: Speech, language: Language): string {
  switch (news.kind) {
    case 'run-ended':
      return sayRunEnded(news, speech, language);
    case 'forced':
      return sayForced(news, speech, language);
    case 'interrupted':
      return sayInterrupted({ news, at }, speech, language);
    case 'unknown':
      return sayUnknown({ news, at }, speech, language);
    case 'scheduled':
      return `${language === 'zh' ? '按计划执行' : 'As planned'} (“${news.words}”): ${sayOutcome(news.outcome, speech, language)}`;
    case 'missed':
      return language === 'zh'
        ? `错过了计划任务“${news.words}”（${speech.time(news.startsAt)}）：当时节点没有运行。没有补做。`
        : `Missed: “${news.words}” was planned for ${speech.time(news.startsAt)}, but the node was not running. It is not caught up.`;
  }
}

function sayRunEnded(
  { forMs, outcome }: Told<'run-ended'>['news'],
  speech: Speech,
  language: Language,
): string {
  const run = formatDuration(forMs);
  return `${language === 'zh' ? `${run} 到了。` : `The ${run} are over.`} ${sayOutcome(outcome, speech, language)}`;
}

function sayForced(
  { why, outcome, ...address }: Told<'forced'>['news'],
  speech: Speech,
  language: Language,
): string {
  const name = speech.property(address, language);
  const rule = why.interlock ?? '';
  const result = sayOutcome(outcome, speech, language);
  return language === 'zh'
    ? `联锁“${rule}”停止了${name}：${why.message}。${result}`
    : `The interlock ${rule} stopped ${name}: ${why.message}. ${result}`;
}

function sayInterrupted(
  { news, at }: Told<'interrupted'>,
  speech: Speech,
  language: Language,
): string {
  const { value, leftMs, safeSince, now, words, ...address } = news;
  const name = speech.property(address, language);
  const state = speech.reading(address, now, language);
  const done = speech.done(address, value, language);
  const left = formatDuration(leftMs);
  if (language === 'zh') {
    const helper =
      safeSince === undefined ? '' : `安全助手在 ${speech.time(safeSince)} 将其恢复到安全状态。`;
    return `节点重启，打断了${name}的定时运行（${done}，还剩 ${left}）。${helper}现在：${state}。没有自动重做；需要的话请再说一次“${words}”。`;
  }
  const helper =
    safeSince === undefined
      ? ''
      : ` The safe-state helper brought it to its safe state at ${speech.time(safeSince)}.`;
  return `The node restarted at ${speech.time(at)} and cut short a run: ${name} had been ${done}, with ${left} left.${helper} Now: ${state}. It was not started again; to do so, say “${words}”.`;
}

function sayUnknown({ news, at }: Told<'unknown'>, speech: Speech, language: Language): string {
  const { now, words, value: _value, ...address } = news;
  const state = speech.reading(address, now, language);
  return language === 'zh'
    ? `节点在执行“${words}”时重启（${speech.time(at)}），结果未知。现在：${state}。没有自动重做。`
    : `The node restarted at ${speech.time(at)} in the middle of “${words}”; how that ended nobody saw. Now: ${state}. It was not done again.`;
}

function sayOutcome(outcome: Outcome, speech: Speech, language: Language): string {
  return outcome.status === 'done'
    ? speech.receipt(outcome.receipt, language)
    : sayRefusal(outcome.refusal, language);
}
