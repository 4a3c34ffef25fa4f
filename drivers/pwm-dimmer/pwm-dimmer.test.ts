/** The PWM dimmer on the simulated kernel tree: what it writes, in which order, and what it leaves. */
import { execFileSync } from 'node:child_process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { errorCode } from '../../runtime/core/app-error.ts';
import type { Part } from '../../runtime/hal/driver.ts';
import { ALONE, type SimRig, withSimBoard } from '../../test/sim-rig.ts';
import { dutyNs, dutyPercent, pwmDimmer } from './pwm-dimmer.ts';

const CHANNEL = 'class/pwm/pwmchip0/pwm1';
const test = suite('pwm-dimmer');

function open({ board, clock }: SimRig, options: object = {}): Promise<Part> {
  return pwmDimmer.open(
    { ...ALONE, board, clock, name: 'vent' },
    { chip: 'pwmchip0', channel: 1, ...options },
  );
}

test('turns percent into nanoseconds of the period, and back', () => {
  assert.is(dutyNs(25, 1_000_000), 250_000);
  assert.is(dutyPercent(250_000, 1_000_000), 25);
});

test('exports the channel, sets the period, and enables it dark', () =>
  withSimBoard(async (rig) => {
    const part = await open(rig, { frequency: 50 });
    assert.is(await rig.board.sysfs.read(`${CHANNEL}/period`), '20000000');
    assert.is(await rig.board.sysfs.read(`${CHANNEL}/enable`), '1');
    assert.equal(await part.read(), { duty: 0 });
  }));

test('stays as bright as it was found, also at another frequency', () =>
  withSimBoard(async (rig) => {
    const before = await open(rig, { frequency: 50 });
    await before.write?.('duty', 40);
    await before.close();
    assert.equal(await (await open(rig, { frequency: 1_000 })).read(), { duty: 40 });
  }));

test('can be switched off by a shell that writes the register it names', () =>
  withSimBoard(async (rig) => {
    const part = await open(rig);
    await part.write?.('duty', 100);
    for (const write of part.registers?.('duty', 0) ?? []) {
      assert.ok(write.kind === 'file');
      execFileSync('sh', ['-c', 'printf %s "$1" > "$2"', 'sh', write.text, write.path]);
    }
    assert.equal(await part.read(), { duty: 0 });
  }));

test('drives no channel that another program left inverted: off would be full on', () =>
  withSimBoard(async (rig) => {
    await (await open(rig)).close();
    let polarity = 'inversed\n';
    rig.board.sysfs.add(`${CHANNEL}/polarity`, { read: () => polarity });
    const error: unknown = await open(rig).catch((reason: unknown) => reason);
    assert.is(errorCode(error), 'HAL_KERNEL_REFUSED');
    assert.match(String(error), /pwm1 is inverted/);
    polarity = 'normal\n';
    assert.equal(await (await open(rig)).read(), { duty: 0 });
  }));

test('fails to open a channel that the chip does not have', () =>
  withSimBoard(async (rig) => {
    assert.is(await open(rig, { channel: 7 }).catch(errorCode), 'HAL_KERNEL_REFUSED');
  }));

test('fails to open a chip that the board does not have', () =>
  withSimBoard(async (rig) => {
    assert.is(await open(rig, { chip: 'pwmchip9' }).catch(errorCode), 'HAL_NO_SUCH_FILE');
  }));

test.run();
