/**
 * The simulated greenhouse: water, air and light, moved by what the board's output registers say
 * and felt by the chips on its buses. It starts anew with the process; the output registers do
 * not, so a pump that was left running still runs.
 */
import { type Clock, every, type Timer } from '../../../core/clock.ts';
import type { Service } from '../../../core/service.ts';
import type { Actuator } from './actuator.ts';
import { type Actuators, wireActuators } from './actuators.ts';
import { Air } from './air.ts';
import { Contact } from './contact.ts';
import type { PlantElement } from './element.ts';
import { FlowMeter } from './flow-meter.ts';
import { Light } from './light.ts';
import { wireSensors } from './sensors.ts';
import { Water } from './water.ts';
import type { Wiring } from './wiring.ts';

const STEP_MS = 100;

export interface PlantDependencies {
  readonly wiring: Wiring;
  readonly clock: Clock;
  /** 0 ≤ x < 1, as Math.random. */
  readonly random: () => number;
}

export class Plant implements Service {
  readonly elements: readonly PlantElement[];
  readonly #clock: Clock;
  readonly #water: Water;
  readonly #air = new Air();
  readonly #light = new Light();
  readonly #actuators: Actuators;
  readonly #flowMeter: FlowMeter | undefined;
  readonly #contacts: readonly Contact[];
  #steppedMs = 0;
  #timer: Timer | undefined;

  constructor({ wiring, clock, random }: PlantDependencies) {
    this.#clock = clock;
    this.#water = new Water(random);
    this.#actuators = wireActuators(wiring);
    this.#flowMeter = wireFlowMeter({ wiring, clock, random });
    this.#contacts = ['door', 'estop']
      .map((signal) => wireContact(wiring, signal, clock))
      .filter((contact) => contact !== undefined);
    const world = { water: this.#water, air: this.#air, light: this.#light };
    this.elements = [
      ...Object.values<Actuator | undefined>({ ...this.#actuators }),
      this.#flowMeter,
      ...this.#contacts,
      ...wireSensors({ ...world, wiring, clock, random }),
    ].filter((element) => element !== undefined);
    wiring.assertAllKnown();
  }

  start(): Promise<void> {
    this.#steppedMs = this.#clock.monotonicMs();
    this.#timer = every(this.#clock, STEP_MS, () => {
      this.#step();
    });
    return Promise.resolve();
  }

  stop(): Promise<void> {
    this.#timer?.cancel();
    this.#flowMeter?.stop();
    for (const contact of this.#contacts) contact.stop();
    return Promise.resolve();
  }

  #step(): void {
    const nowMs = this.#clock.monotonicMs();
    const seconds = (nowMs - this.#steppedMs) / 1_000;
    this.#steppedMs = nowMs;
    const { pump, heater, lamp, dimmer, vent } = this.#actuators;
    this.#water.step(seconds, levelOf(pump) > 0);
    this.#air.step(seconds, { isHeating: levelOf(heater) > 0, vent: levelOf(vent) });
    this.#light.step(seconds, levelOf(lamp) > 0, levelOf(dimmer));
    this.#flowMeter?.turn(this.#water.flowLitresPerMinute);
  }
}

function levelOf(actuator: Actuator | undefined): number {
  return actuator?.level ?? 0;
}

function wireFlowMeter({ wiring, clock, random }: PlantDependencies): FlowMeter | undefined {
  const wired = wiring.pin('flow-meter');
  if (wired === undefined) return undefined;
  return new FlowMeter({
    signal: 'flow-meter',
    claim: wired.claim,
    pin: wired.port,
    clock,
    random,
  });
}

function wireContact(wiring: Wiring, signal: string, clock: Clock): Contact | undefined {
  const wired = wiring.pin(signal);
  if (wired === undefined) return undefined;
  return new Contact({ signal, claim: wired.claim, pin: wired.port, clock });
}
