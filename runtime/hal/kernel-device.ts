/**
 * A device of one class of the kernel's file tree (`hwmon`, `iio`), found anew by what stands fast:
 * its numbers move from boot to boot. Either by the name that its driver gives it (`dht11@4`,
 * `lm75`), or, where two have the same, by where it hangs (`i2c/1-0048`).
 */
import { HalError } from './errors.ts';
import type { Sysfs } from './sysfs.ts';

export interface DeviceClass {
  /** `class/hwmon`, `bus/iio/devices` */
  readonly folder: string;
  /** `hwmon`, `iio:device`: before the number. */
  readonly prefix: string;
  /** The folder between a device and its number, where there is one: `hwmon/`. */
  readonly inside: string;
}

/** Documentation/hwmon/sysfs-interface.rst */
export const HWMON: DeviceClass = { folder: 'class/hwmon', prefix: 'hwmon', inside: 'hwmon' };
/** Documentation/ABI/testing/sysfs-bus-iio */
export const IIO: DeviceClass = { folder: 'bus/iio/devices', prefix: 'iio:device', inside: '' };

export class KernelDevice {
  readonly #sysfs: Sysfs;
  readonly #class: DeviceClass;
  readonly #device: string;
  #path: string | undefined;
  /** What it offers, by name: a device does not gain or lose files while it is there. */
  #files: ReadonlySet<string> | undefined;

  constructor(sysfs: Sysfs, deviceClass: DeviceClass, device: string) {
    this.#sysfs = sysfs;
    this.#class = deviceClass;
    this.#device = device;
  }

  /** The number in one file. @throws HalError HAL_NO_SUCH_FILE, and as the kernel refuses */
  async number(file: string): Promise<number> {
    const text = await this.text(file);
    const number = Number(text);
    if (text !== '' && Number.isFinite(number)) return number;
    throw new HalError('HAL_KERNEL_REFUSED', `${file} of ${this.#device} holds "${text}"`);
  }

  /** Does the device offer this file? @throws HalError HAL_NO_SUCH_FILE when there is no device */
  async has(file: string): Promise<boolean> {
    this.#path ??= await this.#find();
    this.#files ??= new Set(await this.#sysfs.list(this.#path));
    return this.#files.has(file);
  }

  async text(file: string): Promise<string> {
    this.#path ??= await this.#find();
    try {
      return (await this.#sysfs.read(`${this.#path}/${file}`)).trim();
    } catch (error) {
      // It may be gone, or come back under another number.
      this.#path = undefined;
      this.#files = undefined;
      throw error;
    }
  }

  async #find(): Promise<string> {
    const isPlace = this.#device.includes('/');
    const found = isPlace ? await this.#byPlace() : await this.#byName();
    const [path] = found;
    if (path !== undefined && found.length === 1) return path;
    const { folder } = this.#class;
    const message =
      path === undefined
        ? `the kernel shows no ${this.#device} in ${this.#sysfs.resolve(folder)}`
        : `the kernel shows ${String(found.length)} of ${this.#device}; write where it hangs, as in i2c/1-0048`;
    throw new HalError('HAL_NO_SUCH_FILE', message);
  }

  async #byName(): Promise<string[]> {
    const { folder } = this.#class;
    const found: string[] = [];
    for (const entry of await this.#numbered(folder))
      if ((await this.#sysfs.read(`${folder}/${entry}/name`)).trim() === this.#device)
        found.push(`${folder}/${entry}`);
    return found;
  }

  async #byPlace(): Promise<string[]> {
    const [bus = '', ...rest] = this.#device.split('/');
    const inside = this.#class.inside === '' ? [] : [this.#class.inside];
    const folder = ['bus', bus, 'devices', ...rest, ...inside].join('/');
    return (await this.#numbered(folder)).map((entry) => `${folder}/${entry}`);
  }

  async #numbered(folder: string): Promise<string[]> {
    const { prefix } = this.#class;
    const entries = await this.#sysfs.list(folder);
    return entries.filter(
      (entry) => entry.startsWith(prefix) && /^\d+$/.test(entry.slice(prefix.length)),
    );
  }
}
