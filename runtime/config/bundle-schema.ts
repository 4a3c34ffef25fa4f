/**
 * The form of a board's part of the site as it travels: what `site.ts` declares, spelled out so that
 * a board takes nothing it does not know. A rule that an older board cannot read must be refused
 * with the whole bundle and never be dropped, so every object is strict. Durations are ms here.
 */
import { boardFileSchema } from './board-file.ts';
import { bundleWorkflowSchema } from './bundle-workflow.ts';
import { id, interval, titles, unit, value, languages } from './fields.ts';
import { z } from '../core/schema.ts';

const durationMs = z.number().positive();
const address = z.strictObject({ thing: id, property: id });
const names = z.array(z.string()).readonly();
const aliases = z.strictObject({
  en: names,
  zh: names,
  de: names.optional(),
  es: names.optional(),
});
const pair = z.tuple([z.number(), z.number()]);

const window = {
  is: value.optional(),
  min: z.number().optional(),
  max: z.number().optional(),
};
const condition = z.strictObject(window);

const interlock = z.strictObject({
  name: id.optional(),
  maxOn: durationMs.optional(),
  minOff: durationMs.optional(),
  minInterval: durationMs.optional(),
  exclusive: address.optional(),
  requires: z.strictObject({ reading: address, ...window, freshWithin: durationMs }).optional(),
  quietHours: z.strictObject({ from: z.number(), to: z.number() }).optional(),
  range: interval.optional(),
  rate: z.strictObject({ step: z.number().positive(), per: durationMs }).optional(),
});

const calibration = z.union([
  z.strictObject({ scale: z.number(), offset: z.number() }),
  z.strictObject({ from: interval, to: pair }),
  z.strictObject({ '4-20mA': pair, shunt: z.number().positive() }),
]);

const regulator = z.strictObject({
  title: titles,
  aliases: z.strictObject({
    en: z.array(z.string()),
    zh: z.array(z.string()),
    de: z.array(z.string()).optional(),
    es: z.array(z.string()).optional(),
  }),
  area: id,
  reading: address,
  output: address,
  setpoint: z.number(),
  range: interval,
  enabled: z.boolean(),
  'two-point': z
    .strictObject({ hysteresis: z.number().positive(), direction: z.enum(['raise', 'lower']) })
    .optional(),
  pid: z
    .strictObject({
      kp: z.number(),
      ki: z.number(),
      kd: z.number(),
      every: durationMs,
      output: interval,
      step: z.number().positive(),
    })
    .optional(),
});

const source = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('part'), part: z.string(), channel: z.string() }),
  z.strictObject({
    kind: z.literal('regulator'),
    regulator,
    role: z.enum(['setpoint', 'active']),
  }),
]);

const property = z.strictObject({
  name: id,
  title: titles,
  aliases,
  type: z.enum(['boolean', 'number']),
  unit: unit.exactOptional(),
  words: z.enum([
    'on-off',
    'open-closed',
    'pressed-released',
    'unlocked-locked',
    'yes-no',
    'somebody-nobody',
  ]),
  range: pair.readonly().exactOptional(),
  step: z.number().positive().exactOptional(),
  writable: z.boolean(),
  source,
  everyMs: durationMs,
  staleAfterMs: durationMs,
  faultyAfterMs: durationMs,
  calibrate: calibration.optional(),
  settleMs: z.number().nonnegative(),
  tolerance: z.number().nonnegative(),
  proof: z.strictObject({ reading: address, on: condition, off: condition.optional() }).optional(),
  confirm: z
    .strictObject({
      to: z.union([z.enum(['on', 'off', 'open', 'closed', 'any']), z.boolean(), z.number()]),
      people: z.union([z.literal(1), z.literal(2)]),
    })
    .optional(),
  onRestart: z.enum(['safe', 'last']),
  safe: value,
  interlocks: z.array(interlock).readonly(),
});

const thing = z.strictObject({
  id,
  board: id,
  title: titles,
  aliases,
  area: id,
  kind: z.string(),
  role: z.enum(['viewer', 'operator', 'technician', 'admin']),
  properties: z.array(property).readonly(),
  origin: z.string().exactOptional(),
});

const part = z.strictObject({
  name: id,
  driver: id,
  options: z.record(z.string(), z.json()),
  claims: names,
  sees: z.literal(true).exactOptional(),
});

export const boardBundleSchema = z.strictObject({
  format: z.literal(1),
  site: z.strictObject({
    id,
    title: z.string(),
    language: z.enum(languages),
    timezone: z.string().exactOptional(),
  }),
  /** Only rises. */
  version: z.number().int().positive(),
  board: z.strictObject({
    id,
    model: id,
    title: titles,
    parts: z.array(part).readonly(),
    things: z.array(thing).readonly(),
  }),
  hardware: boardFileSchema,
  /** Things of other boards that rules of this one name. */
  foreign: z.array(thing).readonly(),
  /** What it does by itself. Absent where there is nothing: a board of an older version takes the rest. */
  workflows: z.array(bundleWorkflowSchema).readonly().exactOptional(),
});
