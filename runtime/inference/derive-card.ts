/** What a model's file tells of what goes in and what comes out, where nobody wrote a card for it. Pure. */
import type { Label, ModelInput, ModelOutput } from './model-card.ts';
import { pictureShape } from './prepare-input.ts';
import type { FileGraph, FileTensor, ModelFile } from './tflite-node/tflite-node.ts';

export interface DerivedCard {
  readonly input: ModelInput;
  readonly output: ModelOutput;
  /** It has the form of the person detectors of MLPerf Tiny. */
  readonly isPersonDetector: boolean;
  /** Nobody knows what its classes are called: they are numbered. */
  readonly isNumbered: boolean;
}

/**
 * Source: mlcommons/tiny, benchmark/training/visual_wake_words/generate_y_labels.py: a person is
 * class 1. tflite-micro's person_detection example has the same order.
 */
const PERSON_LABELS: readonly Label[] = [
  { en: 'no person', zh: '没有人' },
  { en: 'person', zh: '有人' },
];

/** Height and width of their pictures. */
const PERSON_SIZE = 96;

/** @param labels of the classes, where they are known */
export function deriveCard(file: ModelFile, labels?: readonly Label[]): DerivedCard {
  const [main] = file.graphs;
  const [input, output] = [main.inputs, main.outputs].map((ends) => main.tensors[ends[0] ?? -1]);
  const takesPicture = input !== undefined && looksLikePicture(input);
  const count = sizeOf(output);
  const isPersonDetector = takesPicture && count === 2 && input.shape[1] === PERSON_SIZE;
  const known = labels ?? (isPersonDetector ? PERSON_LABELS : undefined);
  const gives = outputOf({ file, count, inputCount: sizeOf(input) }, known);
  return {
    input: takesPicture ? { kind: 'image', fit: 'stretch' } : { kind: 'vector' },
    output: gives,
    isPersonDetector,
    isNumbered: gives.kind === 'classes' && known === undefined,
  };
}

/** A spectrogram has one channel too; pictures of one colour are as wide as they are high. */
function looksLikePicture(tensor: FileTensor): boolean {
  const shape = pictureShape(tensor);
  return shape !== undefined && (shape.channels === 3 || shape.width === shape.height);
}

function sizeOf(tensor: FileTensor | undefined): number {
  return tensor?.shape.reduce((product, size) => product * Math.abs(size), 1) ?? 0;
}

interface Sizes {
  readonly file: ModelFile;
  readonly count: number;
  readonly inputCount: number;
}

function outputOf({ file, count, inputCount }: Sizes, known?: readonly Label[]): ModelOutput {
  if (known === undefined && count === 1) return { kind: 'value', index: 0 };
  if (known === undefined && count === inputCount) return { kind: 'reconstruction' };
  const labels = known ?? Array.from({ length: count }, (_, index) => ({ en: `class ${index}` }));
  return { kind: 'classes', labels, threshold: 0, softmax: !endsInScores(file) };
}

/** Whether what comes out was made 0 to 1 by the model itself; on the way out it may be quantized once more. */
function endsInScores({ graphs: [main], operators }: ModelFile): boolean {
  let tensor = main.outputs[0];
  for (let hops = 0; hops < 3; hops += 1) {
    const step = stepThatMakes(tensor, main);
    const name = operators[step?.operator ?? -1]?.name ?? '';
    if (['SOFTMAX', 'LOGISTIC'].includes(name)) return true;
    if (!['QUANTIZE', 'DEQUANTIZE', 'RESHAPE'].includes(name)) return false;
    tensor = step?.inputs[0];
  }
  return false;
}

function stepThatMakes(
  tensor: number | undefined,
  { steps }: FileGraph,
): FileGraph['steps'][number] | undefined {
  return tensor === undefined ? undefined : steps.find(({ outputs }) => outputs.includes(tensor));
}
