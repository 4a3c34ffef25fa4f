/** Changes parameters by what a batch would have changed. Source: Kingma and Ba 2014, Adam; rows that no example touched stay as they are, and so do their moments ("lazy Adam"). */
import type { Parameter } from '../layers/parameter.ts';

const [BETA_1, BETA_2, EPSILON] = [0.9, 0.999, 1e-8];

interface Moments {
  readonly first: Float32Array;
  readonly second: Float32Array;
}

export class Adam {
  readonly #parameters: readonly Parameter[];
  readonly #moments: readonly Moments[];
  /** Powers of the betas, by which the moments are too small in the beginning. */
  #power1 = 1;
  #power2 = 1;

  constructor(parameters: readonly Parameter[]) {
    this.#parameters = parameters;
    this.#moments = parameters.map(({ values: { length } }) => ({
      first: new Float32Array(length),
      second: new Float32Array(length),
    }));
  }

  /** Gradients are 0 afterwards. @param examples of the batch: a gradient counts by its mean */
  step(learningRate: number, examples: number): void {
    this.#power1 *= BETA_1;
    this.#power2 *= BETA_2;
    const rate = (learningRate * Math.sqrt(1 - this.#power2)) / (1 - this.#power1);
    this.#parameters.forEach((parameter, index) => {
      const moments = this.#moments[index];
      if (moments === undefined) return;
      const { touched, values } = parameter;
      const pace = { rate, scale: 1 / examples };
      if (touched === undefined) update(parameter, moments, pace, [0, values.length]);
      else
        touched.take((row) => {
          const start = row * touched.rowSize;
          update(parameter, moments, pace, [start, start + touched.rowSize]);
        });
    });
  }
}

function update(
  { values, gradients }: Parameter,
  { first, second }: Moments,
  { rate, scale }: { readonly rate: number; readonly scale: number },
  [start, end]: readonly [number, number],
): void {
  for (let index = start; index < end; index += 1) {
    const gradient = (gradients[index] ?? 0) * scale;
    const one = BETA_1 * (first[index] ?? 0) + (1 - BETA_1) * gradient;
    const two = BETA_2 * (second[index] ?? 0) + (1 - BETA_2) * gradient * gradient;
    first[index] = one;
    second[index] = two;
    values[index] = (values[index] ?? 0) - (rate * one) / (Math.sqrt(two) + EPSILON);
    gradients[index] = 0;
  }
}
