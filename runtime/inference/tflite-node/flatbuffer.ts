/**
 * Reads FlatBuffers, the container of .tflite files, without generated code and without trust:
 * every position is checked, and how much may be read in all is bounded, because many offsets may
 * lead to one place. Offsets go forward only, so nothing can loop.
 * Source: https://flatbuffers.dev/internals/ (tables, vtables, vectors, strings).
 */
import { TfliteError } from './errors.ts';

/** Bytes: far above the names, shapes and scales of any real model (weights are not read). */
const MAX_READ = 32_000_000;

/** Readers may share a place; a writer of our days shares little. */
const READS_PER_BYTE = 4;
const READS_AT_LEAST = 65_536;

/** What is charged for a table, which costs more memory than it has bytes (the least is 8). */
const TABLE_COST = 32;

const utf8 = new TextDecoder();

const NOTHING = { start: 0, length: 0 };

export class FlatBuffer {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #left: number;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#left = Math.min(MAX_READ, READS_AT_LEAST + bytes.length * READS_PER_BYTE);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** @throws TfliteError TFLITE_TRUNCATED, as everything here */
  root(): FlatTable {
    return new FlatTable(this, this.uint32(0));
  }

  int8(at: number): number {
    return this.#view.getInt8(this.#inside(at, 1));
  }

  uint16(at: number): number {
    return this.#view.getUint16(this.#inside(at, 2), true);
  }

  int32(at: number): number {
    return this.#view.getInt32(this.#inside(at, 4), true);
  }

  uint32(at: number): number {
    return this.#view.getUint32(this.#inside(at, 4), true);
  }

  text(at: number, length: number): string {
    this.#spend(length);
    return utf8.decode(this.bytes(at, length));
  }

  /** Of this file's own: not a copy. */
  bytes(at: number, length: number): Uint8Array {
    return this.#bytes.subarray(at, at + length);
  }

  /** Where a vector's elements begin, and how many there are; the whole of it lies in the file. */
  vector(at: number, elementBytes: number): { readonly start: number; readonly length: number } {
    const length = this.uint32(at);
    this.#inside(at + 4, length * elementBytes);
    return { start: at + 4, length };
  }

  tables(at: number): FlatTable[] {
    const { start, length } = this.#elements(at, 4);
    this.#spend(length * TABLE_COST);
    return fill(length, (index) => {
      const place = start + index * 4;
      return new FlatTable(this, place + this.uint32(place));
    });
  }

  int32s(at: number): number[] {
    const { start, length } = this.#elements(at, 4);
    return fill(length, (index) => this.#view.getInt32(start + index * 4, true));
  }

  float32s(at: number): number[] {
    const { start, length } = this.#elements(at, 4);
    return fill(length, (index) => this.#view.getFloat32(start + index * 4, true));
  }

  /** Beyond 2^53 they are not exact. In two halves, which is faster than by way of a bigint each. */
  int64s(at: number): number[] {
    const { start, length } = this.#elements(at, 8);
    return fill(length, (index) => {
      const place = start + index * 8;
      return this.#view.getInt32(place + 4, true) * 2 ** 32 + this.#view.getUint32(place, true);
    });
  }

  /** As `vector`, and charged for; the whole of it is known to lie in the file then. */
  #elements(at: number, elementBytes: number): ReturnType<FlatBuffer['vector']> {
    const vector = this.vector(at, elementBytes);
    this.#spend(vector.length * elementBytes);
    return vector;
  }

  #inside(at: number, size: number): number {
    if (at >= 0 && at + size <= this.#bytes.length) return at;
    const message = `the file says to read at byte ${at + size}, and has ${this.#bytes.length}`;
    throw new TfliteError('TFLITE_TRUNCATED', message);
  }

  #spend(count: number): void {
    this.#left -= count;
    if (this.#left < 0)
      throw new TfliteError('TFLITE_NOT_A_MODEL', 'the file leads to the same places endlessly');
  }
}

/** A loop, which is faster than Array.from: large models have tens of thousands of scales. */
function fill<Item>(length: number, item: (index: number) => Item): Item[] {
  const items: Item[] = [];
  for (let index = 0; index < length; index += 1) items.push(item(index));
  return items;
}

/** One table. A field is named by its place in the schema, from 0; where it is absent, the schema's default counts. */
export class FlatTable {
  readonly #buffer: FlatBuffer;
  readonly #at: number;
  readonly #vtable: number;

  constructor(buffer: FlatBuffer, at: number) {
    this.#buffer = buffer;
    this.#at = at;
    this.#vtable = at - buffer.int32(at);
  }

  int8(field: number, standard = 0): number {
    const at = this.#find(field);
    return at === undefined ? standard : this.#buffer.int8(at);
  }

  int32(field: number, standard = 0): number {
    const at = this.#find(field);
    return at === undefined ? standard : this.#buffer.int32(at);
  }

  uint32(field: number, standard = 0): number {
    const at = this.#find(field);
    return at === undefined ? standard : this.#buffer.uint32(at);
  }

  text(field: number): string | undefined {
    const at = this.#follow(field);
    if (at === undefined) return undefined;
    const { start, length } = this.#buffer.vector(at, 1);
    return this.#buffer.text(start, length);
  }

  table(field: number): FlatTable | undefined {
    const at = this.#follow(field);
    return at === undefined ? undefined : new FlatTable(this.#buffer, at);
  }

  tables(field: number): readonly FlatTable[] {
    const at = this.#follow(field);
    return at === undefined ? [] : this.#buffer.tables(at);
  }

  int32s(field: number): readonly number[] {
    const at = this.#follow(field);
    return at === undefined ? [] : this.#buffer.int32s(at);
  }

  int64s(field: number): readonly number[] {
    const at = this.#follow(field);
    return at === undefined ? [] : this.#buffer.int64s(at);
  }

  float32s(field: number): readonly number[] {
    const at = this.#follow(field);
    return at === undefined ? [] : this.#buffer.float32s(at);
  }

  /** Of this file's own: not a copy. */
  bytes(field: number): Uint8Array {
    const at = this.#follow(field);
    const { start, length } = at === undefined ? NOTHING : this.#buffer.vector(at, 1);
    return this.#buffer.bytes(start, length);
  }

  #follow(field: number): number | undefined {
    const at = this.#find(field);
    return at === undefined ? undefined : at + this.#buffer.uint32(at);
  }

  /** A vtable is its own size, the table's size, then one offset for each field; 0 where it is absent. */
  #find(field: number): number | undefined {
    const entry = 4 + field * 2;
    if (entry + 2 > this.#buffer.uint16(this.#vtable)) return undefined;
    const offset = this.#buffer.uint16(this.#vtable + entry);
    return offset === 0 ? undefined : this.#at + offset;
  }
}
