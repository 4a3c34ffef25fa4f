/**
 * Work whose answer comes one way, and never once that way is lost. Not `Promise.race` with a promise
 * of the loss: each race leaves 300 bytes at the promise that lives longer, until that one settles.
 */
export class Lifeline {
  readonly #waiting = new Set<(loss: Error) => void>();
  #loss: Error | undefined;

  /** As the work does; rejects with the loss when that comes first, and at once after it. */
  hold<Result>(work: Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (this.#loss === undefined) this.#waiting.add(reject);
      else reject(this.#loss);
      void work.then(resolve, reject).finally(() => this.#waiting.delete(reject));
    });
  }

  /** For good: the first loss is the one that is told. */
  cut(loss: Error): void {
    this.#loss ??= loss;
    for (const tell of [...this.#waiting]) tell(this.#loss);
    this.#waiting.clear();
  }
}
