/**
 * What technicians calibrated on this board, with all that was before: it stands above what the site
 * directory says, outlives restarts, and can be taken back step by step. Drivers know nothing of it.
 */
import { formatAddress, type PropertyAddress } from '../../core/reading.ts';
import { z } from '../../core/schema.ts';
import type { Calibration } from '../../config/site.ts';
import { defineSpace, type Space, type Write } from '../../state/space.ts';
import type { Store } from '../../state/store.ts';

const pair = z.tuple([z.number(), z.number()]);

const stepSchema = z.strictObject({
  calibration: z.union([
    z.strictObject({ from: pair, to: pair }),
    z.strictObject({ '4-20mA': pair, shunt: z.number().positive() }),
  ]),
  person: z.string(),
  at: z.number(),
});

export type CalibrationStep = Readonly<z.infer<typeof stepSchema>>;

/** By `thing.property`, oldest first. */
const calibrationSpace = defineSpace({ name: 'calibrations', schema: z.array(stepSchema) });

/** More than anybody takes back. */
const KEPT = 20;

export class Calibrations {
  readonly #space: Space<CalibrationStep[]>;
  readonly #steps = new Map<string, readonly CalibrationStep[]>();

  constructor({ store }: { readonly store: Pick<Store, 'space'> }) {
    this.#space = store.space(calibrationSpace);
  }

  /** Before the first sample. */
  async load(): Promise<void> {
    for (const [name, steps] of await this.#space.list()) this.#steps.set(name, steps);
  }

  /** undefined: what the site directory says holds. */
  of(address: PropertyAddress): Calibration | undefined {
    return this.steps(address).at(-1)?.calibration;
  }

  /** Oldest first. */
  steps(address: PropertyAddress): readonly CalibrationStep[] {
    return this.#steps.get(formatAddress(address)) ?? [];
  }

  /** The write that makes it durable; it counts once `take` was called. */
  write(address: PropertyAddress, steps: readonly CalibrationStep[]): Write {
    const name = formatAddress(address);
    return steps.length === 0
      ? this.#space.remove(name)
      : this.#space.put(name, steps.slice(-KEPT));
  }

  take(address: PropertyAddress, steps: readonly CalibrationStep[]): void {
    this.#steps.set(formatAddress(address), steps.slice(-KEPT));
  }
}
