/**
 * From the configuration of one board to live things: opens every part, gives its channels their
 * names, and makes an actuator of what can be written. A part that cannot be opened takes only its
 * own things with it: they are faulty, and say why in `doctor`.
 */
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import { formatAddress, type PropertyAddress } from '../core/reading.ts';
import { within } from '../core/within.ts';
import type { Calibration, SiteBoard, SitePart, SiteProperty, SiteThing } from '../config/site.ts';
import type { Board } from '../hal/board.ts';
import type { Driver, DriverEnvironment, Part } from '../hal/driver.ts';
import type { ModelPort } from '../hal/model-port.ts';
import type { MqttPort } from '../hal/mqtt-port.ts';
import type { Sight } from '../hal/picture.ts';
import { busOf, parseClaim } from '../hal/claim.ts';
import { NO_MQTT } from '../hal/no-mqtt.ts';
import { HalError } from '../hal/errors.ts';
import { Actuator, type Output } from './actuator.ts';
import type { Calibrations } from './calibration/calibrations.ts';
import { LiveProperty } from './live-property.ts';
import { Places } from './places.ts';
import { PartOutput } from './part-output.ts';
import { troubleFrom, type PartTrouble } from './part-trouble.ts';
import type { SampledPart } from './sampler.ts';
import type { Things } from './things.ts';

export interface WiringParts {
  readonly site: SiteBoard;
  readonly board: Board;
  readonly findDriver: (id: string) => Promise<Driver>;
  readonly models: ModelPort;
  /** Absent where there is no broker. */
  readonly mqtt?: MqttPort | undefined;
  /** What a display says beside its title; absent where the node has nothing to say. */
  readonly notices?: (() => readonly string[]) | undefined;
  /** Where relative paths of the configuration begin. */
  readonly pathsFrom: string;
  /** What technicians calibrated; absent: as the site says. */
  readonly calibrations?: Calibrations | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

type OutputFor = (thing: SiteThing, spec: SiteProperty) => Output | undefined;

/** A driver that needs longer to open its part will not. */
const OPEN_MS = 2_000;

export class Wiring {
  readonly #parts: WiringParts;
  readonly #opened = new Map<string, Part>();
  readonly #broken = new Map<string, PartTrouble>();
  readonly #outputs = new WeakMap<LiveProperty, PartOutput>();
  readonly #places: Places;
  #site: SiteBoard;

  constructor(parts: WiringParts) {
    this.#parts = parts;
    this.#site = parts.site;
    this.#places = new Places(parts.board.header);
  }

  /** The parts that could not be opened, and why. */
  get broken(): ReadonlyMap<string, PartTrouble> {
    return this.#broken;
  }

  async open(parts = this.#site.parts): Promise<void> {
    for (const part of parts) await this.#open(part);
  }

