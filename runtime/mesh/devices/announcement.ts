/**
 * What a device says of itself under `homeassistant/`, as Home Assistant's MQTT discovery has it:
 *
 *   homeassistant/<component>/[<node>/]<object>/config   one entity
 *   homeassistant/device/[<node>/]<object>/config        one device with its `components`
 *
 * Untrusted: bounded in size and depth, read field by field, an empty one withdraws what was said.
 */
import { createHash } from 'node:crypto';
import { parseBoundedJson } from '../../core/bounded-json.ts';
import { Entity, type DeviceInfo } from './entity.ts';
import { DEVICE_KEYS, isFields, spellOut, type Fields } from './keys.ts';
import { plainName } from './plain-name.ts';

/** What a large device of Zigbee2MQTT says of itself in one message has some 20 KiB. */
export const MAX_ANNOUNCEMENT_BYTES = 64 * 1024;
const MAX_COMPONENTS = 128;

export const ANNOUNCEMENTS = 'homeassistant/#';

const TOPIC = /^homeassistant\/([a-z_]{1,32})\/(?:([\w-]{1,64})\/)?([\w-]{1,64})\/config$/;

export function isAnnouncement(topic: string): boolean {
  return TOPIC.test(topic);
}

/** @returns why not, where it cannot be read */
export function readAnnouncement(topic: string, text: string): readonly Entity[] | string {
  const [, component = '', node = '', object = ''] = TOPIC.exec(topic) ?? [];
  const parsed = parseBoundedJson(text);
  if (!isFields(parsed)) return 'it is no JSON object, or nested too deep';
  const whole = spellOut(parsed);
  const place = { topic, name: node === '' ? object : node };
  if (component === 'device') return readComponents(whole, place);
  const device = deviceOf(whole, place) ?? soleDevice(whole, place);
  return [new Entity({ component, key: topic, device }, whole)];
}

interface Place {
  readonly topic: string;
  readonly name: string;
}

function readComponents(whole: Fields, place: Place): readonly Entity[] | string {
  const device = deviceOf(whole, place);
  const { components } = whole;
  if (device === undefined) return 'it does not say which device it is';
  if (!isFields(components)) return 'it has no components';
  return Object.entries(components)
    .slice(0, MAX_COMPONENTS)
    .flatMap(([id, given]) => {
      const fields = isFields(given) ? spellOut(given) : {};
      const { platform } = fields;
      const key = `${place.topic}#${id.slice(0, 64)}`;
      // Only a platform: this component was withdrawn.
      if (typeof platform !== 'string' || Object.keys(fields).length < 2) return [];
      return [
        new Entity({ component: platform, key, device }, { ...whole, name: null, ...fields }),
      ];
    });
}

function deviceOf({ device }: Fields, { name }: Place): DeviceInfo | undefined {
  if (!isFields(device)) return undefined;
  const fields = spellOut(device, DEVICE_KEYS);
  const identity = identityOf(fields['identifiers']) ?? identityOf(fields['connections']);
  if (identity === undefined) return undefined;
  const area = plainName(fields['suggested_area']);
  return {
    key: `device:${hash(identity)}`,
    ...nameOf([
      ['name', fields['name']],
      ['model', fields['model']],
      ['topic', name],
    ]),
    ...(area === undefined ? {} : { area }),
  };
}

/** Of several, the first that is a name. */
function nameOf(
  given: readonly (readonly [DeviceInfo['namedBy'], unknown])[],
): Pick<DeviceInfo, 'name' | 'namedBy'> {
  const [found] = given.flatMap(([namedBy, text]) => {
    const name = plainName(text);
    return name === undefined ? [] : [{ name, namedBy }];
  });
  return found ?? { name: 'device', namedBy: 'topic' };
}

/** What is known of one device: of its entities, many say only which one it is. */
export function mergeDevices(said: readonly DeviceInfo[]): DeviceInfo | undefined {
  const named = (by: DeviceInfo['namedBy']): DeviceInfo | undefined =>
    said.find(({ namedBy }) => namedBy === by);
  const best = named('name') ?? named('model') ?? said[0];
  const area = best?.area ?? said.find((each) => each.area !== undefined)?.area;
  return best && { ...best, ...(area === undefined ? {} : { area }) };
}

/** An entity that names no device is one by itself. */
function soleDevice(fields: Fields, { topic, name }: Place): DeviceInfo {
  const id = fields['unique_id'];
  const key = `entity:${hash(typeof id === 'string' ? id : topic)}`;
  return {
    key,
    ...nameOf([
      ['name', fields['name']],
      ['topic', name],
    ]),
  };
}

/** One text is the same as a list of it. The first one decides: a device may tell of more with time. */
function identityOf(value: unknown): string | undefined {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  if (typeof first === 'string' || typeof first === 'number') return String(first);
  return Array.isArray(first) ? JSON.stringify(first).slice(0, 256) : undefined;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 24);
}
