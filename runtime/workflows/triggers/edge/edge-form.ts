/** `{ edge: door.open, direction: rising }`: what may stand there, and what it means. */
import { address } from '../../../config/fields.ts';
import { formatAddress, type PropertyAddress } from '../../../core/reading.ts';
import { z } from '../../../core/schema.ts';
import type { TriggerPlace } from '../trigger-place.ts';

export interface EdgeTrigger {
  readonly kind: 'edge';
  readonly edge: PropertyAddress;
  readonly direction: 'rising' | 'falling' | 'both';
}

export const edgeForm = z.strictObject({
  edge: address.optional().describe('Something that is on or off, each time that it changes'),
  direction: z
    .enum(['rising', 'falling', 'both'])
    .optional()
    .describe('Whether it becomes on, off, or either. Default: rising'),
});

export function checkEdge(
  { findings, path, context }: TriggerPlace,
  { edge, direction = 'rising' }: z.infer<typeof edgeForm>,
): EdgeTrigger | undefined {
  if (edge === undefined) return undefined;
  const text = formatAddress(edge);
  const at = [...path, 'edge'];
  const type = context.readings.get(text);
  const known = [...context.readings].flatMap(([name, each]) => (each === 'boolean' ? name : []));
  if (type === undefined) findings.unknown('reading', text, { path: at, known });
  else if (type !== 'boolean')
    findings.error({
      ...{ path: at, message: `${text} is a number, and has no edges` },
      hint: `write { reading: ${text}, above: … }`,
    });
  return type === 'boolean' ? { kind: 'edge', edge, direction } : undefined;
}
