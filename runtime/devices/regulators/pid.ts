/**
 * PID control in its parallel form, one step at a time. Pure. The derivative acts on the
 * measurement, so that a new setpoint gives no kick, and the integral stops growing while the
 * output stands at its limit (Åström & Hägglund, Advanced PID Control, §3.5 conditional integration).
 */
export interface PidSettings {
  readonly kp: number;
  /** per second */
  readonly ki: number;
  /** seconds */
  readonly kd: number;
  /** Lowest and highest output. */
  readonly output: readonly [number, number];
}

export interface PidState {
  /** Sum of error × seconds. */
  readonly integral: number;
  readonly lastMeasured: number | undefined;
}

export const PID_START: PidState = { integral: 0, lastMeasured: undefined };

export interface PidInput {
  readonly setpoint: number;
  readonly measured: number;
  /** Since the last step. */
  readonly seconds: number;
}

export function pidStep(
  settings: PidSettings,
  state: PidState,
  { setpoint, measured, seconds }: PidInput,
): { output: number; state: PidState } {
  const { kp, ki, kd, output } = settings;
  const [low, high] = output;
  const error = setpoint - measured;
  const slope =
    state.lastMeasured === undefined || seconds <= 0
      ? 0
      : (measured - state.lastMeasured) / seconds;
  const integral = state.integral + error * seconds;
  const wanted = kp * error + ki * integral - kd * slope;
  const limited = Math.min(high, Math.max(low, wanted));
  const drivesFurther = (wanted - limited) * ki * error > 0;
  return {
    output: limited,
    state: { integral: drivesFurther ? state.integral : integral, lastMeasured: measured },
  };
}
