/** What the doctor says about the helper that guards the outputs. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { withBoard } from '../../test/board-rig.ts';
import { until } from '../../test/until.ts';
import { safeStateCheck } from './safe-state.check.ts';

test('is content while the helper runs, and not when it is gone', () =>
  withBoard(async ({ role: { safeState } }) => {
    const check = safeStateCheck({ helper: () => safeState.pid, unguarded: () => [] });
    const { pid = 0 } = safeState;
    assert.equal(await check.look(), { verdict: 'ok', text: `the helper ${pid} guards them` });
    process.kill(pid, 'SIGKILL');
    await until(() => safeState.pid === undefined);
    const { verdict, text, fix } = await check.look();
    assert.equal([verdict, text], ['fail', 'the safe-state helper does not run']);
    assert.ok(fix);
  }));

test('names the outputs that nobody outside can reach, and warns', () =>
  withBoard(async ({ role: { safeState } }) => {
    const unguarded = (): readonly string[] => ['boiler.power', 'drive.power'];
    const check = safeStateCheck({ helper: () => safeState.pid, unguarded });
    const { verdict, text, fix } = await check.look();
    assert.is(verdict, 'warn');
    assert.match(text, 'cannot reach boiler.power, drive.power');
    assert.ok(fix);
  }));

test('the outputs of a simulated board are all within reach', () =>
  withBoard(({ role }) => {
    assert.equal(role.unguarded(), []);
    return Promise.resolve();
  }));

test.run();
