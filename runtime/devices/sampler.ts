/**
 * Sampling: every part is read in its own rhythm, parts on one bus never at the same time. A part
 * that fails only makes its own properties stale; it is asked again at its next turn.
 */
import { errorCode, errorMessage } from '../core/app-error.ts';
import { every, type Clock, type Timer } from '../core/clock.ts';
import { Lane } from '../core/lane.ts';
import type { Log } from '../core/log.ts';
import type { Service } from '../core/service.ts';
import type { Part, Sample } from '../hal/driver.ts';
import type { LiveProperty } from './live-property.ts';

export interface SampledPart {
  readonly name: string;
  readonly part: Part;
  /** Parts with the same bus take turns: `i2c1`, `gpio`, `w1`. */
  readonly bus: string;
  /** Channel → the properties it feeds. */
  readonly feeds: ReadonlyMap<string, readonly LiveProperty[]>;
}

export interface SamplerParts {
  readonly parts: readonly SampledPart[];
  readonly clock: Clock;
  readonly log: Log;
}

export class Sampler implements Service {
  readonly #parts: SamplerParts;
  readonly #lanes = new Map<string, Lane>();
  readonly #silent = new Set<string>();
  #running: (() => void)[] = [];

  constructor(parts: SamplerParts) {
    this.#parts = parts;
  }

  /** Resolves at once; `firstRound` tells when everything was asked once. */
  start(): Promise<void> {
    for (const sampled of this.#parts.parts) {
      const timer = every(this.#parts.clock, intervalOf(sampled), () => this.sample(sampled));
      const stopListening = sampled.part.onChange?.((sample) => {
        feed(sampled, sample);
      });
      this.#running.push(() => {
        stop(timer, stopListening);
      });
    }
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    for (const end of this.#running) end();
    this.#running = [];
    await Promise.all([...this.#lanes.values()].map((lane) => lane.idle()));
  }

  async firstRound(): Promise<void> {
    await Promise.all(this.#parts.parts.map((sampled) => this.sample(sampled)));
  }

  /** Samples the part behind a property now, in its bus's turn. */
  async refresh(property: LiveProperty): Promise<void> {
    const sampled = this.#parts.parts.find(({ feeds }) =>
      [...feeds.values()].flat().includes(property),
    );
    if (sampled !== undefined) await this.sample(sampled);
  }

  async sample(sampled: SampledPart): Promise<void> {
    await this.#lane(sampled.bus).run(async () => {
      try {
        feed(sampled, await sampled.part.read());
        if (this.#silent.delete(sampled.name))
          this.#parts.log.info({ part: sampled.name }, 'part answers again');
      } catch (error) {
        this.#failed(sampled, error);
      }
    });
  }

  /** Said once, not once a second. */
  #failed(sampled: SampledPart, error: unknown): void {
    for (const property of [...sampled.feeds.values()].flat()) property.fail(error);
    if (this.#silent.has(sampled.name)) return;
    this.#silent.add(sampled.name);
    const fields = { part: sampled.name, error: errorCode(error), message: errorMessage(error) };
    this.#parts.log.warn(fields, 'part does not answer');
  }

  #lane(bus: string): Lane {
    const lane = this.#lanes.get(bus) ?? new Lane();
    this.#lanes.set(bus, lane);
    return lane;
  }
}

function feed(sampled: SampledPart, sample: Sample): void {
  for (const [channel, raw] of Object.entries(sample)) {
    for (const property of sampled.feeds.get(channel) ?? []) property.take(raw);
  }
}

function intervalOf({ feeds }: SampledPart): number {
  return Math.min(...[...feeds.values()].flat().map(({ spec }) => spec.everyMs));
}

function stop(timer: Timer, stopListening: (() => void) | undefined): void {
  timer.cancel();
  stopListening?.();
}
