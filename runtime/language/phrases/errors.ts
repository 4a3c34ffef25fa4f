/** Why a phrase is not taught: code → what to do next. */
import type { Refusal } from '../../core/refusal.ts';

export const PHRASE_ERRORS = {
  PHRASE_UNFIT: 'Teach a whole sentence of your own, without a question, a “not” or an “if”.',
  PHRASE_TAKEN: 'Teach words that mean nothing yet: a phrase never overrules what is understood.',
  PHRASE_NO_MEANING: 'Say it alone first. What is done then is what the phrase can mean.',
  PHRASE_OPPOSITE: 'Whoever stops something must not start anything: choose other words.',
  PHRASE_TOO_MANY: 'Forget one first; see them with: boardtalk language phrases',
  PHRASE_UNKNOWN: 'See what there is with: boardtalk language phrases',
  PHRASE_FOR_PEOPLE: 'A person teaches phrases, in words of their own.',
} as const;

const NEXT_ZH: Readonly<Record<keyof typeof PHRASE_ERRORS, string>> = {
  PHRASE_UNFIT: '请教一整句自己的话，不带提问、“不”或“如果”。',
  PHRASE_TAKEN: '请换一句还没有意思的话：短语不会取代本来听得懂的话。',
  PHRASE_NO_MEANING: '请先单独说一遍，能执行的话才能作为短语的意思。',
  PHRASE_OPPOSITE: '叫停的话不能用来启动设备，请换一句话。',
  PHRASE_TOO_MANY: '请先忘记一个，查看：有哪些短语',
  PHRASE_UNKNOWN: '查看：有哪些短语',
  PHRASE_FOR_PEOPLE: '短语由人来教。',
};

export function refusePhrase(
  code: keyof typeof PHRASE_ERRORS,
  message: string,
  zh: string,
  hint: string = PHRASE_ERRORS[code],
): Refusal {
  return { code, message, zh: `${zh}。${NEXT_ZH[code]}`, hint };
}
