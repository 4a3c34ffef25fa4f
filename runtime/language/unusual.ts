/**
 * What is usual, and what is not: whole sentences around the name of something that is measured. Orders
 * are orders in every letter, and a question mark makes them none. Where nothing of the site has the
 * name, it is a sentence like any other.
 */
import type { Site } from '../config/site.ts';
import { findMeasured } from '../inference/anomaly/find-by-name.ts';
import type { ActionCall } from './understanding.ts';

const NAME = String.raw`(?<target>[\p{L}\d][\p{L}\d ._'-]*?)`;
const STRANGE = '(?:unusual|strange|odd|abnormal|weird)';

const whole = (text: string): RegExp => new RegExp(`^${text}$`, 'u');

const ORDERS: readonly (readonly [string, readonly RegExp[]])[] = [
  [
    'model-train-anomaly',
    [
      whole(`(?:please )?(?:model )?train anomal(?:y|ies) (?:of |for )?${NAME}`),
      whole(
        `(?:please )?(?:watch|monitor|observe|keep an eye on) ${NAME} for (?:any ?thing|something|what is) ${STRANGE}(?: please)?`,
      ),
      whole(`(?:please )?(?:watch|monitor) ${NAME} for anomalies(?: please)?`),
      whole(`(?:please )?learn what is (?:usual|normal) (?:of|for|about) ${NAME}(?: please)?`),
      whole(`(?:请)?(?:留意|监视|监测|观察)(?:一下)?${NAME}的?(?:异常|反常)`),
      whole(`(?:bitte )?(?:achte auf|beobachte|überwache) ${NAME} auf (?:etwas )?ungewöhnliches`),
      whole(`(?:por favor )?(?:vigila|observa) ${NAME} por si hay algo (?:raro|extraño|inusual)`),
    ],
  ],
  [
    'model-forget-anomaly',
    [
      whole(
        `(?:please )?stop (?:watching|monitoring|observing) ${NAME} for (?:(?:any ?thing|something) ${STRANGE}|anomalies)`,
      ),
      whole(`(?:请)?不(?:再|用再|要再)(?:留意|监视|监测|观察)${NAME}的?(?:异常|反常)`),
    ],
  ],
];

const STOPS = whole('(?:please )?stop (?:the )?(?:learning|training)|(?:请)?停止学习');

/** Of what was never learned, too: the answer says how that is begun. */
const QUESTIONS: readonly RegExp[] = [
  whole(`is ${NAME} (?:as usual|${STRANGE}|unlike the usual)`),
  whole(`is (?:there )?(?:any ?thing|something) ${STRANGE} (?:about|with|in|on) ${NAME}`),
  whole(`why is ${NAME} (?:so )?${STRANGE}`),
  whole(`${NAME}(?:有)?(?:异常|反常)(?:吗|么)`),
  whole(`${NAME}为什么(?:异常|反常)`),
  whole(`(?:和|跟|与)?${NAME}(?:和|跟|与)平时一样(?:吗|么)`),
  whole(`ist ${NAME} (?:wie immer|wie üblich|ungewöhnlich)`),
];

/** Only where it was learned: else "normal" is what a person would say of the value. */
const PLAIN_QUESTIONS: readonly RegExp[] = [
  whole(`is ${NAME} (?:normal|behaving normally|all right|fine|ok)`),
  whole(`${NAME}正常(?:吗|么)`),
  whole(`ist ${NAME} normal`),
  whole(`(?:es|está) normal ${NAME}`),
];

const ALL = whole(
  `is (?:there )?(?:any ?thing|something) ${STRANGE}|what is ${STRANGE}|有(?:什么)?异常吗`,
);

/** @param text normalised; undefined: it says something else */
export function readUnusual(
  text: string,
  { boards }: Pick<Site, 'boards'>,
): ActionCall | undefined {
  const sentence = text.replace(/[\s?.!。？！¿¡]+$/u, '').replace(/^[¿¡]\s*/u, '');
  const isAsked = /[?？]/u.test(text);
  const named = (patterns: readonly RegExp[], mustBeLearned = false): string | undefined => {
    const said = patterns.map((each) => each.exec(sentence)?.groups?.['target']).find(Boolean);
    return said === undefined ? undefined : measured(boards, said, mustBeLearned);
  };
  if (!isAsked) {
    if (STOPS.test(sentence)) return { action: 'model-train-stop', args: {} };
    for (const [action, patterns] of ORDERS) {
      const target = named(patterns);
      if (target !== undefined) return { action, args: { target } };
    }
  }
  const target = named(QUESTIONS) ?? named(PLAIN_QUESTIONS, true);
  if (target !== undefined) return { action: 'anomaly', args: { target } };
  return ALL.test(sentence) ? { action: 'anomaly', args: {} } : undefined;
}

/** The address of the one that is meant; of several, the one that something was learned of. */
function measured(
  boards: Site['boards'],
  said: string,
  mustBeLearned: boolean,
): string | undefined {
  const things = boards.flatMap((board) => board.things);
  const found = findMeasured(things, said);
  const learned = found.filter(({ thing, property }) =>
    thing.properties.some(
      ({ source }) => source.kind === 'learned' && source.from === property.name,
    ),
  );
  const [first, second] = learned.length > 0 || mustBeLearned ? learned : found;
  if (first === undefined || second !== undefined) return undefined;
  return `${first.thing.id}.${first.property.name}`;
}
