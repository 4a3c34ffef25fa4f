/** What moves the plant: each actuator at its relay or PWM channel, where the board file wires it. */
import { Actuator } from './actuator.ts';
import type { Wiring } from './wiring.ts';

export interface Actuators {
  readonly pump: Actuator | undefined;
  readonly heater: Actuator | undefined;
  readonly lamp: Actuator | undefined;
  readonly dimmer: Actuator | undefined;
  readonly vent: Actuator | undefined;
}

export function wireActuators(wiring: Wiring): Actuators {
  return {
    pump: atRelay(wiring, 'pump'),
    heater: atRelay(wiring, 'heater'),
    lamp: atRelay(wiring, 'grow-light-relay'),
    dimmer: atPwm(wiring, 'grow-light-dimmer'),
    vent: atPwm(wiring, 'vent'),
  };
}

function atRelay(wiring: Wiring, signal: string): Actuator | undefined {
  const wired = wiring.pin(signal);
  if (wired === undefined) return undefined;
  const { claim, port: pin } = wired;
  const output = (): number => (pin.output ? 1 : 0);
  return new Actuator({ signal, claim, output, quantity: { channel: 'on' } });
}

function atPwm(wiring: Wiring, signal: string): Actuator | undefined {
  const wired = wiring.pwm(signal);
  if (wired === undefined) return undefined;
  const { claim, port: output } = wired;
  return new Actuator({ signal, claim, output, quantity: { channel: 'duty', unit: '%' } });
}
