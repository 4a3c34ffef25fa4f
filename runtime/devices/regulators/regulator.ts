/**
 * A regulator: a rule that holds a reading at a setpoint. It writes like anybody else, through the
 * write path, so interlocks and modes stand above it; a reading it cannot trust makes it let go
 * (the output goes to its safe value) until the reading is back. Setpoint and whether it is active
 * survive a restart.
 */
import type { Clock } from '../../core/clock.ts';
import { formatAddress, isTrustworthy, type Reading, type Value } from '../../core/reading.ts';
import type { RegulatorConfig } from '../../config/devices-schema.ts';
import type { Actuator } from '../actuator.ts';
import { PID_START, pidStep, type PidState } from './pid.ts';
import { twoPoint } from './two-point.ts';

export interface RegulatorState {
  readonly setpoint: number;
  readonly active: boolean;
}

export interface RegulatorParts {
  /** The regulator's thing id: the rule that stands in receipts and journal. */
  readonly name: string;
  readonly config: RegulatorConfig;
  readonly clock: Clock;
  readonly output: Actuator;
  readonly look: () => Reading;
  /** Writes the output under this rule. */
  readonly write: (value: Value, cause: string) => Promise<void>;
}

export class Regulator {
  readonly #parts: RegulatorParts;
  #state: RegulatorState;
  #pid: PidState = PID_START;
  #lastStepMs: number | undefined;
  #busy = false;

  constructor(parts: RegulatorParts) {
    this.#parts = parts;
    this.#state = { setpoint: parts.config.setpoint, active: parts.config.enabled };
  }

  get name(): string {
    return this.#parts.name;
  }

  get state(): RegulatorState {
    return this.#state;
  }

  /** Takes a new state; letting go brings the output to its safe value. */
  async change(state: RegulatorState): Promise<void> {
    const letsGo = this.#state.active && !state.active;
    this.#state = state;
    this.#pid = PID_START;
    this.#lastStepMs = undefined;
    if (letsGo) await this.#release('the regulator was switched off');
  }

  /** One look at the reading, and at most one write. Called often; does nothing while a write is under way. */
  async step(): Promise<void> {
    if (!this.#state.active || this.#busy) return;
    this.#busy = true;
    try {
      await this.#regulate(this.#parts.look());
    } finally {
      this.#busy = false;
    }
  }

  async #regulate(reading: Reading): Promise<void> {
    if (!isTrustworthy(reading) || typeof reading.value !== 'number') {
      await this.#release(`${formatAddress(this.#parts.config.reading)} is ${reading.quality}`);
      return;
    }
    const wanted = this.#wanted(reading.value);
    if (wanted === undefined || wanted === this.#parts.output.value) return;
    const { unit = '' } = reading;
    await this.#parts.write(
      wanted,
      `${String(round(reading.value))} ${unit}, setpoint ${String(this.#state.setpoint)} ${unit}`,
    );
  }

  #wanted(measured: number): Value | undefined {
    const { 'two-point': onOff, pid } = this.#parts.config;
    const { output } = this.#parts;
    if (onOff !== undefined)
      return twoPoint(onOff, this.#state.setpoint, measured, !output.isSafe());
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
    const current = this.#parts.output.value;
    const isSmall = typeof current === 'number' && Math.abs(output - current) < settings.step;
    return isSmall && !settings.output.includes(output) ? undefined : round(output);
  }

  async #release(cause: string): Promise<void> {
    const { output } = this.#parts;
    if (!output.isSafe()) await this.#parts.write(output.property.spec.safe, cause);
  }
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
