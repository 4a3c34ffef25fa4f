/**
 * Channels of industrial I/O as the kernel's ABI defines them (Documentation/ABI/testing/sysfs-bus-iio):
 * `in_voltage0`, `in_temp`; a processed value in `_input`, or raw ones with `(raw + offset) × scale`.
 */
import type { KernelDevice } from './kernel-device.ts';

/** What the ABI's unit of each type is in ours. */
const UNITS: Readonly<Record<string, { readonly unit: string; readonly factor: number }>> = {
  // "scaled" values: millivolt, milliampere, milliwatt, millidegree Celsius, milli percent.
  voltage: { unit: 'V', factor: 1e-3 },
  current: { unit: 'A', factor: 1e-3 },
  power: { unit: 'W', factor: 1e-3 },
  temp: { unit: 'Cel', factor: 1e-3 },
  humidityrelative: { unit: '%RH', factor: 1e-3 },
  // Kilopascal.
  pressure: { unit: 'Pa', factor: 1e3 },
  illuminance: { unit: 'lx', factor: 1 },
  distance: { unit: 'm', factor: 1 },
  // Not proximity: "often these sensors are unit less", and more then means nearer.
  energy: { unit: 'J', factor: 1 },
};

/** `in_`, a type, perhaps a number, perhaps another one to compare with, perhaps a modifier. */
export const IIO_CHANNEL = /^in_([a-z]+)(\d*)(?:-[a-z]+\d+)?(?:_\w+)?$/;

/** undefined for a type without a unit of ours: its numbers are those of the ABI. */
export function iioUnit(channel: string): string | undefined {
  return UNITS[typeOf(channel)]?.unit;
}

/** In our unit. @throws HalError */
export async function readIio(device: KernelDevice, channel: string): Promise<number> {
  const value = (await optional(device, `${channel}_input`)) ?? (await scaled(device, channel));
  return value * (UNITS[typeOf(channel)]?.factor ?? 1);
}

async function scaled(device: KernelDevice, channel: string): Promise<number> {
  const raw = await device.number(`${channel}_raw`);
  const offset = (await attribute(device, channel, 'offset')) ?? 0;
  const scale = (await attribute(device, channel, 'scale')) ?? 1;
  return (raw + offset) * scale;
}

/** One that a channel does not have itself, it may share with all of its type: `in_voltage_scale`. */
async function attribute(
  device: KernelDevice,
  channel: string,
  name: 'scale' | 'offset',
): Promise<number | undefined> {
  return (
    (await optional(device, `${channel}_${name}`)) ??
    (await optional(device, `in_${typeOf(channel)}_${name}`))
  );
}

async function optional(device: KernelDevice, file: string): Promise<number | undefined> {
  return (await device.has(file)) ? device.number(file) : undefined;
}

function typeOf(channel: string): string {
  return IIO_CHANNEL.exec(channel)?.[1] ?? '';
}
