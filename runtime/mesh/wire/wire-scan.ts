/**
 * A walk over CBOR (RFC 8949) that builds nothing: one pass over the bytes, no recursion, and what
 * it lets through is one whole plain value within the limits. Tags are refused, and with them all
 * that cbor-x makes of them: shared references (28, 29), records, regular expressions, dates, sets.
 * So are indefinite lengths. `core/cbor.ts` is stricter, and not for what others write: it knows
 * text keys only, and one form of every number.
 */
import { MeshError } from '../errors.ts';

export interface WireLimits {
  /** Default 64 KiB. */
  readonly maxBytes?: number;
  /** Default 16 levels. */
  readonly maxDepth?: number;
  /** Default 8,192 values, keys included. */
  readonly maxItems?: number;
}

/** Major types (RFC 8949 §3.1). */
const BYTES = 2;
const TEXT = 3;
const LIST = 4;
const MAP = 5;
const TAG = 6;
const SIMPLE = 7;

/** @throws MeshError `MESH_BAD_MESSAGE` */
export function scanWire(bytes: Uint8Array, limits: WireLimits = {}): void {
  const { maxBytes = 65_536, maxDepth = 16, maxItems = 8_192 } = limits;
  if (bytes.length > maxBytes)
    throw bad(`it has ${bytes.length} bytes, at most ${maxBytes} are allowed`);
  /** How many values each open list or map still waits for. */
  const open = [1];
  let offset = 0;
  for (let items = 0; open.length > 0; items += 1) {
    if (items > maxItems) throw bad(`it has more than ${maxItems} values`);
    if (open.length > maxDepth + 1) throw bad(`it is nested deeper than ${maxDepth}`);
    const { major, argument, next } = readHead(bytes, offset);
    offset = major === BYTES || major === TEXT ? next + argument : next;
    if (offset > bytes.length) throw bad('it is cut short');
    takeOne(open);
    if (major === LIST || major === MAP) open.push(major === MAP ? argument * 2 : argument);
    closeFull(open);
  }
  if (offset !== bytes.length) throw bad(`${bytes.length - offset} bytes follow it`);
}

function takeOne(open: number[]): void {
  open.push((open.pop() ?? 0) - 1);
}

function closeFull(open: number[]): void {
  while (open.at(-1) === 0) open.pop();
}

interface Head {
  readonly major: number;
  /** Value, length or count. */
  readonly argument: number;
  /** Offset behind the head. */
  readonly next: number;
}

function readHead(bytes: Uint8Array, offset: number): Head {
  const first = bytes[offset];
  if (first === undefined) throw bad('it is cut short');
  const major = first >> 5;
  const information = first & 31;
  if (major === TAG) throw bad('tags are not allowed');
  if (information > 27) throw bad('indefinite lengths are not allowed');
  if (major === SIMPLE) checkSimple(information);
  const size = information < 24 ? 0 : 2 ** (information - 24);
  if (offset + 1 + size > bytes.length) throw bad('it is cut short');
  const argument =
    size === 0 ? information : readNumber(bytes.subarray(offset + 1, offset + 1 + size));
  // cbor-x would make a bigint of it, which nobody here computes with.
  if (major !== SIMPLE && argument > Number.MAX_SAFE_INTEGER) throw bad('a number is too long');
  return { major, argument, next: offset + 1 + size };
}

function readNumber(bytes: Uint8Array): number {
  return bytes.reduce((number, byte) => number * 256 + byte, 0);
}

/** false, true, null, and floats of 16, 32 and 64 bits. */
function checkSimple(information: number): void {
  if (information < 20 || information === 23 || information === 24)
    throw bad(`simple value ${information} is not allowed`);
}

function bad(what: string): MeshError {
  return new MeshError('MESH_BAD_MESSAGE', `the message is no CBOR that is read here: ${what}`);
}
