/** Turns the configuration's interlocks into rules: one entry, one kind. */
import type { InterlockConfig } from '../../config/devices-schema.ts';
import { exclusive } from './exclusive.ts';
import type { Interlock } from './interlock.ts';
import { maxOn } from './max-on.ts';
import { minInterval } from './min-interval.ts';
import { minOff } from './min-off.ts';
import { quietHours } from './quiet-hours.ts';
import { range } from './range.ts';
import { rate } from './rate.ts';
import { requires } from './requires.ts';

export function compileInterlocks(configs: readonly InterlockConfig[]): readonly Interlock[] {
  return configs.flatMap((config) => {
    const { name } = config;
    const compiled = [
      config.maxOn !== undefined && maxOn(config.maxOn, name),
      config.minOff !== undefined && minOff(config.minOff, name),
      config.minInterval !== undefined && minInterval(config.minInterval, name),
      config.exclusive !== undefined && exclusive(config.exclusive, name),
      config.requires !== undefined && requires(config.requires, name),
      config.quietHours !== undefined && quietHours(config.quietHours, name),
      config.range !== undefined && range(config.range, name),
      config.rate !== undefined && rate(config.rate, name),
    ];
    return compiled.filter((rule) => rule !== false);
  });
}
