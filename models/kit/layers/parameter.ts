/** The numbers of a layer that training changes, and how each batch would have them changed. */
import type { Random } from '../random.ts';

export interface Parameter {
  readonly values: Float32Array;
  /** Summed over the examples of a batch; the optimizer sets them to 0. */
  readonly gradients: Float32Array;
  /** Absent where each batch concerns all values. */
  readonly touched?: TouchedRows;
}

export function parameter(size: number): Parameter {
  return { values: new Float32Array(size), gradients: new Float32Array(size) };
}

/** Even chance, its width by the number of inputs and outputs: Glorot and Bengio 2010, or He 2015 before a ReLU. */
export function fillWeights(
  values: Float32Array,
  { inputs, outputs, isRelu }: { inputs: number; outputs: number; isRelu: boolean },
  random: Random,
): void {
  const limit = Math.sqrt(6 / (isRelu ? inputs : inputs + outputs));
  for (let index = 0; index < values.length; index += 1)
    values[index] = random.between(-limit, limit);
}

/** Which rows of a weight matrix a batch concerns: of thousands of features a sentence has some dozens. */
export class TouchedRows {
  readonly rowSize: number;
  readonly #isTouched: Uint8Array;
  readonly #rows: Uint32Array;
  #count = 0;

  constructor(rows: number, rowSize: number) {
    this.rowSize = rowSize;
    this.#isTouched = new Uint8Array(rows);
    this.#rows = new Uint32Array(rows);
  }

  touch(row: number): void {
    if (this.#isTouched[row] === 1) return;
    this.#isTouched[row] = 1;
    this.#rows[this.#count] = row;
    this.#count += 1;
  }

  /** In the order they were touched; afterwards none is. */
  take(use: (row: number) => void): void {
    for (let index = 0; index < this.#count; index += 1) {
      const row = this.#rows[index] ?? 0;
      this.#isTouched[row] = 0;
      use(row);
    }
    this.#count = 0;
  }
}
