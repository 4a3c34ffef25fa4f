/**
 * What the queue of tasks costs on a real LevelDB, synced: how many end in a second, each written down
 * as running and as ended, and how long a person waits behind 10,000 pieces of background work. The
 * work itself takes no time: it is the queue that is measured.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../runtime/core/clock.ts';
import { silentLog } from '../../runtime/core/log.ts';
import { isRefusal } from '../../runtime/core/refusal.ts';
import { Store } from '../../runtime/state/store.ts';
import type { Performer } from '../../runtime/tasks/queue/performer.ts';
import { TaskQueue } from '../../runtime/tasks/queue/task-queue.ts';
import { TaskList } from '../../runtime/tasks/task-list.ts';
import type { Level, Task, WriteTask } from '../../runtime/tasks/task.ts';
import { noMetrics } from '../no-metrics.ts';
import { quantile, type Row } from './row.ts';

const COMPLETIONS = 10_000;
const BACKLOG = 10_000;
/** So many devices, each with its own lane; orders of people, so that no slots stand in the way. */
const DEVICES = 200;
const ROUNDS = 3;

const performer: Performer = {
  laneOf: (task) => (task.kind === 'write' ? task.thing : task.action),
  leaseMs: () => 60_000,
  prepare: (task) => task,
  perform: (task) => Promise.resolve({ task: { ...task, state: 'done' } }),
  recover: (task) => Promise.resolve({ task: { ...task, state: 'unknown' } }),
};

export async function measureQueue(): Promise<readonly Row[]> {
  return [await measureCompletions(), await measureOvertaking()];
}

async function measureCompletions(): Promise<Row> {
  const perSecond: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1)
    await withQueue(performer, async (queue) => {
      const startedAt = performance.now();
      await Promise.all(
        Array.from({ length: COMPLETIONS }, (_, index) =>
          submit(queue, writeTask(index, 'interactive', `thing-${String(index % DEVICES)}`)),
        ),
      );
      perSecond.push((1e3 * COMPLETIONS) / (performance.now() - startedAt));
    });
  return {
    what: `queue: durable tasks ended in a second, of ${String(COMPLETIONS)} (median of ${String(ROUNDS)})`,
    measured: `${quantile(perSecond, 0.5).toFixed(0)}/s`,
    budget: '2,000/s at least',
    raw: { perSecond },
  };
}

async function measureOvertaking(): Promise<Row> {
  const ms: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1)
    await withQueue(performer, async (queue) => {
      const backlog = Array.from({ length: BACKLOG }, (_, index) =>
        submit(queue, writeTask(index, 'background', 'pump')),
      );
      const left = Promise.allSettled(backlog);
      await backlog[0];
      const startedAt = performance.now();
      await submit(queue, writeTask(BACKLOG, 'interactive', 'pump'));
      ms.push(performance.now() - startedAt);
      await queue.stop();
      void left;
    });
  return {
    what: `queue: an order of a person past ${String(BACKLOG)} in the background, to its end (median, most of ${String(ROUNDS)})`,
    measured: `${quantile(ms, 0.5).toFixed(1)} ms, ${Math.max(...ms).toFixed(1)} ms`,
    budget: '20 ms',
    raw: { ms },
  };
}

async function submit(queue: TaskQueue, task: Task): Promise<Task> {
  const ticket = queue.submit(task);
  if (isRefusal(ticket)) throw new Error(ticket.message);
  return ticket.ended;
}

function writeTask(index: number, level: Level, thing: string): WriteTask {
  return {
    ...{ kind: 'write', id: `task-${String(index).padStart(6, '0')}`, state: 'queued', level },
    ...{ thing, property: `property-${String(index)}`, value: true, words: 'turn it on' },
    ...{ person: 'anna', via: 'web', chat: 'web:anna', language: 'en', createdAt: Date.now() },
    deadline: Date.now() + 3_600_000,
  };
}

async function withQueue(
  performing: Performer,
  use: (queue: TaskQueue) => Promise<void>,
): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'boardtalk-queue-'));
  const parts = { clock: systemClock, log: silentLog };
  const store = new Store({ ...parts, directory });
  await store.start(new AbortController().signal);
  const tasks = new TaskList({ ...parts, store, metrics: noMetrics });
  const queue = new TaskQueue({
    ...{ ...parts, tasks, performer: performing, owner: 'bench', random: Math.random },
    ...{ isGone: () => true, tell: (ended) => tasks.save(ended) },
    limits: { perPerson: 100_000, total: 100_000 },
  });
  try {
    await use(queue);
  } finally {
    await queue.stop();
    await store.stop();
    await rm(directory, { recursive: true });
  }
}
