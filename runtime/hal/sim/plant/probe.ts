/** What a chip feels of one physical quantity: the truth, or a frozen or noisy version of it. */
import type { FaultKind, Quantity } from './element.ts';

export interface ProbeParts {
  readonly quantity: Quantity;
  /** The largest deviation while it is noisy, in the quantity's unit. */
  readonly noise: number;
  readonly random: () => number;
}

export class Probe {
  readonly quantity: Quantity;
  readonly #noise: number;
  readonly #random: () => number;
  #fault: FaultKind | undefined;
  #frozen = 0;

  constructor({ quantity, noise, random }: ProbeParts) {
    this.quantity = quantity;
    this.#noise = noise;
    this.#random = random;
  }

  feel(): number {
    if (this.#fault === 'stuck') return this.#frozen;
    const value = Number(this.quantity.get());
    return this.#fault === 'noise' ? value + this.#noise * (2 * this.#random() - 1) : value;
  }

  setFault(kind: FaultKind | undefined): void {
    this.#frozen = Number(this.quantity.get());
    this.#fault = kind;
  }
}
