/**
 * From a model's folder to something that can be asked about a picture. What this needs (YAML, the
 * library, the reader of pictures) is loaded with the first model, and not before.
 */
import { createHash } from 'node:crypto';
import { formatDiagnostic } from '../config/diagnostic.ts';
import type { ModelAnswer } from '../hal/model-port.ts';
import type { Picture } from '../hal/picture.ts';
import { InferenceError } from './errors.ts';
import type { Interpretation } from './interpret-output.ts';
import type { DialInput, ModelCard, PictureInput } from './model-card.ts';
import type { ModelFolder } from './model-folders.ts';
import type { OpenedModel } from './opened-model.ts';
import type { Model } from './tflite-node/tflite-node.ts';

interface OpenCard {
  readonly card: ModelCard;
  readonly input: PictureInput | DialInput;
}

/** @throws InferenceError, TfliteError */
export async function openModel(folder: ModelFolder): Promise<OpenedModel> {
  const { card, input } = await readCard(folder);
  const { model, isolate } = await load(card);
  return {
    hash: hashOf(card),
    isolate,
    info: model.info,
    budgetMs: card.latencyBudget,
    get restarts() {
      return model.restarts;
    },
    look: (picture, isFramed = false) =>
      look(model, { card, input: place(input, isFramed) }, picture),
    close: () => model.close(),
  };
}

async function readCard(folder: ModelFolder): Promise<OpenCard> {
  const { loadModelCard } = await import('./load-model-card.ts');
  const { card, diagnostics } = await loadModelCard(folder);
  if (card === undefined)
    throw new InferenceError('INFERENCE_BAD_CARD', diagnostics.map(formatDiagnostic).join('\n'));
  const { input } = card;
  if (input.kind !== 'vector') return { card, input };
  throw new InferenceError('INFERENCE_WRONG_INPUT', `${card.id} takes numbers, and no picture`);
}

/** A delegate is never our own: what its driver does must not end the node. Wasm in this process would hold the event loop for the whole of a run: it goes where foreign models go. */
async function load(
  card: ModelCard,
): Promise<{ readonly model: Model; readonly isolate: OpenedModel['isolate'] }> {
  const { loadModel } = await import('./tflite-node/tflite-node.ts');
  const { path, sha256, threads, delegate, timeout: timeoutMs } = card;
  const options = { sha256, threads, delegate, timeoutMs };
  if (card.trust === 'own' && delegate === undefined) {
    const model = await loadModel(path, { ...options, isolate: 'none' });
    if (model.info.backend === 'native') return { model, isolate: 'none' };
    await model.close();
  }
  return { model: await loadModel(path, { ...options, isolate: 'process' }), isolate: 'process' };
}

/** Where the card has the face is where the camera of this site has it, and not a person with a phone. */
function place(input: OpenCard['input'], isFramed: boolean): OpenCard['input'] {
  return isFramed && input.kind === 'dial' ? FRAMED : input;
}

/** In the middle, and as large as the square. */
const FRAMED: DialInput = { kind: 'dial', x: 0.5, y: 0.5, radius: 0.48 };

/** Labels and thresholds are part of an answer, so the card counts like the file, whose hash stands in it. */
function hashOf({ path, ...said }: ModelCard): string {
  return createHash('sha256').update(JSON.stringify(said)).digest('base64url');
}

async function look(
  model: Model,
  { card, input: how }: OpenCard,
  picture: Picture,
): Promise<ModelAnswer> {
  const { preparePicture } = await import('./prepare-input.ts');
  const { interpret } = await import('./interpret-output.ts');
  const [input, ...more] = model.inputs;
  const [output] = model.outputs;
  if (input === undefined || output === undefined || more.length > 0) {
    const message = `${card.id} takes ${String(model.inputs.length)} inputs, and a picture is one`;
    throw new InferenceError('INFERENCE_WRONG_INPUT', message);
  }
  const prepared = await preparePicture(picture.bytes, how, input);
  const [came] = await model.run([prepared]);
  if (came === undefined) throw new InferenceError('INFERENCE_BAD_CARD', `${card.id} said nothing`);
  const meant = interpret(
    card.output,
    { tensor: output, data: came },
    { tensor: input, data: prepared },
  );
  return answerOf(meant, card);
}

function answerOf(meant: Interpretation, { output }: ModelCard): ModelAnswer {
  const threshold = output.kind === 'classes' ? output.threshold : 0;
  switch (meant.kind) {
    case 'classes':
      return { scores: meant.classes.map(({ label, score }) => ({ label, score })), threshold };
    case 'value':
      return { scores: [], threshold, value: meant.value };
    case 'dial':
      return { scores: [], threshold, value: meant.value, isUnreadable: meant.value === undefined };
    case 'reconstruction':
      return { scores: [], threshold, value: meant.error };
  }
}
