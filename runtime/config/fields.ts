/** The small shapes that configuration files are made of: ids, durations, titles per language, addresses of readings. */
import { parseDuration } from '../core/duration.ts';
import { ID_PATTERN } from '../core/ids.ts';
import { parseAddress, type PropertyAddress } from '../core/reading.ts';
import { z } from '../core/schema.ts';
import { unitSymbols } from '../core/units.ts';

export const id = z
  .string()
  .regex(
    ID_PATTERN,
    'an id has only small letters, digits and dashes, and begins with a letter or digit',
  )
  .max(48);

/** `10s`, `5m`, `1h30m` → milliseconds. */
export const duration = z.string().transform((text, context) => {
  const durationMs = parseDuration(text);
  if (durationMs !== undefined && durationMs > 0) return durationMs;
  context.addIssue({
    code: 'custom',
    message: `"${text}" is not a duration; write 500ms, 10s, 5m, 1h30m or 2d`,
  });
  return z.NEVER;
});

/** `tank.level` → its thing and property. Whether they exist is checked with the whole site at hand. */
export const address = z.string().transform((text, context): PropertyAddress => {
  const parsed = parseAddress(text);
  if (parsed !== undefined) return parsed;
  context.addIssue({
    code: 'custom',
    message: `"${text}" is not thing.property, as in tank.level`,
  });
  return z.NEVER;
});

/** `22:00` → minutes after midnight in the site's time zone. */
export const timeOfDay = z.string().transform((text, context) => {
  const match = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text);
  if (match !== null) return Number(match[1]) * 60 + Number(match[2]);
  context.addIssue({
    code: 'custom',
    message: `"${text}" is not a time of day; write 06:30 or 22:00`,
  });
  return z.NEVER;
});

export const unit = z.enum(unitSymbols as [string, ...string[]]);
export const value = z.union([z.boolean(), z.number(), z.string()]);
export const interval = z
  .tuple([z.number(), z.number()])
  .refine(([low, high]) => low < high, 'the first number must be the smaller one');
export const languages = ['en', 'zh'] as const;
export const titles = z.strictObject({ en: z.string().min(1), zh: z.string().min(1).optional() });
export const aliases = z.strictObject({
  en: z.array(z.string().min(1)).optional(),
  zh: z.array(z.string().min(1)).optional(),
});
