/**
 * A contact to ground with a pull-up on the terminal board: open is a high line, and so is a broken
 * wire. The door's opens with the door, the emergency stop's when it is pressed, so that a cut
 * cable looks like danger and never like safety.
 */
import type { Clock, Timer } from '../../../core/clock.ts';
import type { Value } from '../../../core/reading.ts';
import type { SimPin } from '../sim-pin.ts';
import type { FaultKind, PlantElement, Quantity } from './element.ts';

/** Small switches settle within 1.5 to 6 ms (J. Ganssle, "A Guide to Debouncing"). */
const BOUNCES = 6;
const BOUNCE_MS = 1;

export interface ContactParts {
  readonly signal: string;
  readonly claim: string;
  readonly pin: SimPin;
  readonly clock: Clock;
}

export class Contact implements PlantElement {
  readonly signal: string;
  readonly claim: string;
  readonly possibleFaults = ['stuck', 'disconnect', 'bounce'] as const;
  readonly quantities: readonly Quantity[];
  readonly #pin: SimPin;
  readonly #clock: Clock;
  #isOpen = false;
  #fault: FaultKind | undefined;
  #timer: Timer | undefined;

  constructor({ signal, claim, pin, clock }: ContactParts) {
    this.signal = signal;
    this.claim = claim;
    this.#pin = pin;
    this.#clock = clock;
    this.quantities = [
      {
        channel: 'active',
        get: () => this.#isOpen,
        set: (value) => {
          this.#move(value);
        },
      },
    ];
    pin.drive(false);
  }

  get fault(): FaultKind | undefined {
    return this.#fault;
  }

  setFault(kind: FaultKind | undefined): void {
    this.#fault = kind;
    this.#settle(0);
  }

  stop(): void {
    this.#timer?.cancel();
  }

  #move(value: Value): void {
    if (value === this.#isOpen) return;
    this.#isOpen = value === true;
    this.#settle(this.#fault === 'bounce' ? BOUNCES : 0);
  }

  /** Puts the level on the wire; with bounces left, the wrong one every second time. */
  #settle(bouncesLeft: number): void {
    this.#timer?.cancel();
    if (this.#fault === 'stuck') return;
    const level = this.#isOpen || this.#fault === 'disconnect';
    this.#pin.drive(bouncesLeft % 2 === 0 ? level : !level);
    if (bouncesLeft > 0)
      this.#timer = this.#clock.after(BOUNCE_MS, () => {
        this.#settle(bouncesLeft - 1);
      });
  }
}
