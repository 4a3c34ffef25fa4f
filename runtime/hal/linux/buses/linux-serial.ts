/**
 * A serial port through the package `serialport`, loaded when one is first opened. A stick that is
 * pulled makes it emit `error` or `close` at any moment; both mean that this opening is over.
 */
import type { SerialPort as Stream } from 'serialport';
import { errorMessage } from '../../../core/app-error.ts';
import type { Clock } from '../../../core/clock.ts';
import { Lane } from '../../../core/lane.ts';
import { HalError } from '../../errors.ts';
import type { SerialAnswer, SerialPort, SerialSettings } from '../../serial.ts';
import { packageError, requireDevice, type BusPlace } from './bus-error.ts';
import { Reopening } from './reopening.ts';

export interface LinuxSerialParts {
  readonly place: BusPlace;
  readonly settings: SerialSettings;
  readonly clock: Clock;
  /** 0 ≤ x < 1, as Math.random. */
  readonly random: () => number;
  /** Nobody uses it any more. */
  readonly onClosed: () => void;
}

export class LinuxSerialPort implements SerialPort {
  readonly id: string;
  readonly #place: BusPlace;
  readonly #settings: SerialSettings;
  readonly #clock: Clock;
  readonly #onClosed: () => void;
  readonly #stream: Reopening<Stream>;
  readonly #lane = new Lane();
  readonly #listeners = new Set<(bytes: Uint8Array) => void>();
  /** Those that wait for an answer, and have to hear that none can come. */
  readonly #waiting = new Set<(lost: HalError) => void>();

  constructor({ place, settings, clock, random, onClosed }: LinuxSerialParts) {
    this.id = place.id;
    this.#place = place;
    this.#settings = settings;
    this.#clock = clock;
    this.#onClosed = onClosed;
    const open = (): Promise<Stream> => this.#open();
    this.#stream = new Reopening({ open, close: closeStream, clock, random });
  }

  async open(): Promise<void> {
    await this.#stream.get();
  }

  exchange(request: Uint8Array, answer: SerialAnswer): Promise<Uint8Array> {
    return this.#lane.run(async () => {
      const stream = await this.#stream.get();
      const answered = this.#collect(answer);
      stream.write(Buffer.from(request), (error) => {
        if (error) this.#lose(stream, error);
      });
      return answered;
    });
  }

  reset(): Promise<void> {
    return this.#stream.close();
  }

  onBytes(listener: (bytes: Uint8Array) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  async close(): Promise<void> {
    this.#listeners.clear();
    await this.#stream.close();
    this.#onClosed();
  }

  /** Bytes from now on, until there are enough of them. */
  #collect({ length, withinMs }: SerialAnswer): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      let soFar = Buffer.alloc(0);
      const fail = (error: HalError): void => {
        end();
        reject(error);
      };
      const timer = this.#clock.after(withinMs, () => {
        const message = `${this.id} brought ${soFar.length} bytes within ${withinMs} ms`;
        fail(new HalError('HAL_TIMEOUT', message));
      });
      const stop = this.onBytes((bytes) => {
        soFar = Buffer.concat([soFar, bytes]);
        const wanted = typeof length === 'number' ? length : length(soFar);
        if (soFar.length < wanted) return;
        end();
        resolve(soFar.subarray(0, wanted));
      });
      const end = (): void => {
        timer.cancel();
        stop();
        this.#waiting.delete(fail);
      };
      this.#waiting.add(fail);
    });
  }

  async #open(): Promise<Stream> {
    await requireDevice(this.#place);
    const stream = await openStream(this.#place.device, this.#settings).catch((error: unknown) => {
      if (error instanceof HalError) throw error;
      const message = `${this.id} cannot be opened: ${errorMessage(error)}`;
      throw new HalError('HAL_BUS_BUSY', message, { cause: error });
    });
    // These stay for good: whatever is told after the end must not be an unhandled error.
    stream.on('error', (error) => {
      this.#lose(stream, error);
    });
    stream.on('close', (error: unknown) => {
      this.#lose(stream, error);
    });
    stream.on('end', () => {
      this.#lose(stream, undefined);
    });
    stream.on('data', (bytes: Buffer) => {
      for (const listener of [...this.#listeners]) listener(bytes);
    });
    return stream;
  }

  #lose(stream: Stream, cause: unknown): void {
    const lost = new HalError('HAL_BUS_LOST', `${this.id} was pulled or closed`, { cause });
    for (const tell of [...this.#waiting]) tell(lost);
    void this.#stream.lose(stream);
  }
}

async function openStream(path: string, settings: SerialSettings): Promise<Stream> {
  const { SerialPort: Port } = await import('serialport').catch((error: unknown) => {
    throw packageError('serialport', error);
  });
  return new Promise((resolve, reject) => {
    const stream = new Port({ path, ...settings, autoOpen: false });
    stream.open((error) => {
      if (error) reject(error);
      else resolve(stream);
    });
  });
}

/** One that has closed already says so in an error, and that is all. */
function closeStream(stream: Stream): Promise<void> {
  return new Promise((resolve) => {
    stream.close(() => {
      resolve();
    });
  });
}
