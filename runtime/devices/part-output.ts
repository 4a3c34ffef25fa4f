/** A channel of a part as an output: calibration undone on the way out, applied on the way back. */
import type { Value } from '../core/reading.ts';
import type { Calibration } from '../config/site.ts';
import type { Part } from '../hal/driver.ts';
import type { RegisterWrite } from '../hal/register-write.ts';
import type { Output } from './actuator.ts';
import { calibrate, uncalibrate } from './calibration.ts';

export class PartOutput implements Output {
  readonly #part: Part;
  readonly #channel: string;
  readonly #calibration: Calibration | undefined;

  constructor(part: Part, channel: string, calibration: Calibration | undefined) {
    this.#part = part;
    this.#channel = channel;
    this.#calibration = calibration;
  }

  async write(value: Value): Promise<void> {
    await this.#part.write?.(this.#channel, this.#toRaw(value));
  }

  async readBack(): Promise<Value | null> {
    const raw = (await this.#part.read())[this.#channel];
    if (raw === undefined) return null;
    return typeof raw === 'number' ? calibrate(raw, this.#calibration) : raw;
  }

  /** What a helper outside the process must write to bring it to `value`. */
  registers(value: Value): readonly RegisterWrite[] {
    return this.#part.registers?.(this.#channel, this.#toRaw(value)) ?? [];
  }

  #toRaw(value: Value): Value {
    return typeof value === 'number' ? uncalibrate(value, this.#calibration) : value;
  }
}
