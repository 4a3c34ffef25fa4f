/**
 * Chance that can be repeated: the same seed gives the same numbers on every machine, since all is
 * done in 32-bit integers. Not for secrets.
 */

export class Random {
  readonly #state: Uint32Array;

  constructor(seed: number) {
    this.#state = Uint32Array.from(mixed(seed));
  }

  /** A whole number from 0 to 2^32 - 1: xoshiro128** 1.1 of Blackman and Vigna, prng.di.unimi.it. */
  uint32(): number {
    const state = this.#state;
    const [a, b] = [state[0] ?? 0, state[1] ?? 0];
    const [c, d] = [state[2] ?? 0, state[3] ?? 0];
    const result = Math.imul(rotated(Math.imul(b, 5), 7), 9) >>> 0;
    const [third, fourth] = [c ^ a, d ^ b];
    state[0] = a ^ fourth;
    state[1] = b ^ third;
    state[2] = third ^ (b << 9);
    state[3] = rotated(fourth, 11);
    return result;
  }

  /** From 0, included, to 1, excluded. */
  next(): number {
    return this.uint32() / 2 ** 32;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  /** A whole number from 0 to `count` - 1. */
  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  /** @param items at least one */
  pick<Item>(items: readonly [Item, ...Item[]]): Item {
    return items[this.below(items.length)] ?? items[0];
  }

  /** Mean 0, deviation 1, by the sum of twelve: a logarithm would not be the same on every machine. Never beyond 6. */
  normal(): number {
    let sum = -6;
    for (let count = 0; count < 12; count += 1) sum += this.next();
    return sum;
  }

  /** In place: Fisher and Yates. */
  shuffle(order: Uint32Array): void {
    for (let last = order.length - 1; last > 0; last -= 1) {
      const other = this.below(last + 1);
      const kept = order[last] ?? 0;
      order[last] = order[other] ?? 0;
      order[other] = kept;
    }
  }
}

function rotated(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by));
}

/** Four words of one, never all zero: splitmix32. */
function mixed(seed: number): readonly number[] {
  return [1, 2, 3, 4].map((place) => {
    let word = (seed + Math.imul(place, 0x9e3779b9)) | 0;
    word = Math.imul(word ^ (word >>> 16), 0x21f0aaad);
    word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
    return (word ^ (word >>> 15)) >>> 0;
  });
}
