/**
 * A part that fails on demand: the real driver on the real board, with a loose contact in between.
 * What it does next is set from outside; a call that hangs is let go by setting it to `ok` again.
 */
import type { Clock } from '../runtime/core/clock.ts';
import type { Value } from '../runtime/core/reading.ts';
import { HalError } from '../runtime/hal/errors.ts';
import type { Driver, Part } from '../runtime/hal/driver.ts';

type Behaviour = 'ok' | 'fail' | 'hang';

export class Balk {
  #read: Behaviour = 'ok';
  #write: Behaviour = 'ok';
  open: Behaviour = 'ok';
  /** Hears when the part was opened. */
  onOpened: () => void = () => undefined;
  /** What the part took, and when. */
  readonly taken: { readonly atMs: number; readonly value: Value }[] = [];
  /** Reads that are under way at this moment, and the most there were at once. */
  reading = 0;
  mostReading = 0;
  readonly #clock: Clock;
  #letGo: (() => void)[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  set read(behaviour: Behaviour) {
    this.#read = behaviour;
    this.#release();
  }

  set write(behaviour: Behaviour) {
    this.#write = behaviour;
    this.#release();
  }

  async beforeRead(): Promise<void> {
    await this.#balk(this.#read, 'read');
  }

  async beforeWrite(): Promise<void> {
    await this.#balk(this.#write, 'write');
  }

  async beforeOpen(): Promise<void> {
    await this.#balk(this.open, 'open');
  }

  took(value: Value): void {
    this.taken.push({ atMs: this.#clock.monotonicMs(), value });
  }

  async #balk(behaviour: Behaviour, what: string): Promise<void> {
    if (behaviour === 'hang') await new Promise<void>((resolve) => this.#letGo.push(resolve));
    if (behaviour === 'fail') throw new HalError('HAL_NO_ACK', `nothing answers the ${what}`);
  }

  #release(): void {
    for (const go of this.#letGo.splice(0)) go();
  }
}

export function balky(driver: Driver, balk: Balk): Driver {
  return {
    ...driver,
    open: async (environment, options) => {
      await balk.beforeOpen();
      const part = await driver.open(environment, options);
      balk.onOpened();
      return balkyPart(part, balk);
    },
  };
}

function balkyPart(part: Part, balk: Balk): Part {
  return {
    ...part,
    read: async () => {
      balk.reading += 1;
      balk.mostReading = Math.max(balk.mostReading, balk.reading);
      try {
        await balk.beforeRead();
        return await part.read();
      } finally {
        balk.reading -= 1;
      }
    },
    write: async (channel, value) => {
      await balk.beforeWrite();
      await part.write?.(channel, value);
      balk.took(value);
    },
  };
}
