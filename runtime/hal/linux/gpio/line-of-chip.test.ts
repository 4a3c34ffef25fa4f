/** From the words of a configuration to one line of one chip, whatever number the kernel gave that chip. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { LinesOfBoard } from '../../../config/line-address.ts';
import { errorCode, errorMessage } from '../../../core/app-error.ts';
import { lineOfChip, type Chip } from './line-of-chip.ts';

const test = suite('line of a chip');

const board: LinesOfBoard = {
  simulated: false,
  header: [{ pin: 11, line: 'GPIO17' }],
  lines: { GPIO17: { chip: ['pinctrl-rp1', 'pinctrl-bcm2711'], offset: 17 } },
};

function chip(label: string, size: number, names: readonly string[] = []): Chip {
  return {
    label,
    size,
    offsetOf: (name) => (names.includes(name) ? names.indexOf(name) : undefined),
  };
}

const expander = chip('pca9535', 16, ['WIFI_EN']);
const soc = chip('pinctrl-bcm2711', 58);

function refusal(text: string, chips: readonly Chip[]): unknown {
  try {
    return lineOfChip(board, text, chips);
  } catch (error) {
    return error;
  }
}

test('finds the chip by its label, whichever of its labels this kernel gives it', () => {
  const old = lineOfChip(board, 'GPIO17', [expander, soc]);
  assert.equal([old.name, old.chip, old.offset], ['GPIO17', soc, 17]);
  const rp1 = chip('pinctrl-rp1', 54);
  assert.is(
    lineOfChip(board, 'pin:11', [soc, rp1]).chip,
    rp1,
    'the first label is looked for first',
  );
});

test('finds the chip by its device where labels are given in the order of finding', () => {
  // AM335x since Linux 5.15: GPIO1 is found first, and bears the label of GPIO0.
  const lines = { GPIO0_17: { chip: ['44e07000.gpio'], offset: 17 } };
  const gpio1 = { ...chip('gpio-0-31', 32), device: '4804c000.gpio' };
  const gpio0 = { ...chip('gpio-96-127', 32), device: '44e07000.gpio' };
  const found = lineOfChip({ simulated: false, header: [], lines }, 'GPIO0_17', [gpio1, gpio0]);
  assert.is(found.chip, gpio0);
});

test('finds lines of chips that no board file knows, by offset and by the name the kernel has', () => {
  assert.is(lineOfChip(board, 'pca9535/3', [soc, expander]).offset, 3);
  assert.is(lineOfChip(board, 'line:WIFI_EN', [soc, expander]).chip, expander);
});

test('names the chips there are when the board is another one', () => {
  const error = refusal('GPIO17', [expander]);
  assert.is(errorCode(error), 'HAL_NO_SUCH_LINE');
  assert.match(
    errorMessage(error),
    /no line pinctrl-rp1 or pinctrl-bcm2711\/17; the chips it has: pca9535/,
  );
});

test('guesses between no two chips of one label, nor between two lines of one name', () => {
  assert.is(errorCode(refusal('pca9535/3', [expander, expander])), 'HAL_NO_SUCH_LINE');
  assert.is(errorCode(refusal('line:WIFI_EN', [expander, expander])), 'HAL_NO_SUCH_LINE');
});

test('refuses an offset beyond the chip', () => {
  assert.is(errorCode(refusal('pca9535/16', [expander])), 'HAL_NO_SUCH_LINE');
});

test.run();
