/** An incident: one time that an alert was open, from the first value that was too high until it has been right for long enough. */
import type { AlertName } from '../core/alert.ts';
import { z } from '../core/schema.ts';

const words = z.strictObject({ en: z.string(), zh: z.string() });

export const incidentSchema = z.strictObject({
  id: z.string(),
  code: z.string(),
  subject: z.string().optional(),
  title: words,
  severity: z.enum(['info', 'warning', 'critical']),
  unit: z.string(),
  /** Since when it has been too high, epoch ms, as all times here. */
  since: z.number(),
  /** When it fired last, and why, as it was told. */
  value: z.number(),
  why: words,
  /** How often it fired: more than once where it came and went. */
  times: z.number(),
  /** It is right again since then; nobody believes it yet. */
  calmSince: z.number().optional(),
  /** It is over since then. */
  overAt: z.number().optional(),
  /** When people were told last that it is open. */
  toldAt: z.number().optional(),
  /** When they were told that it is over. */
  overToldAt: z.number().optional(),
  /** Who looks after it: nobody is reminded of it any more. */
  acknowledged: z.strictObject({ by: z.string(), at: z.number() }).optional(),
});

export type Incident = Readonly<z.infer<typeof incidentSchema>>;

/** Of the same alert there is one open incident at most. */
export function isOf({ code, subject }: AlertName, alert: AlertName): boolean {
  return code === alert.code && subject === alert.subject;
}

export function isOpen({ overAt }: Incident): boolean {
  return overAt === undefined;
}

export function withoutCalm({ calmSince: _, ...incident }: Incident): Incident {
  return incident;
}
