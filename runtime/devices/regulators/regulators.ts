/** All regulators of this board: their setpoints as writable properties, their rhythm, and their memory across restarts. */
import { every, type Clock, type Timer } from '../../core/clock.ts';
import type { Reading, Value } from '../../core/reading.ts';
import type { Service } from '../../core/service.ts';
import { z } from '../../core/schema.ts';
import type { SiteProperty, SiteThing } from '../../config/site.ts';
import { defineSpace, type Space } from '../../state/space.ts';
import type { Store } from '../../state/store.ts';
import type { Output } from '../actuator.ts';
import type { WriteOrder } from '../order.ts';
import type { Things } from '../things.ts';
import { Regulator, type RegulatorState } from './regulator.ts';
import { createId } from '../../core/ids.ts';

const stateSchema = z.strictObject({ setpoint: z.number(), active: z.boolean() });
const regulatorSpace = defineSpace({ name: 'regulators', schema: stateSchema });

/** Two-point control hangs on readings, which come every few seconds; this is how often they are looked at. */
const STEP_MS = 1_000;

export interface RegulatorsParts {
  readonly things: Things;
  readonly store: Store;
  readonly clock: Clock;
  readonly perform: (order: WriteOrder) => Promise<unknown>;
}

export class Regulators implements Service {
  readonly #parts: RegulatorsParts;
  readonly #space: Space<RegulatorState>;
  readonly #regulators = new Map<string, Regulator>();
  #timer: Timer | undefined;

  constructor(parts: RegulatorsParts) {
    this.#parts = parts;
    this.#space = parts.store.space(regulatorSpace);
  }

  /** Builds the regulator behind a thing; its output and reading must be among the things already. */
  async add(thing: SiteThing): Promise<void> {
    const config = configOf(thing);
    const output = config === undefined ? undefined : this.#parts.things.actuator(config.output);
    if (config === undefined || output === undefined) return;
    const look = (): Reading =>
      this.#parts.things.find(config.reading)?.reading() ?? {
        value: null,
        quality: 'faulty',
        at: 0,
      };
    const write = (value: Value, cause: string): Promise<void> =>
      this.#write(thing.id, config.output, { value, cause });
    const regulator = new Regulator({
      name: thing.id,
      config,
      clock: this.#parts.clock,
      output,
      look,
      write,
    });
    const remembered = await this.#space.get(thing.id);
    if (remembered !== undefined) await regulator.change(remembered);
    this.#regulators.set(thing.id, regulator);
  }

  /** Setpoint and switch of a regulator, as something that can be written. A new setpoint switches it on. */
  output(thing: SiteThing, property: SiteProperty): Output {
    const regulator = (): Regulator | undefined => this.#regulators.get(thing.id);
    return {
      readBack: () => Promise.resolve(valueOf(regulator()?.state, property.name)),
      write: async (value) => {
        const target = regulator();
        if (target === undefined) return;
        const state =
          typeof value === 'number'
            ? { setpoint: value, active: true }
            : { ...target.state, active: value === true };
        await this.#parts.store.durable([this.#space.put(thing.id, state)]);
        await target.change(state);
        this.#tell(thing, state);
      },
    };
  }

  start(): Promise<void> {
    this.#tellStates();
    this.#timer = every(this.#parts.clock, STEP_MS, async () => {
      for (const regulator of this.#regulators.values()) await regulator.step();
      this.#tellStates();
    });
    return Promise.resolve();
  }

  stop(): Promise<void> {
    this.#timer?.cancel();
    return Promise.resolve();
  }

  async #write(
    rule: string,
    address: WriteOrder['address'],
    { value, cause }: { value: Value; cause: string },
  ): Promise<void> {
    const id = createId('rule', this.#parts.clock.now());
    await this.#parts.perform({ id, address, value, authority: { kind: 'rule', rule, cause } });
  }

  #tellStates(): void {
    for (const thing of this.#parts.things.list()) {
      const state = this.#regulators.get(thing.id)?.state;
      if (state !== undefined) this.#tell(thing, state);
    }
  }

  #tell(thing: SiteThing, state: RegulatorState): void {
    for (const { name } of thing.properties) {
      const value = valueOf(state, name);
      if (value !== null)
        this.#parts.things.find({ thing: thing.id, property: name })?.accept(value);
    }
  }
}

function configOf(
  thing: SiteThing,
): Extract<SiteProperty['source'], { kind: 'regulator' }>['regulator'] | undefined {
  const source = thing.properties[0]?.source;
  return source?.kind === 'regulator' ? source.regulator : undefined;
}

function valueOf(state: RegulatorState | undefined, property: string): Value | null {
  if (state === undefined) return null;
  return property === 'setpoint' ? state.setpoint : state.active;
}
