/**
 * The form of `devices.yaml`: what is wired where, what people call it, and the rules that hold
 * whoever asks. Shapes only; what needs the whole site (names, pins, units) is in `check-site.ts`.
 */
import { z } from '../core/schema.ts';
import {
  address,
  aliases,
  duration,
  id,
  interval,
  timeOfDay,
  titles,
  unit,
  value,
} from './fields.ts';

/** What a reading must be for a write to be allowed, or for a proof to agree. */
const condition = z
  .strictObject({ is: value.optional(), min: z.number().optional(), max: z.number().optional() })
  .refine((given) => Object.keys(given).length > 0, 'name at least one of: is, min, max');

/**
 * Exactly one kind per entry. An interlock never stands in the way of the safe value: switching
 * off is always allowed.
 */
const interlock = z
  .strictObject({
    name: id.optional().describe('How refusals and the journal call it; default: the kind'),
    maxOn: duration
      .optional()
      .describe('Longest time away from the safe value; then it is forced back'),
    minOff: duration.optional().describe('Shortest rest at the safe value, counted from boot too'),
    minInterval: duration.optional().describe('Shortest time between two writes'),
    exclusive: address.optional().describe('The other property must be at its safe value'),
    requires: z
      .strictObject({
        reading: address,
        is: value.optional(),
        min: z.number().optional(),
        max: z.number().optional(),
        freshWithin: duration.default(30_000),
      })
      .refine(
        (given) => given.is !== undefined || given.min !== undefined || given.max !== undefined,
        'name at least one of: is, min, max',
      )
      .optional()
      .describe(
        'Another reading must be in a window; when it leaves it, or goes stale, the safe value is forced',
      ),
    quietHours: z
      .strictObject({ from: timeOfDay, to: timeOfDay })
      .optional()
      .describe('No write away from the safe value in these hours'),
    range: interval.optional().describe('Lowest and highest value that may be written'),
    rate: z
      .strictObject({ step: z.number().positive(), per: duration })
      .optional()
      .describe('Largest change in a time'),
  })
  .refine(
    (given) => Object.keys(given).filter((key) => key !== 'name').length === 1,
    'name exactly one kind in each entry',
  );

const calibration = z.union([
  z.strictObject({ scale: z.number().default(1), offset: z.number().default(0) }),
  z.strictObject({ from: interval, to: z.tuple([z.number(), z.number()]) }),
  z.strictObject({
    '4-20mA': z.tuple([z.number(), z.number()]),
    shunt: z.number().positive().default(165).describe('ohm'),
  }),
]);

const property = z.strictObject({
  from: z.string().describe('part, or part.channel where the part has several'),
  title: titles.optional(),
  aliases: aliases.optional(),
  words: z
    .enum(['on-off', 'open-closed', 'pressed-released', 'yes-no'])
    .optional()
    .describe('How a boolean is said; default on-off'),
  unit: unit.optional(),
  calibrate: calibration.optional(),
  range: interval.optional().describe('What the reading can be, in the unit; beyond it is faulty'),
  every: duration.default(5_000).describe('How often it is sampled'),
  staleAfter: duration.default(15_000),
  faultyAfter: duration.default(60_000),
  settle: duration.optional().describe('How long the world needs to follow a write'),
  tolerance: z.number().nonnegative().optional(),
  proof: z
    .strictObject({ reading: address, on: condition, off: condition.optional() })
    .optional()
    .describe('The independent reading that shows the write had its effect'),
  confirm: z
    .strictObject({
      to: z.union([
        z.literal('on'),
        z.literal('off'),
        z.literal('open'),
        z.literal('closed'),
        z.literal('any'),
        value,
      ]),
      people: z.union([z.literal(1), z.literal(2)]).default(1),
    })
    .optional(),
  onRestart: z.enum(['safe', 'last']).default('safe'),
  safe: value.optional().describe('The value without danger; default false or 0'),
  interlocks: z.array(interlock).default([]),
});

const thing = z.strictObject({
  title: titles,
  aliases: aliases.optional(),
  area: id,
  kind: z.enum([
    'pump',
    'light',
    'heater',
    'vent',
    'valve',
    'fan',
    'tank',
    'sensor',
    'meter',
    'door',
    'button',
    'switch',
  ]),
  role: z
    .enum(['viewer', 'operator', 'technician', 'admin'])
    .optional()
    .describe('The role a write needs; default operator'),
  properties: z.record(id, property),
});

const regulator = z
  .strictObject({
    title: titles,
    aliases: aliases.optional(),
    area: id,
    reading: address,
    output: address,
    setpoint: z.number(),
    range: interval.describe('Lowest and highest setpoint'),
    enabled: z.boolean().default(false),
    'two-point': z
      .strictObject({ hysteresis: z.number().positive(), direction: z.enum(['raise', 'lower']) })
      .optional(),
    pid: z
      .strictObject({
        kp: z.number(),
        ki: z.number().default(0),
        kd: z.number().default(0),
        every: duration.default(10_000),
        output: interval.default([0, 100]),
        step: z.number().positive().default(2),
      })
      .optional(),
  })
  .refine(
    (given) => (given['two-point'] === undefined) !== (given.pid === undefined),
    'name exactly one of: two-point, pid',
  );

const board = z.strictObject({
  board: id.describe('A folder of boards/'),
  title: titles.optional(),
  parts: z.record(id, z.looseObject({ driver: id })),
  things: z.record(id, thing),
  regulators: z.record(id, regulator).default({}),
});

const area = z.strictObject({ title: titles, aliases: aliases.optional() });

export const devicesSchema = z.strictObject({
  areas: z.record(id, area),
  boards: z.record(id, board),
});

export type DevicesFile = z.infer<typeof devicesSchema>;
export type BoardConfig = DevicesFile['boards'][string];
export type ThingConfig = BoardConfig['things'][string];
export type PropertyConfig = ThingConfig['properties'][string];
export type InterlockConfig = PropertyConfig['interlocks'][number];
export type RegulatorConfig = BoardConfig['regulators'][string];
export type CalibrationConfig = NonNullable<PropertyConfig['calibrate']>;
export type Condition = z.infer<typeof condition>;
