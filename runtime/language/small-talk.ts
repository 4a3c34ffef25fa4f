/** Sentences that are understood as a whole: yes and no to an open question, greetings, thanks, the time of day. */
import type { NormalText } from './normalise.ts';
import { editDistance } from '../core/nearest.ts';
import { cutName } from './atoms.ts';
import { has, type Token } from './token.ts';
import type { Understanding } from './understanding.ts';

export type SmallTalk =
  | { readonly kind: 'answer'; readonly yes: boolean }
  | Pick<Extract<Understanding, { kind: 'talk' }>, 'kind' | 'topic'>;

const TABLE: readonly (readonly [SmallTalk, string])[] = [
  [
    { kind: 'answer', yes: true },
    'ja|jawohl|sí|vale|yes|yeah|yep|yup|y|sure|confirm|confirmed|i confirm|do it|go ahead|ok|okay|of course|yes please|yes do it|' +
      'ok do it|approve|approved|yes go ahead|please do|yes confirm|' +
      '是|是的|对|好|好的|确认|可以|行|同意|没问题|嗯|确定|没错|执行|好吧|对的|嗯嗯|批准|确认执行|好啊',
  ],
  [
    { kind: 'answer', yes: false },
    'nein|no|nope|nah|n|never mind|nevermind|forget it|leave it|do not|do not do it|no thanks|no thank you|' +
      'no do not|deny|reject|please do not|no please do not|better not|' +
      '不|不要|不用|别|不行|不可以|不同意|不了|不用了|不是|算了|否|拒绝|没事|没事了|别了|不确认|不必|不执行',
  ],
  [
    { kind: 'talk', topic: 'greeting' },
    'hallo|hola|hello|hi|hey|hello there|hi there|good morning|good evening|good afternoon|good day|hello boardtalk|' +
      'hi boardtalk|hey boardtalk|你好|您好|嗨|早上好|晚上好|下午好|早|哈喽|你好啊',
  ],
  [
    { kind: 'talk', topic: 'thanks' },
    'danke|gracias|thanks|thank you|thank you very much|thanks a lot|many thanks|cheers|thx|great thanks|ok thanks|' +
      '谢谢|多谢|谢了|感谢|谢谢你|谢谢您|非常感谢|好的谢谢',
  ],
  [
    { kind: 'talk', topic: 'time' },
    'what time is it|what is the time|time|tell me the time|what time is it now|what is the time now|' +
      "what is the current time|what is the date|what is today's date|what's today's date|what day is it|what date is it|" +
      'what is the date today|what day is it today|' +
      '几点|几点了|现在几点|现在几点了|现在是几点|今天几号|今天几号了|今天星期几了|今天星期几|今天是几号|现在什么时间|今天几月几号|现在是什么时间|什么时间了',
  ],
];

const BY_SENTENCE = new Map(
  TABLE.flatMap(([talk, sentences]) =>
    sentences.split('|').map((sentence) => [cutName(sentence).join(' '), talk] as const),
  ),
);

/** The atoms of the whole sentence, marks left out. */
export function findSmallTalk(atoms: readonly string[]): SmallTalk | undefined {
  return BY_SENTENCE.get(atoms.join(' '));
}

/** A whole sentence that is only a yes, or a no. */
export function saysYesOrNo({ text }: NormalText): 'yes' | 'no' | undefined {
  const said = findSmallTalk(cutName(text));
  if (said?.kind !== 'answer' || /[?吗]/.test(text)) return undefined;
  return said.yes ? 'yes' : 'no';
}

const SHORTEST_NEAR = 2;

/** What was asked with one typing mistake; never a yes or a no. 几点 without its 几 is nothing. */
export function findNearTalk(text: string): SmallTalk | undefined {
  const atoms = cutName(text);
  if (!/\p{Script=Han}/u.test(text) || atoms.length < SHORTEST_NEAR) return undefined;
  const written = atoms.join('');
  const found = [...BY_SENTENCE].find(
    ([sentence, { kind }]) => kind === 'talk' && isNear(written, sentence.replaceAll(' ', '')),
  );
  return found?.[1];
}

