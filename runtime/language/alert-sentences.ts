/**
 * How alerts are asked for and acknowledged in a chat: whole sentences in a fixed form, with the name that
 * the alert has. Of alarms in English nobody is asked: these are clocks that ring.
 */
import type { ActionCall } from './understanding.ts';

/** `cpu`, `pump-2.vibration`, `anomaly pump-2.vibration`. */
const NAME = String.raw`(?<name>[a-z][a-z0-9-]*(?:(?: [a-z0-9-]+)?\.[a-z0-9-]+)?)`;
const REPORT = '(?:报警|警报|告警)';

const whole = (...forms: readonly string[]): RegExp =>
  new RegExp(`^(?:please |bitte |por favor |请)?(?:${forms.join('|')})(?: please| bitte)?$`, 'u');

const ASKS = whole(
  '(?:(?:show|list)(?: me)?(?: all)?(?: the)?(?: open)? )?alerts',
  '(?:what|which) alerts (?:are there|are open|do you have)',
  '(?:are|is) there (?:any |an )?(?:open )?alerts?(?: now)?',
  `(?:现在|当前)?(?:有|有没有|有哪些|有什么)${REPORT}(?:吗|没有)?`,
  `(?:显示|列出|查看|看看)?(?:当前|所有)?(?:的)?${REPORT}(?:列表)?`,
  'welche (?:warnmeldungen|störungen|störmeldungen) gibt es',
  'gibt es (?:warnmeldungen|störungen|störmeldungen)',
  '(?:qué alertas hay|hay alertas|alertas)',
);

const TAKES_ALL = whole(
  'ack(?:nowledge)? (?:all|everything|all (?:the )?alerts)',
  `(?:确认(?:所有|全部)的?${REPORT}|全部${REPORT}知道了)`,
);

const TAKES: readonly RegExp[] = [
  whole('ack|acknowledge|acknowledged|(?:我)?知道了'),
  whole('ack(?:nowledge)? (?:the |this )?alert'),
  whole(`ack(?:nowledge)? (?:the )?alert ${NAME}`, `alerts ack ${NAME.replace('name', 'named')}`),
  whole(`ack(?:nowledge)? (?:the )?${NAME} alert`),
  whole(`ack ${NAME}`),
  whole(`确认(?:这个)?${REPORT} ?${NAME}`, `确认 ?${NAME.replace('name', 'named')} ?的?${REPORT}`),
  whole(`确认(?:这个)?${REPORT}`, `${REPORT}知道了`),
  whole('quittiere (?:die|den) (?:warnmeldung|störung|störmeldung|alarm)'),
  whole(`quittiere (?:die|den) (?:warnmeldung|störung|störmeldung|alarm) ${NAME}`),
  whole('(?:reconoce|reconocer|confirma) la alerta'),
  whole(`(?:reconoce|reconocer|confirma) la alerta ${NAME}`),
];

/** @param text normalised; undefined: it says something else */
export function readAlertSentence(text: string): ActionCall | undefined {
  const sentence = text.replace(/^¿/u, '').replace(/[\s?.!。？！]+$/u, '');
  if (ASKS.test(sentence)) return { action: 'alerts', args: {} };
  if (/[?？吗]/u.test(text)) return undefined;
  if (TAKES_ALL.test(sentence)) return { action: 'alerts-ack', args: { all: true } };
  for (const pattern of TAKES) {
    const found = pattern.exec(sentence);
    const name = found?.groups?.['name'] ?? found?.groups?.['named'];
    if (found !== null) return { action: 'alerts-ack', args: name === undefined ? {} : { name } };
  }
  return undefined;
}
