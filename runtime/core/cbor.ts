/**
 * CBOR (RFC 8949) for what is signed and hashed: plain values only, each with exactly one encoding,
 * so that equal values have equal bytes and the other way round. The form is that of §4.2.1
 * (shortest heads, keys sorted by their bytes), with fractions always in 64 bits (§4.2.2).
 * Only this file touches cbor-x. Its decoder accepts far more than we ever send, so size, depth
 * and kinds are bounded before it sees a byte, and what it made must encode to the same bytes.
 */
import { Decoder } from 'cbor-x';
import { AppError } from './app-error.ts';
import { CORE_ERRORS } from './errors.ts';

export type CborValue =
  null | boolean | number | string | Uint8Array | readonly CborValue[] | CborMap;
export interface CborMap {
  readonly [key: string]: CborValue | undefined;
}

export interface CborLimits {
  /** Default 64 KiB. */
  readonly maxBytes?: number;
  /** Default 16 levels. */
  readonly maxDepth?: number;
}

export class CborError extends AppError<'CORE_BAD_CBOR'> {
  constructor(message: string) {
    super(CORE_ERRORS, 'CORE_BAD_CBOR', message);
  }
}

/** `int64AsNumber` is real but missing from the package's types, hence no literal in the call. */
const decoderOptions = { useRecords: false, mapsAsObjects: true, int64AsNumber: true };
const decoder = new Decoder(decoderOptions);

/** Properties that are undefined are left out, as in JSON. @throws CborError on NaN and infinity, which measure nothing. */
export function encodeCbor(value: CborValue): Uint8Array {
  return Buffer.concat(encodeItem(value));
}

/** @throws CborError (`CORE_BAD_CBOR`) on every byte string that `encodeCbor` does not write, and beyond the limits. */
export function decodeCbor(bytes: Uint8Array, limits: CborLimits = {}): unknown {
  const maxBytes = limits.maxBytes ?? 65_536;
  if (bytes.length > maxBytes)
    throw new CborError(`message has ${bytes.length} bytes, at most ${maxBytes} are allowed`);
  const end = skipItem(bytes, 0, limits.maxDepth ?? 16);
  if (end !== bytes.length) throw new CborError(`${bytes.length - end} bytes follow the message`);
  const value: unknown = decoder.decode(bytes);
  if (Buffer.compare(Buffer.concat(encodeItem(value)), bytes) !== 0)
    throw new CborError('the message is not in the one form that is signed');
  return value;
}

function encodeItem(value: unknown): Uint8Array[] {
  if (value === null) return [Uint8Array.of(0xf6)];
  if (typeof value === 'boolean') return [Uint8Array.of(value ? 0xf5 : 0xf4)];
  if (typeof value === 'number') return [encodeNumber(value)];
  if (typeof value === 'string') return encodeText(value);
  if (value instanceof Uint8Array) return [head(2, value.length), value];
  if (Array.isArray(value)) return [head(4, value.length), ...value.flatMap(encodeItem)];
  if (typeof value === 'object') return encodeMap(value);
  throw new CborError(`a ${typeof value} has no place in a message`);
}

function encodeText(text: string): Uint8Array[] {
  const bytes = Buffer.from(text, 'utf8');
  return [head(3, bytes.length), bytes];
}

function encodeMap(map: object): Uint8Array[] {
  const entries: [string, unknown][] = Object.entries(map);
  const pairs = entries
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ({ key: Buffer.concat(encodeText(key)), value: encodeItem(value) }))
    .sort((left, right) => Buffer.compare(left.key, right.key));
  return [head(5, pairs.length), ...pairs.flatMap(({ key, value }) => [key, ...value])];
}

function encodeNumber(value: number): Uint8Array {
  if (Number.isSafeInteger(value) && !Object.is(value, -0))
    return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (!Number.isFinite(value)) throw new CborError(`${value} is not a measurable number`);
  const bytes = Buffer.alloc(9, 0xfb);
  bytes.writeDoubleBE(value, 1);
  return bytes;
}

/** RFC 8949 §3: three bits of major type, then the argument in the fewest bytes. */
function head(major: number, argument: number): Uint8Array {
  const type = major << 5;
  if (argument < 24) return Uint8Array.of(type | argument);
  if (argument < 0x1_00) return Uint8Array.of(type | 24, argument);
  if (argument < 0x1_00_00) return Uint8Array.of(type | 25, argument >> 8, argument & 0xff);
  const bytes = Buffer.alloc(argument < 0x1_00_00_00_00 ? 5 : 9);
  bytes[0] = type | (bytes.length === 5 ? 26 : 27);
  if (bytes.length === 5) bytes.writeUInt32BE(argument, 1);
  else bytes.writeBigUInt64BE(BigInt(argument), 1);
  return bytes;
}

/** Returns the offset behind the item at `offset`; throws on tags, indefinite lengths, non-text keys and truncation. */
function skipItem(bytes: Uint8Array, offset: number, depthLeft: number): number {
  if (depthLeft === 0) throw new CborError('the message is nested too deeply');
  const first = byteAt(bytes, offset);
  const major = first >> 5;
  if (major === 7) return skipSimple(bytes, first, offset);
  if (major === 6) throw new CborError('tags are not allowed');
  const { argument, next } = readHead(bytes, offset);
  if (major < 2) return next;
  if (argument > bytes.length - next) throw new CborError('the message is cut short');
  if (major < 4) return next + argument;
  let end = next;
  for (let index = 0; index < argument; index += 1) {
    if (major === 5) {
      if (byteAt(bytes, end) >> 5 !== 3) throw new CborError('keys must be text');
      end = skipItem(bytes, end, depthLeft - 1);
    }
    end = skipItem(bytes, end, depthLeft - 1);
  }
  return end;
}

/** false, true, null and the 64-bit float; nothing else of major type 7. */
function skipSimple(bytes: Uint8Array, first: number, offset: number): number {
  const size = { 0xf4: 1, 0xf5: 1, 0xf6: 1, 0xfb: 9 }[first];
  if (size === undefined) throw new CborError(`0x${first.toString(16)} is not a plain value`);
  byteAt(bytes, offset + size - 1);
  return offset + size;
}

function readHead(bytes: Uint8Array, offset: number): { argument: number; next: number } {
  const information = byteAt(bytes, offset) & 31;
  if (information < 24) return { argument: information, next: offset + 1 };
  if (information > 27) throw new CborError('indefinite lengths are not allowed');
  const size = 2 ** (information - 24);
  let argument = 0;
  for (let index = 1; index <= size; index += 1)
    argument = argument * 256 + byteAt(bytes, offset + index);
  return { argument, next: offset + 1 + size };
}

function byteAt(bytes: Uint8Array, offset: number): number {
  const byte = bytes[offset];
  if (byte === undefined) throw new CborError('the message is cut short');
  return byte;
}
