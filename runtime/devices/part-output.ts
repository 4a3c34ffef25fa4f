/** A channel of a part as an output: calibration undone on the way out, applied on the way back. */
import type { Value } from '../core/reading.ts';
import type { Calibration } from '../config/site.ts';
import type { Part } from '../hal/driver.ts';
import type { RegisterWrite } from '../hal/register-write.ts';
import type { Output } from './actuator.ts';
import { calibrate, uncalibrate } from './calibration/calibration.ts';

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

  get reports(): boolean {
    return this.#part.reports?.(this.#channel) ?? false;
  }

  objection(): Error | undefined {
    return this.#part.objects?.(this.#channel);
  }

  async readBack(): Promise<Value | null> {
    if (this.#part.momentary?.(this.#channel) === true && !this.reports) return null;
    const raw = this.reports
      ? this.#part.reported?.(this.#channel)
      : (await this.#part.read())[this.#channel];
    return raw === undefined ? null : this.#fromRaw(raw);
  }

  onReport(listener: (value: Value) => void): (() => void) | undefined {
    if (!this.reports) return undefined;
    return this.#part.onChange?.(({ [this.#channel]: raw }) => {
      if (raw !== undefined) listener(this.#fromRaw(raw));
    });
  }

  /** What a helper outside the process must write to bring it to `value`. */
  registers(value: Value): readonly RegisterWrite[] {
    return this.#part.registers?.(this.#channel, this.#toRaw(value)) ?? [];
  }

  #fromRaw(raw: Value): Value {
    return typeof raw === 'number' ? calibrate(raw, this.#calibration) : raw;
  }

  #toRaw(value: Value): Value {
    return typeof value === 'number' ? uncalibrate(value, this.#calibration) : value;
  }
}
