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
import { idOf } from './plain-name.ts';

type Name = Pick<Draft, 'name' | 'title'>;

const POWER: Name = { name: 'power', title: { en: 'power', zh: '电源' } };
const SPEED: Name = { name: 'speed', title: { en: 'speed', zh: '风速' } };
const BRIGHTNESS: Name = { name: 'brightness', title: { en: 'brightness', zh: '亮度' } };
/** Of 255 steps one may be rounded. */
const ROUNDED = 1;

/** A plug: nobody has said yet what hangs on it. */
export const switchOf: Compile = (entity) => {
  const channel = onOff(entity, 'value_template');
  if (channel === undefined) return 'it has no command topic';
  const own = { ...powerOf(entity), channel, settleMs: SETTLE_MS };
  return { kind: 'switch', drafts: [{ ...own, confirm: ASK_ON }] };
};

export const siren: Compile = (entity) => {
  const channel = onOff(entity, 'state_value_template');
  if (channel === undefined) return 'it has no command topic';
  const own = { ...powerOf(entity), channel, settleMs: SETTLE_MS };
  return { kind: 'switch', drafts: [{ ...own, confirm: ASK_ON }] };
};

export const fan: Compile = (entity) => {
  const channel = onOff(entity, 'state_value_template');
  if (channel === undefined) return 'it has no command topic';
  const power: Draft = { ...powerOf(entity), channel, settleMs: SETTLE_MS };
  const command = commandOf(entity, 'percentage_command_topic', 'percentage_command_template');
  if (command === undefined) return { kind: 'fan', drafts: [power] };
  const low = (entity.number('speed_range_min') ?? 1) - 1;
  const high = entity.number('speed_range_max') ?? 100;
  if (high <= low) return 'its range of speeds is empty';
  const scale = 100 / (high - low);
  const state = stateOf(entity, 'percentage_state_topic', 'percentage_value_template');
  const speed: Draft = {
    ...{ ...levelOf(power, SPEED), settleMs: SETTLE_MS },
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
  // Home Assistant takes the one for the other, and Tasmota counts on it.
  const key = entity.has('state_value_template') ? 'state_value_template' : 'value_template';
  const channel = onOff(entity, key);
  if (channel === undefined) return 'it has no command topic';
  const power: Draft = { ...powerOf(entity), channel, settleMs: SETTLE_MS };
  const command = commandOf(entity, 'brightness_command_topic', 'brightness_command_template');
  if (command === undefined) return { kind: 'light', drafts: [power] };
  const state = stateOf(entity, 'brightness_state_topic', 'brightness_value_template');
  return {
    kind: 'light',
    drafts: [power, brightness(entity, power, { command, ...saidState(entity, state) })],
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
    ...{ ...powerOf(entity), settleMs: SETTLE_MS },
    channel: {
      type: 'boolean',
      command: { ...command, on: '{"state": "ON"}', off: '{"state": "OFF"}' },
      ...saidState(entity, state && { ...state, on: 'ON', off: 'OFF' }),
    },
  };
  if (!entity.is('brightness', true)) return { kind: 'light', drafts: [power] };
  const template = '{"state": "{{ \'ON\' if value > 0 else \'OFF\' }}", "brightness": {{ value }}}';
  const level = brightness(entity, power, {
    command: { ...command, template },
    ...saidState(entity, said('{{ value_json.brightness }}')),
  });
  return { kind: 'light', drafts: [power, level] };
}

function brightness(
  entity: Entity,
  power: Draft,
  channel: Pick<MqttChannelInput, 'command' | 'state'>,
): Draft {
  const most = entity.number('brightness_scale') ?? 255;
  const scale = 100 / Math.max(1, most);
  return {
    ...{ ...levelOf(power, BRIGHTNESS), settleMs: SETTLE_MS },
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

/** One that has a name of its own is one of several, or a setting. */
function powerOf(entity: Entity): Name {
  if (entity.text('name') === undefined) return POWER;
  const own = ownName(entity, POWER.name);
  return MAIN.has(own.name) ? POWER : own;
}

/** These names say what it is, and not which one. */
const MAIN: ReadonlySet<string> = new Set(['power', 'switch', 'relay', 'light', 'fan', 'siren']);

/** How much of it: of one that has a name of its own, by that name. */
function levelOf(power: Name, level: Name): Name {
  if (power.name === POWER.name) return level;
  return {
    name: idOf(`${power.name}-${level.name}`) ?? level.name,
    title: { en: `${power.title.en} ${level.title.en}` },
  };
}
