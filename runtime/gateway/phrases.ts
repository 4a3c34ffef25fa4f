/** What the conversation says when no action speaks: progress, small talk, and that it did not understand. */
import type { Language, Progress } from '../actions/asker.ts';
import { capital } from '../actions/capital.ts';
import type { Speech } from '../actions/speech.ts';
import { kindName } from './kind-names.ts';
import type { Refusal } from '../core/refusal.ts';
import type {
  Phrase,
  Understanding,
  UnsureHint,
  UnsureReason,
  Wanted,
} from '../language/understanding.ts';

import type { ConfirmRequest } from '../actions/chat-port.ts';
import type { Closing } from './question-queue.ts';
import type { EndedElsewhere } from '../workflows/board/board-runs.ts';
import { sayUnreached } from '../workflows/board/say-unreached.ts';
import type { Ended } from './upcoming.ts';

type Topic = Extract<Understanding, { kind: 'talk' }>['topic'];

const UNSURE: Readonly<Record<Language, Readonly<Record<UnsureReason, string>>>> = {
  en: {
    unknown: 'I did not understand that, and did nothing. “help” shows what can be said.',
    negation:
      'Understood as “do not”: nothing was done. Nothing is locked either, so others can still switch it.',
    condition:
      'That depends on a condition, so nothing was done. What shall happen each time is said like “if the tank is below 20 % stop the pump” or “every day at 7 turn on the light”.',
    report: 'That was no order, so nothing was done. Ask “why …?” to hear what the journal knows.',
    ambiguous: 'Several things fit, so nothing was done. Which one do you mean?',
    missing: 'Something is missing in that sentence, so nothing was done.',
    phrase: 'What that phrase means is not understood any more, so nothing was done.',
    lock: 'NOTHING was locked: I did not understand that sentence. Say “lock out” and the thing, and wait until I say that it is locked out.',
  },
  zh: {
    unknown: '没听懂，什么都没有做。说“帮助”可以看到说法。',
    negation: '这句话说的是“不要”：什么都没有做，也没有上锁，别人仍然可以操作。',
    condition:
      '这句话带有条件，什么都没有做。要每次自动执行，请这样说：“如果水箱低于20%就关水泵”“每天早上七点开灯”。',
    report: '这不是命令，所以什么都没有做。可以问“为什么……？”查看日志。',
    ambiguous: '有多个设备符合，什么都没有做。请问是哪一个？',
    missing: '这句话缺少内容，什么都没有做。',
    phrase: '这个短语的意思现在听不懂了，什么都没有做。',
    lock: '没有上锁：这句话没听懂。请说“锁定”和设备名，等我回答已上锁再动手。',
  },
};

const HINTS: Readonly<Record<Language, Readonly<Record<UnsureHint, string>>>> = {
  en: {
    doubt: 'That asks, and a question changes nothing. Say it as an order if you want it done.',
    'read-only': 'That can only be read, not written, so nothing was done.',
    duration:
      'How long? Say it as a time, like “for 10 seconds” or “for 5 minutes”. Nothing was done.',
    contradiction:
      'That says two different things of the same one, at the same time. Nothing was done. Say one of them, or when each.',
    'one-value': 'Only one value can be set or held, like “at 22 degrees”. Nothing was done.',
    unable: 'What you named cannot be set to that, so nothing was done.',
    place:
      'Where is that? Say the room; or tell me once where you are: “I am in the workshop”. Nothing was done.',
    thing: 'Which thing do you mean? None was named that can do this, so nothing was done.',
    scene:
      'There are no scenes here, but sentences of your own: teach "movie night" means "turn off the lights". Nothing was done.',
    'draft-time':
      'That shall happen again and again; at what time? Say it like “every day at 7” or “every 10 minutes”. Nothing was done.',
    'draft-when':
      'I do not know how to watch for that. Say one reading and its limit, like “if the tank is below 20 %”, or a state, like “when the door opens”. Nothing was done.',
    'draft-deed':
      'I know when, and not what shall be done then. Say it as you would to have it done now. Nothing was done.',
    unlikely:
      'That does not sound like an order, so nothing was done. Did you mean it as one? Then say it once more.',
  },
  zh: {
    doubt: '这是一个问题，提问不会改变任何东西。要执行的话，请直接下命令。',
    'read-only': '这个只能读取，不能控制，所以什么都没有做。',
    duration: '要多长时间？请说“10秒”或“5分钟”这样的时间。什么都没有做。',
    contradiction:
      '同一个设备在同一时间有两个不同的要求，什么都没有做。请只说一个，或分别说明时间。',
    'one-value': '只能设定或保持一个数值，例如“保持在22度”。什么都没有做。',
    unable: '这个设备不能这样设定，什么都没有做。',
    place: '是哪个房间？请说出房间名，或者先告诉我“我在车间”。什么都没有做。',
    thing: '没有说清是哪个设备，什么都没有做。',
    scene: '这里没有场景，可以教我自己的短语：教你“看电影”意思是“关灯”。什么都没有做。',
    'draft-time': '要定期执行，请说明时间，例如“每天早上七点”或“每隔10分钟”。什么都没有做。',
    'draft-when':
      '不知道怎样判断这个条件。请说一个读数和界限，例如“如果水箱低于20%”，或者“门打开时”。什么都没有做。',
    'draft-deed': '时间或条件听懂了，但没听懂要做什么。请像下命令那样说。什么都没有做。',
    unlikely: '这听起来不像命令，什么都没有做。如果确实要执行，请再说一遍。',
  },
};

