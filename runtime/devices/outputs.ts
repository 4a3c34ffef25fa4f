/**
 * The outputs of the board as a whole: where they go at start and at stop, and what a helper
 * outside the process writes when it is gone. Not for single writes: those go the write path.
 */
import { existsSync } from 'node:fs';
import { errorMessage } from '../core/app-error.ts';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Value } from '../core/reading.ts';
import { within } from '../core/within.ts';
import { pathOf, type RegisterWrite } from '../hal/register-write.ts';
import type { Actuator } from './actuator.ts';
import type { Things } from './things.ts';
import type { Wiring } from './wiring.ts';

export interface OutputsParts {
  readonly things: Things;
  readonly wiring: Wiring;
  readonly clock: Clock;
  readonly log: Log;
}

/** A register that cannot be read in this time is not waited for before it is made safe. */
const READ_MS = 250;
const WRITE_MS = 1_000;

/** An output at a start. */
export interface SettledOutput {
  /** What its register held before anything was written; null where it could not be read. */
  readonly found: Value | null;
  /** What it was brought to, as far as that is known. */
  readonly now: Value | null;
}

export class Outputs {
  readonly #parts: OutputsParts;

  constructor(parts: OutputsParts) {
    this.#parts = parts;
  }

  /** First of all at a start: every output to where its restart rule says. */
  async settle(
    actuators = this.#parts.things.actuators(),
  ): Promise<ReadonlyMap<string, SettledOutput>> {
    const found = await Promise.all(
      actuators.map(
        async (actuator) => [actuator.property.name, await this.#settle(actuator)] as const,
      ),
    );
    return new Map(found);
  }

  /** Those that go to their safe value when nobody runs them; each with whether it did. */
  async makeSafe(): Promise<Readonly<Record<string, 'safe' | 'failed'>>> {
    const results = await Promise.all(
      this.#parts.things
        .actuators()
        .filter(restsSafe)
        .map(async (actuator) => {
          const isDone = await this.#applySafe(actuator);
          return [actuator.property.name, isDone ? 'safe' : 'failed'] as const;
        }),
    );
    return Object.fromEntries(results);
  }

  /** The register writes that do the same from outside. */
  plan(): readonly RegisterWrite[] {
    return this.#parts.things
      .actuators()
      .filter(restsSafe)
      .flatMap((actuator) => this.#registersOf(actuator));
  }

  /** Those that nobody outside can bring to their safe value: it takes this process, or the device is not there. */
  unguarded(): readonly string[] {
    const isReached = (actuator: Actuator): boolean => {
      const writes = this.#registersOf(actuator);
      return writes.length > 0 && writes.every((write) => existsSync(pathOf(write)));
    };
    const outputs = this.#parts.things.actuators().filter(restsSafe);
    return outputs.filter((one) => !isReached(one)).map(({ property }) => property.name);
  }

  /** One whose register cannot be named now, since its chip is unplugged, keeps none of the others from the plan. */
  #registersOf(actuator: Actuator): readonly RegisterWrite[] {
    const { property } = actuator;
    try {
      return this.#parts.wiring.outputOf(property)?.registers(property.spec.safe) ?? [];
    } catch (error) {
      this.#complain(actuator, errorMessage(error), 'output cannot be guarded');
      return [];
    }
  }

  /** An interrupted run is over in any case, so `last` keeps only what was meant to stay. */
  async #settle(actuator: Actuator): Promise<SettledOutput> {
    const found = await this.#readBack(actuator);
    if (restsSafe(actuator)) {
      const isSafe = await this.#applySafe(actuator);
      return { found, now: isSafe ? actuator.property.spec.safe : found };
    }
    if (found !== null) actuator.adopt(found);
    return { found, now: found };
  }

  async #readBack(actuator: Actuator): Promise<Value | null> {
    try {
      return (await within(this.#parts.clock, READ_MS, actuator.readBack())) ?? null;
    } catch (error) {
      this.#complain(actuator, errorMessage(error), 'output cannot be read');
      return null;
    }
  }

  async #applySafe(actuator: Actuator): Promise<boolean> {
    const { safe } = actuator.property.spec;
    try {
      if ((await within(this.#parts.clock, WRITE_MS, actuator.apply(safe))) !== undefined)
        return true;
      this.#complain(actuator, 'it does not answer', 'output cannot be made safe');
    } catch (error) {
      this.#complain(actuator, errorMessage(error), 'output cannot be made safe');
    }
    return false;
  }

  #complain({ property }: Actuator, reason: string, event: string): void {
    this.#parts.log.error({ property: property.name, reason }, event);
  }
}

function restsSafe({ property: { spec } }: Actuator): boolean {
  return spec.source.kind === 'part' && spec.onRestart === 'safe';
}
