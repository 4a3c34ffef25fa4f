/** The bench itself: what the other tests rest on must be the kernel's, and must move when it is moved. */
import { readdirSync, readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { pi4Chip } from './pi4-chip.ts';
import { SimulatedChip } from './simulated-chip.ts';

const test = suite('the bench');

test('has the processors and the memory of the smallest board', () => {
  const memory = Number(/MemTotal: +(\d+)/.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1]);
  assert.ok(memory > 3.5 * 2 ** 20 && memory < 4 * 2 ** 20, `${String(memory)} kB`);
  const processors = readFileSync('/proc/cpuinfo', 'utf8').match(/^processor/gm);
  assert.is(processors?.length, 2);
});

test('shows chips to sysfs under the label that drivers of real ones have', () => {
  const decoy = new SimulatedChip({ label: 'decoy', size: 4 });
  const chip = pi4Chip();
  const labels = readdirSync('/sys/class/gpio')
    .filter((name) => /^gpiochip/.test(name))
    .map((name) => readFileSync(`/sys/class/gpio/${name}/label`, 'utf8').trim());
  assert.ok(labels.includes('pinctrl-bcm2711'), labels.join());
  chip.remove();
  decoy.remove();
});

test('moves a line that is moved from outside', () => {
  const chip = new SimulatedChip({ label: 'moved', size: 2 });
  for (const level of [true, false, true]) {
    chip.drive(1, level);
    assert.is(chip.level(1), level);
  }
  chip.remove();
});

test.run();