/** @param hint says it more exactly, where that is known */
export function sayUnsure(reason: UnsureReason, language: Language, hint?: UnsureHint): string {
  return hint === undefined ? UNSURE[language][reason] : HINTS[language][hint];
}

/** Before what came of it, so that nobody wonders. */
export function sayPhrase({ words, means }: Phrase, language: Language): string {
  return language === 'zh' ? `“${words}”就是“${means}”。` : `“${words}” means “${means}”.`;
}

/** As the journal has it, for whoever asks why. */
export function sayPhraseCause({ words, means }: Phrase): string {
  return `${words} = ${means}`;
}

/** Something was renamed, or taken away. */
export function sayLostPhrase({ words, means }: Phrase, language: Language): string {
  return language === 'zh'
    ? `“${words}”就是“${means}”，但这句话现在听不懂了（设备改名或不在了？），什么都没有做。请重新教，或者忘记它：忘记短语“${words}”`
    : `“${words}” means “${means}”, and that is not understood any more: was something renamed? Nothing was done. Teach it anew, or forget it: forget the phrase "${words}"`;
}

/** "turn on the fans in the kitchen", and there is none: what was meant was understood. */
export function sayAbsent(
  { kinds, areas }: Wanted,
  act: 'read' | 'write',
  speech: Speech,
  language: Language,
): string {
  const [kind = ''] = kinds;
  const name = kindName(kind, language);
  const places = areas.map((area) => speech.area(area, language));
  const [where] = places;
  if (language === 'zh') {
    const at = places.length === 1 ? `${where ?? ''}里` : '';
    return `明白您的意思，但${at}没有${name}${act === 'write' ? '，什么都没有做' : ''}。`;
  }
  const at = places.length === 1 ? ` in the ${where ?? ''}` : '';
  return `I know what you mean, but there is no ${name}${at}${act === 'write' ? ', so nothing was done' : ''}.`;
}

/** The same for a program: nothing was done, since nothing that can be done was said. */
export function notUnderstood(reason: UnsureReason, hint?: UnsureHint): Refusal {
  return {
    code: 'CHAT_NOT_UNDERSTOOD',
    message: sayUnsure(reason, 'en', hint),
    zh: sayUnsure(reason, 'zh', hint),
    hint: 'See what can be said with: boardtalk help',
  };
}

export function saySmallTalk(topic: Topic, time: string, language: Language): string {
  const isChinese = language === 'zh';
  switch (topic) {
    case 'greeting':
      return isChinese
        ? '您好！说“帮助”可以看到我听得懂的话。'
        : 'Hello! Say “help” to see what I understand.';
    case 'thanks':
      return isChinese ? '不客气。' : 'You are welcome.';
    case 'time':
      return isChinese ? `现在是 ${time}。` : `It is ${time} here.`;
  }
}

