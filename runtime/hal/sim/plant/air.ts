/** The air of the simulated greenhouse: the sun and the heater warm it, the vent lets the outside in. */
import { approach } from './lag.ts';

const OUTSIDE_C = 14;
const SUN_GAIN_C = 5;
const HEATER_GAIN_C = 13;
/** How many times faster the air is exchanged with the vent wide open. */
const VENT_EXCHANGE = 3;
const TEMPERATURE_TAU_SECONDS = 240;
const HUMIDITY_TAU_SECONDS = 60;

export interface AirInfluences {
  readonly isHeating: boolean;
  /** 0 closed to 1 wide open. */
  readonly vent: number;
}

export class Air {
  temperatureC = 20.5;
  humidityPercent = 62;

  step(seconds: number, { isHeating, vent }: AirInfluences): void {
    const exchange = 1 + VENT_EXCHANGE * vent;
    const gain = SUN_GAIN_C + (isHeating ? HEATER_GAIN_C : 0);
    this.temperatureC = approach(
      this.temperatureC,
      OUTSIDE_C + gain / exchange,
      seconds,
      TEMPERATURE_TAU_SECONDS / exchange,
    );
    this.humidityPercent = approach(
      this.humidityPercent,
      this.#equilibriumHumidity(vent),
      seconds,
      HUMIDITY_TAU_SECONDS / exchange,
    );
  }

  /** Warm air holds more water, and the outside is drier than the plants. */
  #equilibriumHumidity(vent: number): number {
    const humidity = 68 - 2.5 * (this.temperatureC - 18) - 12 * vent;
    return Math.min(95, Math.max(20, humidity));
  }
}
