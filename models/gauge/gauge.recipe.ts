/**
 * Reads the needle of a round gauge: a strip of its face goes in (`runtime/inference/unwrap-dial.ts`),
 * a chance for each of 96 directions comes out, and one that it cannot be read. Taught and judged with
 * drawn gauges only: no camera was asked.
 */
import { exp } from '../../runtime/core/exact-math.ts';
import { readDial } from '../../runtime/inference/read-dial.ts';
import {
  DIAL_COLUMNS,
  DIAL_ROWS,
  unwrapDial,
  WHOLE_PICTURE,
} from '../../runtime/inference/unwrap-dial.ts';
import type { QuantizedModel } from '../kit/int8/quantized-model.ts';
import { quantizeNetwork } from '../kit/int8/quantize-network.ts';
import { answerQuantized } from '../kit/int8/run-quantized.ts';
import { convolution } from '../kit/layers/convolution.ts';
import { dense } from '../kit/layers/dense.ts';
import { dropout } from '../kit/layers/dropout.ts';
import { flatten } from '../kit/layers/flatten.ts';
import { Random } from '../kit/random.ts';
import type { Made, Recipe } from '../kit/recipe.ts';
import { compareWithFloat } from '../kit/report/agreement.ts';
import { percent, type Figure } from '../kit/report/report-text.ts';
import { Network } from '../kit/training/network.ts';
import { train, type Example } from '../kit/training/train.ts';
import { drawGauge, PICTURE_SIZE, type Gauge } from './draw-gauge.ts';

interface Effort {
  readonly pictures: number;
  readonly epochs: number;
  /** Gauges to be judged by, which it does not learn. */
  readonly strangers: number;
}

/** What ships. */
const WHOLE: Effort = { pictures: 7_000, epochs: 9, strangers: 1_500 };

/** How many columns a needle is wide to the training: a little wrong is a little right. */
const SPREAD = 0.8;

export const recipe: Recipe = { id: 'gauge', make: (tell) => makeGauge(WHOLE, tell) };

/** Less than the whole effort is for tests. */
export function makeGauge(effort: Effort, tell: (line: string) => void): Made {
  const { pictures, epochs } = effort;
  const network = untaught();
  const examples = gauges(pictures, 1).map(exampleOf);
  tell(`${pictures} gauges drawn`);
  train(network, examples, {
    ...{ seed: 2, epochs, batchSize: 32, learningRate: 0.003 },
    onEpoch: ({ epoch, loss }) => {
      tell(`epoch ${epoch} of ${epochs}, loss ${loss.toFixed(3)}`);
      return undefined;
    },
  });
  const inputs = examples.slice(0, 500).map(({ input }) => input);
  const model = quantizeNetwork(network, inputs, { cutOff: 0.01 });
  const strangers = gauges(effort.strangers, 77);
  const agreement = compareWithFloat(network, model, strangers.slice(0, 300).map(stripOf));
  return { model, card: CARD, figures: judge(model, strangers), agreement };
}

function untaught(): Network {
  return new Network({
    seed: 3,
    input: { shape: [DIAL_ROWS, DIAL_COLUMNS, 1] },
    layers: [
      convolution({ filters: 8, size: 3, stride: 2, padding: 'same', activation: 'relu' }),
      convolution({ filters: 16, size: 3, stride: [2, 1], padding: 'same', activation: 'relu' }),
      convolution({ filters: 8, size: [4, 1], stride: [4, 1], activation: 'relu' }),
      flatten(),
      dropout(0.1),
    ],
    heads: [{ name: 'direction', layers: [dense(DIAL_COLUMNS + 1)], loss: 'classes' }],
  });
}

function gauges(count: number, seed: number): readonly Gauge[] {
  const random = new Random(seed);
  return Array.from({ length: count }, () => drawGauge(random));
}

function stripOf({ pixels }: Gauge): Float32Array {
  return unwrapDial(pixels, PICTURE_SIZE, WHOLE_PICTURE);
}

function exampleOf(gauge: Gauge): Example {
  return { input: stripOf(gauge), targets: [sharesOf(gauge.turn)] };
}

function sharesOf(turn: number | undefined): Float32Array {
  const shares = new Float32Array(DIAL_COLUMNS + 1);
  if (turn === undefined) {
    shares[DIAL_COLUMNS] = 1;
    return shares;
  }
  let sum = 0;
  for (let column = 0; column < DIAL_COLUMNS; column += 1) {
    const away = distance(turn, (column + 0.5) / DIAL_COLUMNS) * DIAL_COLUMNS;
    const share = exp((-away * away) / (2 * SPREAD * SPREAD));
    shares[column] = share;
    sum += share;
  }
  return shares.map((share) => share / sum);
}

/** Between two directions, the shorter way round; 0 to 0.5. */
function distance(one: number, other: number): number {
  const away = Math.abs(one - other) % 1;
  return Math.min(away, 1 - away);
}

/** Of gauges that it has never seen, by the integers that ship. */
function judge(model: QuantizedModel, strangers: readonly Gauge[]): readonly Figure[] {
  const read = strangers.map((gauge) => {
    const [chances = new Float32Array()] = answerQuantized(model, stripOf(gauge));
    return { gauge, turn: readDial(chances).turn };
  });
  const readable = read.filter(({ gauge }) => gauge.turn !== undefined);
  const errors = readable
    .flatMap(({ gauge, turn }) =>
      turn === undefined ? [] : [distance(turn, gauge.turn ?? 0) / gauge.sweep],
    )
    .sort((left, right) => left - right);
  const within = errors.filter((error) => error <= 0.02).length;
  const hidden = read.filter(({ gauge }) => gauge.turn === undefined);
  const refused = hidden.filter(({ turn }) => turn === undefined).length;
  const at = (share: number): string =>
    percent(errors[Math.floor((errors.length - 1) * share)] ?? 1);
  return [
    { what: 'gauges that can be read', value: String(readable.length) },
    { what: 'of these read', value: percent(errors.length / readable.length) },
    { what: 'of these within 2 % of full scale', value: percent(within / errors.length) },
    {
      what: 'error of the middle, of 95 in 100, of 99 in 100',
      value: [0.5, 0.95, 0.99].map(at).join(', '),
    },
    { what: 'gauges that cannot be read', value: String(hidden.length) },
    { what: 'of these refused', value: percent(refused / hidden.length) },
  ];
}

const CARD: Made['card'] = {
  title: { en: 'gauge reader', zh: '指针仪表' },
  source: 'models/gauge of Boardtalk: drawn gauges, no photographs',
  input: { kind: 'dial' },
  output: { kind: 'dial' },
  more: { latencyBudget: '20ms' },
};
