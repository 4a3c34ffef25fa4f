/**
 * What the past costs: a year of 50 properties read every 10 s, drawn for windows of every length,
 * and what a day of it makes the disk write. The year is written as it would be left after it, each
 * tier as far back as it is kept; the day goes through `record` and the flushes of the store.
 */
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog } from '../../runtime/core/log.ts';
import { History } from '../../runtime/state/history/history.ts';
import { HistoryBlocks } from '../../runtime/state/history/history-blocks.ts';
import type { Sample } from '../../runtime/state/history/sample.ts';
import { Store } from '../../runtime/state/store.ts';
import { FakeClock } from '../fake-clock.ts';

export interface HistoryRow {
  readonly what: string;
  readonly measured: string;
  readonly budget: string;
  readonly raw: unknown;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const EVERY_MS = 10_000;
const PROPERTIES = 50;
const POINTS = 600;

/** Windows that a person drags on a plot, ms. */
const WINDOWS = [HOUR_MS, 6 * HOUR_MS, DAY_MS, 7 * DAY_MS, 30 * DAY_MS, 90 * DAY_MS, 365 * DAY_MS];

export async function measureHistory(): Promise<readonly HistoryRow[]> {
  const directory = await mkdtemp(join(tmpdir(), 'boardtalk-history-'));
  const clock = new FakeClock(Date.UTC(2027, 5, 1));
  const store = new Store({ directory, clock, log: silentLog });
  await store.start(new AbortController().signal);
  const history = new History({ store, clock, log: silentLog });
  try {
    await writeYear(store, clock.now());
    await history.start();
    const drawn = await measureWindows(history, clock.now());
    return [drawn, ...(await measureDay(history, store, clock)), await measureSize(directory)];
  } finally {
    await history.stop();
    await store.stop();
    await rm(directory, { recursive: true });
  }
}

/** Samples that are not kept any more by then are thinned before they are written: there are as many roll-ups. */
async function writeYear(store: Store, now: number): Promise<void> {
  const blocks = new HistoryBlocks(store);
  for (let property = 0; property < PROPERTIES; property += 1) {
    const series = seriesOf(property);
    const samples: Sample[] = [];
    for (let daysAgo = 365; daysAgo > 0; daysAgo -= 1) {
      const stepMs = daysAgo > 90 ? 15 * MINUTE_MS : daysAgo > 7 ? MINUTE_MS : EVERY_MS;
      samples.push(...day(property, now - daysAgo * DAY_MS, stepMs));
    }
    await store.durable((await blocks.include(series, samples)).writes);
    await store.durable(await blocks.expired(series, now));
  }
}

function seriesOf(property: number): string {
  return `thing-${String(property)}.value`;
}

/** A day's swing, some noise of the converter, a jitter of a few milliseconds. */
function day(property: number, from: number, stepMs: number): Sample[] {
  return Array.from({ length: DAY_MS / stepMs }, (_, index) => {
    const at = from + index * stepMs + Math.floor(Math.random() * 20);
    return { at, value: valueAt(property, at) };
  });
}

function valueAt(property: number, at: number): number {
  const swing = 20 + 5 * Math.sin((at / DAY_MS) * 2 * Math.PI + property);
  return Number((swing + Math.random() * 0.05).toFixed(4));
}

async function measureWindows(history: History, now: number): Promise<HistoryRow> {
  const ms: Record<string, number> = {};
  for (const windowMs of WINDOWS) {
    const series = seriesOf(Math.floor(Math.random() * PROPERTIES));
    const startedAt = performance.now();
    const { rows } = await history.query({ series, from: now - windowMs, to: now, points: POINTS });
    if (rows.length < 100) throw new Error(`only ${String(rows.length)} rows`);
    ms[`${String(windowMs / DAY_MS)} d`] = performance.now() - startedAt;
  }
  const slowest = Math.max(...Object.values(ms));
  return {
    what: `history: a year of ${String(PROPERTIES)} properties every 10 s, any window (slowest)`,
    measured: `${slowest.toFixed(0)} ms`,
    budget: '300 ms',
    raw: { ms },
  };
}

/** Two hours with every flush, counted by the kernel, and projected to a day. */
async function measureDay(
  history: History,
  store: Store,
  clock: FakeClock,
): Promise<readonly HistoryRow[]> {
  await store.durable([]);
  const before = writtenBytes();
  const hours = 2;
  for (let round = 0; round < (hours * HOUR_MS) / EVERY_MS; round += 1) {
    for (let property = 0; property < PROPERTIES; property += 1)
      history.record(seriesOf(property), clock.now(), valueAt(property, clock.now()));
    await clock.advance(EVERY_MS);
    await store.durable([]);
  }
  await history.settle();
  const { bytesPerSample = NaN, projectedBytesPerDay } = history.stats();
  const kernelBytesPerDay = ((writtenBytes() - before) / hours) * 24;
  return [
    {
      what: 'history: bytes per reading in all tiers',
      measured: `${bytesPerSample.toFixed(1)} bytes`,
      budget: 'printed',
      raw: { bytesPerSample },
    },
    {
      what: `history: disk writes of ${String(PROPERTIES)} properties every 10 s`,
      measured: `${(kernelBytesPerDay / 1e6).toFixed(0)} MB a day by the kernel, ${(projectedBytesPerDay / 1e6).toFixed(0)} MB by the doctor`,
      budget: '500 MB',
      raw: { kernelBytesPerDay, projectedBytesPerDay },
    },
  ];
}

/** proc_pid_io(5): bytes that this process caused to be sent to the storage layer. */
function writtenBytes(): number {
  const text = readFileSync('/proc/self/io', 'utf8');
  return Number(/^write_bytes: (\d+)$/m.exec(text)?.[1]);
}

async function measureSize(directory: string): Promise<HistoryRow> {
  const folder = join(directory, 'db');
  const sizes = (await readdir(folder)).map(async (name) => (await stat(join(folder, name))).size);
  const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  return {
    what: 'history: a year on disk',
    measured: `${(bytes / 1e6).toFixed(0)} MB`,
    budget: 'printed',
    raw: { bytes },
  };
}
