/** `{ reading: tank.level, below: 20, for: 1m }`: what may stand there, and what it means. */
import { address, duration } from '../../../config/fields.ts';
import { formatAddress, type PropertyAddress } from '../../../core/reading.ts';
import { z } from '../../../core/schema.ts';
import type { TriggerPlace } from '../trigger-place.ts';

export interface ReadingTrigger {
  readonly kind: 'reading';
  readonly reading: PropertyAddress;
  /** In the unit of the reading. */
  readonly crossing:
    | { readonly kind: 'above'; readonly limit: number }
    | { readonly kind: 'below'; readonly limit: number }
    | { readonly kind: 'is'; readonly value: boolean };
  readonly forMs: number;
  readonly hysteresis: number;
}

export const readingForm = z.strictObject({
  reading: address.optional().describe('A reading to watch'),
  above: z.number().optional().describe('Fires when the reading rises above this'),
  below: z.number().optional().describe('Fires when the reading falls below this'),
  is: z.boolean().optional().describe('Fires when the reading becomes this'),
  for: duration.optional().describe('How long it must hold before it fires. Default: at once'),
  hysteresis: z
    .number()
    .positive()
    .optional()
    .describe('How far the reading must come back before it can fire again'),
});

type Form = z.infer<typeof readingForm>;

export function checkReading(
  { findings, path, context }: TriggerPlace,
  { reading, above, below, is, for: forMs = 0, hysteresis = 0 }: Form,
): ReadingTrigger | undefined {
  if (reading === undefined) return undefined;
  const address = formatAddress(reading);
  const type = context.readings.get(address);
  if (type === undefined) {
    const known = [...context.readings.keys()];
    findings.unknown('reading', address, { path: [...path, 'reading'], known });
    return undefined;
  }
  const crossing = crossingOf({ above, below, is });
  if (crossing === undefined || (crossing.kind === 'is') !== (type === 'boolean')) {
    const needed = type === 'boolean' ? '"is: true" or "is: false"' : 'one of "above" and "below"';
    findings.error({ path, message: `${address} needs ${needed}, and nothing else` });
    return undefined;
  }
  return { kind: 'reading', reading, crossing, forMs, hysteresis };
}

function crossingOf({
  above,
  below,
  is,
}: Pick<Form, 'above' | 'below' | 'is'>): ReadingTrigger['crossing'] | undefined {
  const given = [above, below, is].filter((one) => one !== undefined);
  if (given.length !== 1) return undefined;
  if (above !== undefined) return { kind: 'above', limit: above };
  if (below !== undefined) return { kind: 'below', limit: below };
  return is === undefined ? undefined : { kind: 'is', value: is };
}
