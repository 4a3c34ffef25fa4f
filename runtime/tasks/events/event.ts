/** An event: what became of a piece of work, for a program of another. Plain data; the form it is told in is the platform's. */
import { PUBLISHED_TEMPLATE, type MessageValues } from '../../config/message-template.ts';
import { fillTemplate } from '../../config/form/template.ts';
import type { SitePlatform } from '../../config/site.ts';
import { z } from '../../core/schema.ts';

export const eventSchema = z.strictObject({
  /** Of whoever tells it: `RUN.STEP`. The same id again is the same event. */
  id: z.string(),
  platform: z.string(),
  at: z.number(),
  task: z.strictObject({
    id: z.string(),
    name: z.string(),
    status: z.enum(['running', 'waiting', 'done', 'failed', 'cancelled', 'missed', 'unknown']),
    output: z.unknown(),
  }),
  channel: z.string().optional(),
  /** When the other program had said that it has it. */
  postedAt: z.number().optional(),
  /** Why it is posted no more. */
  givenUp: z.string().optional(),
});

export type PlatformEvent = Readonly<z.infer<typeof eventSchema>>;

/** As whoever tells it has it. */
export type NewEvent = Omit<PlatformEvent, 'at' | 'givenUp'>;

/** The chat of a program: where its orders come from, and what is told later of them. */
export function chatOf(platform: string): string {
  return `api:${platform}`;
}

/** An event in the form of its platform. */
export function formOf(
  { id, at, task, channel = '' }: PlatformEvent,
  { messageTemplate = PUBLISHED_TEMPLATE }: Pick<SitePlatform, 'messageTemplate'>,
): unknown {
  const values: MessageValues = { task, event: { id, channel, at: new Date(at).toISOString() } };
  return fillTemplate(messageTemplate, { ...values });
}
