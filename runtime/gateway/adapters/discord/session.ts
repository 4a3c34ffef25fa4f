/**
 * How far a session of the Gateway was heard. It is kept with the messages, so that a node that comes back
 * within some minutes is told what it missed (docs.discord.com/developers/events/gateway#resuming).
 */
import { parseBoundedJson } from '../../../core/bounded-json.ts';
import { z } from '../../../core/schema.ts';

const sessionSchema = z.object({
  id: z.string(),
  /** Where it is resumed; already found to be Discord's. */
  url: z.string(),
  /** The last event that is on disk. */
  seq: z.int(),
});
export type Session = Readonly<z.infer<typeof sessionSchema>>;

export function parseSession(cursor: string | undefined): Session | undefined {
  return sessionSchema.safeParse(parseBoundedJson(cursor ?? '')).data;
}
