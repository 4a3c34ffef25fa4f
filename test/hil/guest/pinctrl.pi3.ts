/**
 * The driver of a real chip, as QEMU's Raspberry Pi 3 has it: `pinctrl-bcm2835` with the file of that
 * board. No hand moves its inputs. Its outputs are read where the driver tells what stands in the
 * registers of the chip (debugfs), and not where we wrote.
 */
import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { BoardFile } from '../../../runtime/config/board-file.ts';
import { loadBoardFile } from '../../../runtime/config/load-board-file.ts';
import { errorCode } from '../../../runtime/core/app-error.ts';
import type { GpioBackend } from '../../../runtime/hal/gpio.ts';
import { openCdev, openOnoff } from './real-backends.ts';

interface Context {
  file: BoardFile;
}

const PINS = '/sys/kernel/debug/pinctrl/3f200000.gpio-pinctrl-bcm2835/pins';
const OUTPUT = { direction: 'out', consumer: 'test', initial: true } as const;

const test = suite<Context>('the lines of a Raspberry Pi 3');

test.before(async (context) => {
  const { file, diagnostics } = await loadBoardFile('/boardtalk/boards', 'raspberry-pi-3b-plus');
  if (file === undefined) throw new Error(JSON.stringify(diagnostics));
  context.file = file;
});

/** `pin 17 (gpio17) 17:pinctrl-bcm2835 function gpio_out in hi; irq 66 (none)` */
function registersOf(line: number): string {
  const [, found = ''] =
    new RegExp(`^pin ${String(line)} \\(gpio\\d+\\).* function (\\S+ in \\S+);`, 'm').exec(
      readFileSync(PINS, 'utf8'),
    ) ?? [];
  return found;
}

const backends: Readonly<Record<string, (file: BoardFile) => GpioBackend>> = {
  'the character device': openCdev,
  onoff: openOnoff,
};
for (const [name, open] of Object.entries(backends)) {
  test(`${name} finds the chip by its label, and moves an output as the chip itself says`, ({
    file,
  }) => {
    const line = open(file).open('GPIO17', OUTPUT);
    const seen = [registersOf(17)];
    for (const level of [false, true]) {
      line.write(level);
      assert.is(line.read(), level);
      seen.push(registersOf(17));
    }
    line.close();
    assert.equal(seen, ['gpio_out in hi', 'gpio_out in lo', 'gpio_out in hi']);
  });

  test(`${name} reads an input`, ({ file }) => {
    const line = open(file).open('GPIO27', { direction: 'in', consumer: 'test' });
    assert.is(registersOf(27), `gpio_in in ${line.read() ? 'hi' : 'lo'}`);
    line.close();
  });
}

test('one line has many spellings, and each is the same line', ({ file }) => {
  for (const spelling of ['pin:11', 'pinctrl-bcm2835/17', 'GPIO17']) {
    const line = openCdev(file).open(spelling, { ...OUTPUT, activeLow: true });
    assert.is(registersOf(17), 'gpio_out in lo', spelling);
    line.close();
  }
});

test('a line that somebody holds is refused', ({ file }) => {
  const line = openCdev(file).open('GPIO17', OUTPUT);
  assert.throws(
    () => openCdev(file).open('GPIO17', OUTPUT),
    (error: unknown) => errorCode(error) === 'HAL_LINE_BUSY',
  );
  line.close();
});

// bcm2835_pmx_free() of Debian's kernel: why a helper holds what must stay safe (docs/adr/0013).
test('an output that is released becomes an input', ({ file }) => {
  const line = openCdev(file).open('GPIO17', OUTPUT);
  assert.is(registersOf(17), 'gpio_out in hi');
  line.close();
  assert.match(registersOf(17), /^gpio_in in /);
});

test.run();
