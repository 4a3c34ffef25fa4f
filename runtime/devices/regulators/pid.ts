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

/** A shorter step says nothing about a slope: its noise divided by next to nothing is all there is. */
const SHORTEST_SLOPE_S = 1e-3;

export function pidStep(
  { kp, ki, kd, output: [low, high] }: PidSettings,
  state: PidState,
  { setpoint, measured, seconds }: PidInput,
): { output: number; state: PidState } {
  const error = setpoint - measured;
  const { lastMeasured = measured } = state;
  const slope = seconds >= SHORTEST_SLOPE_S ? (measured - lastMeasured) / seconds : 0;
  const integral = state.integral + error * seconds;
  const wanted = kp * error + ki * integral - kd * slope;
  const output = Math.min(high, Math.max(low, wanted));
  const drivesFurther = (wanted - output) * ki * error > 0;
  const kept = drivesFurther ? state.integral : integral;
  return { output, state: { integral: kept, lastMeasured: measured } };
}
