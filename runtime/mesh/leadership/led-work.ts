/**
 * What a gateway does by itself, as far as it leads: all of it, or nothing; and whoever was relieved by a
 * person's word ends what it has begun, because nobody else knows how.
 */
import type { Service } from '../../core/service.ts';

/** `finish`: nothing new is begun. */
export type Duty = 'lead' | 'finish' | 'rest';

export interface LedWorkParts {
  /** Runs whoever leads, once that is known: what it does, it asks for each by itself. */
  readonly always: readonly Service[];
  /** Goes on with what was begun. */
  readonly finishing: readonly Service[];
  /** Begins something. */
  readonly beginning: readonly Service[];
  /** Ends what lies open here and was not begun in this life: whoever led meanwhile has it too. */
  readonly endLeft: () => Promise<void>;
  /** What became due while another one led was its business. */
  readonly passOver: () => Promise<void>;
}

export class LedWork {
  readonly #parts: LedWorkParts;
  readonly #signal: AbortSignal;
  readonly #running: Service[] = [];
  #duty: Duty | undefined;

  constructor(parts: LedWorkParts, signal: AbortSignal) {
    this.#parts = parts;
    this.#signal = signal;
  }

  /** One call at a time. Called again after it failed, it does what is left to do. */
  async follow(duty: Duty): Promise<void> {
    const { always, finishing, beginning } = this.#parts;
    const wanted = [
      ...always,
      ...(duty === 'rest' ? [] : finishing),
      ...(duty === 'lead' ? beginning : []),
    ];
    await this.#stop((service) => !wanted.includes(service));
    await this.#takeOn(duty);
    for (const service of wanted) {
      if (this.#running.includes(service)) continue;
      await service.start(this.#signal);
      this.#running.push(service);
    }
  }

  stop(): Promise<void> {
    return this.#stop(() => true);
  }

  /** What others have too is ended, or passed over, before anything starts. */
  async #takeOn(duty: Duty): Promise<void> {
    const { endLeft, passOver } = this.#parts;
    const before = this.#duty;
    if (before === duty) return;
    if (before === undefined ? duty === 'rest' : before === 'rest' && duty === 'lead')
      await endLeft();
    if (before !== undefined && duty === 'lead') await passOver();
    this.#duty = duty;
  }

  async #stop(isOver: (service: Service) => boolean): Promise<void> {
    for (const service of [...this.#running].reverse()) {
      if (!isOver(service)) continue;
      this.#running.splice(this.#running.indexOf(service), 1);
      await service.stop();
    }
  }
}
