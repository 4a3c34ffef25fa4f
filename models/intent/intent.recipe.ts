/**
 * The second reader: says of a sentence in English, Chinese, German or Spanish what it does (`read`,
 * `write`, `timer`, `talk`, `none`) and which action is meant. It is taught with sentences that our
 * own templates and our own lexicon make; no sentence that anybody collected is among them.
 */
import type { Act } from '../../runtime/language/understanding.ts';
import {
  INTENT_FEATURES,
  intentFeatures,
} from '../../runtime/language/second-reader/intent-features.ts';
import { ACTS, actOfIntent, INTENTS } from '../../runtime/language/second-reader/opinion.ts';
import { SURE, VETO } from '../../runtime/language/second-reader/doubt.ts';
import { opinionOf } from '../../runtime/language/second-reader/model-reader.ts';
import type { QuantizedModel } from '../kit/int8/quantized-model.ts';
import { quantizeNetwork } from '../kit/int8/quantize-network.ts';
import { dense } from '../kit/layers/dense.ts';
import { dropout } from '../kit/layers/dropout.ts';
import { Random } from '../kit/random.ts';
import type { Made, Recipe } from '../kit/recipe.ts';
import { compareWithFloat } from '../kit/report/agreement.ts';
import { percent, type Figure } from '../kit/report/report-text.ts';
import { Network } from '../kit/training/network.ts';
import { train, type Example } from '../kit/training/train.ts';
import { drawExamples, type Sentence } from './sentences/draw-examples.ts';

interface Effort {
  readonly sentences: number;
  readonly epochs: number;
  /** Sentences to be judged by, which it does not learn. */
  readonly strangers: number;
}

/** What ships. */
const WHOLE: Effort = { sentences: 140_000, epochs: 5, strangers: 40_000 };

export const recipe: Recipe = { id: 'intent', make: (tell) => makeIntent(WHOLE, tell) };

/** Less than the whole effort is for tests. */
export function makeIntent(effort: Effort, tell: (line: string) => void): Made {
  const { sentences, epochs } = effort;
  const drawn = drawExamples(sentences, new Random(1));
  const examples = drawn.map(exampleOf);
  tell(`${sentences} sentences drawn`);
  const network = untaught();
  train(network, examples, {
    ...{ seed: 2, epochs, batchSize: 32, learningRate: 0.003 },
    onEpoch: ({ epoch, loss }) => {
      tell(`epoch ${epoch} of ${epochs}, loss ${loss.toFixed(3)}`);
      return undefined;
    },
  });
  const inputs = examples.slice(0, 1_000).map(({ input }) => input);
  const model = quantizeNetwork(network, inputs, { cutOff: 0.001 });
  const known = new Set(drawn.map(keyOf));
  const strangers = drawExamples(effort.strangers, new Random(77)).filter(
    (sentence) => !known.has(keyOf(sentence)),
  );
  const asked = strangers.slice(0, 500).map(({ words }) => intentFeatures(words));
  const agreement = compareWithFloat(network, model, asked);
  return { model, card: CARD, figures: judge(model, strangers), agreement };
}

function untaught(): Network {
  return new Network({
    seed: 3,
    input: { shape: [INTENT_FEATURES], range: [0, 0.5], sparse: { units: 32, usual: 50 } },
    layers: [dropout(0.2)],
    heads: [
      { name: 'act', layers: [dense(ACTS.length)], loss: 'classes' },
      { name: 'intent', layers: [dense(INTENTS.length)], loss: 'classes', weight: 0.5 },
    ],
  });
}

function keyOf({ words }: Sentence): string {
  return words.join(' ');
}

function exampleOf({ words, intent }: Sentence): Example {
  const act = ACTS.indexOf(actOfIntent(intent));
  return { input: intentFeatures(words), targets: [act, INTENTS.indexOf(intent)] };
}

interface Judged extends Sentence {
  readonly meant: Act;
  readonly said: Act;
  readonly isSure: boolean;
  readonly intended: boolean;
  readonly isVetoed: boolean;
}

/** By the integers that ship. */
function judge(model: QuantizedModel, strangers: readonly Sentence[]): readonly Figure[] {
  const judged = strangers.map((sentence): Judged => {
    const { act, sureness, intent, harmless } = opinionOf(model, sentence.words);
    const meant = actOfIntent(sentence.intent);
    const isVetoed = harmless >= VETO;
    const intended = intent === sentence.intent;
    return { ...sentence, meant, said: act, isSure: sureness >= SURE, intended, isVetoed };
  });
  const well = judged.filter(({ isSlipped }) => !isSlipped);
  const plain = well.filter(({ isLoose }) => !isLoose);
  const slipped = judged.filter(({ isSlipped, isLoose }) => isSlipped && !isLoose);
  const sure = judged.filter(({ isSure }) => isSure);
  const orders = plain.filter(({ meant }) => meant === 'write');
  const others = plain.filter(({ meant }) => meant !== 'write' && meant !== 'timer');
  const right = ({ meant, said }: Judged): boolean => meant === said;
  return [
    { what: 'sentences that it had not seen', value: String(judged.length) },
    { what: 'act right, typed well', value: shareOf(plain, right) },
    ...['en', 'zh', 'de', 'es'].map((language) => ({
      what: `act right, typed well, ${language}`,
      value: shareOf(
        plain.filter((one) => one.language === language),
        right,
      ),
    })),
    { what: 'act right, with a typing mistake', value: shareOf(slipped, right) },
    { what: 'action right, typed well', value: shareOf(plain, ({ intended }) => intended) },
    { what: `sure of the act (${String(SURE)})`, value: shareOf(judged, ({ isSure }) => isSure) },
    { what: 'act right where it is sure', value: shareOf(sure, right) },
    {
      what: `orders, typed well, that it would wrongly doubt (${String(VETO)})`,
      value: `${String(orders.filter(({ isVetoed }) => isVetoed).length)} of ${String(orders.length)}`,
    },
    {
      what: 'what is no order, and it would doubt',
      value: shareOf(others, ({ isVetoed }) => isVetoed),
    },
  ];
}

function shareOf(all: readonly Judged[], is: (one: Judged) => boolean): string {
  return percent(all.filter(is).length / all.length);
}

const CARD: Made['card'] = {
  title: { en: 'second reader', zh: '第二读者' },
  source: 'models/intent of Boardtalk: sentences from its own templates and lexicon',
  input: { kind: 'vector' },
  output: { kind: 'classes', labels: [...ACTS] },
  more: { latencyBudget: '2ms' },
};
