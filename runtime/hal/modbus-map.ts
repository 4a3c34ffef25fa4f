/**
 * Quantities in the tables of a Modbus unit: where each stands, in what form, and how to read them in
 * as few requests as possible. Numbers are big-endian inside a word; which word of two comes first is
 * the maker's choice.
 */
import type { Value } from '../core/reading.ts';
import { DriverError } from './driver-errors.ts';
import type { Sample } from './driver.ts';
import type { ModbusBus, ModbusTable } from './modbus.ts';

export const WORD_TYPES = ['int16', 'uint16', 'int32', 'uint32', 'float32'] as const;
export type WordType = (typeof WORD_TYPES)[number];

export interface ModbusQuantity {
  readonly name: string;
  readonly table: ModbusTable;
  readonly address: number;
  /** Words only. Default `uint16`. */
  readonly type?: WordType | undefined;
  /** Which of two words comes first. Default `high-first`. */
  readonly order?: 'high-first' | 'low-first' | undefined;
  /** value = what stands there × scale + offset. */
  readonly scale?: number | undefined;
  readonly offset?: number | undefined;
}

/** What one request brings. */
export interface ModbusBlock {
  readonly table: ModbusTable;
  readonly address: number;
  readonly count: number;
  readonly quantities: readonly ModbusQuantity[];
}

/** The smallest limit seen in manuals: 30 quantities of two words (Eastron SDM72D). */
const LONGEST_BLOCK = 60;

const ENDS: Readonly<Record<WordType, readonly [number, number]>> = {
  int16: [-(2 ** 15), 2 ** 15 - 1],
  uint16: [0, 2 ** 16 - 1],
  int32: [-(2 ** 31), 2 ** 31 - 1],
  uint32: [0, 2 ** 32 - 1],
  float32: [-Infinity, Infinity],
};

export function isBit({ table }: Pick<ModbusQuantity, 'table'>): boolean {
  return table === 'coil' || table === 'discrete';
}

/** Neighbours are read together. Nothing between them is: many units refuse addresses that they do not list. */
export function blocksOf(quantities: readonly ModbusQuantity[]): readonly ModbusBlock[] {
  const blocks: ModbusBlock[] = [];
  const inOrder = quantities.toSorted(
    (left, right) => left.table.localeCompare(right.table) || left.address - right.address,
  );
  for (const quantity of inOrder) {
    const { table, address } = quantity;
    const last = blocks.at(-1);
    const count = widthOf(quantity);
    const isNeighbour =
      last?.table === table &&
      address <= last.address + last.count &&
      address + count - last.address <= LONGEST_BLOCK;
    if (!isNeighbour) blocks.push({ table, address, count, quantities: [quantity] });
    else
      blocks.splice(-1, 1, {
        ...last,
        count: Math.max(last.count, address + count - last.address),
        quantities: [...last.quantities, quantity],
      });
  }
  return blocks;
}

/** @throws as `ModbusBus.read` */
export async function readBlocks(
  bus: ModbusBus,
  unit: number,
  blocks: readonly ModbusBlock[],
): Promise<Sample> {
  const sample: Record<string, Value> = {};
  for (const { table, address, count, quantities } of blocks) {
    const words = await bus.read({ unit, table, address, count });
    for (const quantity of quantities) {
      const value = decode(quantity, words.slice(quantity.address - address));
      // A float that is no number: the unit has no value there now.
      if (value !== undefined) sample[quantity.name] = value;
    }
  }
  return sample;
}

/** @param words from the first of the quantity on */
export function decode(
  quantity: ModbusQuantity,
  words: readonly number[],
): boolean | number | undefined {
  if (isBit(quantity)) return words[0] === 1;
  const { type = 'uint16', scale = 1, offset = 0 } = quantity;
  const value = numberFrom(type, bytesOf(inOrder(quantity, words)));
  return Number.isFinite(value) ? exactly(value * scale + offset) : undefined;
}

/** 3 × 0.1 is 0.3 to whoever wrote it there, and is compared with that. */
function exactly(value: number): number {
  return Number(value.toPrecision(12));
}

/** The shortest number that is this one in 32 bits: what was meant when it was put there. */
function shortest(value: number): number {
  const short = [6, 7, 8].map((digits) => Number(value.toPrecision(digits)));
  return short.find((candidate) => Math.fround(candidate) === value) ?? value;
}

/** @throws DriverError DRIVER_BAD_WRITE when it has no room there */
export function encode(quantity: ModbusQuantity, value: Value, name: string): readonly number[] {
  if (isBit(quantity) && typeof value === 'boolean') return [value ? 1 : 0];
  if (isBit(quantity) || typeof value !== 'number') throw noRoom(quantity, value, name);
  const { type = 'uint16', scale = 1, offset = 0 } = quantity;
  const exact = (value - offset) / scale;
  const raw = type === 'float32' ? exact : Math.round(exact);
  const [low, high] = ENDS[type];
  if (!Number.isFinite(raw) || raw < low || raw > high) throw noRoom(quantity, value, name);
  return inOrder(quantity, wordsOf(type, raw));
}

function noRoom(quantity: ModbusQuantity, value: Value, name: string): DriverError {
  const form = isBit(quantity)
    ? 'true or false'
    : `a number that fits ${quantity.type ?? 'uint16'}`;
  const message = `${name}.${quantity.name} cannot be ${String(value)}; it takes ${form}`;
  return new DriverError('DRIVER_BAD_WRITE', message);
}

function widthOf({ table, type = 'uint16' }: ModbusQuantity): number {
  return isBit({ table }) || type.endsWith('16') ? 1 : 2;
}

/** Between the order of the unit and the high word first: the same swap both ways. */
function inOrder(quantity: ModbusQuantity, words: readonly number[]): readonly number[] {
  const own = words.slice(0, widthOf(quantity));
  return quantity.order === 'low-first' ? own.toReversed() : own;
}

function bytesOf(words: readonly number[]): Buffer {
  const bytes = Buffer.alloc(2 * words.length);
  words.forEach((word, index) => bytes.writeUInt16BE(word, 2 * index));
  return bytes;
}

function numberFrom(type: WordType, bytes: Buffer): number {
  switch (type) {
    case 'int16':
      return bytes.readInt16BE();
    case 'uint16':
      return bytes.readUInt16BE();
    case 'int32':
      return bytes.readInt32BE();
    case 'uint32':
      return bytes.readUInt32BE();
    case 'float32':
      return shortest(bytes.readFloatBE());
  }
}

function wordsOf(type: WordType, value: number): readonly number[] {
  const bytes = Buffer.alloc(4);
  if (type === 'float32') bytes.writeFloatBE(value);
  else bytes.writeInt32BE(value | 0);
  const [high, low] = [bytes.readUInt16BE(0), bytes.readUInt16BE(2)];
  return type.endsWith('16') ? [low] : [high, low];
}
