/** The life of the board role: in which order it starts, how it stops with work under way, and what a failure leaves behind. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { BoardRig, withBoard } from '../../test/board-rig.ts';
import { inTempDirectory } from '../../test/temp-directory.ts';
import { until } from '../../test/until.ts';
import { errorCode } from '../core/app-error.ts';
import type { Outcome } from '../core/receipt.ts';
import { loadSiteKey } from '../policy/site-key.ts';

const test = suite('board role');

const LAMP = 'GPIO23';
const PUMP = 'GPIO17';

function codeOf(outcome: Outcome): string {
  return outcome.status === 'done' ? 'done' : `${outcome.status} ${outcome.refusal.code}`;
}

function withRig(use: (rig: BoardRig) => Promise<void>): Promise<void> {
  return inTempDirectory(async (root) => {
    const rig = new BoardRig(root, await loadSiteKey(root), {});
    await rig.open();
    await use(rig);
    await rig.stop();
    assert.is(rig.clock.pending, 0);
  });
}

test('stops with orders under way: outputs are safe, and each order gets its answer', () =>
  withBoard(async (rig) => {
    const settling = rig.role.receive(rig.seal('pump.power', true));
    await rig.pass(500);
    assert.is(rig.register(PUMP), '1');
    rig.disk.hang();
    const waiting = rig.role.receive(rig.seal('lamp.power', true));
    await rig.pass(50);
    const stopped = rig.role.stop();
    await rig.pass(50);
    assert.equal([rig.register(PUMP), rig.register(LAMP)], ['0', '0'], 'at once');
    rig.disk.resume();
    const answers = await rig.during(Promise.all([settling, waiting, stopped]));
    assert.equal(
      answers.slice(0, 2).map((answer) => codeOf(answer as Outcome)),
      ['failed DEVICE_STOPPING', 'refused DEVICE_STOPPING'],
    );
    assert.equal([rig.register(PUMP), rig.register(LAMP)], ['0', '0']);
    const last = (await rig.entries()).at(-1);
    assert.is(last?.kind, 'stop');
    assert.equal(Object.values({ ...(last?.details['outputs'] as object) }), Array(5).fill('safe'));
  }));

test('takes no orders once it stops', () =>
  withBoard(async (rig) => {
    const stopped = rig.role.stop();
    const late = rig.role.receive(rig.seal('lamp.power', true));
    assert.is(codeOf(await rig.during(late)), 'refused DEVICE_STOPPING');
    await rig.during(stopped);
    await rig.role.stop();
    assert.is(rig.register(LAMP), '0');
  }));

for (const trouble of ['fail', 'hang'] as const)
  test(`leaves it to the helper when a part does not take its safe value at the stop: ${trouble}`, () =>
    withBoard(async (rig) => {
      await rig.command('lamp.power', true);
      rig.balk('lamp-relay').write = trouble;
      await rig.during(rig.role.stop());
      await until(() => rig.register(LAMP) === '0');
      rig.balk('lamp-relay').write = 'ok';
    }));

test('stops on a full disk too', () =>
  withBoard(async (rig) => {
    await rig.command('lamp.power', true);
    rig.disk.fill();
    await rig.stop();
    assert.is(rig.register(LAMP), '0');
  }));

test('does not start when it cannot record the start, and leaves everything safe', () =>
  withRig(async (rig) => {
    rig.disk.fill();
    const code = await rig.start().then(() => 'started', errorCode);
    assert.is(code, 'STATE_DISK_FULL');
    assert.is(rig.register(LAMP), '0');
    assert.is(rig.role.safeState.pid, undefined);
  }));

test('does not start when it was told to stop meanwhile', () =>
  withRig(async (rig) => {
    const reason = await rig.during(
      rig.role.start(AbortSignal.abort(new Error('stop'))).then(() => 'started', String),
    );
    assert.is(reason, 'Error: stop');
    assert.is(rig.role.safeState.pid, undefined);
  }));

test('gives fresh readings of what exists', () =>
  withBoard(async (rig) => {
    rig.simulate('i2c1:0x48', 'ain0', 33);
    const fresh = await rig.during(rig.role.refresh({ thing: 'tank', property: 'level' }));
    assert.ok(Math.abs(Number(fresh?.value) - 33) < 0.1);
    assert.is(await rig.role.refresh({ thing: 'tank', property: 'colour' }), undefined);
    const active = await rig.role.refresh({ thing: 'heating', property: 'active' });
    assert.is(active?.value, false, 'which no part stands behind');
  }));

test.run();
