/** Writes a flatbuffer from plain values, without code generated from its schema. */
import { Builder, type Offset } from 'flatbuffers';

/** What stands in one field of a table. Kernels read `bytes` where they lie: they are aligned to 16. */
export type Field =
  | { readonly int8: number }
  | { readonly int32: number }
  | { readonly float32: number }
  | { readonly text: string }
  | { readonly bytes: Uint8Array }
  | { readonly int32s: readonly number[] }
  | { readonly int64s: readonly number[] }
  | { readonly float32s: readonly number[] }
  | { readonly table: Table }
  | { readonly tables: readonly Table[] };

type Target = Exclude<Field, { int8: number } | { int32: number } | { float32: number }>;

/** Each field by its number: its place in its table of the schema, from 0; a union counts for two. */
export type Table = Readonly<Record<number, Field>>;

export function writeFlatbuffer(root: Table, identifier: string): Uint8Array {
  const builder = new Builder(1_024);
  builder.finish(writeTable(builder, root), identifier);
  return builder.asUint8Array();
}

/** All that a table points at is written before the table itself. */
function writeTable(builder: Builder, table: Table): Offset {
  const fields = Object.entries(table).map(([number, field]) => ({
    number: Number(number),
    add: prepare(builder, field),
  }));
  builder.startObject(Math.max(...fields.map(({ number }) => number)) + 1);
  for (const { number, add } of fields) add(number);
  return builder.endObject();
}

function prepare(builder: Builder, field: Field): (number: number) => void {
  if ('int8' in field) return (number) => builder.addFieldInt8(number, field.int8, null);
  if ('int32' in field) return (number) => builder.addFieldInt32(number, field.int32, null);
  if ('float32' in field) return (number) => builder.addFieldFloat32(number, field.float32, null);
  const offset = writeTarget(builder, field);
  return (number) => builder.addFieldOffset(number, offset, 0);
}

function writeTarget(builder: Builder, field: Target): Offset {
  if ('text' in field) return builder.createString(field.text);
  if ('table' in field) return writeTable(builder, field.table);
  if ('tables' in field) {
    const offsets = field.tables.map((table) => writeTable(builder, table));
    return writeVector(builder, offsets, { size: 4, add: (offset) => builder.addOffset(offset) });
  }
  if ('bytes' in field) {
    const add = (value: number): void => builder.addInt8((value << 24) >> 24);
    return writeVector(builder, field.bytes, { size: 1, alignment: 16, add });
  }
  if ('int32s' in field)
    return writeVector(builder, field.int32s, { size: 4, add: (value) => builder.addInt32(value) });
  if ('int64s' in field)
    return writeVector(builder, field.int64s, {
      size: 8,
      add: (value) => builder.addInt64(BigInt(value)),
    });
  return writeVector(builder, field.float32s, {
    size: 4,
    add: (value) => builder.addFloat32(value),
  });
}

interface Element {
  readonly size: number;
  /** Of the first one; that of an element where none is given. */
  readonly alignment?: number;
  readonly add: (value: number) => void;
}

/** A flatbuffer grows from its end: the last element comes first. */
function writeVector(
  builder: Builder,
  values: ArrayLike<number>,
  { size, alignment = size, add }: Element,
): Offset {
  builder.startVector(size, values.length, alignment);
  for (let index = values.length - 1; index >= 0; index -= 1) add(values[index] ?? 0);
  return builder.endVector();
}
