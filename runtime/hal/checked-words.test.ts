import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { errorCode } from '../core/app-error.ts';
import { checkedWords } from './checked-words.ts';

test('accepts the CRC that the data sheets of SHT3x and SHT4x print: 0xBEEF has 0x92', () => {
  assert.equal(
    checkedWords(Uint8Array.of(0xbe, 0xef, 0x92, 0xbe, 0xef, 0x92), 'climate'),
    [0xbeef, 0xbeef],
  );
});

test('refuses any other CRC, of whichever word', () => {
  for (const bytes of [
    [0xbe, 0xef, 0x93, 0xbe, 0xef, 0x92],
    [0xbe, 0xef, 0x92, 0xbe, 0xee, 0x92],
  ])
    assert.throws(
      () => checkedWords(Uint8Array.from(bytes), 'climate'),
      (error: unknown) => errorCode(error) === 'DRIVER_BAD_CRC',
    );
});

test.run();
