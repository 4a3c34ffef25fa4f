/**
 * A pump, heater, lamp or vent at the end of an output. Stuck, it no longer follows its register: a
 * seized pump stays off, a welded contact stays on. Disconnected, it is off whatever the register says.
 */
import type { FaultKind, PlantElement, Quantity } from './element.ts';

export interface ActuatorParts {
  readonly signal: string;
  readonly claim: string;
  /** What the output gives it, 0 to 1. */
  readonly output: () => number;
  readonly quantity: { readonly channel: string; readonly unit?: string };
}

export class Actuator implements PlantElement {
  readonly signal: string;
  readonly claim: string;
  readonly possibleFaults = ['stuck', 'disconnect'] as const;
  readonly quantities: readonly Quantity[];
  readonly #output: () => number;
  #fault: FaultKind | undefined;
  #stuckAt = 0;

  constructor({ signal, claim, output, quantity }: ActuatorParts) {
    this.signal = signal;
    this.claim = claim;
    this.#output = output;
    const get = (): boolean | number => (quantity.unit === '%' ? this.level * 100 : this.level > 0);
    this.quantities = [{ ...quantity, get }];
  }

  get fault(): FaultKind | undefined {
    return this.#fault;
  }

  /** How far it really is on, 0 to 1. */
  get level(): number {
    if (this.#fault === 'stuck') return this.#stuckAt;
    return this.#fault === 'disconnect' ? 0 : this.#output();
  }

  setFault(kind: FaultKind | undefined): void {
    this.#stuckAt = this.level;
    this.#fault = kind;
  }
}
