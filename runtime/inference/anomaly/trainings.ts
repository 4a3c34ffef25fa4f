/** Lets models be learned, one at a time: what may be learned, from how much, and why it was not. */
import { formatDuration } from '../../core/duration.ts';
import { isRefusal, type Refusal } from '../../core/refusal.ts';
import type { Clock } from '../../core/clock.ts';
import type { Service } from '../../core/service.ts';
import { isLearned } from '../../config/with-learned.ts';
import type { Titles } from '../../config/site.ts';
import type { LiveProperty } from '../../devices/live-property.ts';
import type { History } from '../../state/history/history.ts';
import { refuseInference } from '../errors.ts';
import type { TooLittle } from './learn-usual.ts';
import { readPast } from './read-past.ts';
import { modelIdOf } from './score-property.ts';
import type { Training } from './training.ts';

export interface TrainingsParts {
  /** The node's own models. */
  readonly directory: string;
  readonly history: Pick<History, 'query'>;
  readonly clock: Clock;
  /** Resolves when what is on the disk is in force. */
  readonly onLearned: () => Promise<void>;
}

export interface TrainingWish {
  readonly property: LiveProperty;
  readonly days: number;
  /** Of the model. */
  readonly title: Titles;
  /** @param share 0 to 1 */
  readonly onProgress: (share: number) => void;
  /** Nobody wants it any more, or the node stops. */
  readonly signal?: AbortSignal | undefined;
}

export interface Trained {
  readonly series: string;
  readonly model: string;
  readonly readings: number;
  readonly from: number;
  readonly to: number;
  readonly usual: number;
}

interface Running {
  readonly series: string;
  share: number;
  isCancelled: boolean;
  training?: Training;
}

const PERCENT = 100;
const MINUTE_MS = 60_000;

export class Trainings implements Service {
  readonly #parts: TrainingsParts;
  #running: Running | undefined;

  constructor(parts: TrainingsParts) {
    this.#parts = parts;
  }

  start(): Promise<void> {
    return Promise.resolve();
  }

  /** What runs is ended; what was there before stays. */
  stop(): Promise<void> {
    this.cancel();
    return Promise.resolve();
  }

  /** How far the training of this series is, 0 to 1; undefined while there is none. */
  shareOf(series: string): number | undefined {
    return this.#running?.series === series ? this.#running.share : undefined;
  }

  /** @param series undefined: whichever runs @returns what was ended */
  cancel(series?: string): string | undefined {
    const running = this.#running;
    if (running === undefined || (series !== undefined && running.series !== series))
      return undefined;
    running.isCancelled = true;
    running.training?.cancel();
    return running.series;
  }

  async train(wish: TrainingWish): Promise<Trained | Refusal> {
    const { name: series } = wish.property;
    const objection = objectionTo(wish.property) ?? this.#busy();
    if (objection !== undefined) return objection;
    const running: Running = { series, share: 0, isCancelled: false };
    this.#running = running;
    const leaveOff = (): void => void this.cancel(series);
    wish.signal?.addEventListener('abort', leaveOff);
    try {
      return await this.#train(wish, running);
    } finally {
      wish.signal?.removeEventListener('abort', leaveOff);
      this.#running = undefined;
    }
  }

  #busy(): Refusal | undefined {
    if (this.#running === undefined) return undefined;
    const { series, share } = this.#running;
    const far = `${String(Math.round(share * PERCENT))} %`;
    return {
      ...refuseInference('INFERENCE_TRAINING_BUSY', `${series} is being learned now: ${far}`),
      zh: `正在学习 ${series}：${far}`,
    };
  }

  async #train(wish: TrainingWish, running: Running): Promise<Trained | Refusal> {
    const { directory, history, clock, onLearned } = this.#parts;
    const { series } = running;
    const { address } = wish.property;
    const now = clock.now();
    const past = await readPast(history, { series, days: wish.days, now });
    const { startTraining, isTooLittle } = await import('./training.ts');
    const training = startTraining({
      past,
      description: `what is usual of ${series}`,
      onProgress: (share) => {
        running.share = share;
        wish.onProgress(share);
      },
    });
    running.training = training;
    if (running.isCancelled) training.cancel();
    const learned = await training.result;
    if (isRefusal(learned)) return learned;
    if (isTooLittle(learned)) return tooLittle(series, learned);
    const [from = now, to = now] = [past.at[0], past.at.at(-1)];
    const { writeUsual } = await import('./trained-models.ts');
    await writeUsual(directory, { ...address, title: wish.title, from, to }, learned);
    await onLearned();
    const { usual } = learned;
    return { series, model: modelIdOf(address), readings: past.at.length, from, to, usual };
  }
}

function objectionTo({ spec, name }: LiveProperty): Refusal | undefined {
  if (spec.type === 'number' && !spec.writable && !isLearned(spec)) return undefined;
  const message = `${name} is no number that is measured`;
  return { ...refuseInference('INFERENCE_CANNOT_LEARN', message), zh: `${name} 不是测量值` };
}

function tooLittle(series: string, { reason, readings, spanMs, stepMs }: TooLittle): Refusal {
  const count = readings.toLocaleString('en');
  const roundedMs = Math.round(spanMs / MINUTE_MS) * MINUTE_MS;
  const [span, step] = [roundedMs, stepMs].map((each) => formatDuration(Math.max(1_000, each)));
  const [en, zh] = {
    few: [
      `${series} has ${count} readings that were kept, and 1,000 are needed`,
      `${series} 只有 ${count} 个读数，至少需要 1,000 个`,
    ],
    short: [
      `what is kept of ${series} spans ${span ?? ''}, and 20 hours are needed: a night belongs to what is usual`,
      `${series} 的历史只有 ${span ?? ''}，至少需要 20 小时`,
    ],
    irregular: [
      `the ${count} readings of ${series} come too irregularly: 64 in a row are needed again and again, one every ${step ?? ''}`,
      `${series} 的读数间隔太不规则（多数为 ${step ?? ''}）`,
    ],
    constant: [
      `${series} never changed in its ${count} readings: there is nothing to learn from`,
      `${series} 的 ${count} 个读数从未变化，无从学习`,
    ],
  }[reason];
  const hint =
    reason === 'irregular'
      ? 'Give the property a fixed `every` in devices.yaml, wait for a day, then try again.'
      : undefined;
  return { ...refuseInference('INFERENCE_TOO_LITTLE', en ?? '', hint), zh: zh ?? '' };
}
