/**
 * The entities of one device become one part of the gateway's board, and one thing; what only sets
 * the device up becomes a second thing for technicians. Pure.
 */
import type { DiscoveredDevice } from '../../config/with-discovered.ts';
import type { SitePart, SiteProperty, SiteThing } from '../../config/site.ts';
import type {
  MqttAvailabilityInput,
  MqttChannelInput,
  MqttOptionsInput,
} from '../../hal/mqtt-options.ts';
import { button, fan, light, siren, switchOf } from './switched.ts';
import { climate, number } from './held.ts';
import { cover, COVER_KINDS, lock, valve } from './moved.ts';
import { binarySensor, sensor } from './measured.ts';
import { mergeDevices } from './announcement.ts';
import { asPayload, type DeviceInfo, type Entity } from './entity.ts';
import type { Compile, Draft } from './draft.ts';
import { spellOut } from './keys.ts';

const COMPILERS: Readonly<Record<string, Compile>> = {
  ...{ sensor, binary_sensor: binarySensor, switch: switchOf, light, fan, siren, button },
  ...{ cover, valve, lock, number, climate },
};

/** What says least of what a device is, first: a lamp that also measures its power is a lamp. */
const KINDS = [
  'button',
  'sensor',
  'meter',
  'switch',
  ...COVER_KINDS,
  'lock',
  'valve',
  'fan',
  'heater',
  'light',
];

const MAX_PROPERTIES = 64;
/** A device that names its entities anew each time must not fill the disk. */
const MAX_GONE_NAMES = 4 * MAX_PROPERTIES;

/** Read every second from memory: how soon it is seen that a device went offline. */
const EVERY_MS = 1_000;
/** Of a device that says nothing for itself: Zigbee2MQTT gives up on a sensor that slept after 25 hours. */
const STALE_MS = 25 * 3_600_000;
const FAULTY_TIMES = 4;
/** That nobody presses a button is true without anybody saying so. */
const NEVER_MS = 10 * 365 * 86_400_000;

export interface DeviceRecord {
  readonly id: string;
  /** Entity and draft → property: given once, whatever comes later. */
  readonly names: Readonly<Record<string, string>>;
}

export interface BuiltDevice {
  /** Absent when nothing of it can be taken. */
  readonly device?: DiscoveredDevice;
  readonly record: DeviceRecord;
  /** What cannot be taken of it. */
  readonly skipped: readonly Skipped[];
}

export interface Skipped {
  /** `select homeassistant/select/x/config` */
  readonly what: string;
  readonly why: string;
}

interface Offer extends Draft {
  readonly slot: string;
  readonly isSetting: boolean;
}

/** @param entities of one device, at least one; all announced by `account` */
export function buildDevice(
  account: string,
  entities: readonly Entity[],
  known: DeviceRecord,
): BuiltDevice {
  const inOrder = entities.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const info = mergeDevices(inOrder.map(({ device }) => device));
  const sorted = inOrder.map((entity) => (info === undefined ? entity : entity.of(info)));
  const results = sorted.map((entity) => ({ entity, result: compile(entity) }));
  const skipped = results.flatMap(({ entity: { component, key }, result }) =>
    typeof result === 'string' ? [{ what: `${component} ${key}`, why: result }] : [],
  );
  const taken = results.flatMap(({ entity, result }) =>
    typeof result === 'string' ? [] : [{ entity, ...result }],
  );
  const offers = taken.flatMap(({ entity, drafts }) => toOffers(entity, drafts));
  const some = offers.slice(0, MAX_PROPERTIES);
  const names = assignNames(some, known.names);
  const record = { id: known.id, names };
  const [first] = sorted;
  if (first === undefined || some.length === 0) return { record, skipped };
  const channel = ({ slot, ...offer }: Offer): [string, MqttChannelInput] => [
    names[slot] ?? slot,
    offer.channel,
  ];
  const options: MqttOptionsInput = {
    account,
    availability: availabilityOf(sorted),
    channels: Object.fromEntries(some.map(channel)),
  };
  const part: SitePart = {
    ...{ name: known.id, driver: 'mqtt-device', options, claims: [], isDiscovered: true },
  };
  const kind = kindOf(taken.map((each) => each.kind));
  const things = toThings(first.device, { account, kind, offers: some, record });
  return { device: { key: first.device.key, part, things }, record, skipped };
}

interface Content {
  readonly account: string;
  readonly kind: string;
  readonly offers: readonly Offer[];
  readonly record: DeviceRecord;
}

/** What it does, and, apart from that, how it is set up. */
function toThings(
  { name, area = '' }: DeviceInfo,
  { account, kind, offers, record: { id, names } }: Content,
): readonly SiteThing[] {
  const common = { board: '', area, origin: `mqtt ${account}`, aliases: NONE };
  const propertiesOf = (isSetting: boolean): readonly SiteProperty[] =>
    offers
      .filter((offer) => offer.isSetting === isSetting)
      .map((offer) => toProperty(id, names[offer.slot] ?? '', offer));
  const things: readonly Omit<SiteThing, keyof typeof common>[] = [
    { id, title: { en: name }, kind, role: 'operator', properties: propertiesOf(false) },
    {
      ...{ id: `${id}-settings`, title: { en: `${name} settings`, zh: `${name} 设置` } },
      ...{ kind: 'settings', role: 'technician', properties: propertiesOf(true) },
    },
  ];
  return things
    .filter(({ properties }) => properties.length > 0)
    .map((each) => ({ ...common, ...each }));
}

