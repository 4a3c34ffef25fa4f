/**
 * What a question in SQL about the past costs: the published query, and one about all there is, on
 * 1,000,000 rows of which a day is 100,000. With it stand the reading of the history, the start of the
 * child and its end. Runs the child of `dist/`, as a board does.
 */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRefusal } from '../../runtime/core/refusal.ts';
import { silentLog } from '../../runtime/core/log.ts';
import { systemClock } from '../../runtime/core/clock.ts';
import { WallClock } from '../../runtime/core/wall-clock.ts';
import { HistoryBlocks } from '../../runtime/state/history/history-blocks.ts';
import { History } from '../../runtime/state/history/history.ts';
import { Store } from '../../runtime/state/store.ts';
import { SqlSource } from '../../runtime/workflows/sources/sql-source.ts';
import { childrenOf } from './process-memory.ts';
import { quantile, type Row } from './row.ts';

const DAYS = 10;
const PROPERTIES = 70;
const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
const ROUNDS = 5;
const LOOK_MS = 10;

const PUBLISHED = 'SELECT * FROM metrics WHERE date=CURRENT_DATE';
const ALL = 'SELECT thing, count(*) AS count, avg(value) AS mean FROM metrics GROUP BY thing';
const EVERY = 'SELECT * FROM metrics';

export async function measureQueries(): Promise<readonly Row[]> {
  const directory = await mkdtemp(join(tmpdir(), 'boardtalk-queries-'));
  const now = Math.floor(Date.now() / DAY_MS) * DAY_MS + DAY_MS - MINUTE_MS;
  const clock = { ...systemClock, now: () => now };
  const store = new Store({ directory, clock, log: silentLog });
  await store.start(new AbortController().signal);
  const history = new History({ store, clock, log: silentLog });
  try {
    await writePast(store, now);
    await history.start();
    const sql = new SqlSource({
      ...{ history, clock, directory, wallClock: new WallClock('UTC') },
      describe: () => ({ board: 'b1', unit: '%', quality: 'good' }),
      home: join(import.meta.dirname, '../../dist/workflows/sources'),
    });
    return [
      await measure(sql, PUBLISHED, '0.5 s'),
      await measure(sql, ALL, '3 s, 150 MB'),
      await measure(sql, EVERY, '3 s, 150 MB'),
    ];
  } finally {
    await history.stop();
    await store.stop();
    await rm(directory, { recursive: true });
  }
}

/** One a minute of each, up to `now`. */
async function writePast(store: Store, now: number): Promise<void> {
  const blocks = new HistoryBlocks(store);
  for (let property = 0; property < PROPERTIES; property += 1) {
    const samples = Array.from({ length: (DAYS * DAY_MS) / MINUTE_MS }, (_, index) => {
      const at = now - index * MINUTE_MS;
      return { at, value: Number((20 + 5 * Math.sin(at / DAY_MS + property)).toFixed(3)) };
    }).reverse();
    const { writes } = await blocks.include(`thing-${String(property)}.level`, samples);
    await store.durable(writes);
  }
}

async function measure(sql: SqlSource, query: string, budget: string): Promise<Row> {
  const [ms, mb, totals]: [number[], number[], number[]] = [[], [], []];
  const cpuMs: { node: number; child: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const watch = watchChild();
    const startedAt = performance.now();
    const before = process.cpuUsage();
    const question = { query, values: {}, signal: new AbortController().signal };
    const table = await sql.metrics(question);
    ms.push(performance.now() - startedAt);
    const { user, system } = process.cpuUsage(before);
    const child = watch();
    mb.push(child.mb);
    cpuMs.push({ node: (user + system) / 1_000, child: child.cpuMs });
    if (isRefusal(table)) throw new Error(table.message);
    totals.push(table.total);
  }
  const seconds = (quantile(ms, 0.5) / 1_000).toFixed(2);
  const peak = Math.max(...mb).toFixed(0);
  return {
    what: `query: ${query}, ${String(totals[0])} rows (median of ${String(ROUNDS)})`,
    measured: `${seconds} s, child ${peak} MB`,
    budget,
    raw: { ms, cpuMs, mb, totals },
  };
}

interface Cost {
  /** Most memory: proc(5), VmHWM. */
  readonly mb: number;
  /** On a busy machine it tells more than the time that passed. */
  readonly cpuMs: number;
}

/** Call what it returns for what the child has cost by then. */
function watchChild(): () => Cost {
  let most: Cost = { mb: 0, cpuMs: 0 };
  const timer = setInterval(() => {
    for (const pid of childrenOf(process.pid)) most = mostOf(most, costOf(pid));
  }, LOOK_MS);
  return () => {
    clearInterval(timer);
    return most;
  };
}

function mostOf(one: Cost, other: Cost): Cost {
  return { mb: Math.max(one.mb, other.mb), cpuMs: Math.max(one.cpuMs, other.cpuMs) };
}

/** A child that is just gone has none. proc(5): utime and stime are the 14th and 15th field, in 1/100 s. */
function costOf(pid: number): Cost {
  try {
    const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
      .replace(/^.*\)/, '0 0')
      .split(' ');
    return {
      mb: (Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1_024) / 1e6,
      cpuMs: (Number(stat[13]) + Number(stat[14])) * 10,
    };
  } catch {
    return { mb: 0, cpuMs: 0 };
  }
}
