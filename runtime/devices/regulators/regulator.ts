/**
 * A regulator: a rule that holds a reading at a setpoint. It writes like anybody else, through the
 * write path, so interlocks and modes stand above it; a reading it cannot trust makes it let go
 * (the output goes to its safe value) until the reading is back.
 */
import type { Clock } from '../../core/clock.ts';
import type { Outcome } from '../../core/receipt.ts';
import { formatAddress, isTrustworthy, type Reading, type Value } from '../../core/reading.ts';
import { formatQuantity } from '../../core/units.ts';
import type { RegulatorConfig } from '../../config/devices-schema.ts';
import type { Actuator } from '../actuator.ts';
import { PID_START, pidStep, type PidState } from './pid.ts';
import { twoPoint } from './two-point.ts';

export interface RegulatorState {
  readonly setpoint: number;
  readonly active: boolean;
}

/** What a regulator asks the write path for. */
export interface Wish {
  readonly value: Value;
  readonly cause: string;
  readonly zh: string;
  /** A new setpoint, or switching it off, makes void what it decided before. */
  readonly stillWanted: () => boolean;
}

export interface RegulatorParts {
  readonly config: RegulatorConfig;
  readonly clock: Clock;
  readonly output: Actuator;
  readonly look: () => Reading;
  /** Writes the output under this rule. Never rejects. */
  readonly write: (wish: Wish) => Promise<Outcome>;
}

/** A part that did not take a write is left alone for this long: each attempt stands in the journal. */
const REST_MS = 30_000;

/** A register needs no more; it keeps the journal readable. */
const OUTPUT_DIGITS = 4;

export class Regulator {
  readonly #parts: RegulatorParts;
  #state: RegulatorState;
  #pid: PidState = PID_START;
  #lastStepMs: number | undefined;
  #isBusy = false;
  #restsUntilMs = 0;

  constructor(parts: RegulatorParts) {
    this.#parts = parts;
    this.#state = { setpoint: parts.config.setpoint, active: parts.config.enabled };
  }

  get state(): RegulatorState {
    return this.#state;
  }

  /** Takes the state of its last life. Writes nothing: the outputs are not settled yet. */
  restore(state: RegulatorState): void {
    this.#state = state;
  }

  /** Takes a new state; letting go brings the output to its safe value. */
  async change(state: RegulatorState): Promise<void> {
    const letsGo = this.#state.active && !state.active;
    this.#state = state;
    this.#forget();
    if (letsGo) await this.#release('the regulator was switched off', '自动调节已关闭');
  }

  /** One look at the reading, and at most one write. Called often; does nothing while a write is under way. */
  async step(): Promise<void> {
    const { clock, look } = this.#parts;
    if (!this.#state.active || this.#isBusy || clock.monotonicMs() < this.#restsUntilMs) return;
    this.#isBusy = true;
    try {
      await this.#regulate(look());
    } finally {
      this.#isBusy = false;
    }
  }

  async #regulate(reading: Reading): Promise<void> {
    const { config, output } = this.#parts;
    const { value: measured, unit } = reading;
    if (typeof measured !== 'number' || !isTrustworthy(reading)) {
      this.#forget();
      const name = formatAddress(config.reading);
      await this.#release(`${name} is ${reading.quality}`, `${name}没有可信的读数`);
      return;
    }
    const wanted = this.#wanted(measured);
    if (wanted === undefined || wanted === output.value) return;
    const setpoint = formatQuantity(this.#state.setpoint, unit);
    const now = formatQuantity(measured, unit);
    await this.#write(wanted, `${now}, setpoint ${setpoint}`, `${now}，设定值 ${setpoint}`);
  }

  #wanted(measured: number): Value | undefined {
    const { 'two-point': onOff, pid } = this.#parts.config;
    const { value } = this.#parts.output;
    if (onOff !== undefined) return twoPoint(onOff, this.#state.setpoint, measured, value === true);
    return pid === undefined ? undefined : this.#pidOutput(pid, measured);
  }

  /** A valve that moves for every tenth of a degree wears out: small changes wait until they have grown to `step`. */
  #pidOutput(settings: NonNullable<RegulatorConfig['pid']>, measured: number): number | undefined {
    const now = this.#parts.clock.monotonicMs();
    const sinceMs = now - (this.#lastStepMs ?? now - settings.every);
    if (sinceMs < settings.every) return undefined;
    this.#lastStepMs = now;
    const input = { setpoint: this.#state.setpoint, measured, seconds: sinceMs / 1_000 };
    const { output, state } = pidStep(settings, this.#pid, input);
    this.#pid = state;
    const isAtLimit = settings.output.includes(output);
    if (isAtLimit) return output;
    const change = Math.abs(output - Number(this.#parts.output.value));
    return change < settings.step ? undefined : Number(output.toPrecision(OUTPUT_DIGITS));
  }

  /** What was, before a time that it did not see or did not regulate, says nothing about now. */
  #forget(): void {
    this.#pid = PID_START;
    this.#lastStepMs = undefined;
  }

  async #release(cause: string, zh: string): Promise<void> {
    const { output } = this.#parts;
    if (!output.isSafe()) await this.#write(output.property.spec.safe, cause, zh);
  }

  async #write(value: Value, cause: string, zh: string): Promise<void> {
    const { clock, write } = this.#parts;
    const decidedIn = this.#state;
    const stillWanted = (): boolean => this.#state === decidedIn;
    const outcome = await write({ value, cause, zh, stillWanted });
    if (outcome.status === 'failed' && outcome.refusal.code === 'DEVICE_WRITE_FAILED')
      this.#restsUntilMs = clock.monotonicMs() + REST_MS;
  }
}
