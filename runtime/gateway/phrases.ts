/** What the conversation says when no action speaks: progress, small talk, and that it did not understand. */
import type { Language, Progress } from '../actions/asker.ts';
import type { Speech } from '../actions/speech.ts';
import type { Understanding } from '../language/understanding.ts';

type Talk = Extract<Understanding, { kind: 'talk' }>['topic'];
type Unsure = Extract<Understanding, { kind: 'unsure' }>['reason'];

const UNSURE: Readonly<Record<Language, Readonly<Record<Unsure, string>>>> = {
  en: {
    unknown: 'I did not understand that, and did nothing.',
    negation: 'Understood as "do not": nothing was done.',
    condition:
      'That depends on a condition. I do nothing on a condition yet; say it when it is so.',
    report:
      'Noted. That was no order, so nothing was done. Ask "why …?" to hear what the journal knows.',
    ambiguous: 'Several things fit. Which one do you mean?',
    missing: 'Something is missing in that sentence, so nothing was done.',
  },
  zh: {
    unknown: '没听懂，什么都没有做。',
    negation: '明白，不执行：什么都没有做。',
    condition: '这句话带有条件，目前不会按条件执行。请在条件成立时再说。',
    report: '知道了。这不是命令，所以什么都没有做。可以问“为什么……？”查看日志。',
    ambiguous: '有多个设备符合，请问是哪一个？',
    missing: '这句话缺少内容，什么都没有做。',
  },
};

export function sayUnsure(reason: Unsure, language: Language): string {
  return UNSURE[language][reason];
}

export function saySmallTalk(topic: Talk, time: string, language: Language): string {
  const isChinese = language === 'zh';
  switch (topic) {
    case 'greeting':
      return isChinese
        ? '您好！可以说“打开水泵10秒”或“温室多少度？”。'
        : 'Hello! Say "turn on the pump for 10 seconds", or "how warm is it?".';
    case 'thanks':
      return isChinese ? '不客气。' : 'You are welcome.';
    case 'time':
      return isChinese ? `现在是 ${time}。` : `It is ${time} here.`;
  }
}

/** "Pump switched on, waiting for flow meter …": said while the world has its settle time. */
export function sayProgress(progress: Progress, speech: Speech, language: Language): string {
  const { thing, property, value, waitingFor } = progress;
  const name = speech.property({ thing, property }, language);
  const done = speech.done({ thing, property }, value, language);
  const source = waitingFor === undefined ? undefined : speech.property(waitingFor, language);
  if (language === 'zh')
    return `${name}${done}，${source === undefined ? '等待稳定' : `等待${source}的读数`}……`;
  return `${name.charAt(0).toUpperCase()}${name.slice(1)} ${done}, ${source === undefined ? 'waiting for it to settle' : `waiting for ${source.toLowerCase()}`} …`;
}

/** The message was acted on, and a power cut took the text of the reply. */
export function sayTakenBefore(language: Language): string {
  return language === 'zh'
    ? '这条消息已经处理过了；结果见任务列表。'
    : 'That message was dealt with already; see the tasks for what came of it.';
}
