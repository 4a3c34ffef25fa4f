/** What people are told of a driver: `boardtalk driver list`, docs/hardware.md. Made from its definition. */
import { shapeOf } from '../config/form/schema-shape.ts';
import type { ChannelSpec } from '../core/channel.ts';
import type { Driver } from './driver.ts';
import type { DriverFacts } from './driver-facts.ts';

export interface DriverDescription {
  readonly id: string;
  readonly title: string;
  readonly bus?: DriverFacts['bus'];
  /** Empty where the options say what the part offers, as a register map does. */
  readonly channels: readonly ChannelSpec[];
  readonly channelsFromOptions: boolean;
  readonly options: readonly DriverOption[];
  readonly wiring?: DriverFacts['wiring'];
  readonly verified?: DriverFacts['verified'];
}

export interface DriverOption {
  readonly name: string;
  readonly help?: string;
  readonly required: boolean;
  readonly default?: unknown;
}

export function describeDriver({ id, title, about, channels, options }: Driver): DriverDescription {
  const fromOptions = typeof channels === 'function';
  return {
    ...{ id, title },
    ...(about && { bus: about.bus }),
    channels: fromOptions ? [] : channels,
    channelsFromOptions: fromOptions,
    options: describeOptions(options),
    ...(about && { wiring: about.wiring, verified: about.verified }),
  };
}

/** A driver with several forms of options has each option once. */
function describeOptions(options: Driver['options']): readonly DriverOption[] {
  const shape = shapeOf(options);
  const forms = [shape, ...(shape.anyOf ?? []), ...(shape.oneOf ?? []), ...(shape.allOf ?? [])];
  const found = new Map<string, DriverOption>();
  for (const form of forms.filter((each) => typeof each === 'object'))
    for (const [name, child] of Object.entries(form.properties ?? {})) {
      if (typeof child !== 'object') continue;
      const { description: help, default: standard } = child;
      found.set(name, {
        name,
        ...(help === undefined ? {} : { help }),
        required: form.required?.includes(name) ?? false,
        ...(standard === undefined ? {} : { default: standard }),
      });
    }
  return [...found.values()];
}
