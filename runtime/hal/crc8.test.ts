/** The two checksums against what data sheets and recordings say. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { crc8Maxim, crc8Sensirion } from './crc8.ts';

const test = suite('crc8');

test('gives 0x92 for 0xBEEF, as the SHT3x data sheet prints', () => {
  assert.is(crc8Sensirion(Uint8Array.of(0xbe, 0xef)), 0x92);
});

test('gives 0xA2 for the ROM code of Maxim application note 27', () => {
  const rom = Uint8Array.of(0x02, 0x1c, 0xb8, 0x01, 0x00, 0x00, 0x00);
  assert.is(crc8Maxim(rom), 0xa2);
});

test('gives what a thermometer sent: 50 05 4b 46 7f ff 0c 10 has 1c', () => {
  const scratchpad = Buffer.from('50054b467fff0c10', 'hex');
  assert.is(crc8Maxim(scratchpad), 0x1c);
});

test.run();
