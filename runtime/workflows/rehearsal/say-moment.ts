/** "02:30 does not exist on 2026-03-29 in Europe/Berlin; what is due then comes at 03:30, once." */
import type { Language } from '../../actions/asker.ts';
import { WallClock } from '../../core/wall-clock.ts';
import type { Moment } from './moment.ts';

const MOST_TIMES = 8;

/** @param siteWall the clock of the site, where no zone was named */
export function sayMoment(moment: Moment, siteWall: WallClock, language: Language): string {
  const clock = moment.zone === undefined ? siteWall : new WallClock(moment.zone);
  const said = [sayClock(moment, clock, language), sayDue(moment, clock, language)];
  return said.join(language === 'zh' ? '' : ' ');
}

function sayClock(
  { wall, zone, instants, instead = 0 }: Moment,
  clock: WallClock,
  language: Language,
): string {
  const [day = '', time = ''] = wall.split(' ');
  const isChinese = language === 'zh';
  const place = zone === undefined ? '' : isChinese ? `（${zone}）` : ` in ${zone}`;
  if (instants.length === 0) {
    const later = clock.formatTime(instead).slice(0, 5);
    return isChinese
      ? `${day} 的 ${time} 不存在${place}：时钟跳过了它，到期的会在 ${later} 执行，一次。`
      : `${time} does not exist on ${day}${place}: the clock skips it. What is due then comes at ${later} local time, once.`;
  }
  const [first = 0, second] = instants;
  if (second === undefined) return isChinese ? `${wall}${place}。` : `${wall}${place}.`;
  const offsets = [first, second].map((instant) => clock.formatIso(instant).slice(19));
  return isChinese
    ? `${day} 的 ${time} 有两次${place}：先 ${offsets.join('，后 ')}。`
    : `${time} comes twice on ${day}${place}: first at ${offsets.join(', then at ')}.`;
}

function sayDue({ instants, instead, due }: Moment, clock: WallClock, language: Language): string {
  const isChinese = language === 'zh';
  if (due === undefined)
    return isChinese ? '它不是按时间启动的。' : 'No clock starts this workflow.';
  const then = instead === undefined ? instants : [instead];
  const hits = then.filter((instant) => due.includes(instant));
  if (hits.length === 1 && instants.length === 2) {
    const which =
      hits[0] === instants[0] ? ['the first time', '第一次'] : ['the second time', '第二次'];
    return isChinese ? `它只运行一次：${which[1] ?? ''}。` : `It runs once, ${which[0] ?? ''}.`;
  }
  if (hits.length > 0) {
    const count = hits.length === 1 ? 'once' : 'both times';
    return isChinese
      ? '它会在那时运行。'
      : `It runs then${instead === undefined && instants.length === 1 ? '' : `, ${count}`}.`;
  }
  const times = due.slice(0, MOST_TIMES).map((instant) => clock.formatTime(instant).slice(0, 5));
  const more = due.length > MOST_TIMES ? ' …' : '';
  if (times.length === 0) return isChinese ? '它那天不运行。' : 'It does not run on that day.';
  return isChinese
    ? `它那时不运行；那天的时间：${times.join('、')}${more}。`
    : `It does not run then; on that day it runs at ${times.join(', ')}${more}.`;
}
