/**
 * Letters, as a chat gets them. What waited for one that comes late is one message instead of a hundred:
 * what happened again and again is said once, as it was the last time, with how often and since when.
 * Nothing that is unlike is left out: a failure never hides behind what went well.
 */
import type { Language } from '../actions/asker.ts';
import type { Attachment } from '../actions/attachment.ts';
import type { ChatNote } from '../actions/chat-port.ts';
import type { Speech } from '../actions/speech.ts';
import type { News } from '../tasks/news.ts';
import type { Letter } from '../tasks/outbox.ts';
import { sayNews } from './say-news.ts';

/** So many are told one by one. */
const MOST_SINGLE = 5;

/** Of what a workflow told earlier, and tells anew: a report of last week is not read in full. */
const MOST_TEXT = 300;

export type LetterNote = Omit<ChatNote, 'chat'>;

/** What it takes to say them in a chat. */
export interface NewsVoice {
  readonly speech: Speech;
  readonly language: Language;
  /** What goes with news, for doors that show pictures. */
  readonly picturesOf: (news: News, language: Language) => readonly Attachment[];
}

export function notesOf(letters: readonly Letter[], voice: NewsVoice): readonly LetterNote[] {
  return letters.length > MOST_SINGLE
    ? [digestOf(letters, voice)]
    : letters.map((letter) => noteOf(letter, voice));
}

function noteOf(
  { news, at, task }: Letter,
  { speech, language, picturesOf }: NewsVoice,
): LetterNote {
  const attachments = picturesOf(news, language);
  return {
    ...{ text: sayNews({ news, at }, speech, language), at },
    ...(task !== undefined && { tasks: [task] }),
    ...receiptOf(news),
    ...(attachments.length > 0 && { attachments }),
  };
}

function receiptOf(news: News): Pick<LetterNote, 'receipt'> {
  const outcome = 'outcome' in news ? news.outcome : undefined;
  return outcome === undefined || outcome.status === 'refused' || outcome.receipt === undefined
    ? {}
    : { receipt: outcome.receipt };
}

/** Pictures and receipts are left to those that are told one by one. */
function digestOf(letters: readonly Letter[], { speech, language }: NewsVoice): LetterNote {
  const groups = new Map<string, readonly [Letter, ...Letter[]]>();
  for (const letter of letters) {
    const key = sameness(letter.news);
    const before = groups.get(key) ?? [];
    // Newest first, and the group where its newest stands.
    groups.delete(key);
    groups.set(key, [letter, ...before]);
  }
  const said = [...groups.values()].map(([last, ...before]) => {
    const full = sayNews(last, speech, language);
    const text = isOldReport(last, letters) ? shorten(full) : full;
    const times = before.length + 1;
    const since = speech.time(before.at(-1)?.at ?? 0);
    const again = times === 1 ? '' : sayTimes(times, since, language);
    return `${speech.time(last.at)} ${text}${again}`;
  });
  const since = speech.time(letters[0]?.at ?? 0);
  const count = String(letters.length);
  const head =
    language === 'zh'
      ? `从 ${since} 起有 ${count} 条消息，相同的只说最后一次：`
      : `${count} messages since ${since}; of those that are alike, the last one:`;
  const tasks = letters.flatMap(({ task }) => task ?? []);
  return {
    ...{ text: [head, ...said].join('\n'), at: letters.at(-1)?.at ?? 0 },
    ...(tasks.length > 0 && { tasks }),
  };
}

function sayTimes(times: number, since: string, language: Language): string {
  return language === 'zh'
    ? `（${since} 起共 ${String(times)} 次）`
    : ` (${String(times)} times since ${since})`;
}

/** The workflow has told something newer, and this was no failure. */
function isOldReport({ news }: Letter, letters: readonly Letter[]): boolean {
  if (news.kind !== 'notice' || news.isFailure) return false;
  const last = letters.findLast((one) => one.news.kind === 'notice' && one.news.name === news.name);
  return last?.news !== news;
}

function shorten(text: string): string {
  return text.length <= MOST_TEXT ? text : `${text.slice(0, MOST_TEXT)} …`;
}

/** Of two that have the same, the later one says it all. */
function sameness(news: News): string {
  const parts = [news.kind, 'thing' in news ? `${news.thing}.${news.property}` : ''];
  if ('outcome' in news) parts.push(news.outcome.status);
  switch (news.kind) {
    case 'notice':
      return [...parts, news.name, news.isFailure, news.text].join('|');
    case 'alerts':
      return [...parts, ...news.alerts.map(({ name, phase }) => `${name} ${phase}`)].join('|');
    case 'forced':
      return [...parts, news.why.code, news.why.interlock].join('|');
    case 'unusual':
      return [...parts, news.isOver].join('|');
    case 'question-ended':
      return [...parts, news.how, news.words].join('|');
    case 'late':
      return [...parts, news.status].join('|');
    case 'timer-over':
      return [...parts, news.name, news.endsAt].join('|');
    default:
      return 'words' in news ? [...parts, news.words].join('|') : parts.join('|');
  }
}
