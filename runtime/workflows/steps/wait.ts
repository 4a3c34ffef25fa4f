/** `wait`: lets time pass. Nothing is held meanwhile, and a restart does not begin it anew. */
import { formatDuration, parseDuration } from '../../core/duration.ts';
import { z } from '../../core/schema.ts';
import type { StepAction } from '../step-action.ts';

const LONGEST_MS = 7 * 86_400_000;

const params = z.strictObject({
  for: z
    .string()
    .meta({ examples: ['30s', '10m', '1h30m'] })
    .refine((text) => isLength(parseDuration(text)), 'not a duration of at most 7 days')
    .describe('How long'),
});

export function waitStep(): StepAction {
  return {
    name: 'wait',
    help: 'Lets time pass.',
    kind: 'read',
    isOnce: true,
    params,
    gives: ['text'],
    run: (given, { now, isDryRun }) => {
      const ms = parseDuration(params.parse(given).for) ?? 0;
      const text = `would wait ${formatDuration(ms)}`;
      return Promise.resolve(
        isDryRun ? { ok: true, output: { text } } : { ok: true, until: now + ms },
      );
    },
  };
}

function isLength(ms: number | undefined): boolean {
  return ms !== undefined && ms > 0 && ms <= LONGEST_MS;
}
