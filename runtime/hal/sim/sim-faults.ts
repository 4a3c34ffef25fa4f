/**
 * What a person can do to the simulated plant from outside: break an element, repair it, set the
 * quantity it measures, look at all of them. Elements are named as drivers claim them
 * (`gpio:GPIO17`, `i2c1:0x48`); what cannot be done is refused with what can.
 */
import type { Value } from '../../core/reading.ts';
import type { Refusal } from '../../core/refusal.ts';
import { formatQuantity } from '../../core/units.ts';
import { refuseHal } from '../errors.ts';
import { FAULT_KINDS, type FaultKind, type PlantElement, type Quantity } from './plant/element.ts';

/** One quantity of one element, as `boardtalk sim show` lists it. */
export interface ElementView {
  /** Its name in the board file. */
  readonly signal: string;
  readonly claim: string;
  readonly channel: string;
  /** The truth, in the unit people read, whatever the wire says. */
  readonly value: Value;
  readonly unit?: string;
  readonly isSettable: boolean;
  readonly fault?: FaultKind;
  readonly possibleFaults: readonly FaultKind[];
}

export class SimFaults {
  readonly #elements: readonly PlantElement[];

  constructor(elements: readonly PlantElement[]) {
    this.#elements = elements;
  }

  /** A fault strikes the whole element, whichever of its channels is named. `clear` repairs it. */
  inject(claim: string, channel: string | undefined, kind: string): Refusal | undefined {
    const element = this.#find(claim, channel);
    if (element === undefined) return this.#nothingThere(claim, channel);
    const fault = element.possibleFaults.find((possible) => possible === kind);
    if (fault === undefined && kind !== 'clear') return faultImpossible(element, kind);
    element.setFault(fault);
    return undefined;
  }

  /** `value` is in the unit people read: % of the tank, °C, lx of daylight; true = open, pressed. */
  set(claim: string, channel: string | undefined, value: Value): Refusal | undefined {
    const element = this.#find(claim, channel);
    const quantity = element?.quantities.find((each) => fits(each, channel));
    if (element === undefined || quantity === undefined) return this.#nothingThere(claim, channel);
    if (quantity.set === undefined) {
      const message = `${element.signal} cannot be set: it follows what the board does`;
      return refuseHal('HAL_SIM_NOT_SETTABLE', message);
    }
    const allowed = allowedValues(quantity, value);
    if (allowed !== undefined) {
      const message = `${element.signal} cannot be ${String(value)}; allowed: ${allowed}`;
      return refuseHal('HAL_SIM_NOT_SETTABLE', message);
    }
    quantity.set(value);
    return undefined;
  }

  describe(): readonly ElementView[] {
    return this.#elements.flatMap((element) =>
      element.quantities.map((quantity) => view(element, quantity)),
    );
  }

  #find(claim: string, channel: string | undefined): PlantElement | undefined {
    return this.#elements.find(
      (element) =>
        element.claim === claim && element.quantities.some((quantity) => fits(quantity, channel)),
    );
  }

  #nothingThere(claim: string, channel: string | undefined): Refusal {
    const place = channel === undefined ? claim : `${claim} ${channel}`;
    const wired = this.#elements.map(({ signal, claim: at }) => `${signal} (${at})`).join(', ');
    const message = `nothing of the simulated plant is wired to ${place}; wired are: ${wired}`;
    return refuseHal('HAL_SIM_NOT_WIRED', message);
  }
}

function fits(quantity: Quantity, channel: string | undefined): boolean {
  return channel === undefined || quantity.channel === channel;
}

function faultImpossible({ signal, possibleFaults }: PlantElement, kind: string): Refusal {
  const isKnown = FAULT_KINDS.some((known) => known === kind);
  const possible = [...possibleFaults, 'clear'].join(', ');
  const message = isKnown
    ? `${signal} cannot have the fault ${kind}; possible: ${possible}`
    : `"${kind}" is not a fault; possible for ${signal}: ${possible}`;
  return refuseHal('HAL_SIM_FAULT_IMPOSSIBLE', message);
}

/** undefined when the value is allowed, else what is. */
function allowedValues({ range, unit }: Quantity, value: Value): string | undefined {
  if (range === undefined) return typeof value === 'boolean' ? undefined : 'true, false';
  const [low, high] = range;
  if (typeof value === 'number' && value >= low && value <= high) return undefined;
  return `${formatQuantity(low, unit)} to ${formatQuantity(high, unit)}`;
}

function view(element: PlantElement, quantity: Quantity): ElementView {
  const { signal, claim, fault, possibleFaults } = element;
  return {
    signal,
    claim,
    channel: quantity.channel,
    value: quantity.get(),
    ...(quantity.unit === undefined ? {} : { unit: quantity.unit }),
    isSettable: quantity.set !== undefined,
    ...(fault === undefined ? {} : { fault }),
    possibleFaults,
  };
}
