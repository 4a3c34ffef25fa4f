/** The lines of an I/O expander: their names, and the bits that stand for them. */
import { z } from '../core/schema.ts';

const LINES = 8;

/** `p0` … `p7` */
export function portLines(port: string): readonly string[] {
  return Array.from({ length: LINES }, (_, bit) => `${port}${String(bit)}`);
}

/** A choice of lines, each once. */
export function linesOption(lines: readonly string[]): z.ZodType<readonly string[]> {
  return z
    .array(z.enum(lines))
    .default([])
    .refine((chosen) => new Set(chosen).size === chosen.length, 'a line stands there twice');
}

/** The bits of those of the lines that are chosen; bit 0 is the first line. */
export function bitsOf(lines: readonly string[], chosen: readonly string[]): number {
  return lines.reduce((bits, line, bit) => bits | (chosen.includes(line) ? 1 << bit : 0), 0);
}

export function withBit(byte: number, bit: number, level: boolean): number {
  return level ? byte | (1 << bit) : byte & ~(1 << bit);
}
