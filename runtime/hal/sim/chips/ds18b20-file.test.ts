/** The text of `w1_slave` against what a kernel printed. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Ds18b20File } from './ds18b20-file.ts';

const test = suite('ds18b20 file');

test('prints the two lines that a kernel prints', () => {
  // Recorded: raspberrypi.stackexchange.com, question 65828.
  const file = new Ds18b20File(() => 85);
  assert.is(
    file.read(),
    '50 05 4b 46 7f ff 0c 10 1c : crc=1c YES\n50 05 4b 46 7f ff 0c 10 1c t=85000\n',
  );
});

test('prints temperatures below zero in two’s complement', () => {
  assert.match(new Ds18b20File(() => -10.125).read(), /^5e ff [^]* t=-10125\n$/);
});

test('says NO when the bytes are damaged', () => {
  const file = new Ds18b20File(() => 20);
  file.isCorrupt = true;
  assert.match(file.read(), /^40 01 4b 46 7f ff 0c 10 \w\w : crc=\w\w NO\n/);
});

test.run();
