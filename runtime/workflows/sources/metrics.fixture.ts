/** A past of a test's choice on a real store, and `fetch_data` that reads it with real child processes. */
import { join } from 'node:path';
import { systemClock, type Clock } from '../../core/clock.ts';
import { silentLog } from '../../core/log.ts';
import { WallClock } from '../../core/wall-clock.ts';
import { HistoryBlocks } from '../../state/history/history-blocks.ts';
import { History } from '../../state/history/history.ts';
import type { Sample } from '../../state/history/sample.ts';
import { withState } from '../../../test/open-state.ts';
import { inTempDirectory } from '../../../test/temp-directory.ts';
import { fetchDataStep } from '../steps/fetch-data.ts';
import type { StepContext, StepOutcome } from '../step-action.ts';

export interface MetricsRig {
  readonly directory: string;
  /** What the step gives, or the code and words of its refusal. */
  readonly fetch: (
    params: Readonly<Record<string, unknown>>,
    signal?: AbortSignal,
  ) => Promise<Fetched>;
}

interface Fetched {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly columns: readonly string[];
  readonly count: number;
  readonly total: number;
  readonly isCut: boolean;
  readonly summary?: readonly Readonly<Record<string, unknown>>[];
  readonly tier: string | null;
  readonly refused?: string;
}

export interface Past {
  /** Now, epoch ms; time does not go on. */
  readonly now: number;
  readonly timezone?: string;
  readonly series?: Readonly<Record<string, readonly Sample[]>>;
  /** Default 30 s. */
  readonly limitMs?: number;
  readonly fetch?: typeof fetch;
}

export function withMetrics(past: Past, use: (rig: MetricsRig) => Promise<void>): Promise<void> {
  const { now, timezone = 'UTC', series = {}, limitMs, fetch: get = fetch } = past;
  const clock: Clock = { ...systemClock, now: () => now };
  return inTempDirectory((directory) =>
    withState(join(directory, 'data'), clock, async ({ store }) => {
      const blocks = new HistoryBlocks(store);
      for (const [name, samples] of Object.entries(series))
        await store.durable((await blocks.include(name, samples)).writes);
      const history = new History({ store, clock, log: silentLog });
      await history.start();
      const step = fetchDataStep({
        sql: {
          ...{ history, clock, directory, limitMs, home: import.meta.dirname },
          wallClock: new WallClock(timezone),
          describe: (name) => ({
            ...{ board: 'gateway', quality: 'good' },
            unit: name.endsWith('level') ? '%' : null,
          }),
        },
        http: { clock, fetch: get, limitMs },
        postgres: { clock, timezone, limitMs, secrets: { directory, variables: process.env } },
      });
      const run = async (params: unknown, signal?: AbortSignal): Promise<Fetched> =>
        fetched(await step.run(params, contextAt(now, signal)));
      await use({ directory, fetch: run }).finally(() => history.stop());
    }),
  );
}

export function contextAt(
  now: number,
  signal: AbortSignal = new AbortController().signal,
): StepContext {
  const names = { workflow: 'daily_report', run: 'r1', step: 'fetch_data' };
  return {
    ...names,
    outputs: {},
    dependsOn: [],
    now,
    isDryRun: false,
    cause: 'by the clock',
    signal,
  };
}

function fetched(outcome: StepOutcome): Fetched {
  const empty = { rows: [], columns: [], count: 0, total: 0, isCut: false, tier: null };
  if (!outcome.ok)
    return { ...empty, refused: `${outcome.refusal.code} ${outcome.refusal.message}` };
  return { ...empty, ...('output' in outcome ? outcome.output : {}) };
}

/** One every so often, `of` its number. */
export function samples(
  from: number,
  to: number,
  everyMs: number,
  of: (index: number) => number = (index) => index,
): readonly Sample[] {
  return Array.from({ length: Math.ceil((to - from) / everyMs) }, (_, index) => ({
    at: from + index * everyMs,
    value: of(index),
  }));
}
