/**
 * From the configuration of one board to live things: opens every part, gives its channels their
 * names, and makes an actuator of what can be written. A part that cannot be opened takes only its
 * own things with it: they are faulty, and say why in `doctor`.
 */
import { errorMessage } from '../core/app-error.ts';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { SiteBoard, SitePart, SiteProperty, SiteThing } from '../config/site.ts';
import type { Board } from '../hal/board.ts';
import type { Driver, Part } from '../hal/driver.ts';
import { Actuator, type Output } from './actuator.ts';
import { LiveProperty } from './live-property.ts';
import { PartOutput } from './part-output.ts';
import type { SampledPart } from './sampler.ts';
import type { Things } from './things.ts';

export interface WiringParts {
  readonly site: SiteBoard;
  readonly board: Board;
  readonly findDriver: (id: string) => Promise<Driver>;
  readonly clock: Clock;
  readonly log: Log;
}

/** A part that could not be opened, and why. */
export interface BrokenPart {
  readonly name: string;
  readonly reason: string;
}

export class Wiring {
  readonly #parts: WiringParts;
  readonly #opened = new Map<string, Part>();
  readonly #broken: BrokenPart[] = [];
  readonly #outputs = new Map<LiveProperty, PartOutput>();

  constructor(parts: WiringParts) {
    this.#parts = parts;
  }

  get broken(): readonly BrokenPart[] {
    return this.#broken;
  }

  async open(): Promise<void> {
    for (const part of this.#parts.site.parts) await this.#open(part);
  }

  /** @param outputFor gives the output of a property that no part stands behind. */
  connect(things: Things, outputFor: (thing: SiteThing, spec: SiteProperty) => Output): void {
    for (const thing of this.#parts.site.things) {
      for (const spec of thing.properties) {
        const { clock, board } = this.#parts;
        const property = new LiveProperty({
          thing,
          spec,
          simulated: board.simulated,
          clock,
          onReading: things.tell,
        });
        const output =
          spec.source.kind === 'part' ? this.#partOutput(property, spec) : outputFor(thing, spec);
        const actuator =
          output === undefined ? undefined : new Actuator({ property, output, clock });
        things.add(property, actuator);
      }
    }
  }

  /** The parts to sample, each with the properties that its channels feed. */
  sampled(things: Things): readonly SampledPart[] {
    return this.#parts.site.parts.flatMap((config) => {
      const part = this.#opened.get(config.name);
      const feeds = feedsOf(config.name, things.properties());
      return part === undefined || feeds.size === 0
        ? []
        : [{ name: config.name, part, bus: busOf(config), feeds }];
    });
  }

  /** How a property's register is written from outside this process; undefined for one without a register. */
  outputOf(property: LiveProperty): PartOutput | undefined {
    return this.#outputs.get(property);
  }

  async close(): Promise<void> {
    for (const part of this.#opened.values()) await part.close();
    this.#opened.clear();
  }

  async #open({ name, driver: id, options }: SitePart): Promise<void> {
    const { board, clock, log, findDriver } = this.#parts;
    try {
      const driver = await findDriver(id);
      this.#opened.set(name, await driver.open({ board, clock, name }, options));
    } catch (error) {
      const reason = errorMessage(error);
      this.#broken.push({ name, reason });
      log.error({ part: name, driver: id, reason }, 'part cannot be opened');
    }
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
function busOf({ claims, name }: SitePart): string {
  return claims[0]?.split(':')[0] ?? name;
}
