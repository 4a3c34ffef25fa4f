/**
 * What the kernel calls the device of a node: `4804c000.gpio`, the address as the processor sees it.
 * Rules: Devicetree Specification v0.4, §2.3.5–2.3.8; names as in drivers/of/device.c of Linux
 * (of_device_make_bus_id).
 */
import type { Path, TreeNode } from './read-fdt.ts';

const CELL_BYTES = 4;

/** Without an address of its own: the names of what it stands in, as in `soc:firmware:gpio`. */
export function deviceName(path: Path): string {
  const node = path.at(-1);
  const [name = ''] = node?.name.split('@') ?? [];
  const address = node && addressOf(path);
  if (address !== undefined) return `${address.toString(16)}.${name}`;
  const names = path.slice(1).map((step) => step.name.split('@')[0] ?? '');
  return names.join(':');
}

/** undefined where the node has none, or stands on a bus of its own, as a chip on I2C does. */
function addressOf(path: Path): bigint | undefined {
  const [node, ...above] = [...path].reverse();
  const reg = node?.properties.get('reg');
  if (reg === undefined || above[0] === undefined) return undefined;
  let address = cellsAt(reg, 0, cells(above[0], '#address-cells', 2));
  for (const [level, bus] of above.entries()) {
    const outer = above[level + 1];
    if (outer === undefined) return address;
    const ranges = bus.properties.get('ranges');
    if (ranges === undefined) return undefined;
    if (ranges.length === 0) continue;
    const moved = translate(address, ranges, [
      cells(bus, '#address-cells', 2),
      cells(outer, '#address-cells', 2),
      cells(bus, '#size-cells', 1),
    ]);
    if (moved === undefined) return undefined;
    address = moved;
  }
  return address;
}

type Widths = readonly [inner: number, outer: number, size: number];

function translate(address: bigint, ranges: Buffer, widths: Widths): bigint | undefined {
  const [inner, outer, size] = widths;
  for (let at = 0; at < ranges.length; at += (inner + outer + size) * CELL_BYTES) {
    const from = cellsAt(ranges, at, inner);
    const to = cellsAt(ranges, at + inner * CELL_BYTES, outer);
    const length = cellsAt(ranges, at + (inner + outer) * CELL_BYTES, size);
    if (address >= from && address < from + length) return to + (address - from);
  }
  return undefined;
}

function cells({ properties }: TreeNode, name: string, otherwise: number): number {
  return properties.get(name)?.readUInt32BE(0) ?? otherwise;
}

/** As many words as one number has, the most significant first. */
function cellsAt(bytes: Buffer, at: number, count: number): bigint {
  let value = 0n;
  for (let cell = 0; cell < count; cell += 1)
    value = (value << 32n) | BigInt(bytes.readUInt32BE(at + cell * CELL_BYTES));
  return value;
}
