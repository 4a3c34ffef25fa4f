/** Mistakes in the `plant:` part of a board file, each told by its place. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { errorCode, errorMessage } from '../../../core/app-error.ts';
import { silentLog } from '../../../core/log.ts';
import { FakeClock } from '../../../../test/fake-clock.ts';
import { readSimBoardFile } from '../../../../test/sim-rig.ts';
import { inTempDirectory } from '../../../../test/temp-directory.ts';
import { SimBoard } from '../sim-board.ts';

const test = suite('wiring of the plant');

async function build(plant: Readonly<Record<string, string>>): Promise<SimBoard> {
  const file = { ...(await readSimBoardFile()), plant };
  const clock = new FakeClock();
  return new SimBoard({ file, directory: '/nowhere', clock, random: () => 0, log: silentLog });
}

async function mistake(plant: Readonly<Record<string, string>>): Promise<[string, string]> {
  const error: unknown = await build(plant).catch((reason: unknown) => reason);
  return [errorCode(error), errorMessage(error)];
}

test('builds a board whose plant is empty', async () => {
  assert.equal((await build({})).faults.describe(), []);
});

test('runs a plant of which only a part is wired', () =>
  inTempDirectory(async (directory) => {
    const file = { ...(await readSimBoardFile()), plant: { pump: 'gpio:GPIO17' } };
    const clock = new FakeClock();
    const board = new SimBoard({ file, directory, clock, random: () => 0, log: silentLog });
    await board.start();
    board.gpio.open('GPIO17', { direction: 'out', consumer: 'test', initial: true });
    await clock.advance(1_000);
    assert.equal(
      board.faults.describe().map(({ signal, value }) => [signal, value]),
      [['pump', true]],
    );
    await board.stop();
  }));

test('refuses a signal that the plant does not have, and offers the nearest', async () => {
  const [code, message] = await mistake({ 'flow-metre': 'gpio:GPIO27' });
  assert.is(code, 'HAL_BOARD_FILE');
  assert.match(message, /"flow-metre".*did you mean flow-meter\?/);
});

test('refuses a place that is none, of the wrong kind, or not on this board', async () => {
  for (const [signal, place] of [
    ['pump', 'GPIO17'],
    ['pump', 'i2c1:0x44'],
    ['climate', 'gpio:GPIO17'],
    ['climate', 'i2c7:0x44'],
    ['vent', 'pwm:pwmchip7/0'],
    ['water-temperature', 'gpio:GPIO4'],
  ] as const) {
    const [code, message] = await mistake({ [signal]: place });
    assert.is(code, 'HAL_BOARD_FILE', place);
    assert.match(message, `plant.${signal}`);
  }
});

test('refuses a line that the header does not have', async () => {
  assert.is((await mistake({ pump: 'gpio:GPIO99' }))[0], 'HAL_NO_SUCH_LINE');
});

test.run();
