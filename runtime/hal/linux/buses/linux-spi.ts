/** An SPI device through the package `spi-device`, loaded with the first transfer. */
import type { SpiDevice as Handle } from 'spi-device';
import { errorMessage } from '../../../core/app-error.ts';
import { Lane } from '../../../core/lane.ts';
import { HalError } from '../../errors.ts';
import type { SpiDevice, SpiSettings } from '../../spi.ts';
import { busError, packageError, requireDevice, type BusPlace } from './bus-error.ts';

export class LinuxSpiDevice implements SpiDevice {
  readonly id: string;
  readonly #place: BusPlace;
  readonly #settings: SpiSettings;
  readonly #lane = new Lane();
  #handle: Handle | undefined;

  constructor(place: BusPlace, settings: SpiSettings) {
    this.id = place.id;
    this.#place = place;
    this.#settings = settings;
  }

  transfer(bytes: Uint8Array): Promise<Uint8Array> {
    return this.#lane.run(async () => {
      try {
        return await exchange(await this.#open(), bytes);
      } catch (error) {
        throw error instanceof HalError ? error : this.#failure(error);
      }
    });
  }

  close(): Promise<void> {
    return this.#lane.run(async () => {
      const handle = this.#handle;
      this.#handle = undefined;
      if (handle !== undefined) await closeDevice(handle);
    });
  }

  async #open(): Promise<Handle> {
    if (this.#handle === undefined) {
      await requireDevice(this.#place);
      this.#handle = await openDevice(this.#place.device, this.#settings);
    }
    return this.#handle;
  }

  #failure(error: unknown): HalError {
    const message = `${this.id}: ${errorMessage(error)}`;
    return (
      busError(error, this.#place) ?? new HalError('HAL_KERNEL_REFUSED', message, { cause: error })
    );
  }
}

async function openDevice(device: string, { mode, maxHz }: SpiSettings): Promise<Handle> {
  const [, bus, chip] = /^\/dev\/spidev(\d+)\.(\d+)$/.exec(device) ?? [];
  if (bus === undefined)
    throw new HalError('HAL_BOARD_FILE', `${device} is no SPI device; /dev/spidev0.0 is`);
  const { default: spi } = await import('spi-device').catch((error: unknown) => {
    throw packageError('spi-device', error);
  });
  return new Promise((resolve, reject) => {
    const options = { mode, maxSpeedHz: maxHz };
    const handle = spi.open(Number(bus), Number(chip), options, (error) => {
      if (error) reject(error);
      else resolve(handle);
    });
  });
}

function exchange(handle: Handle, bytes: Uint8Array): Promise<Uint8Array> {
  const receiveBuffer = Buffer.alloc(bytes.length);
  const message = [{ byteLength: bytes.length, sendBuffer: Buffer.from(bytes), receiveBuffer }];
  return new Promise((resolve, reject) => {
    handle.transfer(message, (error) => {
      if (error) reject(error);
      else resolve(receiveBuffer);
    });
  });
}

function closeDevice(handle: Handle): Promise<void> {
  return new Promise((resolve) => {
    handle.close(() => {
      resolve();
    });
  });
}