const NONE = { en: [], zh: [] };

function compile(entity: Entity): ReturnType<Compile> {
  if (entity.is('enabled_by_default', false)) return 'it is not enabled by default';
  const own = Object.hasOwn(COMPILERS, entity.component) ? COMPILERS[entity.component] : undefined;
  return own === undefined ? `"${entity.component}" is not supported` : own(entity);
}

function toOffers(entity: Entity, drafts: readonly Draft[]): readonly Offer[] {
  const isSetting = entity.text('entity_category') === 'config';
  return drafts.map((draft) => ({ ...draft, slot: `${entity.key}#${draft.name}`, isSetting }));
}

/** A name that was given stays; a new one that is taken gets a number. Names of what went are kept while there is room. */
function assignNames(
  offers: readonly Offer[],
  known: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const slots = new Set(offers.map(({ slot }) => slot));
  const gone = Object.entries(known).filter(([slot]) => !slots.has(slot));
  const present = Object.entries(known).filter(([slot]) => slots.has(slot));
  const names: Record<string, string> = Object.fromEntries([
    ...gone.slice(-MAX_GONE_NAMES),
    ...present,
  ]);
  for (const { slot, name } of offers) {
    if (names[slot] !== undefined) continue;
    const taken = new Set(['mode', ...Object.values(names)]);
    let [free, count] = [name, 1];
    while (taken.has(free)) {
      count += 1;
      free = `${name}-${String(count)}`;
    }
    names[slot] = free;
  }
  return names;
}

function kindOf(kinds: readonly (string | undefined)[]): string {
  return KINDS.findLast((kind) => kinds.includes(kind)) ?? 'sensor';
}

function toProperty(part: string, name: string, draft: Offer): SiteProperty {
  const { channel, isSetting, confirm } = draft;
  const { type, unit, range, command, expireAfterMs } = channel;
  const staleAfterMs = expireAfterMs ?? (channel.momentary === true ? NEVER_MS : STALE_MS);
  // Two of a kind are told apart by what is counted into their names.
  const count = name.startsWith(draft.name) ? name.slice(draft.name.length).replace('-', ' ') : '';
  const { en, zh } = draft.title;
  return {
    ...{ name, type, writable: command !== undefined, aliases: NONE },
    title: { en: `${en}${count}`, ...(zh === undefined ? {} : { zh: `${zh}${count}` }) },
    ...(unit === undefined ? {} : { unit }),
    ...(range === undefined ? {} : { range }),
    ...(draft.step === undefined ? {} : { step: draft.step }),
    words: draft.words ?? 'on-off',
    source: { kind: 'part', part, channel: name },
    ...{ everyMs: EVERY_MS, staleAfterMs, faultyAfterMs: FAULTY_TIMES * staleAfterMs },
    ...{ settleMs: draft.settleMs ?? 0, tolerance: draft.tolerance ?? 0 },
    confirm: confirm ?? (isSetting ? ASK_ALWAYS : undefined),
    // It holds its state itself: a gateway that starts must not switch off what runs.
    ...{ onRestart: 'last', safe: draft.safe ?? safeOf(channel), interlocks: [] },
  };
}

const ASK_ALWAYS = { to: 'any', people: 1 } as const;

function safeOf({ type, range }: MqttChannelInput): SiteProperty['safe'] {
  if (type === 'boolean') return false;
  const [low, high] = range ?? [0, 0];
  return Math.min(Math.max(0, low), high);
}

/** Of all entities, each once: one that is away takes the device along. */
function availabilityOf(entities: readonly Entity[]): MqttAvailabilityInput[] {
  const all = entities.flatMap((entity) => availabilityOfOne(entity) ?? []);
  return [...new Map(all.map((each) => [JSON.stringify(each), each])).values()].slice(0, 8);
}

function availabilityOfOne(entity: Entity): MqttAvailabilityInput | undefined {
  const mode = MODES.find((each) => each === entity.text('availability_mode')) ?? 'latest';
  const listed = entity.fields('availability').flatMap((given) => {
    const fields = spellOut(given);
    const topic = entity.topicIn(fields);
    const template = fields['value_template'];
    if (topic === undefined) return [];
    return [
      {
        topic,
        ...(typeof template === 'string' && template !== ''
          ? { template: template.slice(0, 1_024) }
          : {}),
        online: asPayload(fields['payload_available']) ?? 'online',
        offline: asPayload(fields['payload_not_available']) ?? 'offline',
      },
    ];
  });
  if (listed.length > 0) return { mode, topics: listed.slice(0, 8) };
  const topic = entity.topic('availability_topic');
  if (topic === undefined) return undefined;
  const template = entity.template('availability_template');
  const online = entity.payload('payload_available', 'online');
  const offline = entity.payload('payload_not_available', 'offline');
  return {
    mode,
    topics: [{ topic, online, offline, ...(template === undefined ? {} : { template }) }],
  };
}

const MODES = ['all', 'any', 'latest'] as const;
