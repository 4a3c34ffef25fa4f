/** Covers, valves, locks, numbers and climates: what moves to a place, or holds a value. */
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
  type Drafts,
} from './draft.ts';
import type { Entity } from './entity.ts';
import { ownName } from './measured.ts';
import { conversionOf } from './quantities.ts';

/** A gate or a blind on its way. */
const TRAVEL_MS = 60_000;
const TURN_MS = 15_000;
const HOLD_MS = 10_000;
/** Percent; where a motor stops is not exact. */
const STOPS_WITHIN = 3;

const OPEN = { name: 'open', title: { en: 'opening', zh: '开合' }, words: 'open-closed' } as const;
/** Who stands in one of these is hurt by it. */
const DOORS = new Set(['door', 'garage', 'gate']);

export const cover: Compile = (entity) => {
  const kind = DOORS.has(entity.text('device_class') ?? '') ? 'door' : 'vent';
  const ask = kind === 'door' ? { confirm: { to: 'any', people: 1 } as const } : {};
  const position = positionOf(entity, 'set_position_topic', 'position_topic');
  const own = position ?? (commandOf(entity, 'command_topic', '') && openClosed(entity, TRAVEL_MS));
  if (own === undefined) return 'it has no command topic';
  return { kind, drafts: [{ ...own, ...ask }, ...stopOf(entity)] };
};

export const valve: Compile = (entity) => {
  const position = entity.is('reports_position', true)
    ? positionOf(entity, 'command_topic', 'state_topic')
    : undefined;
  const own = position ?? (commandOf(entity, 'command_topic', '') && openClosed(entity, TURN_MS));
  if (own === undefined) return 'it has no command topic';
  const confirm = { to: own.channel.type === 'number' ? 'any' : 'open', people: 1 } as const;
  return { kind: 'valve', drafts: [{ ...own, confirm }] };
};

/** Unlocked is open: whoever unlocks a door is asked. */
export const lock: Compile = (entity) => {
  const command = commandOf(entity, 'command_topic', 'command_template');
  if (command === undefined) return 'it has no command topic';
  const place = stateOf(entity, 'state_topic', 'value_template');
  const state = place && {
    ...place,
    on: entity.payload('state_unlocked', 'UNLOCKED'),
    off: entity.payload('state_locked', 'LOCKED'),
    passing: ['LOCKING', 'UNLOCKING', 'JAMMED', 'MOTOR_OK', 'MOTOR_JAMMED'],
  };
  const [on, off] = [
    entity.payload('payload_unlock', 'UNLOCK'),
    entity.payload('payload_lock', 'LOCK'),
  ];
  const channel: MqttChannelInput = {
    ...{ type: 'boolean', command: { ...command, on, off } },
    ...saidState(entity, state),
  };
  const draft = { ...OPEN, title: { en: 'lock', zh: '锁' }, channel, settleMs: TURN_MS } as const;
  return { kind: 'door', drafts: [{ ...draft, confirm: { to: 'open', people: 1 } }] };
};

/** Home Assistant: from 1 to 100 in steps of 1 unless it says otherwise. */
export const number: Compile = (entity) => {
  const command = commandOf(entity, 'command_topic', 'command_template');
  if (command === undefined) return 'it has no command topic';
  const unit = entity.text('unit_of_measurement');
  const conversion = conversionOf(unit, entity.text('device_class'), isUnit);
  const [low, high] = [entity.number('min') ?? 1, entity.number('max') ?? 100];
  if (low >= high) return 'its range is empty';
  const step = entity.number('step') ?? 1;
  const state = stateOf(entity, 'state_topic', 'value_template');
  const channel: MqttChannelInput = {
    ...{ type: 'number', ...conversion, ...rangeOf(conversion, low, high), command },
    ...{ integer: Number.isInteger(step) && Number.isInteger(low), ...saidState(entity, state) },
  };
  const tolerance = (step / 2) * (conversion.scale ?? 1);
  return { drafts: [{ ...ownName(entity, 'value'), channel, tolerance, settleMs: SETTLE_MS }] };
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
  const step = entity.number('temp_step') ?? 1;
  return [
    {
      ...{ name: 'setpoint', title: { en: 'setpoint', zh: '设定值' }, settleMs: HOLD_MS },
      tolerance: (step / 2) * (conversion.scale ?? 1),
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

function openClosed(entity: Entity, settleMs: number): Draft | undefined {
  const command = commandOf(entity, 'command_topic', '');
  if (command === undefined) return undefined;
  const [on, off] = [
    entity.payload('payload_open', 'OPEN'),
    entity.payload('payload_close', 'CLOSE'),
  ];
  const place = stateOf(entity, 'state_topic', 'value_template');
  const state = place && {
    ...place,
    on: entity.payload('state_open', 'open'),
    off: entity.payload('state_closed', 'closed'),
    passing: [
      entity.payload('state_opening', 'opening'),
      entity.payload('state_closing', 'closing'),
      entity.payload('state_stopped', 'stopped'),
    ],
  };
  const channel: MqttChannelInput = {
    ...{ type: 'boolean', command: { ...command, on, off } },
    ...saidState(entity, state),
  };
  return { ...OPEN, channel, settleMs };
}

function positionOf(entity: Entity, commandKey: string, stateKey: string): Draft | undefined {
  const command = commandOf(entity, commandKey, 'set_position_template');
  if (command === undefined) return undefined;
  const state =
    stateOf(entity, stateKey, 'position_template') ?? stateOf(entity, stateKey, 'value_template');
  const closed = entity.number('position_closed') ?? 0;
  const open = entity.number('position_open') ?? 100;
  if (open === closed) return undefined;
  const scale = 100 / (open - closed);
  return {
    ...{ name: 'position', title: { en: 'position', zh: '位置' }, settleMs: TRAVEL_MS },
    tolerance: STOPS_WITHIN,
    channel: {
      ...{ type: 'number', unit: '%', range: [0, 100], integer: true, command },
      ...{ scale, offset: -closed * scale, ...saidState(entity, state) },
    },
  };
}

/** What stops it must not ask first. */
function stopOf(entity: Entity): Drafts['drafts'] {
  const command = commandOf(entity, 'command_topic', '');
  if (command === undefined || entity.is('payload_stop', null)) return [];
  const on = entity.payload('payload_stop', 'STOP');
  const channel = { type: 'boolean', momentary: true, command: { ...command, on } } as const;
  return [
    {
      name: 'stop',
      title: { en: 'stop button', zh: '停止按钮' },
      words: 'pressed-released',
      channel,
    },
  ];
}
