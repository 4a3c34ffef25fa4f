/**
 * The small shapes that configuration files are made of: ids, durations, titles per language,
 * addresses of readings. Examples stand in the schema: they become hints, docs and completions.
 */
import { parseDuration } from '../core/duration.ts';
import { ID_PATTERN } from '../core/ids.ts';
import { parseAddress, type PropertyAddress } from '../core/reading.ts';
import { z } from '../core/schema.ts';
import { unitSymbols } from '../core/units.ts';

const MINUTES_PER_HOUR = 60;

export const id = z
  .string()
  .regex(
    ID_PATTERN,
    'an id has only small letters, digits and dashes, and begins with a letter or digit',
  )
  .max(48)
  .meta({ examples: ['pump-2'] });

/** `10s`, `5m`, `1h30m` → milliseconds. */
export const duration = z
  .string()
  .meta({ examples: ['500ms', '10s', '5m', '1h30m', '2d'] })
  .transform((text, context) => {
    const durationMs = parseDuration(text);
    if (durationMs !== undefined && durationMs > 0) return durationMs;
    context.addIssue({ code: 'custom', message: 'not a duration' });
    return z.NEVER;
  });

/** `tank.level` → its thing and property. Whether they exist is checked with the whole site at hand. */
export const address = z
  .string()
  .meta({ examples: ['tank.level'] })
  .transform((text, context): PropertyAddress => {
    const parsed = parseAddress(text);
    if (parsed !== undefined) return parsed;
    context.addIssue({ code: 'custom', message: 'not an address of the form thing.property' });
    return z.NEVER;
  });

/** `22:00` → minutes after midnight in the site's time zone. */
export const timeOfDay = z
  .string()
  .meta({ examples: ['06:30', '22:00'] })
  .transform((text, context) => {
    const match = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text);
    if (match !== null) return Number(match[1]) * MINUTES_PER_HOUR + Number(match[2]);
    context.addIssue({ code: 'custom', message: 'not a time of day' });
    return z.NEVER;
  });

export const unit = z.enum(unitSymbols);
export const value = z.union([z.boolean(), z.number()]);
export const interval = z
  .tuple([z.number(), z.number()])
  .refine(([low, high]) => low < high, 'the first number must be the smaller one')
  .meta({ examples: [[0, 100]] });

/** Those that are answered in. */
export const languages = ['en', 'zh'] as const;
/** Those that things may have names in, and that are understood. */
export const titleLanguages = [...languages, 'de', 'es'] as const;
const name = z.string().trim().min(1).max(80);
export const titles = z.strictObject({
  en: name.describe('In English'),
  zh: name.optional().describe('In Chinese'),
  de: name.optional().describe('In German'),
  es: name.optional().describe('In Spanish'),
});
export const aliases = z.strictObject({
  en: z.array(name).default([]).describe('In English'),
  zh: z.array(name).default([]).describe('In Chinese'),
  de: z.array(name).optional().describe('In German'),
  es: z.array(name).optional().describe('In Spanish'),
});

export const timezone = z
  .string()
  .refine((text) => isTimeZone(text), 'not a time zone of the IANA list')
  .meta({ examples: ['Europe/Berlin', 'Asia/Shanghai'] });

/** Asking for the list is cheap; asking `Intl` itself, for names that stand in no list, costs 8 MB of memory. */
function isTimeZone(text: string): boolean {
  if (text === 'UTC' || Intl.supportedValuesOf('timeZone').includes(text)) return true;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
