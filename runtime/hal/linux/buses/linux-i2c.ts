/**
 * An I2C bus through the package `i2c-bus`, loaded with the first transfer. One queue for all parts
 * on it. The package opens the device once for each address and keeps it, even where the kernel then
 * refused the address, and would go on with the address before: after any failure all is closed.
 */
import type { I2CBus } from 'i2c-bus';
import { errorCode, errorMessage } from '../../../core/app-error.ts';
import { Lane } from '../../../core/lane.ts';
import { formatAddress } from '../../claim.ts';
import { HalError, noAckOn } from '../../errors.ts';
import type { FoundChip, I2cBus } from '../../i2c.ts';
import type { RegisterWrite } from '../../register-write.ts';
import type { Sysfs } from '../../sysfs.ts';
import { busError, isSilence, packageError, requireDevice, type BusPlace } from './bus-error.ts';
import { I2cTransfers } from './i2c-transfers.ts';

export interface LinuxI2cParts {
  readonly place: BusPlace;
  /** Tells which driver of the kernel has an address. */
  readonly sysfs: Sysfs;
}

export class LinuxI2cBus implements I2cBus {
  readonly id: string;
  readonly #place: BusPlace;
  readonly #sysfs: Sysfs;
  readonly #lane = new Lane();
  #transfers: I2cTransfers | undefined;

  constructor({ place, sysfs }: LinuxI2cParts) {
    this.id = place.id;
    this.#place = place;
    this.#sysfs = sysfs;
  }

  write(address: number, bytes: Uint8Array): Promise<void> {
    return this.#run(address, (transfers) => transfers.write(address, bytes));
  }

  read(address: number, length: number): Promise<Uint8Array> {
    return this.#run(address, (transfers) => transfers.read(address, length));
  }

  writeRead(address: number, bytes: Uint8Array, length: number): Promise<Uint8Array> {
    return this.#run(address, (transfers) => transfers.writeRead(address, bytes, length));
  }

  async probe(address: number): Promise<FoundChip | undefined> {
    try {
      await this.#run(address, (transfers) => transfers.probe(address));
      return { address };
    } catch (error) {
      if (errorCode(error) === 'HAL_NO_ACK') return undefined;
      if (errorCode(error) !== 'HAL_ADDRESS_BUSY') throw error;
      return { address, heldBy: (await this.#holder(address)) ?? 'kernel' };
    }
  }

  register(address: number, bytes: Uint8Array, mask?: number): RegisterWrite {
    const { device } = this.#place;
    return { kind: 'i2c', device, address, bytes, ...(mask === undefined ? {} : { mask }) };
  }

  close(): Promise<void> {
    return this.#lane.run(() => this.#forget());
  }

  #run<Result>(
    address: number,
    work: (transfers: I2cTransfers) => Promise<Result>,
  ): Promise<Result> {
    return this.#lane.run(async () => {
      try {
        return await work(await this.#open());
      } catch (error) {
        await this.#forget();
        throw await this.#failure(error, address);
      }
    });
  }

  async #open(): Promise<I2cTransfers> {
    if (this.#transfers === undefined) {
      await requireDevice(this.#place);
      this.#transfers = new I2cTransfers(await openBus(this.#place.device));
    }
    return this.#transfers;
  }

  async #forget(): Promise<void> {
    const open = this.#transfers;
    this.#transfers = undefined;
    await open?.close();
  }

  async #failure(error: unknown, address: number): Promise<Error> {
    const place = `${formatAddress(address)} on ${this.id}`;
    if (error instanceof HalError) return error;
    if (isSilence(error)) return noAckOn(this.id, place, error);
    if (errorCode(error) === 'EBUSY') {
      const holder = (await this.#holder(address)) ?? 'a driver of the kernel';
      return new HalError('HAL_ADDRESS_BUSY', `${place} belongs to ${holder}`, { cause: error });
    }
    return (
      busError(error, this.#place) ??
      new HalError('HAL_KERNEL_REFUSED', `${place}: ${errorMessage(error)}`, { cause: error })
    );
  }

  /** Documentation/i2c/i2c-sysfs.rst: a client is called by its bus and its address in four digits. */
  async #holder(address: number): Promise<string | undefined> {
    const client = `${busNumber(this.#place.device)}-${address.toString(16).padStart(4, '0')}`;
    const name = await this.#sysfs.read(`bus/i2c/devices/${client}/name`).catch(() => undefined);
    return name?.trim();
  }
}

async function openBus(device: string): Promise<I2CBus> {
  const { default: i2c } = await import('i2c-bus').catch((error: unknown) => {
    throw packageError('i2c-bus', error);
  });
  return i2c.openSync(busNumber(device));
}

/** `/dev/i2c-1` → 1. @throws HalError HAL_BOARD_FILE */
function busNumber(device: string): number {
  const [, digits] = /^\/dev\/i2c-(\d+)$/.exec(device) ?? [];
  if (digits !== undefined) return Number(digits);
  throw new HalError('HAL_BOARD_FILE', `${device} is no I2C bus; /dev/i2c-1 is`);
}