/** "Pump switched on, waiting for flow meter …": said while the world has its settle time. */
export function sayProgress(progress: Progress, speech: Speech, language: Language): string {
  const name = speech.property(progress, language);
  if ('share' in progress) {
    const share = `${String(Math.round(progress.share * 100))} %`;
    return language === 'zh' ? `正在学习${name}：${share}……` : `Learning ${name}: ${share} …`;
  }
  const { value, waitingFor } = progress;
  const done = speech.done(progress, value, language);
  const source = waitingFor === undefined ? undefined : speech.property(waitingFor, language);
  if (language === 'zh')
    return `${name}${done}，${source === undefined ? '等待稳定' : `等待${source}的读数`}……`;
  return `${capital(name)} ${done}, waiting for ${source ?? 'it to settle'} …`;
}

/** Of "turn off the pump and don't turn on the heater", the heater. */
export function saySpared(thing: string, speech: Speech, language: Language): string {
  const name = speech.thing(thing, language);
  return language === 'zh'
    ? `${name}：按您说的，没有动。`
    : `${capital(name)}: left alone, as you said.`;
}

/** A typed "emergency stop" goes the way of every other order. */
export function sayNoEmergencyStop(language: Language): string {
  return language === 'zh'
    ? '注意：打字不是急停。这只是关闭了所有设备；有危险时请按下现场的急停按钮。'
    : 'Mind: typing this is not the emergency stop. It only switches everything off; in danger, press the button on site.';
}

/** Where "here" is from now on; undefined: nowhere. */
export function sayPlace(area: string | undefined, speech: Speech, language: Language): string {
  if (area === undefined)
    return language === 'zh'
      ? '好的，我不再认为您在某个房间里。您说的话指的是整个场所。'
      : 'Then I no longer take you to be in any room: what you say is about the whole site.';
  const place = speech.area(area, language);
  return language === 'zh'
    ? `好的，您在这个聊天里说的“这里”就是${place}。`
    : `Then “here” is the ${place}, when you say it in this chat.`;
}

const CLOSED: Readonly<Record<Language, Readonly<Record<Closing, string>>>> = {
  en: {
    order:
      'No question is waiting any more: you have ordered something else since. Nothing was done.',
    stop: 'No question is waiting any more: everything was stopped since. Nothing was done.',
  },
  zh: {
    order: '那个问题已经作废：之后下了别的命令。什么都没有做。',
    stop: '那个问题已经作废：之后全部停止了。什么都没有做。',
  },
};

/** A yes or a no, and nobody had asked; or what was asked is overtaken. */
export function sayNoQuestion(language: Language, closed?: Closing): string {
  if (closed !== undefined) return CLOSED[language][closed];
  return language === 'zh'
    ? '现在没有等待回答的问题，什么都没有做。'
    : 'No question is waiting for an answer, so nothing was done.';
}

/** What ended with a stop, and what did not. */
export function sayEnded(here: Ended, elsewhere: EndedElsewhere, language: Language): string {
  const ended = { ...here, runs: here.runs + elsewhere.runs };
  const said = [
    sayCancelled(ended, language),
    ...elsewhere.unreached.map((board) => sayUnreached(board, language)),
    sayArmed(ended.armed, language),
  ];
  return said.filter((text) => text !== '').join(language === 'zh' ? '' : ' ');
}

const MOST_NAMED = 5;

/** "2 workflows stay armed: …": a stop ends what runs, and not what begins later. */
function sayArmed(armed: readonly string[], language: Language): string {
  if (armed.length === 0) return '';
  const names = sayNames(armed, language);
  if (language === 'zh')
    return `${String(armed.length)} 个流程仍然启用：${names}。停用请说“停用流程 名称”或“停用所有流程”。`;
  const isOne = armed.length === 1;
  const count = isOne ? '1 workflow stays' : `${String(armed.length)} workflows stay`;
  return `${count} armed: ${names}. To disarm: “disable the workflow NAME”, or “disable all workflows”.`;
}

