/** All regulators of this board: their setpoints as writable properties, their rhythm, and their memory across restarts. */
import { every, type Clock, type Timer } from '../../core/clock.ts';
import { Lane } from '../../core/lane.ts';
import { createId } from '../../core/ids.ts';
import type { Outcome } from '../../core/receipt.ts';
import type { Reading } from '../../core/reading.ts';
import type { Service } from '../../core/service.ts';
import { z } from '../../core/schema.ts';
import type { RegulatorConfig } from '../../config/devices-schema.ts';
import type { SiteProperty, SiteThing } from '../../config/site.ts';
import { defineSpace, type Space } from '../../state/space.ts';
import type { Store } from '../../state/store.ts';
import type { Output } from '../actuator.ts';
import type { WriteOrder } from '../order.ts';
import type { Things } from '../things.ts';
import { Regulator, type RegulatorState, type Wish } from './regulator.ts';

const stateSchema = z.strictObject({ setpoint: z.number(), active: z.boolean() });
const regulatorSpace = defineSpace({ name: 'regulators', schema: stateSchema });

/** Two-point control hangs on readings, which come every few seconds; this is how often they are looked at. */
const STEP_MS = 1_000;

const NO_READING: Reading = { value: null, quality: 'faulty', at: 0 };

export interface RegulatorsParts {
  readonly things: Things;
  readonly store: Store;
  readonly clock: Clock;
  /** Never rejects. */
  readonly perform: (order: WriteOrder) => Promise<Outcome>;
}

export class Regulators implements Service {
  readonly #parts: RegulatorsParts;
  readonly #space: Space<RegulatorState>;
  /** By the id of the thing that people see: the rule that stands in receipts and journal. */
  readonly #regulators = new Map<string, Regulator>();
  /** Setpoint and switch are written beside each other, and kept as one: neither may lose the other. */
  readonly #keeping = new Lane();
  #timers: readonly Timer[] = [];

  constructor(parts: RegulatorsParts) {
    this.#parts = parts;
    this.#space = parts.store.space(regulatorSpace);
  }

  /**
   * Setpoint and switch of a regulator, as something that can be written, each by itself: what takes
   * back a setpoint, or ends one, must not start a heater. undefined where the output it moves does
   * not exist.
   */
  output(thing: SiteThing, { source }: SiteProperty): Output | undefined {
    if (source.kind !== 'regulator') return undefined;
    const regulator = this.#regulator(thing.id, source.regulator);
    return (
      regulator && {
        readBack: () => Promise.resolve(regulator.state[source.role]),
        write: (value) =>
          this.#keeping.run(async () => {
            const change =
              typeof value === 'number' ? { setpoint: value } : { active: value === true };
            await this.#keep(thing, regulator, { ...regulator.state, ...change });
          }),
      }
    );
  }

  async #keep(thing: SiteThing, regulator: Regulator, state: RegulatorState): Promise<void> {
    await this.#parts.store.durable([this.#space.put(thing.id, state)]);
    this.#tell(thing, state);
    await regulator.change(state);
  }

  /** Every regulator as its last life left it. */
  async load(): Promise<void> {
    for (const [id, state] of await this.#space.list()) this.#regulators.get(id)?.restore(state);
  }

  start(): Promise<void> {
    this.#tellStates();
    const { clock } = this.#parts;
    // Each in a rhythm of its own: one whose write takes long does not keep the others waiting.
    const steps = [...this.#regulators.values()].map((each) =>
      every(clock, STEP_MS, () => each.step()),
    );
    const told = every(clock, STEP_MS, () => {
      this.#tellStates();
    });
    this.#timers = [...steps, told];
    return Promise.resolve();
  }

  stop(): Promise<void> {
    for (const timer of this.#timers) timer.cancel();
    return Promise.resolve();
  }

  /** One for all properties of its thing. */
  #regulator(id: string, config: RegulatorConfig): Regulator | undefined {
    const known = this.#regulators.get(id);
    if (known !== undefined) return known;
    const { things, clock } = this.#parts;
    const output = things.actuator(config.output);
    if (output === undefined) return undefined;
    const look = (): Reading => things.find(config.reading)?.reading() ?? NO_READING;
    const write = (wish: Wish): Promise<Outcome> => this.#write(id, config, wish);
    const regulator = new Regulator({ config, clock, output, look, write });
    this.#regulators.set(id, regulator);
    return regulator;
  }

  #write(rule: string, { output }: RegulatorConfig, wish: Wish): Promise<Outcome> {
    const { value, cause, zh, stillWanted } = wish;
    const id = createId('rule', this.#parts.clock.now());
    const authority = { kind: 'rule', rule, cause, zh } as const;
    return this.#parts.perform({ id, address: output, value, authority, stillWanted });
  }

  #tellStates(): void {
    for (const thing of this.#parts.things.list()) {
      const state = this.#regulators.get(thing.id)?.state;
      if (state !== undefined) this.#tell(thing, state);
    }
  }

  #tell({ id, properties }: SiteThing, state: RegulatorState): void {
    for (const { name, source } of properties) {
      if (source.kind !== 'regulator') continue;
      this.#parts.things.find({ thing: id, property: name })?.accept(state[source.role]);
    }
  }
}
