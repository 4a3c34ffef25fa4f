/** What the doctor says about sensors, and the parts behind them. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { BoardRig, withBoard } from '../../test/board-rig.ts';
import type { Finding } from '../core/doctor-check.ts';
import { loadSiteKey } from '../policy/site-key.ts';
import { inTempDirectory } from '../../test/temp-directory.ts';
import { sensorsCheck } from './sensors.check.ts';

function look({ role }: BoardRig): Promise<Finding> {
  return sensorsCheck({ board: role }).look();
}

test('finds nothing where everything answers', () =>
  withBoard(async (rig) => {
    await rig.pass(500);
    assert.equal(await look(rig), { verdict: 'ok', text: '17 properties answer' });
  }));

test('does not blame a slow sensor that was asked for the first time just now', () =>
  inTempDirectory(async (root) => {
    const rig = new BoardRig(root, await loadSiteKey(root), {});
    rig.balk('thermometer').read = 'hang';
    await rig.start();
    assert.is((await look(rig)).verdict, 'ok');
    await rig.pass(25_000, undefined, 100);
    assert.is((await look(rig)).verdict, 'fail');
    rig.balk('thermometer').read = 'ok';
    await rig.stop();
  }));

test('names what is silent, the reason, and what to do about it', () =>
  withBoard(async (rig) => {
    rig.break('i2c1:0x48', 'disconnect');
    await rig.pass(16_000, undefined, 100);
    assert.equal(await look(rig), {
      verdict: 'fail',
      text: 'tank.level is stale (nothing answers at 0x48 on i2c1)',
      fix: 'Check the wiring, the supply and the address of the part. Who answers says: boardtalk bus scan i2c1',
    });
  }));

test('names what hangs', () =>
  withBoard(async (rig) => {
    rig.balk('thermometer').read = 'hang';
    await rig.pass(25_000, undefined, 100);
    const { text } = await look(rig);
    assert.is(text, 'tank.temperature is stale (thermometer still has not answered)');
    rig.balk('thermometer').read = 'ok';
  }));

test('names a part that could not be opened, with all that hangs on it', () =>
  inTempDirectory(async (root) => {
    const rig = new BoardRig(root, await loadSiteKey(root), {});
    rig.balk('climate-sensor').open = 'fail';
    await rig.start();
    await rig.pass(500);
    const { text } = await look(rig);
    assert.is(
      text,
      'climate.temperature is faulty (nothing answers the open); climate.humidity is faulty (nothing answers the open)',
    );
    await rig.stop();
  }));

test('names a value that cannot be, though the part answers', () =>
  withBoard(async (rig) => {
    rig.break('i2c1:0x44', 'bad-crc');
    await rig.pass(6_000, undefined, 100);
    const { text } = await look(rig);
    assert.match(text, /^climate\.temperature is faulty \(climate-sensor sent [0-9a-f]+; its CRC/);
  }));

test.run();
