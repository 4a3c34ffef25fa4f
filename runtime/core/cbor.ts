/**
 * CBOR (RFC 8949) for what is signed and hashed: plain values only, each with exactly one encoding,
 * so that equal values have equal bytes and the other way round. The form is that of §4.2.1
 * (shortest heads, keys sorted by their bytes), with fractions always in 64 bits (§4.2.2). Not for
 * foreign formats: what is read here must be what is written here, byte for byte.
 */
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

/** Properties that are undefined are left out, as in JSON. @throws CborError on NaN and infinity, which measure nothing. */
export function encodeCbor(value: CborValue): Uint8Array {
  return Buffer.concat(encodeItem(value));
}

/** @throws CborError (`CORE_BAD_CBOR`) on every byte string that `encodeCbor` does not write, and beyond the limits. */
export function decodeCbor(bytes: Uint8Array, limits: CborLimits = {}): unknown {
  const maxBytes = limits.maxBytes ?? 65_536;
  if (bytes.length > maxBytes)
    throw new CborError(`message has ${bytes.length} bytes, at most ${maxBytes} are allowed`);
  const { value, end } = readItem(bytes, 0, limits.maxDepth ?? 16);
  if (end !== bytes.length) throw new CborError(`${bytes.length - end} bytes follow the message`);
  // Longer heads, unsorted or repeated keys, damaged text: whatever else there is shows here.
  if (Buffer.compare(encodeCbor(value), bytes) !== 0)
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

interface Item {
  readonly value: CborValue;
  /** Offset behind it. */
  readonly end: number;
}

/** Throws on tags, indefinite lengths, keys that are no text, and whatever is cut short. */
function readItem(bytes: Uint8Array, offset: number, depthLeft: number): Item {
  if (depthLeft === 0) throw new CborError('the message is nested too deeply');
  const first = byteAt(bytes, offset);
  const major = first >> 5;
  if (major === 7) return readSimple(bytes, first, offset);
  if (major === 6) throw new CborError('tags are not allowed');
  const { argument, next } = readHead(bytes, offset);
  if (major === 0) return { value: argument, end: next };
  if (major === 1) return { value: -1 - argument, end: next };
  if (argument > bytes.length - next) throw new CborError('the message is cut short');
  const content = bytes.subarray(next, next + argument);
  if (major === 2) return { value: Uint8Array.from(content), end: next + argument };
  if (major === 3) return { value: Buffer.from(content).toString('utf8'), end: next + argument };
  const list = readItems(bytes, next, major === 4 ? argument : argument * 2, depthLeft - 1);
  return major === 4 ? list : { value: toMap(list.value), end: list.end };
}

function readItems(
  bytes: Uint8Array,
  offset: number,
  count: number,
  depthLeft: number,
): { value: CborValue[]; end: number } {
  const value: CborValue[] = [];
  let end = offset;
  while (value.length < count) {
    const item = readItem(bytes, end, depthLeft);
    value.push(item.value);
    end = item.end;
  }
  return { value, end };
}

/** Keys and values in turn. The name of the prototype is refused: somebody behind this might assign it. */
function toMap(items: readonly CborValue[]): CborMap {
  const entries: [string, CborValue][] = [];
  for (let index = 0; index < items.length; index += 2) {
    const key = items[index];
    if (typeof key !== 'string') throw new CborError('keys must be text');
    if (key === '__proto__') throw new CborError('__proto__ is no key');
    entries.push([key, items[index + 1] ?? null]);
  }
  return Object.fromEntries(entries);
}

/** false, true, null and the 64-bit float; nothing else of major type 7. */
function readSimple(bytes: Uint8Array, first: number, offset: number): Item {
  const end = offset + 1;
  if (first === 0xf4 || first === 0xf5) return { value: first === 0xf5, end };
  if (first === 0xf6) return { value: null, end };
  if (first !== 0xfb) throw new CborError(`0x${first.toString(16)} is not a plain value`);
  byteAt(bytes, offset + 8);
  const view = new DataView(bytes.buffer, bytes.byteOffset + end, 8);
  return { value: view.getFloat64(0), end: end + 8 };
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
