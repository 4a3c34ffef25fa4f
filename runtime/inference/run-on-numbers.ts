/** A model of the node, run once on numbers that somebody already has: what comes out, by what its card says. In a process of its own, whatever it is. */
import { findModel } from './find-model.ts';
import type { Interpretation } from './interpret-output.ts';
import { runModel } from './run-model.ts';

export interface NumbersQuestion {
  /** The id of a model. */
  readonly model: string;
  readonly numbers: readonly number[];
  readonly directories: readonly string[];
}

/** Of one window of numbers. */
export interface NumbersAnswer {
  /** Of a model that tells classes apart: the best, where one passes its threshold. */
  readonly label: string | null;
  readonly score: number | null;
  /** Of one that measures, or the error of one that rebuilds what it gets. */
  readonly value: number | null;
  /** Of one that rebuilds, with a threshold. */
  readonly isUnusual: boolean | null;
  /** All classes, the best first. */
  readonly labels: readonly { readonly label: string; readonly score: number }[];
}

/** One answer for each window of the model's size. @throws InferenceError, TfliteError */
export async function runOnNumbers({
  model,
  numbers,
  directories,
}: NumbersQuestion): Promise<readonly NumbersAnswer[]> {
  const found = await findModel({ named: model, path: '', directories });
  const { results } = await runModel(found, numbers);
  return results.map(answerOf);
}

function answerOf(meant: Interpretation): NumbersAnswer {
  const none = { label: null, score: null, value: null, isUnusual: null, labels: [] };
  switch (meant.kind) {
    case 'classes': {
      const { best, classes } = meant;
      const labels = classes.map(({ label, score }) => ({ label: label.en, score }));
      return { ...none, label: best?.label.en ?? null, score: best?.score ?? null, labels };
    }
    case 'value':
      return { ...none, value: meant.value };
    case 'dial':
      return { ...none, value: meant.value ?? null, score: meant.score };
    case 'reconstruction':
      return { ...none, value: meant.error, isUnusual: meant.isUnusual ?? null };
  }
}
