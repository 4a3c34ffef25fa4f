/**
 * The form of `devices.yaml`: what is wired where, what people call it, and the rules that hold
 * whoever asks. Shapes only; how keys and names go together is checked by `checks/`. The
 * descriptions become the editor's help and docs/configuration.md.
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

const window = {
  is: value.optional().describe('Exactly this value'),
  min: z.number().optional().describe("At least this, in the reading's unit"),
  max: z.number().optional().describe("At most this, in the reading's unit"),
};

/** What a reading must be for a proof to agree; at least one of the three. */
const condition = z.strictObject(window);

const requirement = z.strictObject({
  reading: address.describe('The other property, on the same board'),
  ...window,
  freshWithin: duration
    .prefault('30s')
    .describe('How old its reading may be; what a camera saw is as old as the picture'),
});

/**
 * Exactly one kind per entry. An interlock never stands in the way of the safe value: switching
 * off is always allowed.
 */
const interlock = z.strictObject({
  name: id.optional().describe('What refusals and the journal call it; default: the kind'),
  maxOn: duration
    .optional()
    .describe('Longest time away from the safe value; then it is forced back'),
  minOff: duration.optional().describe('Shortest rest at the safe value, counted from boot too'),
  minInterval: duration.optional().describe('Shortest time between two writes'),
  exclusive: address
    .optional()
    .describe('Another property, on the same board, that must be at its safe value'),
  requires: requirement
    .optional()
    .describe(
      'Another reading must be in a window; when it leaves it, or goes stale, the safe value is forced',
    ),
  quietHours: z
    .strictObject({
      from: timeOfDay.describe('Begin'),
      to: timeOfDay.describe('End; may be past midnight'),
    })
    .optional()
    .describe('No write away from the safe value in these hours of the site'),
  range: interval.optional().describe('Lowest and highest value that may be written'),
  rate: z
    .strictObject({
      step: z.number().positive().describe("Largest change, in the property's unit"),
      per: duration.describe('In this time'),
    })
    .optional()
    .describe('Largest change in a time'),
});

const pair = z.tuple([z.number(), z.number()]).meta({ examples: [[0, 100]] });

const calibration = z.union([
  z.strictObject({
    scale: z.number().default(1).describe('Multiplied first'),
    offset: z.number().default(0).describe('Then added'),
  }),
  z.strictObject({
    from: interval.describe('Two values as the part gives them'),
    to: pair.describe('What they mean'),
  }),
  z.strictObject({
    '4-20mA': pair.describe('What 4 mA and 20 mA mean'),
    shunt: z
      .number()
      .positive()
      .default(165)
      .describe('The resistor that turns current into voltage, in ohm'),
  }),
]);

const proof = z.strictObject({
  reading: address.describe('The other property, on the same board'),
  on: condition.describe('What it must be after a write away from the safe value'),
  off: condition.optional().describe('What it must be after a write of the safe value'),
});

const confirm = z.strictObject({
  to: z
    .union([z.enum(['on', 'off', 'open', 'closed', 'any']), z.boolean(), z.number()])
    .describe('The value that has to be confirmed; any = every write'),
  people: z
    .union([z.literal(1), z.literal(2)])
    .default(1)
    .describe('2 = a second person confirms'),
});

const words = z.enum([
  'on-off',
  'open-closed',
  'pressed-released',
  'unlocked-locked',
  'yes-no',
  'somebody-nobody',
]);

const property = z.strictObject({
  from: z.string().describe('part, or part.channel where the part has several'),
  title: titles.optional().describe('What people call it; default: its id'),
  aliases: aliases.prefault({}).describe('Other words for it'),
  words: words.default('on-off').describe('How true and false are said'),
  unit: unit.optional().describe("Default: the part's"),
  calibrate: calibration.optional().describe('From what the part gives to the unit'),
  range: interval
    .optional()
    .describe("What the value can be, in the unit; beyond it is faulty; default: the part's"),
  every: duration.prefault('5s').describe('How often it is sampled'),
  staleAfter: duration
    .optional()
    .describe('Without a new sample it is stale; default: three times `every`'),
  faultyAfter: duration
    .optional()
    .describe('Without a new sample it is faulty; default: four times `staleAfter`'),
  settle: duration
    .optional()
    .describe('How long the world needs to follow a write; default: not at all'),
  tolerance: z
    .number()
    .nonnegative()
    .default(0)
    .describe('How far what is measured may be from what was written, in the unit'),
  proof: proof.optional().describe('The independent reading that shows the write had its effect'),
  confirm: confirm.optional().describe('Ask before writing the dangerous value'),
  onRestart: z
    .enum(['safe', 'last'])
    .default('safe')
    .describe('What it is set to at start and at stop'),
  safe: value.optional().describe('The value without danger; default false or 0'),
  interlocks: z.array(interlock).default([]).describe('Rules below every caller'),
});

const kind = z.enum([
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
  'camera',
  'lock',
  'window',
  'curtain',
  'blind',
  'shade',
  'shutter',
  'awning',
  'gate',
  'garage-door',
  'cover',
  'opening',
  'thermostat',
  'person',
  'scene',
]);

const role = z.enum(['viewer', 'operator', 'technician', 'admin']);

const thing = z.strictObject({
  title: titles.describe('What people call it; one name means one thing'),
  aliases: aliases.prefault({}).describe('Other names'),
  area: id.meta({ examples: ['greenhouse'] }).describe('Where it is'),
  kind: kind.describe('What it is'),
  role: role.default('operator').describe('The role a write needs'),
  properties: z.record(id, property).describe('What can be read or written'),
});