/** Another character may mean another thing: 几个了. A letter means none, and two of three are enough. */
function isNear(written: string, meant: string): boolean {
  if (editDistance(written, meant) !== 1) return false;
  if (written.length > meant.length || isSwapped(written, meant)) return true;
  const isLeft = written.length < meant.length || /[a-z]/.test(written);
  return isLeft && meant.length > SHORTEST_NEAR;
}

function isSwapped(written: string, meant: string): boolean {
  return Array.from(written).sort().join('') === Array.from(meant).sort().join('');
}

/** Said by somebody who sees that something is wrong, and who does not look for words. */
const STOP = anyOf(
  'stop|stop it all|stop everything|stop all|all stop|halt|halt everything|shut everything down|' +
    'shut everything off|shut down everything|shut off everything|shut it all down|shut it all off|turn it all off|switch it all off|' +
    'stopp|stoppe alles|stopp alles|alles stopp|alles stoppen|alles anhalten|halte alles an|' +
    'alto|para|pare|para todo|para todas|todo alto|detén todo|detenlo todo|deténlo todo|' +
    '停|停止|停下|停下来|全部停止|全停|全部停下|都停下|都停下来|都停|停止一切|全都停下',
);

/** The same in the words that stand on the button. */
const EMERGENCY = anyOf(
  'emergency|emergency shutdown|emergency off|e stop|notaus|not aus|nothalt|not halt|notstopp|' +
    'not stopp|notfall|emergencia|parada de emergencia|paro de emergencia|急停|紧急停止|紧急停机|紧急|紧急情况',
);

/** What may stand beside these without changing them. */
const AT_ONCE = anyOf(
  'please|now|immediately|bitte|jetzt|sofort|por favor|ya|ahora|请|快|快点|马上|立即|立刻|现在',
);

/** The longest first, so that each is taken whole; as `cutName` cuts it. */
function anyOf(sentences: string): RegExp {
  const cut = sentences.split('|').map((sentence) => cutName(sentence).join(' '));
  const longestFirst = cut.sort((a, b) => b.length - a.length).join('|');
  return new RegExp(`(?<![^ ])(?:${longestFirst})(?![^ ])`, 'gu');
}

/** Who says it in these words may believe that this is the button. */
export function saysEmergency(sentence: NormalText): boolean {
  return saysStop(sentence) && cutName(sentence.text).join(' ').search(EMERGENCY) >= 0;
}

/**
 * In German as one says it to a player of music: a single small word, without a mark. It is asked back,
 * with "stop everything" as the button. Shouted (Stopp!), capital, repeated or with anything beside it, it acts.
 */
export function muttersStop({ shown }: NormalText): boolean {
  return /^(?:stopp|halt)$/.test(shown);
}

/** A whole sentence that only says "stop", however often. A question is none, and neither is what somebody quotes. */
export function saysStop(sentence: NormalText): boolean {
  const { text } = sentence;
  if (/[?吗"']/.test(text) || muttersStop(sentence)) return false;
  const said = cutName(text).join(' ').replaceAll(AT_ONCE, '').trim();
  return said !== '' && said.replaceAll(EMERGENCY, '').replaceAll(STOP, '').trim() === '';
}

/** What may stand beside a word that asks for the time, and beside one that dismisses, without changing it. */
const ASKING_TIME = [
  ...(['moment', 'ask', 'be', 'aux', 'filler', 'show', 'please', 'request', 'question'] as const),
  ...(['day', 'possessive', 'aside', 'it', 'a', 'person', 'in', 'for', 'comma', 'when'] as const),
] as const;
const DISMISSING = [
  ...(['dismiss', 'please', 'filler', 'perfect', 'aside', 'it', 'comma', 'not', 'past'] as const),
  ...(['again', 'in'] as const),
] as const;

/** The same in words that can be put in many orders: "gib mir bitte das Datum", "olvida eso". */
export function readSmallTalk(tokens: readonly Token[]): SmallTalk | undefined {
  if (has(tokens, 'moment') && tokens.every((token) => has([token], ...ASKING_TIME)))
    return { kind: 'talk', topic: 'time' };
  if (has(tokens, 'dismiss') && tokens.every((token) => has([token], ...DISMISSING)))
    return { kind: 'answer', yes: false };
  return undefined;
}
