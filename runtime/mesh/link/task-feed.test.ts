import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../../test/fake-clock.ts';
import { withMesh, type MeshRig } from '../../../test/mesh-rig.ts';
import { withState } from '../../../test/open-state.ts';
import { inTempDirectory } from '../../../test/temp-directory.ts';
import { until } from '../../../test/until.ts';
import { silentLog } from '../../core/log.ts';
import { nodeTopic } from '../topics.ts';
import { encodeWire } from '../wire/wire-codec.ts';
import { KnownTasks } from './known-tasks.ts';
import { TaskFeed } from './task-feed.ts';

const test = suite('how tasks stand, told to boards');

const task = (id: string, state: string): { id: string; state: string } => ({ id, state });

/** What the gateway knows changes, and is told. */
function change(rig: MeshRig, id: string, state: string): void {
  rig.tasks = [...rig.tasks.filter((one) => one.id !== id), task(id, state)];
  rig.gateway.feed.tell(rig.token.node, task(id, state));
}

/** `task-1 done` */
function known(rig: MeshRig): readonly string[] {
  return rig.board.tasks.list().map(({ id, state }) => `${id} ${String(state)}`);
}

test('come whole with the join, and then each change, over the broker', () =>
  withMesh(async (rig) => {
    rig.tasks = [task('task-1', 'done')];
    await rig.joined();
    await until(() => rig.board.tasks.isCurrent);
    change(rig, 'task-2', 'running');
    change(rig, 'task-2', 'done');
    await until(() => known(rig).includes('task-2 done'));
    assert.ok(known(rig).every((line) => line.startsWith('task-1') || line === 'task-2 done'));
    assert.is(rig.asked, 0);
  }));

test('that changed while the board was cut off are there after it has joined again', () =>
  withMesh(async (rig) => {
    await rig.joined();
    await until(() => rig.board.tasks.isCurrent);
    rig.cut();
    change(rig, 'task-1', 'running');
    change(rig, 'task-1', 'failed');
    await until(() => known(rig).join() === 'task-1 failed' && rig.board.tasks.isCurrent);
  }));

test('are asked for anew where one was missed', () =>
  withMesh(async (rig) => {
    await rig.joined();
    await until(() => rig.board.tasks.isCurrent);
    rig.tasks = [task('task-1', 'done'), task('task-2', 'done')];
    const { site, node } = rig.token;
    const stray = { epoch: 'another', seq: 7, isWhole: false, tasks: [task('task-2', 'done')] };
    const topic = nodeTopic(site, node, 'tasks');
    await rig.gateway.broker.publish(topic, encodeWire(stray), { qos: 1, retain: false });
    await until(() => known(rig).join() === 'task-1 done,task-2 done');
    assert.is(rig.asked, 1);
  }));

test('are still known after a restart of a board that has no gateway, with how old that is', () =>
  withMesh(async (rig) => {
    rig.tasks = [task('task-1', 'done')];
    await rig.joined();
    await until(() => rig.board.tasks.isCurrent);
    await rig.stopBoard();
    await rig.stopGateway();
    await rig.startBoard();
    assert.equal(known(rig), ['task-1 done']);
    assert.is(rig.board.tasks.isCurrent, false);
    assert.ok((rig.board.tasks.asOf ?? Infinity) <= Date.now());
  }));

test('are asked for by a board that seemed to be away while one changed, and never joined anew', () =>
  inTempDirectory((directory) => {
    const clock = new FakeClock();
    return withState(directory, clock, ({ store }) => {
      const tasks = new KnownTasks({ store, clock });
      let isOnline = true;
      let isComplete = true;
      const feed = new TaskFeed({
        ...{ site: 'home', log: silentLog, tasksOf: () => [], isOnline: () => isOnline },
        outlet: {
          publish: (_topic, payload) => {
            isComplete = tasks.take(payload);
            return Promise.resolve();
          },
        },
      });
      feed.tellAll('barn');
      feed.tell('barn', task('task-1', 'running'));
      isOnline = false;
      feed.tell('barn', task('task-1', 'done'));
      isOnline = true;
      assert.is(isComplete, true);
      feed.tell('barn', task('task-2', 'running'));
      assert.is(isComplete, false);
      return Promise.resolve();
    });
  }));

test('count once, in order, however often one comes', () =>
  inTempDirectory((directory) => {
    const clock = new FakeClock();
    return withState(directory, clock, ({ store }) => {
      const tasks = new KnownTasks({ store, clock });
      const take = (seq: number, state: string, isWhole = false): boolean =>
        tasks.take(encodeWire({ epoch: 'one', seq, isWhole, tasks: [task('task-1', state)] }));
      assert.is(take(2, 'running'), false, 'before all of them came');
      assert.is(take(1, 'queued', true), true);
      assert.is(take(2, 'running'), true);
      assert.is(take(3, 'done'), true);
      assert.is(take(2, 'running'), true, 'again');
      assert.is(tasks.list()[0]?.['state'], 'done');
      assert.is(take(5, 'failed'), false, 'one is missing');
      assert.is(tasks.list()[0]?.['state'], 'done');
      return Promise.resolve();
    });
  }));

test.run();
