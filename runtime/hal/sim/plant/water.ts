/**
 * The water side of the simulated greenhouse: a pump lifts well water into a header tank, from
 * which the drip lines slowly take it.
 */
import { approach } from './lag.ts';

const TANK_LITRES = 50;
const PUMP_L_PER_MIN = 3.2;
/** A diaphragm pump never delivers quite evenly: this part of the flow, up and down. */
const RIPPLE = 0.02;
const DRIP_L_PER_MIN = 0.05;
/** Water accelerates and stops within half a second (98 % after four of these). */
const FLOW_TAU_SECONDS = 0.12;

export class Water {
  levelPercent = 62;
  flowLitresPerMinute = 0;
  temperatureC = 16.5;
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  step(seconds: number, isPumping: boolean): void {
    const ripple = 1 + RIPPLE * (2 * this.#random() - 1);
    const target = isPumping ? PUMP_L_PER_MIN * ripple : 0;
    this.flowLitresPerMinute = approach(
      this.flowLitresPerMinute,
      target,
      seconds,
      FLOW_TAU_SECONDS,
    );
    const gainedLitres = ((this.flowLitresPerMinute - DRIP_L_PER_MIN) * seconds) / 60;
    const level = this.levelPercent + (gainedLitres / TANK_LITRES) * 100;
    this.levelPercent = Math.min(100, Math.max(0, level));
  }
}
