/**
 * What ntfy tells of its topics (docs.ntfy.sh/subscribe/api, "JSON message format"), as the core knows it. Nobody
 * says who published something: a person is the topic.
 */
import { parseBoundedJson } from '../../../core/bounded-json.ts';
import { z } from '../../../core/schema.ts';
import type { ArrivedMessage } from '../../channels/channel-adapter.ts';

/** Of what a site publishes itself; others who use it are passed over. */
export const OWN_TITLE = 'Boardtalk';

const eventSchema = z.object({
  id: z.string(),
  /** Unix time, s. */
  time: z.int(),
  /** `open`, `keepalive`, `message`, and whatever comes to be. */
  event: z.string(),
  topic: z.string(),
  message: z.string().default(''),
  title: z.string().optional(),
  attachment: z.unknown().optional(),
  /** docs.ntfy.sh/publish, "Updating + deleting notifications": another one stands in the place of what was. */
  sequence_id: z.string().optional(),
});
export type NtfyEvent = z.infer<typeof eventSchema>;

/** undefined: it is none. */
export function parseEvent(line: string): NtfyEvent | undefined {
  return eventSchema.safeParse(parseBoundedJson(line)).data;
}

export interface Clocks {
  readonly now: number;
  /** How far the clock of the server is ahead of ours, ms. */
  readonly aheadMs: number;
}

/** undefined: nobody wrote it, or it was written before. */
export function messageOf(
  { id, time, event, topic, message, title, attachment, sequence_id: sequence }: NtfyEvent,
  { now, aheadMs }: Clocks,
): ArrivedMessage | undefined {
  if (event !== 'message' || title === OWN_TITLE) return undefined;
  if (sequence !== undefined && sequence !== id) return undefined;
  const isText = attachment === undefined && message.trim() !== '';
  return {
    ...{ id, chat: topic, user: topic },
    at: Math.min(time * 1_000 - aheadMs, now),
    kind: isText ? 'text' : 'other',
    text: isText ? message.trim() : '',
  };
}
