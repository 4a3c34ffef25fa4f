/**
 * An expected "no": policy, an interlock, a mode or a bad request said it. It is a value that
 * travels to the person who asked, over the wire where needed, so it holds plain data only.
 */
import { readingSchema } from './reading.ts';
import { z } from './schema.ts';

export const refusalSchema = z.strictObject({
  /** `POLICY_…`, `INTERLOCK_…`, `MODE_…`, `COMMAND_…`: never branch on the message. */
  code: z.string(),
  message: z.string(),
  /** The message in Chinese, where it names more than its code says. */
  zh: z.string().optional(),
  /** What the person can do next. */
  hint: z.string(),
  /** The interlock that refused, by its name in the configuration. */
  interlock: z.string().optional(),
  /** The reading the interlock looked at. */
  reading: readingSchema.extend({ thing: z.string(), property: z.string() }).optional(),
});

export type Refusal = Readonly<z.infer<typeof refusalSchema>>;

/** Tells a refusal from what a call returns otherwise. */
export function isRefusal(result: object): result is Refusal {
  return 'code' in result && 'hint' in result;
}
