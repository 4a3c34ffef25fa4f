/** One table of a flatbuffer, its fields named by their number, without code generated from a schema. */
import type { ByteBuffer } from 'flatbuffers';

const utf8 = new TextDecoder();

export class FileTable {
  readonly #buffer: ByteBuffer;
  readonly #at: number;

  private constructor(buffer: ByteBuffer, at: number) {
    this.#buffer = buffer;
    this.#at = at;
  }

  static root(buffer: ByteBuffer): FileTable {
    return new FileTable(buffer, buffer.readInt32(0));
  }

  /** 0 where it is absent, as everywhere in this kind of file. */
  int8(field: number): number {
    const at = this.#find(field);
    return at === undefined ? 0 : this.#buffer.readInt8(at);
  }

  int32(field: number): number {
    const at = this.#find(field);
    return at === undefined ? 0 : this.#buffer.readInt32(at);
  }

  text(field: number): string {
    return utf8.decode(this.bytes(field));
  }

  table(field: number): FileTable | undefined {
    const at = this.#find(field);
    return at === undefined ? undefined : new FileTable(this.#buffer, this.#buffer.__indirect(at));
  }

  tables(field: number): readonly FileTable[] {
    return this.#elements(
      field,
      4,
      (at) => new FileTable(this.#buffer, this.#buffer.__indirect(at)),
    );
  }

  int32s(field: number): readonly number[] {
    return this.#elements(field, 4, (at) => this.#buffer.readInt32(at));
  }

  /** What is beyond 2^53 is not exact. */
  int64s(field: number): readonly number[] {
    return this.#elements(field, 8, (at) => Number(this.#buffer.readInt64(at)));
  }

  float32s(field: number): readonly number[] {
    return this.#elements(field, 4, (at) => this.#buffer.readFloat32(at));
  }

  /** Of the file's own: not a copy. */
  bytes(field: number): Uint8Array {
    const { start, length } = this.#vector(field, 1);
    const { buffer, byteOffset } = this.#buffer.bytes();
    return new Uint8Array(buffer, byteOffset + start, length);
  }

  #elements<Item>(field: number, size: number, read: (at: number) => Item): readonly Item[] {
    const { start, length } = this.#vector(field, size);
    return Array.from({ length }, (_, index) => read(start + index * size));
  }

  /** All of it lies in the file, or nothing is read. @throws RangeError */
  #vector(field: number, size: number): { readonly start: number; readonly length: number } {
    const at = this.#find(field);
    if (at === undefined) return { start: 0, length: 0 };
    const place = this.#buffer.__indirect(at);
    const [start, length] = [place + 4, this.#buffer.readInt32(place)];
    if (place < 0 || length < 0 || start + length * size > this.#buffer.capacity())
      throw new RangeError(`a vector of ${length} at byte ${place} is not in the file`);
    return { start, length };
  }

  #find(field: number): number | undefined {
    const offset = this.#buffer.__offset(this.#at, 4 + 2 * field);
    return offset === 0 ? undefined : this.#at + offset;
  }
}