/** Who switches something off is told what may switch it on again. */
export function sayStarters(names: readonly string[], language: Language): string {
  if (names.length === 0) return '';
  const said = sayNames(names, language);
  return language === 'zh'
    ? `注意：以下流程可能再次启动它：${said}。停用请说“停用流程 名称”。`
    : `Still armed, and may start it again: ${said}. To disarm: “disable the workflow NAME”.`;
}

function sayNames(names: readonly string[], language: Language): string {
  const more = names.length - MOST_NAMED;
  const said = names.slice(0, MOST_NAMED).join(language === 'zh' ? '、' : ', ');
  if (more <= 0) return said;
  return language === 'zh'
    ? `${said}等 ${String(names.length)} 个`
    : `${said} and ${String(more)} more`;
}

/** Before what came of it: the question was asked in another chat. */
export function sayAnswering(
  { question }: Pick<ConfirmRequest, 'question'>,
  answer: 'yes' | 'no',
  language: Language,
): string {
  if (language === 'zh') return `对“${question}”的回答：${answer === 'yes' ? '确认' : '不要'}。`;
  return `${capital(answer)} to “${question}”.`;
}

export function saySeveral(count: number, language: Language): string {
  return language === 'zh'
    ? `有 ${String(count)} 个问题在等待回答，什么都没有做。请逐个回答，第一个：`
    : `${String(count)} questions wait for an answer, so nothing was done. One after the other; the first:`;
}

/** "1 planned order and 2 workflow runs were cancelled, too."; empty when there was nothing. */
function sayCancelled({ plans, runs, questions }: Ended, language: Language): string {
  const ended = [
    [plans, 'planned order', '个计划任务'],
    [runs, 'workflow run', '个流程'],
    [questions.length, 'open question', '个等待确认的问题'],
  ] as const;
  const some = ended.filter(([count]) => count > 0);
  if (some.length === 0) return '';
  if (language === 'zh')
    return `另外取消了${some.map(([count, , zh]) => `${String(count)}${zh}`).join('、')}。`;
  const named = some.map(([count, en]) => `${String(count)} ${en}${count === 1 ? '' : 's'}`);
  const last = named.pop() ?? '';
  const all = named.length === 0 ? last : `${named.join(', ')} and ${last}`;
  const isOne = some.length === 1 && some[0]?.[0] === 1;
  return `${all} ${isOne ? 'was' : 'were'} cancelled, too.`;
}

/** The message was acted on, and a power cut took the text of the reply. */
/** @param begun what came of it, a line for each; where a restart came between, that may not be all of it */
export function sayTakenBefore(begun: string, language: Language): string {
  if (begun === '')
    return language === 'zh'
      ? '这条消息已经处理过了；结果见“任务”。'
      : 'That message was dealt with already; “tasks” shows what came of it.';
  return language === 'zh'
    ? `这条消息已经收到过，它的回复丢失了。结果：\n${begun}\n这里没有列出的没有开始：需要的话请再说一次。`
    : `That message came before, and its reply was lost. What came of it:\n${begun}\nWhat is not listed here was not begun: say it again, if it is still wanted.`;
}

/** While a language model is asked: that may take as long as reading this twice. */
export function sayConsulting(language: Language): string {
  return language === 'zh'
    ? '这句话我没听懂，正在问语言模型……'
    : 'I do not know that sentence; asking the language model …';
}

/** Characters of what a model may say in this chat. */
const MOST_WORDS = 1000;

/** Its words are quoted, so that nobody takes them for a receipt. */
export function sayModelWords(words: string, language: Language): string {
  const quoted = words
    .replaceAll(/[\p{C}\p{Zl}\p{Zp}“”]+/gu, ' ')
    .trim()
    .slice(0, MOST_WORDS);
  return language === 'zh'
    ? `语言模型说（没有经过测量，也没有操作任何设备）：“${quoted}”`
    : `The language model says, unmeasured, and nothing was switched: “${quoted}”`;
}

export function sayModelTrouble({ message, zh, hint }: Refusal, language: Language): string {
  return language === 'zh'
    ? `${zh ?? message}，以上是离线的回答。`
    : `${capital(message)}, so this is the offline answer. ${hint}`;
}
