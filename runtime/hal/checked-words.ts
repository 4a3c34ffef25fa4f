/** Words of Sensirion's sensors: two bytes, the most significant first, and their CRC. */
import { crc8Sensirion } from './crc8.ts';
import { DriverError } from './driver-errors.ts';

const WORD_BYTES = 3;

/** @throws DriverError DRIVER_BAD_CRC, for the first word that is damaged */
export function checkedWords(bytes: Uint8Array, name: string): readonly number[] {
  return Array.from({ length: bytes.length / WORD_BYTES }, (_, index) =>
    checkedWord(bytes.subarray(index * WORD_BYTES, (index + 1) * WORD_BYTES), name),
  );
}

function checkedWord(bytes: Uint8Array, name: string): number {
  const [high = 0, low = 0, crc] = bytes;
  const expected = crc8Sensirion(bytes.subarray(0, 2));
  if (crc === expected) return (high << 8) | low;
  const text = Buffer.from(bytes).toString('hex');
  throw new DriverError(
    'DRIVER_BAD_CRC',
    `${name} sent ${text}; its CRC should be ${expected.toString(16)}`,
  );
}
