/**
 * A value as it stands in the database: eight hex digits of CRC-32 over key and text, then the
 * text. LevelDB has checksums of its own, but classic-level reads without verifying them
 * (`verify_checksums` stays false in its binding), so a flipped bit would come back as a value.
 */
import { crc32 } from 'node:zlib';

const DIGITS = 8;

export function sealValue(key: string, text: string): string {
  return checksum(key, text) + text;
}

/** undefined when the value is not the one that was sealed under this key. */
export function unsealValue(key: string, sealed: string): string | undefined {
  const text = sealed.slice(DIGITS);
  return sealed.slice(0, DIGITS) === checksum(key, text) ? text : undefined;
}

function checksum(key: string, text: string): string {
  return crc32(text, crc32(key)).toString(16).padStart(DIGITS, '0');
}
