/** Teaches a network its examples, batch by batch, in an order that the seed decides. */
import { KitError } from '../errors.ts';
import { Random } from '../random.ts';
import { Adam } from './adam.ts';
import { LOSSES, type Target } from './loss.ts';
import type { Head, Network, NetworkInput } from './network.ts';

export interface Example {
  readonly input: NetworkInput;
  /** One for each head, in their order. */
  readonly targets: readonly Target[];
}

export interface Progress {
  /** From 1. */
  readonly epoch: number;
  /** Mean of the examples, while they were learned. */
  readonly loss: number;
}

export interface TrainOptions {
  readonly seed: number;
  /** How often each example is seen. */
  readonly epochs: number;
  /** 32 where none is given. */
  readonly batchSize?: number;
  /** In the beginning: it falls evenly to 0. 0.001 where none is given. */
  readonly learningRate?: number;
  /** After each epoch; `stop` ends the training. */
  readonly onEpoch?: (progress: Progress) => 'stop' | undefined;
}

/** @returns the loss of the last epoch @throws KitError KIT_NO_EXAMPLES, KIT_BAD_EXAMPLE, KIT_DIVERGED */
export function train(
  network: Network,
  examples: readonly Example[],
  options: TrainOptions,
): number {
  if (examples.length === 0)
    throw new KitError('KIT_NO_EXAMPLES', 'there is nothing to learn from');
  const course = new Course(network, examples, options);
  network.isTraining = true;
  try {
    return course.run();
  } finally {
    network.isTraining = false;
  }
}

class Course {
  readonly #network: Network;
  readonly #examples: readonly Example[];
  readonly #options: TrainOptions;
  readonly #batchSize: number;
  readonly #adam: Adam;
  /** Of each head. */
  readonly #gradients: readonly Float32Array[];
  #steps = 0;

  constructor(network: Network, examples: readonly Example[], options: TrainOptions) {
    this.#network = network;
    this.#examples = examples;
    this.#options = options;
    this.#batchSize = options.batchSize ?? 32;
    this.#adam = new Adam(network.parameters);
    this.#gradients = network.heads.map(({ size }) => new Float32Array(size));
  }

  run(): number {
    const random = new Random(this.#options.seed);
    const order = Uint32Array.from(this.#examples.keys());
    let loss = 0;
    for (let epoch = 1; epoch <= this.#options.epochs; epoch += 1) {
      random.shuffle(order);
      loss = this.#epoch(order);
      if (!Number.isFinite(loss))
        throw new KitError('KIT_DIVERGED', `the loss of epoch ${epoch} is ${String(loss)}`);
      if (this.#options.onEpoch?.({ epoch, loss }) === 'stop') break;
    }
    return loss;
  }

  #epoch(order: Uint32Array): number {
    let sum = 0;
    for (let start = 0; start < order.length; start += this.#batchSize) {
      const batch = order.subarray(start, start + this.#batchSize);
      for (const index of batch) {
        const example = this.#examples[index];
        if (example !== undefined) sum += this.#learn(example);
      }
      this.#adam.step(this.#rate(), batch.length);
      this.#steps += 1;
    }
    return sum / order.length;
  }

  #rate(): number {
    const { epochs, learningRate = 0.001 } = this.#options;
    const all = epochs * Math.ceil(this.#examples.length / this.#batchSize);
    return learningRate * (1 - this.#steps / all);
  }

  #learn({ input, targets }: Example): number {
    const outputs = this.#network.forward(input);
    let sum = 0;
    const gradients = this.#network.heads.map((head, index) => {
      const [output, target, into] = [outputs[index], targets[index], this.#gradients[index]];
      if (output === undefined || target === undefined || into === undefined) return undefined;
      checkTarget(head, target);
      const weight = weightOf(head, target);
      sum += weight * LOSSES[head.loss](output, target, into);
      if (weight !== 1)
        for (let place = 0; place < into.length; place += 1)
          into[place] = (into[place] ?? 0) * weight;
      return into;
    });
    this.#network.backward(gradients);
    return sum;
  }
}

function weightOf({ weight, classWeights }: Head, target: Target): number {
  return weight * (typeof target === 'number' ? (classWeights[target] ?? 1) : 1);
}

function checkTarget({ name, loss, size }: Head, target: Exclude<Target, undefined>): void {
  const isRight =
    typeof target === 'object'
      ? target.length === size
      : loss === 'classes'
        ? Number.isInteger(target) && target >= 0 && target < size
        : size === 1;
  if (isRight) return;
  const given = typeof target === 'object' ? `${target.length} numbers` : String(target);
  throw new KitError('KIT_BAD_EXAMPLE', `the head ${name} (${loss}, ${size}) is taught ${given}`);
}
