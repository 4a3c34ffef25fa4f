/** Numbers and climates: what holds a value. */
import { findUnit } from '../../core/units.ts';
import type { MqttChannelInput } from '../../hal/mqtt-options.ts';
import {
  ASK_ON,
  commandOf,
  saidState,
  SETTLE_MS,
  stateOf,
  type Compile,
  type Draft,
} from './draft.ts';
import type { Entity } from './entity.ts';
import { ownName } from './measured.ts';
import { conversionOf } from './quantities.ts';

const HOLD_MS = 10_000;
/** So far off a device may be whose steps nobody knows. */
const HALF_A_DEGREE = 0.5;

/** Home Assistant: from 1 to 100 in steps of 1 unless it says otherwise. */
export const number: Compile = (entity) => {
  const command = commandOf(entity, 'command_topic', 'command_template');
  if (command === undefined) return 'it has no command topic';
  const unit = entity.text('unit_of_measurement');
  const conversion = conversionOf(unit, entity.text('device_class'), isUnit);
  const [low, high] = [entity.number('min') ?? 1, entity.number('max') ?? 100];
  if (low >= high) return 'its range is empty';
  const step = Math.abs(entity.number('step') ?? 1);
  const state = stateOf(entity, 'state_topic', 'value_template');
  const channel: MqttChannelInput = {
    ...{ type: 'number', ...conversion, ...rangeOf(conversion, low, high), command },
    ...{ integer: Number.isInteger(step) && Number.isInteger(low), ...saidState(entity, state) },
  };
  const own = { ...ownName(entity, 'value'), channel, settleMs: SETTLE_MS };
  return { drafts: [{ ...own, ...stepOf(step, conversion) }] };
};

/** Its setpoint, what it measures, and whether it runs at all. Modes and presets are words, and not taken. */
export const climate: Compile = (entity) => {
  const drafts = [...setpointOf(entity), ...measuredBy(entity), ...runOf(entity)];
  if (drafts.length === 0) return 'it has no setpoint and no temperature';
  return { kind: 'heater', drafts };
};

function setpointOf(entity: Entity): readonly Draft[] {
  const command = commandOf(entity, 'temperature_command_topic', 'temperature_command_template');
  if (command === undefined) return [];
  const state = stateOf(entity, 'temperature_state_topic', 'temperature_state_template');
  const conversion = temperatureUnit(entity);
  // Home Assistant: "7 °C or 44.6 °F", "35 °C or 95 °F" unless it says otherwise.
  const [least, most] = isFahrenheit(entity) ? [44.6, 95] : [7, 35];
  const [low, high] = [entity.number('min_temp') ?? least, entity.number('max_temp') ?? most];
  if (low >= high) return [];
  // Where it says none, none is known: Home Assistant's 1 is that of its buttons.
  const step = Math.abs(entity.number('temp_step') ?? 0);
  return [
    {
      ...{ name: 'setpoint', title: { en: 'setpoint', zh: '设定值' }, settleMs: HOLD_MS },
      ...stepOf(step, conversion),
      channel: {
        ...{ type: 'number', ...conversion, ...rangeOf(conversion, low, high), command },
        ...saidState(entity, state),
      },
    },
  ];
}

function measuredBy(entity: Entity): readonly Draft[] {
  const state = stateOf(entity, 'current_temperature_topic', 'current_temperature_template');
  if (state === undefined) return [];
  const channel = { type: 'number', ...temperatureUnit(entity), state } as const;
  return [{ name: 'temperature', title: { en: 'temperature', zh: '温度' }, channel }];
}

function runOf(entity: Entity): readonly Draft[] {
  const command = commandOf(entity, 'power_command_topic', 'power_command_template');
  if (command === undefined) return [];
  const [on, off] = [entity.payload('payload_on', 'ON'), entity.payload('payload_off', 'OFF')];
  const channel = { type: 'boolean', command: { ...command, on, off } } as const;
  return [{ name: 'power', title: { en: 'power', zh: '电源' }, channel, confirm: ASK_ON }];
}

/** Home Assistant counts it in the device's own unit; 0 = none. */
function stepOf(
  own: number,
  { scale = 1 }: { readonly scale?: number },
): Pick<Draft, 'step' | 'tolerance'> {
  if (own === 0) return { tolerance: HALF_A_DEGREE };
  const step = Number((own * Math.abs(scale)).toPrecision(12));
  return { step, tolerance: step / 2 };
}

function temperatureUnit(entity: Entity): ReturnType<typeof conversionOf> {
  return conversionOf(isFahrenheit(entity) ? '°F' : '°C', 'temperature', isUnit);
}

function isFahrenheit(entity: Entity): boolean {
  return entity.text('temperature_unit') === 'F';
}

function isUnit(unit: string): boolean {
  return findUnit(unit) !== undefined;
}

function rangeOf(
  { scale = 1, offset = 0 }: { readonly scale?: number; readonly offset?: number },
  low: number,
  high: number,
): { readonly range: [number, number] } {
  return { range: [low * scale + offset, high * scale + offset] };
}
