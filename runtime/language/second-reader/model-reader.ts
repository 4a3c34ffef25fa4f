/** Asks the model of `models/intent` about a sentence, in plain TypeScript: one row of its first layer for each feature. */
import type { QuantizedModel } from '../../../models/kit/int8/quantized-model.ts';
import { answerQuantized } from '../../../models/kit/int8/run-quantized.ts';
import { intentFeatures } from './intent-features.ts';
import { ACTS, actOfIntent, INTENTS, type Opinion } from './opinion.ts';

/** @param model with a head for the act, and one for the action @param words as `SecondReader` takes them */
export function opinionOf(model: QuantizedModel, words: readonly string[]): Opinion {
  const [acts = NONE, intents = NONE] = answerQuantized(model, intentFeatures(words));
  const act = ACTS[largest(acts)] ?? 'none';
  const fitting = intents.map((chance, at) => {
    const intent = INTENTS[at];
    return intent !== undefined && actOfIntent(intent) === act ? chance : -1;
  });
  return {
    act,
    sureness: acts[largest(acts)] ?? 0,
    intent: INTENTS[largest(fitting)] ?? 'none',
    harmless: 1 - (acts[ACTS.indexOf('write')] ?? 1) - (acts[ACTS.indexOf('timer')] ?? 0),
  };
}

const NONE = new Float32Array();

function largest(chances: Float32Array): number {
  return chances.reduce((best, chance, at) => (chance > (chances[best] ?? 0) ? at : best), 0);
}
