/** What is unusual, in words: "Pump 2 vibration is unlike the last 7 days: score 4.1, usual ≤ 1.3". Pure. */
import type { Language } from '../../actions/asker.ts';
import { capital } from '../../actions/capital.ts';
import type { Speech } from '../../actions/speech.ts';
import type { PropertyAddress } from '../../core/reading.ts';
import { ALARM_FACTOR } from './recent-scores.ts';
import type { Score } from './watched-series.ts';
import type { FeatureName } from './window-features.ts';

/** One thing that is watched, as it is now. */
export interface AnomalyState extends PropertyAddress {
  /** Absent while there is no whole window of readings. */
  readonly score?: Score;
  /** The highest usual score. */
  readonly usual: number;
  /** The past it was learned from, epoch ms. */
  readonly from: number;
  readonly to: number;
  readonly isAlarmed: boolean;
  /** How many readings of a window there are, and how many it takes. */
  readonly filled: readonly [number, number];
  /** Why there is no score, where the model cannot be run. */
  readonly trouble?: string;
}

const DAY_MS = 86_400_000;

export function sayState(state: AnomalyState, speech: Speech, language: Language): string {
  const name = speech.property(state, language);
  const { score, trouble, filled } = state;
  if (trouble !== undefined)
    return language === 'zh'
      ? `${name}：模型无法运行（${trouble}）。请重新学习：boardtalk model train anomaly ${state.thing}.${state.property}`
      : `${capital(name)}: its model cannot be run (${trouble}). Let it be learned again: boardtalk model train anomaly ${state.thing}.${state.property}`;
  if (score === undefined) {
    const [have, need] = filled.map(String);
    return language === 'zh'
      ? `${name}：还不知道，连续读数才有 ${have ?? ''} 个，需要 ${need ?? ''} 个。`
      : `${capital(name)}: not known yet, it takes ${need ?? ''} readings in a row and there are ${have ?? ''}.`;
  }
  return `${sayScore({ ...state, score: score.value }, speech, language)}${sayCause(score, state, language)}`;
}

export interface SaidScore extends PropertyAddress {
  readonly score: number;
  readonly usual: number;
  readonly from: number;
  readonly to: number;
  readonly isAlarmed: boolean;
}

export function sayScore(
  { score, usual, from, to, isAlarmed, ...address }: SaidScore,
  speech: Speech,
  language: Language,
): string {
  const name = speech.property(address, language);
  const numbers = [score, usual].map((each) => each.toFixed(1));
  const days = Math.max(1, Math.round((to - from) / DAY_MS));
  const until = speech.time(to).slice(0, 16);
  const isUnlike = isAlarmed || score > ALARM_FACTOR * usual;
  if (language === 'zh') {
    const verdict = isUnlike ? '与平时不同' : score > usual ? '略高于平时' : '与平时一样';
    return `${name}${verdict}：异常度 ${numbers[0] ?? ''}，平时 ≤ ${numbers[1] ?? ''}（按截至 ${until} 的 ${String(days)} 天学习）。`;
  }
  const learned = `the ${String(days)} ${days === 1 ? 'day' : 'days'} until ${until}`;
  const verdict = isUnlike ? 'is unlike' : score > usual ? 'is a little unlike' : 'is as in';
  return `${capital(name)} ${verdict} ${learned}: score ${numbers[0] ?? ''}, usual ≤ ${numbers[1] ?? ''}.`;
}

/** What it comes from; nothing where all is as usual. */
function sayCause({ value, cause }: Score, { usual }: AnomalyState, language: Language): string {
  if (value <= usual) return '';
  const said = causeText(cause, language);
  return language === 'zh' ? said : ` ${said}`;
}

export function causeText({ feature, isMore }: Score['cause'], language: Language): string {
  return CAUSES[feature][language][isMore ? 0 : 1];
}

type Both = readonly [more: string, less: string];

const FAST: Readonly<Record<Language, Both>> = {
  en: [
    'It changes more than usual from one reading to the next.',
    'It changes less than usual from one reading to the next: does the sensor stand still?',
  ],
  zh: ['相邻读数之间的变化比平时大。', '相邻读数之间的变化比平时小：传感器是否卡住？'],
};

const SLOW: Readonly<Record<Language, Both>> = {
  en: ['It swings more than usual within minutes.', 'It swings less than usual within minutes.'],
  zh: ['几分钟内的波动比平时大。', '几分钟内的波动比平时小。'],
};

const HOUR: Readonly<Record<Language, Both>> = {
  en: ['It is not what is usual at this hour.', 'It is not what is usual at this hour.'],
  zh: ['与这个时段的平时情况不同。', '与这个时段的平时情况不同。'],
};

const CAUSES: Readonly<Record<FeatureName, Readonly<Record<Language, Both>>>> = {
  level: {
    en: ['It is higher than usual for this time.', 'It is lower than usual for this time.'],
    zh: ['比平时这个时候高。', '比平时这个时候低。'],
  },
  'change-1': FAST,
  'change-2': FAST,
  'change-4': SLOW,
  'change-8': SLOW,
  'change-16': SLOW,
  'peak-up': {
    en: ['Its peaks are higher than usual.', 'Its peaks are lower than usual.'],
    zh: ['峰值比平时高。', '峰值比平时低。'],
  },
  'peak-down': {
    en: ['It drops further than usual now and then.', 'It drops less than usual.'],
    zh: ['时而比平时下降得更多。', '下降比平时少。'],
  },
  'hour-cosine': HOUR,
  'hour-sine': HOUR,
};
