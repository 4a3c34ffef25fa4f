/** How a current monitor is told its shunt: the same for each model, within what it can measure. */
import { z } from '../core/schema.ts';
import { i2cAddressOption, i2cBusOption } from './driver-options.ts';
import { calibrationOf, type Shunt, type ShuntMonitorModel } from './shunt-monitor.ts';

/** A1 and A0 each at GND, VS, SDA or SCL. */
const ADDRESSES = [
  0x40, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4a, 0x4b, 0x4c, 0x4d, 0x4e, 0x4f,
] as const;

export interface ShuntOptions {
  readonly bus: string;
  readonly address: number;
  readonly shunt: Shunt;
}

export function shuntOptions(model: ShuntMonitorModel): z.ZodType<ShuntOptions> {
  const { volts } = model.fullScale;
  const millivolts = String(Number((volts * 1_000).toPrecision(6)));
  return z
    .strictObject({
      bus: i2cBusOption,
      address: i2cAddressOption(ADDRESSES),
      shunt: z
        .number()
        .positive()
        .default(0.1)
        .describe('Ohms; most modules have R100, that is 0.1; some R002, 0.002'),
      maxCurrent: z
        .number()
        .positive()
        .optional()
        .describe('Amperes; default: all the shunt allows'),
    })
    .transform(({ shunt, maxCurrent, ...rest }) => ({
      ...rest,
      shunt: { ohms: shunt, maxAmperes: maxCurrent ?? volts / shunt },
    }))
    .refine(
      ({ shunt }) => shunt.maxAmperes * shunt.ohms <= volts * (1 + Number.EPSILON),
      `maxCurrent over this shunt drops more than the ${millivolts} mV that the chip measures`,
    )
    .refine(({ shunt }) => {
      const calibration = calibrationOf(model, shunt);
      return calibration > 0 && calibration <= model.calibrationMask;
    }, 'maxCurrent is too small for this shunt: the calibration register cannot hold it');
}
