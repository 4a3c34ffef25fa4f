/**
 * One channel of a PWM chip, through the kernel's files.
 *
 * Kernel ABI: Documentation/driver-api/pwm.rst, "Using PWMs with the sysfs interface". All times
 * are nanoseconds; a duty cycle longer than the period is refused, so the order of writes matters.
 */
import { HalError } from './errors.ts';
import type { RegisterWrite } from './register-write.ts';
import type { Sysfs } from './sysfs.ts';

export interface PwmPlace {
  /** As the board file names it: `pwmchip0`. */
  readonly chip: string;
  readonly channel: number;
}

export interface PwmPeriod {
  readonly ns: number;
  /** The active time to go on with, where another period is found. Default: none. */
  readonly carry?: (activeNs: number, oldPeriodNs: number) => number;
}

export class PwmChannel {
  readonly #sysfs: Sysfs;
  readonly #path: string;

  private constructor(sysfs: Sysfs, path: string) {
    this.#sysfs = sysfs;
    this.#path = path;
  }

  /** Exports the channel where it is not, sets its period, and enables it. @throws HalError HAL_NO_SUCH_FILE, HAL_KERNEL_REFUSED */
  static async open(
    sysfs: Sysfs,
    { chip, channel }: PwmPlace,
    period: PwmPeriod,
  ): Promise<PwmChannel> {
    const pwm = new PwmChannel(sysfs, `class/pwm/${chip}/pwm${String(channel)}`);
    // A channel that is exported already refuses a second time, so look first.
    const files = await sysfs.list(`class/pwm/${chip}`);
    if (!files.includes(`pwm${String(channel)}`))
      await sysfs.write(`class/pwm/${chip}/export`, String(channel));
    await pwm.#refuseInverted();
    await pwm.#setPeriod(period);
    await sysfs.write(`${pwm.#path}/enable`, '1');
    return pwm;
  }

  /** The register: how long the output is active in each period. */
  async activeNs(): Promise<number> {
    return Number(await this.#sysfs.read(`${this.#path}/duty_cycle`));
  }

  /** @throws HalError HAL_KERNEL_REFUSED for one longer than the period */
  setActive(ns: number): Promise<void> {
    return this.#sysfs.write(`${this.#path}/duty_cycle`, String(ns));
  }

  /** What somebody outside this process writes to the same end. */
  register(activeNs: number): RegisterWrite {
    const path = this.#sysfs.resolve(`${this.#path}/duty_cycle`);
    return { kind: 'file', path, text: String(activeNs) };
  }

  /** "inversed": what is written as off would be full on. Another program left it so; none of ours does. */
  async #refuseInverted(): Promise<void> {
    const files = await this.#sysfs.list(this.#path);
    if (!files.includes('polarity')) return;
    const polarity = (await this.#sysfs.read(`${this.#path}/polarity`)).trim();
    if (polarity !== 'inversed') return;
    const folder = this.#sysfs.resolve(this.#path);
    const hint = `Bring it back with: echo 0 > ${folder}/enable; echo normal > ${folder}/polarity`;
    throw new HalError('HAL_KERNEL_REFUSED', `${folder} is inverted: off would be full on`, {
      hint,
    });
  }

  async #setPeriod({ ns, carry = () => 0 }: PwmPeriod): Promise<void> {
    const oldNs = Number(await this.#sysfs.read(`${this.#path}/period`));
    if (oldNs === ns) return;
    const activeNs = oldNs === 0 ? 0 : carry(await this.activeNs(), oldNs);
    await this.setActive(0);
    await this.#sysfs.write(`${this.#path}/period`, String(ns));
    await this.setActive(activeNs);
  }
}
