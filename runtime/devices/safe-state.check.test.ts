/** What the doctor says about the helper that guards the outputs. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { withBoard } from '../../test/board-rig.ts';
import { until } from '../../test/until.ts';
import { safeStateCheck } from './safe-state.check.ts';

test('is content while the helper runs, and not when it is gone', () =>
  withBoard(async ({ role: { safeState } }) => {
    const check = safeStateCheck({ helper: () => safeState.pid });
    const { pid = 0 } = safeState;
    assert.equal(await check.look(), { verdict: 'ok', text: `the helper ${pid} guards them` });
    process.kill(pid, 'SIGKILL');
    await until(() => safeState.pid === undefined);
    const { verdict, text, fix } = await check.look();
    assert.equal([verdict, text], ['fail', 'the safe-state helper does not run']);
    assert.ok(fix);
  }));

test.run();
