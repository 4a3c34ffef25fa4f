/** `cron 0 9 * * *`, or the same as a map: what may stand there, and what it means. */
import { duration, timezone } from '../../../config/fields.ts';
import { z } from '../../../core/schema.ts';
import type { TriggerPlace } from '../trigger-place.ts';
import type { CronFields } from './cron.ts';
import { isCronMistake, parseCron } from './parse-cron.ts';

export interface CronTrigger {
  readonly kind: 'cron';
  readonly expression: string;
  readonly fields: CronFields;
  /** IANA; absent: the site's. */
  readonly timezone?: string | undefined;
  /** What became due while the node was away. */
  readonly missed: 'skip' | 'once' | 'all';
  /** How late a missed one is still run. */
  readonly graceMs: number;
}

export const cronForm = z.strictObject({
  cron: z
    .string()
    .optional()
    .describe('Minute, hour, day, month, weekday')
    .meta({ examples: ['0 9 * * *'] }),
  timezone: timezone.optional().describe("Of `cron`; default: the site's"),
  missed: z
    .enum(['skip', 'once', 'all'])
    .optional()
    .describe(
      'What became due while the node was away: told, run once, or run each. Default: skip',
    ),
  grace: duration.optional().describe('How late a missed one is still run. Default: 1h'),
});

const HOUR_MS = 3_600_000;

/** @param place of the expression */
export function checkCron(
  { findings, path }: TriggerPlace,
  { cron = '', timezone, missed = 'skip', grace = HOUR_MS }: z.infer<typeof cronForm>,
): CronTrigger | undefined {
  const fields = parseCron(cron);
  if (isCronMistake(fields)) {
    findings.error({ path, ...fields });
    return undefined;
  }
  return { kind: 'cron', expression: cron, fields, timezone, missed, graceMs: grace };
}
