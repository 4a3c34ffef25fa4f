/**
 * One simulated PWM chip behind the kernel's ABI (Documentation/driver-api/pwm.rst, "Using PWMs
 * with the sysfs interface"): a channel appears when it is exported; times are nanoseconds; a duty
 * cycle longer than the period is refused. The registers are files that outlive the process.
 */
import { HalError } from '../errors.ts';
import { RegisterFile } from './register-file.ts';
import type { SimSysfs } from './sim-sysfs.ts';

/** Fits every number of nanoseconds that the ABI takes. */
const REGISTER_WIDTH = 12;

export interface SimPwmDependencies {
  readonly chip: string;
  readonly channels: number;
  readonly sysfs: SimSysfs;
}

interface PwmChannel {
  readonly period: RegisterFile;
  readonly dutyCycle: RegisterFile;
  readonly enable: RegisterFile;
}

export class SimPwm {
  readonly #sysfs: SimSysfs;
  readonly #path: string;
  readonly #channels: readonly PwmChannel[];

  constructor({ chip, channels, sysfs }: SimPwmDependencies) {
    this.#sysfs = sysfs;
    this.#path = `class/pwm/${chip}`;
    const register = (channel: number, name: string): RegisterFile =>
      new RegisterFile(
        sysfs.resolve(`${this.#path}/pwm${String(channel)}/${name}`),
        REGISTER_WIDTH,
      );
    this.#channels = Array.from({ length: channels }, (_, channel) => ({
      period: register(channel, 'period'),
      dutyCycle: register(channel, 'duty_cycle'),
      enable: register(channel, 'enable'),
    }));
  }

  /** Makes the chip's files appear, and those of channels that were exported before. */
  start(): void {
    this.#sysfs.add(`${this.#path}/npwm`, { read: () => String(this.#channels.length) });
    this.#sysfs.add(`${this.#path}/export`, {
      read: () => '',
      write: (text) => {
        this.#export(text);
      },
    });
    this.#channels.forEach((channel, index) => {
      if (channel.enable.exists) this.#addFiles(index, channel);
    });
  }

  stop(): void {
    for (const { period, dutyCycle, enable } of this.#channels)
      for (const register of [period, dutyCycle, enable]) register.close();
  }

  /** What comes out of a channel: 0 to 1, 0 while it is not enabled or there is no such channel. */
  duty(index: number): number {
    const channel = this.#channels[index];
    if (channel?.enable.read() !== '1') return 0;
    return Number(channel.dutyCycle.read()) / Number(channel.period.read()) || 0;
  }

  /** The files of a channel stay when the process goes, so what is on the disk was exported before. */
  #export(text: string): void {
    const index = Number(text);
    const channel = this.#channels[index];
    if (channel === undefined || channel.enable.exists) throw refused(`${this.#path}/export`, text);
    for (const register of [channel.period, channel.dutyCycle, channel.enable]) register.write('0');
    this.#addFiles(index, channel);
  }

  #addFiles(index: number, { period, dutyCycle, enable }: PwmChannel): void {
    const path = `${this.#path}/pwm${String(index)}`;
    const add = (
      name: string,
      register: RegisterFile,
      isLegal: (value: number) => boolean,
    ): void => {
      const write = (text: string): void => {
        if (!/^\d{1,12}$/.test(text) || !isLegal(Number(text)))
          throw refused(`${path}/${name}`, text);
        register.write(text);
      };
      this.#sysfs.add(`${path}/${name}`, { read: () => register.read(), write });
    };
    add('period', period, (value) => value >= Number(dutyCycle.read()));
    add('duty_cycle', dutyCycle, (value) => value <= Number(period.read()));
    add('enable', enable, (value) => value === 0 || (value === 1 && Number(period.read()) > 0));
  }
}

function refused(path: string, text: string): HalError {
  return new HalError('HAL_KERNEL_REFUSED', `${path} refuses "${text}"`);
}
