/** Switches, lights, fans, sirens, buttons: what is switched on and off, and how much. */
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

const POWER = { name: 'power', title: { en: 'power', zh: '电源' } } as const;
/** Of 255 steps one may be rounded. */
const ROUNDED = 1;

/** A plug: nobody has said yet what hangs on it. */
export const switchOf: Compile = (entity) => {
  const channel = onOff(entity, 'value_template');
  if (channel === undefined) return 'it has no command topic';
  // One of several, or a setting: by its own name.
  const name = entity.text('name') === undefined ? POWER : { ...POWER, ...mainOr(entity) };
  return { kind: 'switch', drafts: [{ ...name, channel, confirm: ASK_ON, settleMs: SETTLE_MS }] };
};

export const siren: Compile = (entity) => {
  const channel = onOff(entity, 'state_value_template');
  if (channel === undefined) return 'it has no command topic';
  return { kind: 'switch', drafts: [{ ...POWER, channel, confirm: ASK_ON, settleMs: SETTLE_MS }] };
};

export const fan: Compile = (entity) => {
  const channel = onOff(entity, 'state_value_template');
  if (channel === undefined) return 'it has no command topic';
  const power: Draft = { ...POWER, channel, settleMs: SETTLE_MS };
  const command = commandOf(entity, 'percentage_command_topic', 'percentage_command_template');
  if (command === undefined) return { kind: 'fan', drafts: [power] };
  const low = (entity.number('speed_range_min') ?? 1) - 1;
  const high = entity.number('speed_range_max') ?? 100;
  if (high <= low) return 'its range of speeds is empty';
  const scale = 100 / (high - low);
  const state = stateOf(entity, 'percentage_state_topic', 'percentage_value_template');
  const speed: Draft = {
    ...{ name: 'speed', title: { en: 'speed', zh: '风速' }, settleMs: SETTLE_MS },
    tolerance: scale / 2,
    channel: {
      ...{ type: 'number', unit: '%', range: [0, 100], integer: true, command },
      ...{ scale, offset: -low * scale },
      ...saidState(entity, state),
    },
  };
  return { kind: 'fan', drafts: [power, speed] };
};

/** Home Assistant, MQTT light: default schema and JSON schema. */
export const light: Compile = (entity) => {
  const schema = entity.text('schema') ?? 'default';
  if (schema === 'json') return jsonLight(entity);
  if (schema !== 'default' && schema !== 'basic')
    return `a light of the schema "${schema}" is not supported`;
  const channel = onOff(entity, 'state_value_template');
  if (channel === undefined) return 'it has no command topic';
  const power: Draft = { ...POWER, channel, settleMs: SETTLE_MS };
  const command = commandOf(entity, 'brightness_command_topic', 'brightness_command_template');
  if (command === undefined) return { kind: 'light', drafts: [power] };
  const state = stateOf(entity, 'brightness_state_topic', 'brightness_value_template');
  return {
    kind: 'light',
    drafts: [power, brightness(entity, { command, ...saidState(entity, state) })],
  };
};

function jsonLight(entity: Entity): ReturnType<Compile> {
  const command = commandOf(entity, 'command_topic', '');
  if (command === undefined) return 'it has no command topic';
  const topic = entity.topic('state_topic');
  const said = (
    template: string,
  ): { readonly topic: string; readonly template: string } | undefined =>
    topic === undefined ? undefined : { topic, template };
  const state = said('{{ value_json.state }}');
  const power: Draft = {
    ...{ ...POWER, settleMs: SETTLE_MS },
    channel: {
      type: 'boolean',
      command: { ...command, on: '{"state": "ON"}', off: '{"state": "OFF"}' },
      ...saidState(entity, state && { ...state, on: 'ON', off: 'OFF' }),
    },
  };
  if (!entity.is('brightness', true)) return { kind: 'light', drafts: [power] };
  const template = '{"state": "{{ \'ON\' if value > 0 else \'OFF\' }}", "brightness": {{ value }}}';
  const level = brightness(entity, {
    command: { ...command, template },
    ...saidState(entity, said('{{ value_json.brightness }}')),
  });
  return { kind: 'light', drafts: [power, level] };
}

function brightness(entity: Entity, channel: Pick<MqttChannelInput, 'command' | 'state'>): Draft {
  const most = entity.number('brightness_scale') ?? 255;
  const scale = 100 / Math.max(1, most);
  return {
    ...{ name: 'brightness', title: { en: 'brightness', zh: '亮度' }, settleMs: SETTLE_MS },
    tolerance: ROUNDED,
    channel: { type: 'number', unit: '%', range: [0, 100], integer: true, scale, ...channel },
  };
}

/** It is pressed, and lets go by itself. */
export const button: Compile = (entity) => {
  const command = commandOf(entity, 'command_topic', 'command_template');
  if (command === undefined) return 'it has no command topic';
  const on = entity.payload('payload_press', 'PRESS');
  return {
    kind: 'button',
    drafts: [
      {
        ...ownName(entity, 'press'),
        words: 'pressed-released',
        confirm: ASK_ON,
        channel: { type: 'boolean', momentary: true, command: { ...command, on } },
      },
    ],
  };
};

function onOff(entity: Entity, templateKey: string): MqttChannelInput | undefined {
  const command = commandOf(entity, 'command_topic', 'command_template');
  if (command === undefined) return undefined;
  const [on, off] = [entity.payload('payload_on', 'ON'), entity.payload('payload_off', 'OFF')];
  const state = stateOf(entity, 'state_topic', templateKey);
  const words = { on: entity.payload('state_on', on), off: entity.payload('state_off', off) };
  return {
    type: 'boolean',
    command: { ...command, on, off },
    ...saidState(entity, state && { ...state, ...words }),
  };
}

function mainOr(entity: Entity): Partial<Pick<Draft, 'name' | 'title'>> {
  const own = ownName(entity, POWER.name);
  return own.name === POWER.name || own.name === 'switch' || own.name === 'relay' ? {} : own;
}
