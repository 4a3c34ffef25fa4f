/** What feels the plant: each chip with its probes, on its bus, where the board file wires it. */
import type { Clock } from '../../../core/clock.ts';
import { Ads1115Chip } from '../chips/ads1115-chip.ts';
import { Bh1750Chip } from '../chips/bh1750-chip.ts';
import { Ds18b20File } from '../chips/ds18b20-file.ts';
import { Sht31Chip } from '../chips/sht31-chip.ts';
import type { Air } from './air.ts';
import type { Light } from './light.ts';
import { Probe } from './probe.ts';
import { Sensor } from './sensor.ts';
import type { Water } from './water.ts';
import type { Wiring } from './wiring.ts';

/** The level transmitter gives 4 mA empty and 20 mA full (IEC 60381-1) over this resistor. */
const SHUNT_OHM = 165;

export interface SensorDependencies {
  readonly wiring: Wiring;
  readonly water: Water;
  readonly air: Air;
  readonly light: Light;
  readonly clock: Clock;
  readonly random: () => number;
}

export function wireSensors(dependencies: SensorDependencies): readonly Sensor[] {
  return [climate, tankLevel, lux, waterTemperature]
    .map((wire) => wire(dependencies))
    .filter((sensor) => sensor !== undefined);
}

function climate({ wiring, air, clock, random }: SensorDependencies): Sensor | undefined {
  const wired = wiring.i2c('climate');
  if (wired === undefined) return undefined;
  const temperature = new Probe({
    quantity: {
      channel: 'temperature',
      unit: 'Cel',
      range: [-20, 60],
      get: () => air.temperatureC,
      set: (value) => (air.temperatureC = Number(value)),
    },
    noise: 3,
    random,
  });
  const humidity = new Probe({
    quantity: {
      channel: 'humidity',
      unit: '%RH',
      range: [0, 100],
      get: () => air.humidityPercent,
      set: (value) => (air.humidityPercent = Number(value)),
    },
    noise: 10,
    random,
  });
  const senses = { temperatureC: () => temperature.feel(), humidityPercent: () => humidity.feel() };
  const chip = new Sht31Chip(senses, clock);
  return new Sensor({
    signal: 'climate',
    claim: wired.claim,
    probes: [temperature, humidity],
    connect: wired.port.plug(chip),
    checksum: chip,
  });
}

function tankLevel({ wiring, water, clock, random }: SensorDependencies): Sensor | undefined {
  const wired = wiring.i2c('tank-level');
  if (wired === undefined) return undefined;
  const { plug, input = 'ain0' } = wired.port;
  const level = new Probe({
    quantity: {
      channel: input,
      unit: '%',
      range: [0, 100],
      get: () => water.levelPercent,
      set: (value) => (water.levelPercent = Number(value)),
    },
    noise: 8,
    random,
  });
  const loopVolts = (): number => ((4 + 0.16 * level.feel()) / 1_000) * SHUNT_OHM;
  const chip = new Ads1115Chip({ [input]: loopVolts }, clock);
  return new Sensor({
    signal: 'tank-level',
    claim: wired.claim,
    probes: [level],
    connect: plug(chip),
  });
}

function lux({ wiring, light, clock, random }: SensorDependencies): Sensor | undefined {
  const wired = wiring.i2c('lux');
  if (wired === undefined) return undefined;
  const illuminance = new Probe({
    quantity: {
      channel: 'illuminance',
      unit: 'lx',
      range: [0, 50_000],
      get: () => light.illuminanceLx,
      set: (value) => (light.daylightLx = Number(value)),
    },
    noise: 200,
    random,
  });
  const chip = new Bh1750Chip(() => illuminance.feel(), clock);
  return new Sensor({
    signal: 'lux',
    claim: wired.claim,
    probes: [illuminance],
    connect: wired.port.plug(chip),
  });
}

function waterTemperature({ wiring, water, random }: SensorDependencies): Sensor | undefined {
  const wired = wiring.onewire('water-temperature');
  if (wired === undefined) return undefined;
  const temperature = new Probe({
    quantity: {
      channel: 'temperature',
      unit: 'Cel',
      range: [-20, 80],
      get: () => water.temperatureC,
      set: (value) => (water.temperatureC = Number(value)),
    },
    noise: 3,
    random,
  });
  const file = new Ds18b20File(() => temperature.feel());
  return new Sensor({
    signal: 'water-temperature',
    claim: wired.claim,
    probes: [temperature],
    connect: wired.port(file),
    checksum: file,
  });
}
