/** "It would have run 3 times in the last day: 02:10, 09:40, 17:05." */
import type { Language } from '../../actions/asker.ts';
import type { WallClock } from '../../core/wall-clock.ts';
import type { Rehearsal } from './rehearse.ts';

const MOST_TIMES = 8;
const DAY_MS = 86_400_000;
/** The first reading of a day comes when its turn comes. */
const SLACK_MS = 600_000;

export interface RehearsalVoice {
  readonly wall: WallClock;
  /** Epoch ms. */
  readonly now: number;
}

export function sayRehearsal(
  rehearsal: Rehearsal,
  voice: RehearsalVoice,
  language: Language,
): string {
  const isChinese = language === 'zh';
  switch (rehearsal.kind) {
    case 'no-past':
      return isChinese
        ? '过去一天没有这个读数的记录，无法预演。'
        : 'Nothing was measured there in the last day, so nobody can say how often it would have run.';
    case 'unknowable':
      return isChinese
        ? '它由什么启动没有历史记录，无法预演。'
        : 'What starts it is not remembered, so nobody can say how often it would have run.';
    case 'fired':
      return [sayTimes(rehearsal, voice, language), sayNow(rehearsal, voice, language)]
        .filter((text) => text !== '')
        .join(isChinese ? '' : ' ');
  }
}

type Fired = Extract<Rehearsal, { kind: 'fired' }>;

function sayTimes({ at, since }: Fired, { wall, now }: RehearsalVoice, language: Language): string {
  const isChinese = language === 'zh';
  const isWhole = since <= now - DAY_MS + SLACK_MS;
  const from = wall.formatTime(since).slice(0, 5);
  const when = isWhole
    ? isChinese
      ? '过去一天'
      : 'in the last day'
    : isChinese
      ? `从 ${from} 起（更早没有记录）`
      : `since ${from}, where the readings begin`;
  if (at.length === 0)
    return isChinese ? `${when}一次也不会运行。` : `It would not have run ${when}.`;
  const times = at.slice(-MOST_TIMES).map((time) => wall.formatTime(time).slice(0, 5));
  const more = at.length - times.length;
  if (isChinese) {
    const before = more === 0 ? '' : `（之前还有 ${String(more)} 次）`;
    return `${when}会运行 ${String(at.length)} 次：${times.join('、')}${before}。`;
  }
  const count = at.length === 1 ? 'once' : `${String(at.length)} times`;
  const before = more === 0 ? '' : `, and ${String(more)} more before`;
  return `It would have run ${count} ${when}: ${times.join(', ')}${before}.`;
}

function sayNow(
  { isSoNow, next }: Fired,
  { wall, now }: RehearsalVoice,
  language: Language,
): string {
  const isChinese = language === 'zh';
  if (isSoNow === true)
    return isChinese ? '现在正是这样：启用后马上生效。' : 'It is so now: armed, it begins at once.';
  if (next === undefined) return '';
  const [day, today] = [next, now].map((time) => wall.formatIso(time).slice(0, 10));
  const time = `${day === today ? '' : `${day ?? ''} `}${wall.formatTime(next).slice(0, 5)}`;
  return isChinese ? `下次：${time}。` : `Next: ${time}.`;
}
