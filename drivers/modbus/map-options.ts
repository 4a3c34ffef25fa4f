/** The register map of a unit, as a technician copies it from the manual. */
import { z } from '../../runtime/core/schema.ts';
import { rangeOption, unitOption } from '../../runtime/hal/driver-options.ts';
import { isBit, WORD_TYPES } from '../../runtime/hal/modbus-map.ts';
import { hasOneWay, modbusOptions, ONE_WAY } from '../../runtime/hal/modbus-options.ts';

const LAST_ADDRESS = 0xffff;

const register = z
  .strictObject({
    table: z
      .enum(['coil', 'discrete', 'input', 'holding'])
      .describe('Where it stands: coil (0x), discrete (1x), input (3x) or holding (4x)'),
    address: z
      .number()
      .int()
      .min(0)
      .max(LAST_ADDRESS)
      .describe('Counted from 0: what manuals call 40001 is 0 of holding, 30013 is 12 of input'),
    type: z.enum(WORD_TYPES).optional().describe('How the words are a number; default uint16'),
    order: z
      .enum(['high-first', 'low-first'])
      .optional()
      .describe('Which of two words comes first; default high-first'),
    scale: z.number().optional().describe('What stands there, times this …'),
    offset: z.number().optional().describe('… plus this, is the value'),
    unit: unitOption.optional().describe('The unit of the value'),
    range: rangeOption.optional().describe('What the value can be; beyond it is faulty'),
    writable: z.boolean().default(false).describe('It may be written: coils and holding registers'),
  })
  .refine(({ scale }) => scale !== 0, 'a scale of 0 makes every value the same')
  .refine(
    ({ writable, table }) => !writable || table === 'coil' || table === 'holding',
    'only coils and holding registers can be written',
  )
  .refine(
    (each) => !isBit(each) || (each.type ?? each.order ?? each.unit ?? each.range) === undefined,
    'a coil or a discrete input is true or false: no type, order, unit or range',
  )
  .refine(
    ({ writable, table, range }) => !writable || table === 'coil' || range !== undefined,
    'say the range of what can be written: a wrong number must not reach the unit',
  );

export const mapOptions = z
  .strictObject({
    ...modbusOptions,
    registers: z
      .record(
        z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'small letters, digits and dashes'),
        register,
      )
      .refine((map) => Object.keys(map).length > 0, 'a map without registers reads nothing')
      .describe('Name of the channel → where it stands'),
  })
  .refine(hasOneWay, ONE_WAY);

export type MapOptions = z.infer<typeof mapOptions>;
export type MappedRegister = z.infer<typeof register>;
