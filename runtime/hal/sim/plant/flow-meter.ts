/**
 * A YF-S201 flow meter: an impeller with a Hall switch that gives pulses while water moves.
 * Sea YF-S201 data sheet: f [Hz] = 7.5 × Q [l/min], from 1 l/min up; below, the impeller stalls.
 */
import type { Clock, Timer } from '../../../core/clock.ts';
import type { SimPin } from '../sim-pin.ts';
import type { FaultKind, PlantElement, Quantity } from './element.ts';

const HZ_PER_LITRE_PER_MINUTE = 7.5;
const STALL_LITRES_PER_MINUTE = 0.3;
/** What a motor beside the cable adds, at most. */
const NOISE_HZ = 20;

export interface FlowMeterParts {
  readonly signal: string;
  readonly claim: string;
  readonly pin: SimPin;
  readonly clock: Clock;
  readonly random: () => number;
}

export class FlowMeter implements PlantElement {
  readonly signal: string;
  readonly claim: string;
  readonly possibleFaults = ['stuck', 'disconnect', 'noise'] as const;
  readonly quantities: readonly Quantity[];
  readonly #pin: SimPin;
  readonly #clock: Clock;
  readonly #random: () => number;
  #flow = 0;
  #fault: FaultKind | undefined;
  #level = false;
  /** When the next half turn is due, monotonic: kept apart from the timer, whose lateness must not slow the rate. */
  #dueMs = 0;
  #timer: Timer | undefined;

  constructor({ signal, claim, pin, clock, random }: FlowMeterParts) {
    this.signal = signal;
    this.claim = claim;
    this.#pin = pin;
    this.#clock = clock;
    this.#random = random;
    this.quantities = [{ channel: 'rate', unit: 'l/min', get: () => this.#flow }];
    pin.drive(false);
  }

  get fault(): FaultKind | undefined {
    return this.#fault;
  }

  setFault(kind: FaultKind | undefined): void {
    this.stop();
    this.#fault = kind;
    this.#pin.drive(kind === 'disconnect' ? undefined : this.#level);
    this.turn(this.#flow);
  }

  /** Lets water pass, in l/min. */
  turn(flow: number): void {
    this.#flow = flow;
    if (this.#timer !== undefined || this.#frequencyHz() === 0) return;
    this.#dueMs = this.#clock.monotonicMs();
    this.#arm();
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #frequencyHz(): number {
    if (this.#fault === 'stuck' || this.#fault === 'disconnect') return 0;
    const turning = this.#flow < STALL_LITRES_PER_MINUTE ? 0 : this.#flow * HZ_PER_LITRE_PER_MINUTE;
    return this.#fault === 'noise' ? turning + NOISE_HZ * this.#random() : turning;
  }

  #arm(): void {
    const frequencyHz = this.#frequencyHz();
    this.#timer = undefined;
    if (frequencyHz === 0) return;
    this.#dueMs += 500 / frequencyHz;
    this.#timer = this.#clock.after(Math.max(0, this.#dueMs - this.#clock.monotonicMs()), () => {
      this.#level = !this.#level;
      this.#pin.drive(this.#level);
      this.#arm();
    });
  }
}
