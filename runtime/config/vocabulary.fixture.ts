/** A few drivers and one board, enough to try every check without hardware. */
import { z } from '../core/schema.ts';
import { duration } from './fields.ts';
import type { DriverVocabulary, FindVocabulary } from './vocabulary.ts';

const pin = z.string();
const bus = z.string();

function driver<T>(parts: {
  options: z.ZodType<T>;
  channels: DriverVocabulary['channels'];
  claims: (options: T) => string[];
  takesPictures?: boolean;
  looksThrough?: (options: T) => string;
}): DriverVocabulary {
  const { options: schema, claims, looksThrough, ...rest } = parts;
  return {
    ...{ ...rest, options: schema },
    claims: (options) => claims(schema.parse(options)),
    ...(looksThrough && {
      looksThrough: (options: unknown) => looksThrough(schema.parse(options)),
    }),
  };
}

const relay = driver({
  options: z.strictObject({ pin, activeLow: z.boolean().default(false) }),
  channels: [{ name: 'on', type: 'boolean', writable: true }],
  claims: (options) => [`gpio:${options.pin}`],
});

const input = driver({
  options: z.strictObject({ pin, debounce: duration.prefault('20ms') }),
  channels: [{ name: 'active', type: 'boolean', writable: false }],
  claims: (options) => [`gpio:${options.pin}`],
});

const counter = driver({
  options: z.strictObject({ pin, perUnit: z.number().positive() }),
  channels: [{ name: 'rate', type: 'number', writable: false }],
  claims: (options) => [`gpio:${options.pin}`],
});

const dimmer = driver({
  options: z.strictObject({ chip: z.string(), channel: z.number().int() }),
  channels: [{ name: 'duty', type: 'number', unit: '%', range: [0, 100], writable: true }],
  claims: ({ chip, channel }) => [`pwm:${chip}/${String(channel)}`],
});

const sht31 = driver({
  options: z.strictObject({ bus, address: z.number().default(0x44) }),
  channels: [
    { name: 'temperature', type: 'number', unit: 'Cel', range: [-40, 125], writable: false },
    { name: 'humidity', type: 'number', unit: '%RH', range: [0, 100], writable: false },
  ],
  claims: ({ bus: on, address }) => [`${on}:0x${address.toString(16)}`],
});

const adc = driver({
  options: z.strictObject({ bus, address: z.number().default(0x48) }),
  channels: [{ name: 'ain0', type: 'number', unit: 'V', range: [-0.3, 6.1], writable: false }],
  claims: ({ bus: on, address }) => [`${on}:0x${address.toString(16)}`],
});

const camera = driver({
  options: z.strictObject({ file: z.string() }),
  channels: [{ name: 'live', type: 'boolean', writable: false }],
  takesPictures: true,
  claims: () => [],
});

const model = driver({
  options: z.strictObject({ model: z.string(), camera: z.string() }),
  channels: [{ name: 'detected', type: 'boolean', writable: false }],
  looksThrough: (options) => options.camera,
  claims: () => [],
});

const gaugeOptions = z.strictObject({ at: z.string(), shows: z.array(z.string()) });

/** Its options say where it hangs and what it offers. */
const gauge = driver({
  options: gaugeOptions,
  channels: (options) =>
    gaugeOptions.parse(options).shows.map((name) => ({ name, type: 'number', writable: false })),
  claims: ({ at }) => [at],
});

const DRIVERS = { relay, input, counter, dimmer, sht31, adc, camera, model, gauge };
const BOARDS = {
  sim: {
    addressing: {
      simulated: true,
      header: [3, 11, 15, 18, 13, 16, 8, 12].map((pin, index) => ({
        pin,
        line: ['GPIO2', 'GPIO17', 'GPIO22', 'GPIO24', 'GPIO27', 'GPIO23', 'GPIO14', 'GPIO18'][
          index
        ],
      })),
      lines: {},
    },
    buses: ['i2c1', 'serial:uart0', 'pwm:pwmchip0/0', 'pwm:pwmchip0/1'],
    busLines: [
      { bus: 'i2c1', line: 'GPIO23' },
      { bus: 'uart0', line: 'GPIO14' },
    ],
    hasAdapters: true,
    reserved: { GPIO2: 'SDA of i2c1' },
  },
};

export const findTestVocabulary: FindVocabulary = () =>
  Promise.resolve({
    drivers: new Map(Object.entries(DRIVERS)),
    boards: new Map(Object.entries(BOARDS)),
    known: { drivers: Object.keys(DRIVERS), boards: Object.keys(BOARDS) },
  });

/** A small site with one of everything, and nothing wrong. */
export const TEST_DEVICES = `areas:
  house:
    title: { en: house, zh: 温室 }
  yard:
    title: { en: yard }

boards:
  main:
    board: sim
    parts:
      pump-relay: { driver: relay, pin: GPIO17 }
      heater-relay: { driver: relay, pin: GPIO22 }
      meter: { driver: counter, pin: GPIO27, perUnit: 7.5 }
      contact: { driver: input, pin: GPIO24, debounce: 10ms }
      dimmer: { driver: dimmer, chip: pwmchip0, channel: 0 }
      climate: { driver: sht31, bus: i2c1 }
      boiler: { driver: gauge, at: 'serial:uart0', shows: [pressure, flow] }
      adc: { driver: adc, bus: i2c1 }
      eye: { driver: camera, file: yard.png }
      watch: { driver: model, model: person, camera: eye }
    things:
      pump:
        title: { en: pump, zh: 水泵 }
        aliases: { en: [water pump], zh: [灌溉泵] }
        area: house
        kind: pump
        properties:
          power:
            from: pump-relay
            settle: 2s
            proof: { reading: flow.rate, on: { min: 0.5 } }
            confirm: { to: on }
            interlocks:
              - maxOn: 10m
              - { name: not-empty, requires: { reading: tank.level, min: 10 } }
              - { name: closed, requires: { reading: door.open, is: false } }
      heater:
        title: { en: heater }
        area: house
        kind: heater
        properties:
          power: { from: heater-relay, interlocks: [{ exclusive: pump.power }] }
      lamp:
        title: { en: lamp }
        area: house
        kind: light
        properties:
          level: { from: dimmer, tolerance: 1, safe: 0 }
      tank:
        title: { en: tank }
        area: yard
        kind: tank
        properties:
          level: { from: adc, calibrate: { 4-20mA: [0, 100] }, unit: '%' }
      flow:
        title: { en: flow meter }
        area: yard
        kind: meter
        properties:
          rate: { from: meter, unit: l/min, range: [0, 30], every: 1s }
      door:
        title: { en: door }
        area: yard
        kind: door
        properties:
          open: { from: contact, words: open-closed }
      air:
        title: { en: air }
        area: house
        kind: sensor
        properties:
          temperature: { from: climate.temperature }
          humidity: { from: climate.humidity }
    regulators:
      heating:
        title: { en: heating }
        area: house
        reading: air.temperature
        output: heater.power
        setpoint: 20
        range: [5, 35]
        two-point: { hysteresis: 1, direction: raise }
      dimming:
        title: { en: dimming }
        area: house
        reading: air.humidity
        output: lamp.level
        setpoint: 50
        range: [10, 90]
        pid: { kp: 2, output: [10, 90] }
`;
