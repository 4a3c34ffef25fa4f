/**
 * A measuring chip of the plant: its probes feel the physical quantities, the chip turns them into
 * bytes. Between the two stand the faults: frozen, noisy, off the bus, or with damaged bytes.
 */
import type { FaultKind, PlantElement, Quantity } from './element.ts';
import type { Probe } from './probe.ts';

export interface SensorParts {
  readonly signal: string;
  readonly claim: string;
  readonly probes: readonly Probe[];
  /** Puts the chip on its bus, or takes it off. */
  readonly connect: (isConnected: boolean) => void;
  /** The chip, where it sends a checksum that can be made wrong. */
  readonly checksum?: { isCorrupt: boolean };
}

export class Sensor implements PlantElement {
  readonly signal: string;
  readonly claim: string;
  readonly possibleFaults: readonly FaultKind[];
  readonly quantities: readonly Quantity[];
  readonly #parts: SensorParts;
  #fault: FaultKind | undefined;

  constructor(parts: SensorParts) {
    this.signal = parts.signal;
    this.claim = parts.claim;
    this.#parts = parts;
    this.quantities = parts.probes.map((probe) => probe.quantity);
    this.possibleFaults = [
      ...(['stuck', 'disconnect', 'noise'] as const),
      ...(parts.checksum === undefined ? [] : (['bad-crc'] as const)),
    ];
    parts.connect(true);
  }

  get fault(): FaultKind | undefined {
    return this.#fault;
  }

  setFault(kind: FaultKind | undefined): void {
    this.#fault = kind;
    for (const probe of this.#parts.probes) probe.setFault(kind);
    this.#parts.connect(kind !== 'disconnect');
    if (this.#parts.checksum !== undefined) this.#parts.checksum.isCorrupt = kind === 'bad-crc';
  }
}
