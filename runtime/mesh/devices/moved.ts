/** Covers, valves and locks: what moves to a place. */
import type { MqttChannelInput } from '../../hal/mqtt-options.ts';
import {
  commandOf,
  saidState,
  stateOf,
  type Compile,
  type Draft,
  type Drafts,
  type Place,
} from './draft.ts';
import type { Entity } from './entity.ts';

/** A gate or a blind on its way. */
const TRAVEL_MS = 60_000;
const TURN_MS = 15_000;
/** Percent; where a motor stops is not exact. */
const STOPS_WITHIN = 3;

const OPEN = { name: 'open', title: { en: 'opening', zh: '开合' }, words: 'open-closed' } as const;
/** Of a door that is locked, unlocked is as good as open. */
const UNLOCKED = {
  name: 'open',
  title: { en: 'lock', zh: '锁' },
  words: 'unlocked-locked',
} as const;
const POSITION = { name: 'position', title: { en: 'position', zh: '位置' } } as const;

/** `device_class` of a cover → what it is called (Home Assistant, cover: device class). */
const COVERS: Readonly<Record<string, string>> = {
  ...{ awning: 'awning', blind: 'blind', curtain: 'curtain', damper: 'vent', door: 'door' },
  ...{ garage: 'garage-door', gate: 'gate', shade: 'shade', shutter: 'shutter' },
  window: 'window',
};
const COVER = 'cover';
export const COVER_KINDS: readonly string[] = [COVER, ...Object.values(COVERS)];
/** Who stands in one of these is hurt by it. */
const DOORS = new Set(['door', 'garage', 'gate']);
const ASK = { confirm: { to: 'any', people: 1 } } as const;

export const cover: Compile = (entity) => {
  const deviceClass = entity.text('device_class') ?? '';
  const kind = (Object.hasOwn(COVERS, deviceClass) ? COVERS[deviceClass] : undefined) ?? COVER;
  const ask = DOORS.has(deviceClass) ? ASK : {};
  const state = positionState(entity, 'position_topic', 'position_template');
  const command = commandOf(entity, 'set_position_topic', 'set_position_template');
  const position = command && positionOf(entity, { command, ...saidState(entity, state) });
  const stop = entity.is('payload_stop', null) ? [] : stopOf(entity, '');
  if (position !== undefined) return { kind, drafts: [{ ...position, ...ask }, ...stop] };
  const own = openClosed(entity, '', TRAVEL_MS);
  if (own === undefined) return 'it has no command topic';
  // Only told to open and to close, and says all the same how far it is.
  const seen = state && positionOf(entity, { state });
  return { kind, drafts: [{ ...own, ...ask }, ...(seen === undefined ? [] : [seen]), ...stop] };
};

export const valve: Compile = (entity) => {
  const command = commandOf(entity, 'command_topic', 'command_template');
  const isPlaced = command !== undefined && entity.is('reports_position', true);
  const state = positionState(entity, 'state_topic', 'value_template');
  const position = isPlaced && positionOf(entity, { command, ...saidState(entity, state) });
  const own = position || openClosed(entity, 'command_template', TURN_MS);
  if (own === undefined) return 'it has no command topic';
  const confirm = { to: own.channel.type === 'number' ? 'any' : 'open', people: 1 } as const;
  const stop = entity.has('payload_stop') ? stopOf(entity, 'command_template') : [];
  return { kind: 'valve', drafts: [{ ...own, confirm }, ...stop] };
};

/** Unlocked is open: whoever unlocks a door is asked. Of one that is jammed nobody knows how it stands. */
export const lock: Compile = (entity) => {
  const command = commandOf(entity, 'command_topic', 'command_template');
  if (command === undefined) return 'it has no command topic';
  const place = stateOf(entity, 'state_topic', 'value_template');
  const passing = [
    entity.payload('state_locking', 'LOCKING'),
    entity.payload('state_unlocking', 'UNLOCKING'),
    'MOTOR_OK',
  ];
  const state = place && {
    ...place,
    on: entity.payload('state_unlocked', 'UNLOCKED'),
    off: entity.payload('state_locked', 'LOCKED'),
    passing,
  };
  const on = entity.payload('payload_unlock', 'UNLOCK');
  const off = entity.payload('payload_lock', 'LOCK');
  const channel: MqttChannelInput = {
    ...{ type: 'boolean', command: { ...command, on, off } },
    ...saidState(entity, state),
  };
  const draft: Draft = { ...UNLOCKED, channel, settleMs: TURN_MS };
  return { kind: 'lock', drafts: [{ ...draft, confirm: { to: 'open', people: 1 } }] };
};

/** @param templateKey '' where such an entity has no template for what it is told */
function openClosed(entity: Entity, templateKey: string, settleMs: number): Draft | undefined {
  const command = commandOf(entity, 'command_topic', templateKey);
  if (command === undefined) return undefined;
  const on = entity.payload('payload_open', 'OPEN');
  const off = entity.payload('payload_close', 'CLOSE');
  const place = stateOf(entity, 'state_topic', 'value_template');
  const state = place && {
    ...{ template: fieldOr('state'), ...place },
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

/** Without a template the message is the number, or JSON with it (Home Assistant, MQTT cover and valve). */
function positionState(entity: Entity, topicKey: string, templateKey: string): Place | undefined {
  const state = stateOf(entity, topicKey, templateKey);
  return state && { template: fieldOr('position'), ...state };
}

function fieldOr(name: string): string {
  return `{{ value_json.${name} if value_json.${name} is defined else value }}`;
}

function positionOf(
  entity: Entity,
  how: Pick<MqttChannelInput, 'command' | 'state'>,
): Draft | undefined {
  const closed = entity.number('position_closed') ?? 0;
  const open = entity.number('position_open') ?? 100;
  if (open === closed) return undefined;
  const scale = 100 / (open - closed);
  const channel: MqttChannelInput = {
    ...{ type: 'number', unit: '%', range: [0, 100], integer: true },
    ...{ scale, offset: -closed * scale, ...how },
  };
  return { ...POSITION, settleMs: TRAVEL_MS, tolerance: STOPS_WITHIN, channel };
}

/** What stops it must not ask first, nor wait for anything: to press it is the safe direction. */
function stopOf(entity: Entity, templateKey: string): Drafts['drafts'] {
  const command = commandOf(entity, 'command_topic', templateKey);
  if (command === undefined) return [];
  const on = entity.payload('payload_stop', 'STOP');
  const channel = { type: 'boolean', momentary: true, command: { ...command, on } } as const;
  const title = { en: 'stop', zh: '停止' };
  return [{ name: 'stop', title, words: 'pressed-released', safe: true, channel }];
}
