/** Between what the numbers inside a network lie, found by showing it examples like those it will see. */
import { KitError } from '../errors.ts';
import type { FirstLayer, Layer } from '../layers/layer.ts';
import type { Network, NetworkInput } from '../training/network.ts';

export interface Range {
  readonly low: number;
  readonly high: number;
}

export interface Ranges {
  readonly input: Range;
  /** Of what each layer gives. */
  readonly layers: ReadonlyMap<FirstLayer, Range>;
}

export interface CalibrationOptions {
  /** The share of examples whose lowest, and whose highest, number may be cut off, so that a rare one does not make all others coarse; 0 where none is given. */
  readonly cutOff?: number;
}

/** @throws KitError KIT_NO_EXAMPLES, KIT_BAD_EXAMPLE */
export function findRanges(
  network: Network,
  inputs: readonly NetworkInput[],
  { cutOff = 0 }: CalibrationOptions = {},
): Ranges {
  if (inputs.length === 0)
    throw new KitError('KIT_NO_EXAMPLES', 'there is nothing to calibrate with');
  const entries = new Extremes();
  const layers = new Map<FirstLayer, Extremes>(
    network.allLayers.map((layer) => [layer, new Extremes()]),
  );
  for (const input of inputs) {
    entries.see(input instanceof Float32Array ? input : input.values);
    watch(network, input, (layer, values) => layers.get(layer)?.see(values));
  }
  const found = [...layers].map(([layer, extremes]) => [layer, extremes.range(cutOff)] as const);
  return { input: entries.range(0), layers: new Map(found) };
}

/** Shows what each layer gives for one example. */
export function watch(
  network: Network,
  input: NetworkInput,
  see: (layer: FirstLayer, values: Float32Array) => void,
): void {
  const entered = network.enter(input);
  if (network.first !== undefined) see(network.first, entered);
  const through = (layers: readonly Layer[], start: Float32Array): Float32Array => {
    let values = start;
    for (const layer of layers) {
      values = layer.forward(values);
      see(layer, values);
    }
    return values;
  };
  const shared = through(network.layers, entered);
  for (const { layers } of network.heads) through(layers, shared);
}

/** The lowest and the highest number of each example. */
class Extremes {
  readonly #lows: number[] = [];
  readonly #highs: number[] = [];

  see(values: Float32Array): void {
    let [low, high] = [0, 0];
    for (const value of values) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
    this.#lows.push(low);
    this.#highs.push(high);
  }

  range(cutOff: number): Range {
    const low = -quantile(
      this.#lows.map((value) => -value),
      1 - cutOff,
    );
    return { low, high: quantile(this.#highs, 1 - cutOff) };
  }
}

function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.ceil((sorted.length - 1) * share)] ?? 0;
}
