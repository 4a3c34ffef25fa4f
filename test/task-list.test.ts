import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from './fake-clock.ts';
import { openState, type OpenState } from './open-state.ts';
import { inTempDirectory } from './temp-directory.ts';
import { PrometheusRegistry } from '../runtime/monitor/prometheus.ts';
import { silentLog } from '../runtime/core/log.ts';
import { defineSpace } from '../runtime/state/space.ts';
import { Store, type Write } from '../runtime/state/store.ts';
import { z } from '../runtime/core/schema.ts';
import type { WriteTask } from '../runtime/tasks/task.ts';
import { TaskList } from '../runtime/tasks/task-list.ts';

const DAY_MS = 86_400_000;
const noteSpace = defineSpace({ name: 'notes', schema: z.string() });

test('a task is seen when it is durable, and not before', async () => {
  await withTasks(async ({ tasks }) => {
    const saved = tasks.save(task('task-1'));
    assert.equal(tasks.list(), []);
    await saved;
    assert.is(tasks.find('task-1')?.state, 'done');
  });
});

test('a task that could not be written is not seen at all', async () => {
  await withTasks(async ({ tasks, state }) => {
    await state.close();
    const outcome = await tasks.save(task('task-1')).catch(() => 'refused');
    assert.is(outcome, 'refused');
    assert.equal(tasks.list(), []);
  });
});

test('what is saved is there after a restart, oldest first', async () => {
  await withTasks(async ({ tasks, reopen }) => {
    await tasks.save(task('task-2'));
    await tasks.save(task('task-1', { state: 'waiting' }));
    const again = await reopen();
    assert.equal(ids(again.tasks), ['task-1', 'task-2']);
    assert.is(again.tasks.find('task-1')?.state, 'waiting');
  });
});

test('what is written alongside is in the same batch', async () => {
  await withTasks(async ({ tasks, state }) => {
    const notes = state.store.space(noteSpace);
    await tasks.save(task('task-1'), [notes.put('a', 'taken')]);
    assert.is(await notes.get('a'), 'taken');
  });
});

test('finds a task by its command, and the latest on a property', async () => {
  await withTasks(async ({ tasks }) => {
    await tasks.save(task('task-1', { command: 'cmd-1' }));
    await tasks.save(task('task-2', { command: 'cmd-2' }));
    await tasks.save(task('task-3', { thing: 'vent', property: 'position' }));
    assert.is(tasks.byCommand('cmd-1')?.id, 'task-1');
    assert.is(tasks.byCommand('cmd-9'), undefined);
    assert.is(tasks.latestOn({ thing: 'pump', property: 'power' })?.id, 'task-2');
  });
});

test('an ended task is forgotten after thirty days, an open one never', async () => {
  await withTasks(async ({ tasks, clock, reopen }) => {
    await tasks.save(task('task-1'));
    await tasks.save(task('task-2', { state: 'waiting' }));
    clock.set(clock.now() + 31 * DAY_MS);
    const again = await reopen();
    assert.equal(ids(again.tasks), ['task-2']);
    await again.state.close();
    assert.equal(ids((await reopen()).tasks), ['task-2']);
  });
});

test('of very many tasks the newest thousand are kept, and every open one', async () => {
  await withTasks(async ({ tasks, reopen }) => {
    await tasks.save(task('task-0000', { state: 'waiting' }));
    const names = Array.from({ length: 1_150 }, (_, index) => name(index + 1));
    for (const id of names) await tasks.save(task(id));
    const kept = ids(tasks);
    assert.is(kept[0], 'task-0000');
    assert.is(kept.at(-1), 'task-1150');
    assert.ok(kept.length < 1_102, `${String(kept.length)} are kept`);
    const again = ids((await reopen()).tasks);
    assert.is(again.join(), ['task-0000', ...names.slice(-1_000)].join());
  });
});

test('counts what ended and what is open', async () => {
  await withTasks(async ({ tasks, metrics }) => {
    await tasks.save(task('task-1', { state: 'running' }));
    await tasks.save(task('task-2', { state: 'waiting' }));
    await tasks.save(task('task-1', { state: 'failed' }));
    const text = metrics.render();
    assert.match(text, 'boardtalk_tasks_open 1\n');
    assert.match(text, 'boardtalk_tasks_total{state="failed"} 1\n');
    assert.not.match(text, 'state="running"');
  });
});

test('tasks of the first version are read: what was missed has expired, what waits waits for its time', () =>
  inTempDirectory(async (directory) => {
    const clock = new FakeClock();
    const parts = { directory, clock, log: silentLog };
    const old = new Store({ ...parts, migrations: [] });
    await old.start(new AbortController().signal);
    const rows = old.space(defineSpace({ name: 'tasks', schema: z.unknown() }));
    const of = (id: string, more: object): Write => {
      const { kind: _, level: __, ...first } = task(id);
      return rows.put(id, { ...first, ...more });
    };
    await old.durable([
      of('task-1', { state: 'missed', startsAt: 1 }),
      of('task-2', { state: 'waiting', startsAt: 2, via: 'workflow' }),
    ]);
    await old.stop();
    const store = new Store(parts);
    await store.start(new AbortController().signal);
    const tasks = new TaskList({ store, clock, metrics: new PrometheusRegistry([]) });
    await tasks.load();
    await store.stop();
    assert.equal(tasks.list(), [
      task('task-1', { state: 'expired', startsAt: 1 }),
      task('task-2', {
        ...{ state: 'waiting', waitsFor: 'time', startsAt: 2 },
        ...{ via: 'workflow', level: 'workflow' },
      }),
    ]);
  }));

interface Context {
  readonly tasks: TaskList;
  readonly state: OpenState;
  readonly clock: FakeClock;
  readonly metrics: PrometheusRegistry;
  readonly reopen: () => Promise<{ tasks: TaskList; state: OpenState }>;
}

async function withTasks(use: (context: Context) => Promise<void>): Promise<void> {
  await inTempDirectory(async (directory) => {
    const clock = new FakeClock();
    const metrics = new PrometheusRegistry([]);
    let state = await openState(directory, clock);
    const load = async (): Promise<TaskList> => {
      const tasks = new TaskList({ store: state.store, clock, metrics });
      await tasks.load();
      return tasks;
    };
    const reopen = async (): Promise<{ tasks: TaskList; state: OpenState }> => {
      await state.close();
      state = await openState(directory, clock);
      return { tasks: await load(), state };
    };
    await use({ tasks: await load(), state, clock, metrics, reopen });
    await state.close();
  });
}

function task(id: string, more: Partial<WriteTask> = {}): WriteTask {
  return {
    ...{ kind: 'write', level: 'interactive' },
    ...{ id, state: 'done', thing: 'pump', property: 'power', value: true },
    ...{ person: 'anna', via: 'web', chat: 'web:anna', language: 'en', words: 'pump on' },
    createdAt: new FakeClock().now(),
    ...more,
  };
}

function ids(tasks: TaskList): string[] {
  return tasks.list().map(({ id }) => id);
}

function name(index: number): string {
  return `task-${String(index).padStart(4, '0')}`;
}

test.run();
