/**
 * A network: layers one after the other, and at their end one head or several, each with an answer of
 * its own. It is float here; `int8/quantize-network.ts` makes of it what a board runs.
 */
import { KitError } from '../errors.ts';
import { Dropout } from '../layers/dropout.ts';
import type { FirstLayer, Layer, LayerPlan } from '../layers/layer.ts';
import type { Parameter } from '../layers/parameter.ts';
import type { SparseDense, SparseVector } from '../layers/sparse-dense.ts';
import { Random } from '../random.ts';
import { sizeOf, type Shape } from '../shape.ts';
import { makeFirstLayer, type InputPlan } from './input-plan.ts';
import { answerOf, type Loss } from './loss.ts';

export type NetworkInput = Float32Array | SparseVector;

export interface HeadPlan {
  /** Of the output in the model. */
  readonly name: string;
  /** Behind the last layer that all heads share. */
  readonly layers: readonly LayerPlan[];
  readonly loss: Loss;
  /** How much its loss counts against that of the others; 1 where none is given. */
  readonly weight?: number;
  /** How much an example of each class counts; 1 where none are given. */
  readonly classWeights?: readonly number[];
}

export interface NetworkPlan {
  readonly seed: number;
  readonly input: InputPlan;
  readonly layers: readonly LayerPlan[];
  /** At least one. */
  readonly heads: readonly HeadPlan[];
}

export interface Head {
  readonly name: string;
  readonly layers: readonly Layer[];
  readonly loss: Loss;
  readonly weight: number;
  readonly classWeights: readonly number[];
  readonly size: number;
}

export class Network {
  readonly inputShape: Shape;
  /** Present where the input is sparse; it is the first layer then. */
  readonly first: SparseDense | undefined;
  /** Without `first`. */
  readonly layers: readonly Layer[];
  readonly heads: readonly Head[];

  /** @throws KitError KIT_BAD_LAYER */
  constructor({ seed, input, layers, heads }: NetworkPlan) {
    const random = new Random(seed);
    this.inputShape = input.shape;
    this.first = makeFirstLayer(input, random);
    const start = this.first?.outputShape ?? input.shape;
    this.layers = build(layers, start, random);
    const shared = this.layers.at(-1)?.outputShape ?? start;
    this.heads = heads.map((head) => buildHead(head, shared, random));
    if (heads.length === 0)
      throw new KitError('KIT_BAD_LAYER', 'a network without a head says nothing');
  }

  /** Those of the shared part first, in the order of execution. */
  get allLayers(): readonly FirstLayer[] {
    const shared: readonly FirstLayer[] = this.first === undefined ? [] : [this.first];
    return [...shared, ...this.layers, ...this.heads.flatMap((head) => head.layers)];
  }

  get parameters(): readonly Parameter[] {
    return this.allLayers.flatMap((layer) => layer.parameters);
  }

  /** What each head's last layer gives, before its softmax. @throws KitError KIT_BAD_EXAMPLE */
  forward(input: NetworkInput): readonly Float32Array[] {
    const shared = forwardThrough(this.layers, this.enter(input));
    return this.heads.map(({ layers }) => forwardThrough(layers, shared));
  }

  /** What each head says, as the model will: chances of classes, or values. Each array is new. */
  answer(input: NetworkInput): readonly Float32Array[] {
    const outputs = this.forward(input);
    return this.heads.map(({ loss }, index) =>
      answerOf(loss, outputs[index] ?? new Float32Array()),
    );
  }

  /** @param gradients of each head; undefined where it has learned nothing from this example */
  backward(gradients: readonly (Float32Array | undefined)[]): void {
    const sum = new Float32Array(sizeOf(this.heads[0]?.layers[0]?.inputShape ?? [0]));
    this.heads.forEach(({ layers }, index) => {
      const given = gradients[index];
      if (given === undefined) return;
      const back = backwardThrough(layers, given);
      for (let place = 0; place < sum.length; place += 1)
        sum[place] = (sum[place] ?? 0) + (back[place] ?? 0);
    });
    const back = backwardThrough(this.layers, sum);
    this.first?.backward(back);
  }

  set isTraining(isTraining: boolean) {
    for (const layer of this.allLayers) if (layer instanceof Dropout) layer.isTraining = isTraining;
  }

  /** What the first of `layers` gets. @throws KitError KIT_BAD_EXAMPLE */
  enter(input: NetworkInput): Float32Array {
    const size = sizeOf(this.inputShape);
    if (input instanceof Float32Array) {
      if (this.first === undefined && input.length === size) return input;
      const message = `an example has ${input.length} numbers, and the network takes ${size}`;
      throw new KitError(
        'KIT_BAD_EXAMPLE',
        this.first === undefined ? message : 'the input is sparse',
      );
    }
    const stranger = input.indices.find((index) => index >= size);
    if (stranger !== undefined)
      throw new KitError('KIT_BAD_EXAMPLE', `an example has feature ${stranger} of ${size}`);
    if (this.first !== undefined) return this.first.forward(input);
    throw new KitError(
      'KIT_BAD_EXAMPLE',
      'the example is sparse, and the input of the network is not',
    );
  }
}

function forwardThrough(layers: readonly Layer[], input: Float32Array): Float32Array {
  let values = input;
  for (const layer of layers) values = layer.forward(values);
  return values;
}

function backwardThrough(layers: readonly Layer[], gradients: Float32Array): Float32Array {
  let values = gradients;
  for (let index = layers.length - 1; index >= 0; index -= 1)
    values = layers[index]?.backward(values) ?? values;
  return values;
}

function build(plans: readonly LayerPlan[], shape: Shape, random: Random): readonly Layer[] {
  let inputShape = shape;
  return plans.map((plan) => {
    const layer = plan(inputShape, random);
    inputShape = layer.outputShape;
    return layer;
  });
}

function buildHead(plan: HeadPlan, shape: Shape, random: Random): Head {
  const { name, loss, weight = 1, classWeights = [] } = plan;
  const layers = build(plan.layers, shape, random);
  const last = layers.at(-1);
  if (last === undefined) throw new KitError('KIT_BAD_LAYER', `the head ${name} has no layer`);
  return { name, layers, loss, weight, classWeights, size: sizeOf(last.outputShape) };
}
