/** CRC-8 with the polynomial x⁸+x⁵+x⁴+1, which sensors of two families protect their bytes with. */

/** SHT3x-DIS data sheet §4.12, table 20: polynomial 0x31, initial 0xFF, not reflected. CRC(0xBEEF) = 0x92. */
export function crc8Sensirion(bytes: Uint8Array): number {
  let crc = 0xff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = ((crc << 1) ^ (crc & 0x80 ? 0x31 : 0)) & 0xff;
  }
  return crc;
}

/** Maxim application note 27: the same polynomial reflected (0x8C), initial 0; the CRC of data and CRC together is 0. */
export function crc8Maxim(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >> 1) ^ (crc & 1 ? 0x8c : 0);
  }
  return crc;
}