/** Exactly one of two-point and pid. */
const regulator = z.strictObject({
  title: titles.describe('What people call it; one name means one thing'),
  aliases: aliases.prefault({}).describe('Other names'),
  area: id.meta({ examples: ['greenhouse'] }).describe('Where it is'),
  reading: address.describe('What is held at the setpoint'),
  output: address.describe('What is written to hold it'),
  setpoint: z.number().describe("Until somebody sets another one, in the reading's unit"),
  range: interval.describe('Lowest and highest setpoint'),
  enabled: z.boolean().default(false).describe('Works from the first start on'),
  'two-point': z
    .strictObject({
      hysteresis: z.number().positive().describe("Width of the band, in the reading's unit"),
      direction: z
        .enum(['raise', 'lower'])
        .describe('raise: on when too low, as a heater; lower: on when too high, as a fan'),
    })
    .optional()
    .describe('Switches an output on and off'),
  pid: z
    .strictObject({
      kp: z.number().describe('Proportional gain; negative when more output lowers the reading'),
      ki: z.number().default(0).describe('Integral gain, per second'),
      kd: z.number().default(0).describe('Derivative gain, in seconds'),
      every: duration.prefault('10s').describe('How often it is computed'),
      output: interval.default([0, 100]).describe('Lowest and highest value written'),
      step: z.number().positive().default(2).describe('Smaller changes are not written'),
    })
    .optional()
    .describe('Moves an output in steps'),
});

const board = z.strictObject({
  board: id.meta({ examples: ['sim'] }).describe('Its model: a folder of boards/'),
  title: titles.optional().describe('What people call it; default: its id'),
  parts: z
    .record(
      id,
      z.looseObject({
        // "SHT31" is how the part itself is called.
        driver: z
          .string()
          .toLowerCase()
          .pipe(id)
          .meta({ examples: ['relay'] })
          .describe("A folder of drivers/; the other keys are the driver's options"),
      }),
    )
    .describe('What is wired to it'),
  things: z.record(id, thing).describe('What people see of it'),
  regulators: z.record(id, regulator).default({}).describe('What holds a reading at a setpoint'),
});

const area = z.strictObject({
  title: titles.describe('What people call it; one name means one area'),
  aliases: aliases.prefault({}).describe('Other names'),
  floor: id
    .meta({ examples: ['ground-floor'] })
    .optional()
    .describe('The floor it is on'),
});

const floor = z.strictObject({
  title: titles.describe('What people call it; stands for all areas on it'),
  aliases: aliases.prefault({}).describe('Other names'),
});

/** What stands here wins over what the device says of itself. */
const discoveredProperty = z.strictObject({
  title: titles.optional().describe('What people call it'),
  aliases: aliases.optional().describe('Other words for it'),
  words: words.optional().describe('How true and false are said'),
  calibrate: calibration.optional().describe('From what the device says to the unit'),
  range: interval.optional().describe('What the value can be; beyond it is faulty'),
  staleAfter: duration.optional().describe('Without a word of it, it is stale'),
  faultyAfter: duration.optional().describe('Without a word of it, it is faulty'),
  settle: duration.optional().describe('How long the device may take to report what it was told'),
  tolerance: z
    .number()
    .nonnegative()
    .optional()
    .describe('How far what it reports may be from what it was told'),
  proof: proof.optional().describe('The independent reading that shows the write had its effect'),
  confirm: z
    .union([z.literal('never'), confirm])
    .optional()
    .describe('Ask before writing the dangerous value; never = do not ask'),
  onRestart: z.enum(['safe', 'last']).optional().describe('What it is set to at start and at stop'),
  safe: value.optional().describe('The value without danger'),
  interlocks: z.array(interlock).optional().describe('Rules below every caller'),
});

const discovered = z.strictObject({
  ignore: z.boolean().default(false).describe('It is not taken'),
  title: titles.optional().describe('What people call it; one name means one thing'),
  aliases: aliases.optional().describe('Other names'),
  area: id
    .meta({ examples: ['greenhouse'] })
    .optional()
    .describe('Where it is'),
  kind: kind.optional().describe('What it is'),
  role: role.optional().describe('The role a write needs'),
  properties: z
    .record(id, discoveredProperty)
    .default({})
    .describe('What is otherwise than it says itself'),
});

export const devicesSchema = z.strictObject({
  areas: z.record(id, area).describe('The places of the site'),
  floors: z.record(id, floor).default({}).describe('The floors of the site, where it has several'),
  boards: z.record(id, board).describe('The boards of the site'),
  discovered: z
    .record(id, discovered)
    .default({})
    .describe('Devices behind MQTT that announce themselves, by the id that `things` shows'),
});

export type DevicesFile = z.infer<typeof devicesSchema>;
export type BoardConfig = DevicesFile['boards'][string];
export type ThingConfig = BoardConfig['things'][string];
export type PropertyConfig = ThingConfig['properties'][string];
export type InterlockConfig = PropertyConfig['interlocks'][number];
export type DiscoveredConfig = DevicesFile['discovered'][string];
export type RegulatorConfig = BoardConfig['regulators'][string];
export type CalibrationConfig = NonNullable<PropertyConfig['calibrate']>;
export type Condition = z.infer<typeof condition>;
