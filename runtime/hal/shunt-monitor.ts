/**
 * The current monitors of the INA219 family: a shunt, a bus voltage, and a power engine that needs
 * its calibration register. Each model is its constants; the data sheets' names are used below.
 */
import { type Clock, delay } from '../core/clock.ts';
import type { Sample } from './driver.ts';
import { DriverError } from './driver-errors.ts';
import type { Registers } from './registers.ts';

const REGISTER = {
  configuration: 0x00,
  shuntVoltage: 0x01,
  busVoltage: 0x02,
  power: 0x03,
  current: 0x04,
  calibration: 0x05,
} as const;

/** The current register has 15 bits and a sign. */
const CURRENT_STEPS = 2 ** 15;

export interface ShuntMonitorModel {
  /** The constant of the calibration equation: INA219 0.04096, INA226 0.00512. */
  readonly scale: number;
  /** Bits that the calibration register can hold. */
  readonly calibrationMask: number;
  /** The power LSB in current LSBs times 1 V: INA219 20, INA226 25. */
  readonly powerFactor: number;
  /** What stands in the configuration register after reset: continuous, the widest ranges. */
  readonly configuration: number;
  /** One conversion of shunt and bus with those settings, at its longest. */
  readonly conversionMs: number;
  /** Volts over the shunt beyond which nothing is measured, and what its register holds then. */
  readonly fullScale: { readonly volts: number; readonly code: number };
  readonly volts: (register: number) => number;
  /** Did the power engine overflow? @param busVoltage the register that was just read */
  readonly isOverflowing: (registers: Registers, busVoltage: number) => Promise<boolean>;
}

export interface Shunt {
  readonly ohms: number;
  readonly maxAmperes: number;
}

/** "Calibration Register and Scaling": Cal = trunc(scale / (Current_LSB × R_SHUNT)). */
export function calibrationOf(model: ShuntMonitorModel, { ohms, maxAmperes }: Shunt): number {
  const currentLsb = maxAmperes / CURRENT_STEPS;
  return Math.trunc(model.scale / (currentLsb * ohms)) & model.calibrationMask;
}

/** What one step of the current register is with that calibration: the rounding of Cal is in it. */
export function currentLsbOf(model: ShuntMonitorModel, shunt: Shunt): number {
  return model.scale / (calibrationOf(model, shunt) * shunt.ohms);
}

interface ShuntMonitorParts {
  readonly registers: Registers;
  readonly clock: Clock;
  /** Of the part, for what is said of it. */
  readonly name: string;
}

export class ShuntMonitor {
  readonly #model: ShuntMonitorModel;
  readonly #shunt: Shunt;
  readonly #registers: Registers;
  readonly #clock: Clock;
  readonly #name: string;
  #beyond: DriverError | undefined;

  constructor(
    model: ShuntMonitorModel,
    shunt: Shunt,
    { registers, clock, name }: ShuntMonitorParts,
  ) {
    this.#model = model;
    this.#shunt = shunt;
    this.#registers = registers;
    this.#clock = clock;
    this.#name = name;
  }

  /** V, A, W. Without current and power while they are beyond what can be measured. @throws DriverError, and as the bus */
  async read(): Promise<Sample> {
    await this.#prepare();
    const bus = await this.#registers.word(REGISTER.busVoltage);
    const voltage = this.#model.volts(bus);
    this.#beyond = (await this.#isBeyond(bus)) ? this.#tooMuch() : undefined;
    if (this.#beyond !== undefined) return { voltage };
    const lsb = currentLsbOf(this.#model, this.#shunt);
    const current = (await this.#registers.read(REGISTER.current, 2)).readInt16BE() * lsb;
    const power = (await this.#registers.word(REGISTER.power)) * lsb * this.#model.powerFactor;
    return { voltage, current, power };
  }

  /** Why the last reading had no current and no power. */
  trouble(channel: string): DriverError | undefined {
    return channel === 'voltage' ? undefined : this.#beyond;
  }

  /** A shunt register at its end may stand for any current, and the power engine computes with it as with any other. */
  async #isBeyond(busVoltage: number): Promise<boolean> {
    const drop = (await this.#registers.read(REGISTER.shuntVoltage, 2)).readInt16BE();
    if (Math.abs(drop) >= this.#model.fullScale.code) return true;
    return this.#model.isOverflowing(this.#registers, busVoltage);
  }

  #tooMuch(): DriverError {
    const most = String(Number(this.#shunt.maxAmperes.toPrecision(3)));
    const message = `${this.#name}: more than the ${most} A flow that its shunt and maxCurrent allow`;
    return new DriverError('DRIVER_BEYOND_RANGE', message);
  }

  /** A chip that is new, or that lost its supply, measures no current until it is told the shunt. */
  async #prepare(): Promise<void> {
    if (await this.#isPrepared()) return;
    await this.#registers.writeWord(REGISTER.configuration, this.#model.configuration);
    await this.#registers.writeWord(REGISTER.calibration, this.#calibration);
    await delay(this.#clock, this.#model.conversionMs);
    if (await this.#isPrepared()) return;
    const message = `${this.#name} does not keep its configuration and calibration registers`;
    throw new DriverError('DRIVER_BAD_ANSWER', message);
  }

  async #isPrepared(): Promise<boolean> {
    return (
      (await this.#registers.word(REGISTER.configuration)) === this.#model.configuration &&
      (await this.#registers.word(REGISTER.calibration)) === this.#calibration
    );
  }

  get #calibration(): number {
    return calibrationOf(this.#model, this.#shunt);
  }
}
