/** The light in the simulated greenhouse: daylight, and a grow light behind a relay and a dimmer. */
import { approach } from './lag.ts';

const LAMP_LX = 4_000;
/** 0–10 V lamp drivers do not dim to nothing (IEC 60929 Annex E): the relay switches them off. */
const LOWEST_DIM = 0.1;
const LAMP_TAU_SECONDS = 0.15;

export class Light {
  daylightLx = 350;
  #lampLx = 0;

  get illuminanceLx(): number {
    return this.daylightLx + this.#lampLx;
  }

  step(seconds: number, isLampOn: boolean, dimmer: number): void {
    const target = isLampOn ? LAMP_LX * Math.max(LOWEST_DIM, dimmer) : 0;
    this.#lampLx = approach(this.#lampLx, target, seconds, LAMP_TAU_SECONDS);
  }
}
