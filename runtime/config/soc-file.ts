/**
 * The form of `boards/socs/<id>.yaml`: which lines a chip has, on which of the kernel's GPIO chips.
 * Chips are known by label: their numbers move from kernel to kernel.
 */
import { z } from '../core/schema.ts';
import { id } from './fields.ts';

export const socSchema = z.strictObject({
  id: id.describe('The name of its file'),
  title: z.string().describe('What people call it'),
  chips: z
    .record(
      id,
      z.strictObject({
        labels: z
          .array(z.string())
          .min(1)
          .describe('What kernels call it, in the order to look for: `gpiodetect` shows it'),
      }),
    )
    .describe('Its GPIO chips, by the name that this file gives them'),
  lines: z
    .record(
      z.string().regex(/^[A-Za-z]/, 'a line begins with a letter'),
      z.string().regex(/^[a-z0-9-]+\/\d+$/, 'write the chip and the first offset, as in main/0'),
    )
    .describe('Line → chip/offset. GPIO{0-27}: main/0 stands for 28 lines, P{A-I}{0-31} for 288'),
  verified: z.string().describe('Where this can be looked up'),
});

export type SocFile = z.infer<typeof socSchema>;

/** A line of `lines` in the SoC's file, or all that a pattern stands for. */
export interface ChipPlace {
  readonly chip: string;
  readonly offset: number;
}

export function parsePlace(text: string): ChipPlace {
  const [chip = '', offset] = text.split('/');
  return { chip, offset: Number(offset) };
}

/** `GPIO1_{A-D}{0-7}` → GPIO1_A0, GPIO1_A1 … GPIO1_D7: the last range runs fastest. `{00-31}` keeps two digits. */
export function expandNames(pattern: string): readonly string[] {
  const [, head, from, to, tail] = /^([^{]*)\{(\w+)-(\w+)\}(.*)$/.exec(pattern) ?? [];
  if (head === undefined || from === undefined || to === undefined || tail === undefined)
    return [pattern];
  return rangeOf(from, to).flatMap((step) =>
    expandNames(tail).map((rest) => `${head}${step}${rest}`),
  );
}

/** Empty when it is neither a range of numbers nor one of capital letters, or runs backwards. */
function rangeOf(from: string, to: string): readonly string[] {
  if (/^\d+$/.test(from) && /^\d+$/.test(to))
    return Array.from({ length: Math.max(0, Number(to) - Number(from) + 1) }, (_, step) =>
      String(Number(from) + step).padStart(from.length, '0'),
    );
  if (!/^[A-Z]$/.test(from) || !/^[A-Z]$/.test(to)) return [];
  const first = from.charCodeAt(0);
  return Array.from({ length: Math.max(0, to.charCodeAt(0) - first + 1) }, (_, step) =>
    String.fromCharCode(first + step),
  );
}
