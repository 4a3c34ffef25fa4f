/**
 * What it costs to learn what is usual, and to hold readings against it: seven days of one every ten
 * seconds, learned as a node does it, in a process of its own; and a score for each reading after that.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isTooLittle, startTraining } from '../../runtime/inference/anomaly/training.ts';
import type { TrainedModel } from '../../runtime/inference/anomaly/train-messages.ts';
import { findUsual, writeUsual } from '../../runtime/inference/anomaly/trained-models.ts';
import { vibration } from '../../runtime/inference/anomaly/vibration.fixture.ts';
import { WatchedSeries } from '../../runtime/inference/anomaly/watched-series.ts';
import { isRefusal } from '../../runtime/core/refusal.ts';
import { quantile, type Row } from './row.ts';

const DAYS = 7;
const FROM = Date.UTC(2026, 10, 1);
const NEXT = FROM + DAYS * 86_400_000;
const WARM_UP = 1_000;
const LOOK_EVERY_MS = 20;

export async function measureAnomaly(): Promise<readonly Row[]> {
  const { learned, ms, cpuSeconds, mostMb } = await train();
  const costs = await score(learned);
  const [p50, p95] = [0.5, 0.95].map((share) => quantile(costs, share) * 1e3);
  return [
    {
      what: 'learning what is usual from 7 days of 10 s readings (60,480)',
      measured: `${(ms / 1e3).toFixed(1)} s (${cpuSeconds.toFixed(1)} s of computing), ${mostMb.toFixed(0)} MB, model ${(learned.bytes.length / 1e3).toFixed(1)} kB`,
      budget: '60 s',
      raw: { ms, cpuSeconds, mostMb, bytes: learned.bytes.length, usual: learned.usual },
    },
    {
      what: 'a score for one reading more, p50 / p95',
      measured: `${(p50 ?? 0).toFixed(0)} / ${(p95 ?? 0).toFixed(0)} µs`,
      budget: '',
      raw: { p50, p95 },
    },
  ];
}

interface Trained {
  readonly learned: TrainedModel;
  readonly ms: number;
  readonly cpuSeconds: number;
  readonly mostMb: number;
}

/** From source, so with the compiler in the process: built, it takes less of both. */
async function train(): Promise<Trained> {
  const past = vibration({ seed: 1, days: DAYS, from: FROM });
  const startedAt = performance.now();
  const onProgress = (): void => undefined;
  const training = startTraining({ past, description: 'a bench', onProgress });
  let [mostMb, cpuSeconds] = [0, 0];
  const watch = setInterval(() => {
    mostMb = Math.max(mostMb, highWaterMb(training.pid));
    cpuSeconds = Math.max(cpuSeconds, cpuSecondsOf(training.pid));
  }, LOOK_EVERY_MS);
  const learned = await training.result.finally(() => {
    clearInterval(watch);
  });
  if (isRefusal(learned)) throw new Error(learned.message);
  if (isTooLittle(learned)) throw new Error(learned.reason);
  return { learned, ms: performance.now() - startedAt, cpuSeconds, mostMb };
}

/** The most it ever had; 0 once it is gone. */
function highWaterMb(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
    return (Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024) / 1e6;
  } catch {
    return 0;
  }
}

/** proc(5): the 14th and 15th field of `stat`, in hundredths of a second. */
function cpuSecondsOf(pid: number | undefined): number {
  try {
    const fields = readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
      .split(') ')[1]
      ?.split(' ');
    return (Number(fields?.[11] ?? 0) + Number(fields?.[12] ?? 0)) / 100;
  } catch {
    return 0;
  }
}

/** From the reading to the score, in ms each. */
async function score(learned: TrainedModel): Promise<readonly number[]> {
  const directory = mkdtempSync(join(tmpdir(), 'boardtalk-anomaly-'));
  try {
    const plan = { thing: 'pump', property: 'vibration', title: { en: 'x' }, from: FROM, to: NEXT };
    await writeUsual(directory, plan, learned);
    const [found] = await findUsual(directory);
    if (found === undefined) throw new Error('what was written is not found');
    const series = new WatchedSeries(found);
    await series.open();
    const costs: number[] = [];
    const next = vibration({ seed: 2, days: 0.5, from: NEXT });
    for (const [index, at] of next.at.entries()) {
      const startedAt = performance.now();
      await series.take(at, next.values[index] ?? 0);
      if (index >= WARM_UP) costs.push(performance.now() - startedAt);
    }
    await series.close();
    return costs;
  } finally {
    rmSync(directory, { recursive: true });
  }
}