  /** The board is this from now on. Parts that are gone or changed are closed; who they fed is gone with them. */
  async follow(site: SiteBoard, gone: readonly SitePart[]): Promise<void> {
    this.#site = site;
    const parts = gone.flatMap(({ name }) => this.#opened.get(name) ?? []);
    await Promise.allSettled(parts.map((part) => part.close()));
    for (const { name } of gone) {
      this.#opened.delete(name);
      this.#broken.delete(name);
      this.#places.release(name);
    }
  }

  /** @param outputFor gives the output of a property that no part stands behind; undefined when its own output is broken. */
  connect(things: Things, outputFor: OutputFor): void {
    things.replace(this.#site.things);
    this.bringToLife(things, this.#site.things, outputFor);
  }

  /** @param lifeless of `things`: those that have no properties yet */
  bringToLife(things: Things, lifeless: readonly SiteThing[], outputFor: OutputFor): void {
    const { clock } = this.#parts;
    for (const thing of lifeless) {
      for (const spec of thing.properties) {
        const onReading = things.tell;
        const simulated = this.#isSimulated(spec);
        const calibration = this.#calibrationOf(thing, spec);
        const about = { thing, spec, simulated, calibration };
        const property = new LiveProperty({ ...about, clock, onReading });
        const output =
          spec.source.kind === 'part' ? this.#partOutput(property, spec) : outputFor(thing, spec);
        const actuator = output && new Actuator({ property, output, clock });
        things.add(property, actuator);
        if (spec.source.kind === 'part' && this.#broken.has(spec.source.part)) property.reject();
      }
    }
  }

  /** Why a property that is meant to be written cannot be. */
  whyUnwritable(things: Things, address: PropertyAddress): string | undefined {
    const spec = things.find(address)?.spec;
    if (spec?.writable !== true) return undefined;
    const { source } = spec;
    if (source.kind === 'part') return this.#broken.get(source.part)?.reason;
    if (source.kind !== 'regulator') return undefined;
    return this.whyUnwritable(things, source.regulator.output);
  }

  /** The parts to sample, each with the properties that its channels feed. */
  sampled(things: Things, parts = this.#site.parts): readonly SampledPart[] {
    const guards = guardsOf(this.#site);
    const isForRules = (feeds: SampledPart['feeds']): boolean =>
      [...feeds.values()].flat().some(({ name }) => guards.has(name));
    return parts.flatMap((config) => {
      const part = this.#opened.get(config.name);
      const feeds = feedsOf(config.name, things.properties());
      return part === undefined || feeds.size === 0
        ? []
        : [{ name: config.name, part, bus: laneOf(config), isForRules: isForRules(feeds), feeds }];
    });
  }

  /** What the newest sample of a property rests on, where that is a picture. */
  sightBehind({ spec: { source } }: LiveProperty): Sight | undefined {
    return source.kind === 'part' ? this.#opened.get(source.part)?.sight?.() : undefined;
  }

  /** Why one channel of a part cannot be read, where the part itself can. */
  troubleOf({ spec: { source } }: LiveProperty): PartTrouble | undefined {
    if (source.kind !== 'part') return undefined;
    const error = this.#opened.get(source.part)?.trouble?.(source.channel);
    return error && troubleFrom(error);
  }

  /** How a property's register is written from outside this process; undefined for one without a register. */
  outputOf(property: LiveProperty): PartOutput | undefined {
    return this.#outputs.get(property);
  }

  /** All of them, whatever one says. */
  async close(): Promise<void> {
    await Promise.allSettled([...this.#opened.values()].map((part) => part.close()));
    this.#opened.clear();
  }

  async #open(config: SitePart): Promise<void> {
    const { name, driver: id, options } = config;
    const { log, findDriver } = this.#parts;
    try {
      this.#places.take(config);
      const driver = await findDriver(id);
      const opening = driver.open(this.#environment(name), options);
      const part = await within(this.#parts.clock, OPEN_MS, opening);
      if (part === undefined) {
        // What it opens after all, nobody would ever close.
        opening.then((late) => late.close()).catch(() => undefined);
        throw new HalError('HAL_TIMEOUT', `${name} does not answer`);
      }
      this.#opened.set(name, part);
    } catch (error) {
      const trouble = troubleFrom(error);
      this.#broken.set(name, trouble);
      this.#places.release(name);
      log.error({ part: name, driver: id, reason: trouble.reason }, 'part cannot be opened');
    }
  }

  #environment(name: string): DriverEnvironment {
    const { board, clock, models, mqtt = NO_MQTT, pathsFrom: directory } = this.#parts;
    const { notices = () => [] } = this.#parts;
    const part = (other: string): Part | undefined => this.#opened.get(other);
    return { board, clock, name, directory, models, mqtt, part, notices };
  }

  #isSimulated({ source }: SiteProperty): boolean {
    const part = source.kind === 'part' ? this.#opened.get(source.part) : undefined;
    return this.#parts.board.simulated && part?.isElsewhere !== true;
  }

  /** Outputs are as the site says: what is written and what is read back have to be one. */
  #calibrationOf({ id: thing }: SiteThing, spec: SiteProperty): () => Calibration | undefined {
    const address = { thing, property: spec.name };
    return () =>
      (spec.writable ? undefined : this.#parts.calibrations?.of(address)) ?? spec.calibrate;
  }

  #partOutput(property: LiveProperty, spec: SiteProperty): PartOutput | undefined {
    if (!spec.writable || spec.source.kind !== 'part') return undefined;
    const part = this.#opened.get(spec.source.part);
    if (part === undefined) return undefined;
    const output = new PartOutput(part, spec.source.channel, spec.calibrate);
    this.#outputs.set(property, output);
    return output;
  }
}

/** The readings that interlocks of this board rest on. */
function guardsOf({ things }: SiteBoard): ReadonlySet<string> {
  const interlocks = things
    .flatMap(({ properties }) => properties)
    .flatMap((property) => property.interlocks);
  const readings = interlocks.flatMap(({ requires }) => requires?.reading ?? []);
  return new Set(readings.map(formatAddress));
}

function feedsOf(part: string, properties: readonly LiveProperty[]): Map<string, LiveProperty[]> {
  const feeds = new Map<string, LiveProperty[]>();
  for (const property of properties) {
    const { source } = property.spec;
    if (source.kind !== 'part' || source.part !== part) continue;
    feeds.set(source.channel, [...(feeds.get(source.channel) ?? []), property]);
  }
  return feeds;
}

/** `i2c1:0x44` → `i2c1`: parts on one bus take turns. */
function laneOf({ claims: [first = ''], name }: SitePart): string {
  const claim = parseClaim(first);
  return claim === undefined ? name : busOf(claim);
}
