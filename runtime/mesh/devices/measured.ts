/** Sensors and binary sensors: what can only be read. */
import { findUnit } from '../../core/units.ts';
import type { MqttChannelInput } from '../../hal/mqtt-options.ts';
import { endOf, expiryOf, stateOf, type Compile, type Draft } from './draft.ts';
import type { Entity } from './entity.ts';
import { idOf, plainName } from './plain-name.ts';
import { BINARY_CLASSES, conversionOf, SENSOR_CLASSES } from './quantities.ts';

/** What a number of these classes stands for is a word or an instant. */
const NO_NUMBER = new Set(['enum', 'timestamp', 'date', 'uptime']);

/** Counted up for ever, or measured. */
export const sensor: Compile = (entity) => {
  const state = stateOf(entity, 'state_topic', 'value_template');
  if (state === undefined) return 'it has no state topic';
  const deviceClass = entity.text('device_class');
  const unit = entity.text('unit_of_measurement');
  const isNumber =
    unit !== undefined || entity.text('state_class') !== undefined || isKnown(deviceClass);
  if (NO_NUMBER.has(deviceClass ?? '') || !isNumber)
    return 'what it says is a word or a time, and no number';
  const conversion = conversionOf(unit, deviceClass, (each) => findUnit(each) !== undefined);
  const isEnergy = deviceClass === 'energy' || deviceClass === 'power';
  const channel = { type: 'number', state, ...conversion, ...expiryOf(entity) } as const;
  return {
    kind: isEnergy ? 'meter' : 'sensor',
    drafts: [{ ...named(entity, SENSOR_CLASSES, conversion.unit ?? unit), channel }],
  };
};

export const binarySensor: Compile = (entity) => {
  const place = stateOf(entity, 'state_topic', 'value_template');
  if (place === undefined) return 'it has no state topic';
  const [on, off] = [entity.payload('payload_on', 'ON'), entity.payload('payload_off', 'OFF')];
  const { words = 'yes-no', ...name } = named(entity, BINARY_CLASSES);
  const state = { ...place, on, off };
  const channel: MqttChannelInput = {
    ...{ type: 'boolean', state },
    ...{ ...expiryOf(entity), ...endOf(entity) },
  };
  return { kind: 'sensor', drafts: [{ ...name, words, channel }] };
};

function isKnown(deviceClass: string | undefined): boolean {
  return deviceClass !== undefined && Object.hasOwn(SENSOR_CLASSES, deviceClass);
}

type Named = Pick<Draft, 'name' | 'title' | 'words'>;

/**
 * By its class where it has one that is known, otherwise by its own name. A unit that contradicts the
 * class wins: Tasmota calls energy "power".
 */
function named(entity: Entity, classes: typeof SENSOR_CLASSES, unit?: string): Named {
  const given = entity.text('device_class') ?? '';
  const deviceClass = given === 'power' && unit?.endsWith('Wh') === true ? 'energy' : given;
  const known = Object.hasOwn(classes, deviceClass) ? classes[deviceClass] : undefined;
  if (known === undefined) return ownName(entity, 'value');
  if (entity.text('name') === undefined) return known;
  // Which of two temperatures it is, only its own name says.
  const { title } = ownName(entity, known.name);
  return { ...known, title: isSaid(title.en, known, deviceClass) ? known.title : title };
}

/** Whether a name says no more than the class does: "Temperature", "Battery low", "temperature". */
function isSaid(own: string, { name, title }: Named, deviceClass: string): boolean {
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[\s_-]+/g, ' ');
  return [name, title.en, deviceClass].some((each) => plain(each) === plain(own));
}

/** "Garage plug linkquality" of the garage plug is its linkquality. */
export function ownName(entity: Entity, otherwise: string): Pick<Draft, 'name' | 'title'> {
  const device = entity.device.name;
  const full = plainName(entity.text('name')) ?? plainName(entity.text('object_id')) ?? device;
  const isRepeated = full.toLowerCase().startsWith(`${device.toLowerCase()} `);
  const name = isRepeated ? full.slice(device.length + 1) : full;
  const title = name === device ? otherwise : name;
  return { name: idOf(title) ?? otherwise, title: { en: title } };
}
