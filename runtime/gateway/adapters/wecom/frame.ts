/** One frame of the long connection: `cmd` where somebody asks or tells, `errcode` where it is an answer. */
import { z } from '../../../core/schema.ts';

const frameSchema = z.object({
  cmd: z.string().optional(),
  headers: z.object({ req_id: z.string() }),
  errcode: z.number().optional(),
  errmsg: z.string().default(''),
  body: z.unknown().optional(),
});

export type WecomFrame = z.infer<typeof frameSchema>;

/** @returns undefined: this is not WeCom */
export function parseFrame(frame: string): WecomFrame | undefined {
  try {
    // WeCom lets raw control characters stand in what people write; its own SDK takes them out as well.
    return frameSchema.safeParse(JSON.parse(frame.replaceAll(/\p{Cc}/gu, ' '))).data;
  } catch {
    return undefined;
  }
}
