/**
 * What a workflow would have done in the last day, had it been armed: the same code that watches readings
 * and reads cron, given what was measured. Nothing is moved, and nothing is asked that is not known.
 */
import { formatAddress, isTrustworthy, type Reading } from '../../core/reading.ts';
import type { WallClock } from '../../core/wall-clock.ts';
import type { History } from '../../state/history/history.ts';
import type { ThingsView } from '../../devices/things-view.ts';
import { nextCron } from '../triggers/cron/cron.ts';
import type { CronTrigger } from '../triggers/cron/cron-form.ts';
import type { ReadingTrigger } from '../triggers/reading/reading-form.ts';
import { watchReading } from '../triggers/reading/watch-reading.ts';
import type { Workflow } from '../workflow.ts';
import { firesIn, type Seen } from './fires-in.ts';

export type Rehearsal =
  | {
      readonly kind: 'fired';
      /** Epoch ms, oldest first. */
      readonly at: readonly number[];
      /** From when on this is known, epoch ms. */
      readonly since: number;
      /** Its reading is beyond the limit now: armed, it begins at once, or as soon as it has lasted. */
      readonly isSoNow?: true;
      /** The next time by the clock, epoch ms. */
      readonly next?: number;
    }
  /** Nothing was measured in that time. */
  | { readonly kind: 'no-past' }
  /** Nothing that is remembered starts it. */
  | { readonly kind: 'unknowable' };

export interface RehearsalParts {
  readonly history: Pick<History, 'rows'>;
  readonly things: Pick<ThingsView, 'find'>;
  /** @param timezone IANA; absent: the site's */
  readonly wall: (timezone?: string) => WallClock;
  readonly now: number;
}

const DAY_MS = 86_400_000;
/** What was so before the day began starts nothing in it. */
const BEFORE_MS = 3_600_000;

export async function rehearse(
  { trigger }: Pick<Workflow, 'trigger'>,
  parts: RehearsalParts,
): Promise<Rehearsal> {
  switch (trigger.kind) {
    case 'cron':
      return rehearseCron(trigger, parts);
    case 'reading':
      return rehearseReading(trigger, parts);
    default:
      return { kind: 'unknowable' };
  }
}

function rehearseCron(trigger: CronTrigger, { wall, now }: RehearsalParts): Rehearsal {
  const clock = wall(trigger.timezone);
  const since = now - DAY_MS;
  const at: number[] = [];
  let next = nextCron(trigger.fields, since, clock);
  while (next !== undefined && next <= now) {
    at.push(next);
    next = nextCron(trigger.fields, next, clock);
  }
  return { kind: 'fired', at, since, ...(next !== undefined && { next }) };
}

async function rehearseReading(
  trigger: ReadingTrigger,
  { history, things, now }: RehearsalParts,
): Promise<Rehearsal> {
  const series = formatAddress(trigger.reading);
  const from = now - DAY_MS;
  const rows = await history.rows({ series, tier: 'raw', from: from - BEFORE_MS, to: now + 1 });
  const live = things.find(trigger.reading);
  const isSwitch = trigger.crossing.kind === 'is';
  const seen = rows.map(({ at, last }): Seen => ({ at, value: isSwitch ? last === 1 : last }));
  const [first] = seen.filter(({ at }) => at >= from);
  if (first === undefined) return { kind: 'no-past' };
  const lasts = { staleAfterMs: live?.spec.staleAfterMs ?? Infinity, to: now };
  const at = firesIn(seen, trigger, lasts).filter((time) => time >= from);
  const isSoNow = isBeyond(live?.reading(), trigger);
  return { kind: 'fired', at, since: Math.max(first.at, from), ...(isSoNow && { isSoNow }) };
}

function isBeyond(reading: Reading | undefined, trigger: ReadingTrigger): boolean {
  if (reading === undefined || reading.value === null || !isTrustworthy(reading)) return false;
  const state = watchReading({ kind: 'away' }, { value: reading.value, now: 0 }, trigger);
  return state.kind !== 'away';
}
