/** Sentences that are understood as a whole: yes and no to an open question, greetings, thanks, the time of day. */
import { cutName } from './atoms.ts';
import type { Understanding } from './understanding.ts';

type SmallTalk =
  | { readonly kind: 'answer'; readonly yes: boolean }
  | Pick<Extract<Understanding, { kind: 'talk' }>, 'kind' | 'topic'>;

const TABLE: readonly (readonly [SmallTalk, string])[] = [
  [
    { kind: 'answer', yes: true },
    'yes|yeah|yep|yup|y|sure|confirm|confirmed|i confirm|do it|go ahead|ok|okay|of course|yes please|yes do it|' +
      'ok do it|ja|jawohl|ja bitte|ja gerne|sí|si|claro|sí por favor|vale|de acuerdo|confirmo|adelante|bestätigt|bestätige|einverstanden|mach das|tu es|approve|approved|yes go ahead|please do|yes confirm|' +
      '是|是的|对|好|好的|确认|可以|行|同意|没问题|嗯|确定|没错|执行|好吧|对的|嗯嗯|批准|确认执行|好啊',
  ],
  [
    { kind: 'answer', yes: false },
    'no|nope|nah|n|never mind|nevermind|forget it|leave it|do not|do not do it|no thanks|no thank you|nevermind that|never mind that|forget that|forget about it|nothing|shut up|be quiet|bye|goodbye|good bye|see you|stop listening|go away|that is all|no nothing|' +
      'nein|nee|nix|doch nichts|doch nix|doch nicht|abbrechen|abbruch|vergiss es|egal|schon gut|lass gut sein|nichts|hat sich erledigt|ist egal|lass es|stopp abbrechen|nein danke|lass mal|schluss|tschüss|ruhe|sei still|abbrechen bitte|ach nichts|' +
      'no gracias|nada|olvídalo|olvidalo|déjalo|dejalo|no importa|no haga caso|no hagas caso|da igual|olvida eso|olvida la última petición|olvida lo último|olvídate|no es nada|cancela eso|no te preocupes|adiós|cállate|déjalo estar|nada déjalo|no nada|' +
      'no do not|deny|reject|please do not|no please do not|better not|' +
      '不|不要|不用|别|不行|不可以|不同意|不了|不用了|不是|算了|否|拒绝|没事|没事了|没事儿|没事儿了|再见|拜拜|闭嘴|退下|退下吧|不用管了|当我没说|别管了|走开|安静|够了|别了|不确认|不必|不执行',
  ],
  [
    { kind: 'talk', topic: 'greeting' },
    'hello|hi|hey|hello there|hi there|good morning|good evening|good afternoon|good day|hello boardtalk|' +
      'hi boardtalk|hey boardtalk|你好|您好|嗨|早上好|晚上好|下午好|早|哈喽|你好啊',
  ],
  [
    { kind: 'talk', topic: 'thanks' },
    'thanks|thank you|thank you very much|thanks a lot|many thanks|cheers|thx|great thanks|ok thanks|' +
      'danke|danke schön|vielen dank|gracias|muchas gracias|' +
      '谢谢|多谢|谢了|感谢|谢谢你|谢谢您|非常感谢|好的谢谢',
  ],
  [
    { kind: 'talk', topic: 'time' },
    'what time is it|what is the time|time|tell me the time|what time is it now|what is the time now|' +
      "what is the current time|what is the date|what is today's date|what's today's date|what day is it|what date is it|" +
      'what is the date today|what day is it today|what is the date|date|the date|tell me the date|what is the day today|' +
      'wie spät ist es|wieviel uhr ist es|wie viel uhr ist es|nenn mir die uhrzeit|wie ist die uhrzeit|uhrzeit|sag mir die uhrzeit|welche uhrzeit haben wir|wie viel uhr haben wir|' +
      'wie spät haben wir es|was ist die uhrzeit|gib mir die uhrzeit|nenne mir die uhrzeit|welcher tag ist heute|welches datum haben wir heute|was für ein datum ist heute|welches datum ist heute|' +
      'was für ein tag ist heute|welchen tag haben wir heute|gib mir das datum|gib mir das aktuelle datum|gebe mir das aktuelle datum|nenn mir das datum|sag mir das datum|wie lautet das datum|datum|welches datum haben wir|der wievielte ist heute|' +
      'den wievielten haben wir heute|nenne mir das datum|was ist heute für ein tag|was ist das datum|was ist heute für ein datum|wie ist das datum heute|' +
      'qué hora es|que hora es|dime la hora|dime qué hora es|dime que hora es|qué hora tenemos|hora|la hora|cuál es la hora|cuál es la hora actual|qué hora es ahora|me dices la hora|qué horas son|' +
      'qué día es hoy|qué fecha es hoy|cuál es la fecha|cuál es la fecha de hoy|dime la fecha|a qué día estamos|a qué fecha estamos|qué fecha tenemos|fecha|dime qué día es hoy|qué día es|a cuánto estamos|en qué día estamos|' +
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

/** Said by somebody who sees that something is wrong, and who does not look for words. */
const STOP = new Set(
  (
    'stop|stop stop|stop now|stop it all|emergency stop|stop everything|stop all|please stop|' +
    '停|停停|停止|停下|停下来|快停|急停|紧急停止|全部停止|全停|都停下|请停止'
  )
    .split('|')
    .map((sentence) => cutName(sentence).join(' ')),
);

/** Who says it in these words may believe that this is the button. */
export function saysEmergency(text: string): boolean {
  return /emergency|急停|紧急/.test(text) && saysStop(text);
}

/** A whole sentence that only says "stop". A question is none, and neither is what somebody quotes. */
export function saysStop(text: string): boolean {
  return STOP.has(cutName(text).join(' ')) && !/[?吗"']/.test(text);
}
