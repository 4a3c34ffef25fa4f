/** Boards that are away, deadlines, and two runners on one store: what the property tests see only by chance. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Task } from '../task.ts';
import { checkEnd, QueueWorld, type Asked } from './queue-world.fixture.ts';

const test = suite('task queue');

const MINUTE_MS = 60_000;

const PUMP_ON: Asked = {
  ...{ level: 'workflow', thing: 'pump', property: 'power', value: true, fate: 'done' },
};

/** As it stands on the disk. */
function now({ tasks }: QueueWorld, { id }: Task): Task {
  const task = tasks.find(id);
  if (task === undefined) throw new Error(`${id} is not there`);
  return task;
}

/** What was seen meanwhile and must not be; and no timer is left. */
async function close(world: QueueWorld): Promise<void> {
  await world.queue.stop();
  assert.equal([...world.wrong, ...checkEnd(world)], []);
  assert.is(world.clock.pending, 0);
}

test('a board that is away is tried again with longer and longer pauses, and then carried out once', async () => {
  const world = new QueueWorld();
  const task = world.ask({ ...PUMP_ON, fate: 'away' });
  await world.settle();
  const { state, waitsFor, waitsUntil = 0, lease } = now(world, task);
  assert.equal([state, waitsFor, lease], ['waiting', 'board', undefined]);
  assert.ok(waitsUntil > world.clock.now());
  await world.pass(MINUTE_MS);
  assert.equal([now(world, task).state, now(world, task).attempt], ['done', 3]);
  assert.is(world.moved.length, 1);
  await close(world);
});

test('while it waits for its board it holds up nobody else on the same thing', async () => {
  const world = new QueueWorld();
  const away = world.ask({ ...PUMP_ON, fate: 'gone' });
  await world.settle();
  const other = world.ask({ ...PUMP_ON, property: 'speed' });
  await world.settle();
  assert.equal([now(world, away).state, now(world, other).state], ['waiting', 'done']);
  await world.pass(10 * MINUTE_MS);
  await close(world);
});

test('a person is told at once that a board is away, and nothing is tried behind their back', async () => {
  const world = new QueueWorld();
  const task = world.ask({ ...PUMP_ON, level: 'interactive', fate: 'away' });
  await world.settle();
  assert.equal([now(world, task).state, now(world, task).attempt], ['refused', 1]);
  assert.is(world.told.get(task.id), 'refused');
  await world.pass(10 * MINUTE_MS);
  assert.is(world.moved.length, 0);
  await close(world);
});

test('a board that stays away is given up at the deadline: nothing moved, and that is told', async () => {
  const world = new QueueWorld();
  const task = world.ask({ ...PUMP_ON, fate: 'gone' });
  await world.pass(4 * MINUTE_MS);
  assert.is(now(world, task).state, 'waiting');
  await world.pass(3 * MINUTE_MS);
  const { state, refusal } = now(world, task);
  assert.equal([state, refusal?.code], ['expired', 'TASK_EXPIRED']);
  assert.is(world.told.get(task.id), 'expired');
  assert.is(world.moved.length, 0);
  await close(world);
});

test('what waits for its board waits on after a restart, and its attempts are not forgotten', async () => {
  const world = new QueueWorld();
  const task = world.ask({ ...PUMP_ON, fate: 'away' });
  await world.settle();
  await world.crash(0, 500);
  assert.is(now(world, task).state, 'waiting');
  await world.pass(MINUTE_MS);
  assert.equal([now(world, task).state, now(world, task).attempt], ['done', 3]);
  await close(world);
});

test('what stands in line behind something slow expires at its deadline, and that is told', async () => {
  const world = new QueueWorld();
  world.ask({ ...PUMP_ON, property: 'speed', fate: 'late' });
  await world.settle();
  const short = { ...PUMP_ON, deadline: world.clock.now() + 10_000 };
  const task = world.ask(short);
  await world.settle();
  assert.is(now(world, task).state, 'queued');
  await world.pass(11_000);
  assert.is(now(world, task).state, 'expired');
  assert.is(world.told.get(task.id), 'expired');
  await world.pass(2 * MINUTE_MS);
  assert.is(world.moved.length, 1);
  await close(world);
});

test('what stood in line and whose deadline passed while the node was off is not begun any more', async () => {
  const world = new QueueWorld();
  const slow = world.ask({ ...PUMP_ON, property: 'speed', fate: 'slow' });
  await world.settle();
  const task = world.ask(PUMP_ON);
  await world.settle();
  assert.is(now(world, task).state, 'queued');
  await world.crash(0, 6 * MINUTE_MS);
  await world.pass(MINUTE_MS);
  assert.equal([now(world, slow).state, now(world, task).state], ['unknown', 'expired']);
  assert.is(world.told.get(task.id), 'expired');
  assert.is(world.moved.length, 1);
  await close(world);
});

/** A second runner has started on what the first one has. */
async function withSecond(world: QueueWorld): Promise<QueueWorld['queue']> {
  world.isAlone = false;
  const second = world.openQueue('other');
  const started = second.start();
  await world.settle();
  await started;
  return second;
}

test('a second runner does not begin what the first one holds', async () => {
  const world = new QueueWorld();
  const write = world.ask({ ...PUMP_ON, fate: 'slow' });
  const read = world.work('slow');
  await world.settle();
  const second = await withSecond(world);
  await world.pass(2 * MINUTE_MS);
  for (const task of [write, read])
    assert.equal([now(world, task).state, now(world, task).attempt], ['done', 1]);
  assert.is(world.moved.length, 1);
  await second.stop();
  await close(world);
});

test('of two runners that find the same in line one begins it', async () => {
  const world = new QueueWorld();
  world.ask({ ...PUMP_ON, property: 'speed', fate: 'slow' });
  await world.settle();
  const task = world.ask(PUMP_ON);
  await world.settle();
  const second = await withSecond(world);
  await world.pass(MINUTE_MS);
  assert.is(now(world, task).state, 'done');
  assert.is(world.moved.filter(({ id }) => id === task.id).length, 1);
  await second.stop();
  await world.queue.stop();
});

test('when a runner is silent until its lease is over the other one takes up: a read anew, a write never', async () => {
  const world = new QueueWorld();
  const write = world.ask({ ...PUMP_ON, fate: 'hangs' });
  const read = world.work('hangs');
  await world.settle();
  const second = await withSecond(world);
  await world.queue.stop();
  await world.pass(30_000);
  assert.equal([now(world, write).state, now(world, read).state], ['running', 'running']);
  await world.pass(20_000);
  assert.is(now(world, write).state, 'unknown');
  assert.is(world.told.get(write.id), 'unknown');
  assert.equal([now(world, read).attempt, now(world, read).lease?.owner], [2, 'other']);
  assert.is(world.moved.length, 1);
  await second.stop();
});

test('what a runner says after its lease is over does not count', async () => {
  const world = new QueueWorld();
  const task = world.ask({ ...PUMP_ON, fate: 'late' });
  await world.pass(50_000);
  assert.is(now(world, task).state, 'unknown');
  await world.pass(MINUTE_MS);
  assert.is(now(world, task).state, 'unknown');
  assert.is(world.told.get(task.id), 'unknown');
  await close(world);
});

test.run();
