/**
 * What of the plant hangs on which pin, channel or bus: the `plant:` part of a board file, resolved
 * to the simulated ports. Everything wrong in it is HAL_BOARD_FILE.
 */
import { nearest } from '../../../core/nearest.ts';
import { type Claim, formatClaim, parseClaim } from '../../claim.ts';
import { HalError } from '../../errors.ts';
import type { SimGpio } from '../sim-gpio.ts';
import type { I2cChip, SimI2cBus } from '../sim-i2c.ts';
import type { SimPin } from '../sim-pin.ts';
import type { SimPwm } from '../sim-pwm.ts';
import type { SimSysfs, SysfsFile } from '../sim-sysfs.ts';

export interface Ports {
  readonly gpio: SimGpio;
  readonly pwm: ReadonlyMap<string, SimPwm>;
  readonly i2c: ReadonlyMap<string, SimI2cBus>;
  readonly sysfs: SimSysfs;
}

/** Where something is wired. The claim is the one that a driver for it makes. */
export interface Wired<Port> {
  readonly claim: string;
  readonly port: Port;
}

/** A place for a chip or a kernel file. What it returns puts the chip there, or takes it away. */
export type Socket<Chip> = (chip: Chip) => (isConnected: boolean) => void;

export interface I2cSocket {
  readonly plug: Socket<I2cChip>;
  /** Which input of the chip, where that matters: `ain0`. */
  readonly input: string | undefined;
}

/** Each method returns undefined for a signal that this board does not wire. */
export class Wiring {
  readonly #plant: Readonly<Record<string, string>>;
  readonly #ports: Ports;
  readonly #asked = new Set<string>();

  constructor(plant: Readonly<Record<string, string>>, ports: Ports) {
    this.#plant = plant;
    this.#ports = ports;
  }

  pin(signal: string): Wired<SimPin> | undefined {
    const claim = this.#claim(signal);
    if (claim === undefined) return undefined;
    if (claim.kind !== 'gpio') throw misfit(signal, claim, 'gpio:GPIO17');
    return { claim: formatClaim(claim), port: this.#ports.gpio.pin(claim.line) };
  }

  /** The port tells what comes out: 0 to 1. */
  pwm(signal: string): Wired<() => number> | undefined {
    const claim = this.#claim(signal);
    if (claim === undefined) return undefined;
    const chip = claim.kind === 'pwm' ? this.#ports.pwm.get(claim.chip) : undefined;
    if (claim.kind !== 'pwm' || chip === undefined) throw misfit(signal, claim, 'pwm:pwmchip0/0');
    return { claim: formatClaim(claim), port: () => chip.duty(claim.channel) };
  }

  i2c(signal: string): Wired<I2cSocket> | undefined {
    const claim = this.#claim(signal);
    if (claim === undefined) return undefined;
    const bus = claim.kind === 'i2c' ? this.#ports.i2c.get(claim.bus) : undefined;
    if (claim.kind !== 'i2c' || bus === undefined) throw misfit(signal, claim, 'i2c1:0x44');
    const { input, ...place } = claim;
    const plug: Socket<I2cChip> = (chip) => (isConnected) => {
      if (isConnected) bus.attach(claim.address, chip);
      else bus.detach(claim.address);
    };
    return { claim: formatClaim(place), port: { plug, input } };
  }

  onewire(signal: string): Wired<Socket<SysfsFile>> | undefined {
    const claim = this.#claim(signal);
    if (claim === undefined) return undefined;
    if (claim.kind !== 'onewire') throw misfit(signal, claim, 'onewire:28-000005e2fdc3');
    const path = `bus/w1/devices/${claim.id}/w1_slave`;
    const { sysfs } = this.#ports;
    const plug: Socket<SysfsFile> = (file) => (isConnected) => {
      if (isConnected) sysfs.add(path, file);
      else sysfs.remove(path);
    };
    return { claim: formatClaim(claim), port: plug };
  }

  /** Call when the plant has taken what it knows. @throws HalError for a signal that nobody asked for */
  assertAllKnown(): void {
    for (const signal of Object.keys(this.#plant)) {
      if (this.#asked.has(signal)) continue;
      const near = nearest(signal, this.#asked) ?? [...this.#asked].join(', ');
      throw new HalError(
        'HAL_BOARD_FILE',
        `plant: there is no "${signal}" in the plant; did you mean ${near}?`,
      );
    }
  }

  #claim(signal: string): Claim | undefined {
    this.#asked.add(signal);
    const text = this.#plant[signal];
    if (text === undefined) return undefined;
    const claim = parseClaim(text);
    if (claim !== undefined) return claim;
    throw new HalError(
      'HAL_BOARD_FILE',
      `plant.${signal}: "${text}" names no line, channel or bus`,
    );
  }
}

function misfit(signal: string, claim: Claim, example: string): HalError {
  return new HalError(
    'HAL_BOARD_FILE',
    `plant.${signal}: ${formatClaim(claim)} is not on this board, or not of the right kind, as ${example} is`,
  );
}
