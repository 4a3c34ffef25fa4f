/**
 * Every property of the site by its address: what it is, and where it stands in devices.yaml.
 * Knows also what is only mentioned: a name whose own mistake was told is not unknown.
 */
import { formatAddress, type PropertyAddress } from '../../core/reading.ts';
import type { BoardConfig, DevicesFile, PropertyConfig } from '../devices-schema.ts';
import { keysAt, type Path } from '../form/value-at.ts';
import type { Vocabulary } from '../vocabulary.ts';
import { findChannel, type ChannelSearch } from './find-channel.ts';
import { propertyFacts, type PropertyFacts } from './property-facts.ts';

export interface IndexedProperty {
  readonly address: PropertyAddress;
  readonly board: string;
  readonly path: Path;
  /** Absent while it is unknown what it hangs on. */
  readonly facts?: PropertyFacts | undefined;
}

/** One that hangs on a part; the others belong to regulators. */
export interface WiredProperty extends IndexedProperty {
  readonly config: PropertyConfig;
  readonly source: ChannelSearch;
}

export interface SiteIndex {
  readonly wired: readonly WiredProperty[];
  /** As written in the file, right or wrong. */
  readonly addresses: readonly string[];
  find(address: PropertyAddress): IndexedProperty | undefined;
}

export interface IndexedFile {
  readonly file: DevicesFile;
  /** The file before the schema, which also holds what the schema refused. */
  readonly raw: unknown;
  /** The board that is the gateway's own, which has the devices behind MQTT; default: the first of the site. */
  readonly gateway?: string | undefined;
}

export function indexSite(
  { file, raw, gateway = Object.keys(file.boards)[0] ?? '' }: IndexedFile,
  vocabulary: Vocabulary,
): SiteIndex {
  const boards = Object.entries(file.boards);
  const wired = [
    ...boards.flatMap(([name, board]) => wiredProperties(name, board, vocabulary)),
    ...discoveredProperties(file, gateway),
  ];
  const byAddress = new Map<string, IndexedProperty>(wired.map(toEntry));
  const find = (address: PropertyAddress): IndexedProperty | undefined =>
    byAddress.get(formatAddress(address)) ?? announced(file, gateway, address);
  const regulated = boards.flatMap(([name, board]) => regulatedProperties(name, board, find));
  for (const [address, property] of regulated.map(toEntry)) byAddress.set(address, property);
  return { wired, addresses: declaredAddresses(raw), find };
}

function toEntry<P extends IndexedProperty>(property: P): [string, P] {
  return [formatAddress(property.address), property];
}

function wiredProperties(
  name: string,
  board: BoardConfig,
  { drivers }: Vocabulary,
): WiredProperty[] {
  return Object.entries(board.things).flatMap(([thing, { properties }]) =>
    Object.entries(properties).map(([property, config]) => {
      const source = findChannel(board.parts, config.from, drivers);
      return {
        address: { thing, property },
        board: name,
        path: ['boards', name, 'things', thing, 'properties', property],
        facts: source.found ? propertyFacts(config, source.channel) : undefined,
        config,
        source,
      };
    }),
  );
}

/** What the site says of devices that announce themselves. What they are is known when they do. */
function discoveredProperties(file: DevicesFile, gateway: string): WiredProperty[] {
  return Object.entries(file.discovered).flatMap(([thing, { properties }]) =>
    Object.entries(properties).map(([property, { confirm, ...config }]) => ({
      address: { thing, property },
      board: gateway,
      path: ['discovered', thing, 'properties', property],
      source: { found: false },
      config: {
        ...UNSAID,
        ...config,
        ...(confirm === 'never' ? {} : { confirm }),
        interlocks: config.interlocks ?? [],
        tolerance: config.tolerance ?? 0,
        aliases: config.aliases ?? NO_ALIASES,
        words: config.words ?? 'on-off',
        onRestart: config.onRestart ?? 'last',
      },
    })),
  );
}

const NO_ALIASES = { en: [], zh: [] };
const UNSAID = { from: '', every: 1_000 };

/** A rule may name what is listed as discovered, before anybody knows what it is: until then it cannot see. */
function announced(
  file: DevicesFile,
  gateway: string,
  address: PropertyAddress,
): IndexedProperty | undefined {
  return Object.hasOwn(file.discovered, address.thing)
    ? { address, board: gateway, path: ['discovered', address.thing] }
    : undefined;
}

function regulatedProperties(
  name: string,
  board: BoardConfig,
  find: SiteIndex['find'],
): IndexedProperty[] {
  return Object.entries(board.regulators).flatMap(([thing, { reading, range, setpoint }]) => {
    const place = { board: name, path: ['boards', name, 'regulators', thing] };
    const unit = find(reading)?.facts?.unit;
    const held = { type: 'number', range, writable: true, safe: setpoint } as const;
    const active = { type: 'boolean', writable: true, safe: false } as const;
    return [
      {
        ...place,
        address: { thing, property: 'setpoint' },
        facts: unit === undefined ? held : { ...held, unit },
      },
      { ...place, address: { thing, property: 'active' }, facts: active },
    ];
  });
}

function declaredAddresses(raw: unknown): string[] {
  return keysAt(raw, ['boards']).flatMap((board) => {
    const things = ['boards', board, 'things'];
    const regulators = keysAt(raw, ['boards', board, 'regulators']);
    return [
      ...keysAt(raw, things).flatMap((thing) =>
        keysAt(raw, [...things, thing, 'properties']).map((property) => `${thing}.${property}`),
      ),
      ...regulators.flatMap((thing) => [`${thing}.setpoint`, `${thing}.active`]),
    ];
  });
}
