/** The second reader of a gateway: its model is read while the node starts. Without it people are understood all the same. */
import type { Log } from '../core/log.ts';
import { errorCode } from '../core/app-error.ts';
import type { Service } from '../core/service.ts';
import type { SecondReader } from '../language/second-reader/opinion.ts';

export interface LateReaderParts {
  /** The first that has the model wins. */
  readonly directories: readonly string[];
  readonly log: Log;
}

export class LateReader implements Service {
  readonly #parts: LateReaderParts;
  #reader: SecondReader | undefined;

  constructor(parts: LateReaderParts) {
    this.#parts = parts;
  }

  get reader(): SecondReader | undefined {
    return this.#reader;
  }

  /** Never fails: what is wrong with the model is said once. */
  async start(): Promise<void> {
    const { directories, log } = this.#parts;
    try {
      const { openSecondReader } = await import('../language/second-reader/open-second-reader.ts');
      this.#reader = await openSecondReader(directories);
    } catch (error) {
      log.warn(
        { error, code: errorCode(error) },
        'no second reader: only the grammar decides what is an order',
      );
    }
  }

  stop(): Promise<void> {
    this.#reader = undefined;
    return Promise.resolve();
  }
}
