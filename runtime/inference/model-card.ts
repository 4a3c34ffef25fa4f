/**
 * The form of `models/<id>/model.yaml`: what a model is, what goes in, and what its numbers mean.
 * Data only; how large its tensors are, and how they are quantized, stands in the model itself.
 */
import { duration, id, interval, titles, unit } from '../config/fields.ts';
import { z } from '../core/schema.ts';

const count = z.number().int().positive();

/** One number for all colours, or one for each. */
const perColour = z
  .union([z.number(), z.tuple([z.number(), z.number(), z.number()])])
  .meta({ examples: [0.5, [0.485, 0.456, 0.406]] });

export const pictureInputSchema = z.strictObject({
  kind: z.literal('image').describe('A picture'),
  fit: z
    .enum(['stretch', 'cover', 'contain'])
    .default('stretch')
    .describe(
      'Into its shape: stretched, its middle cut out, or whole between black bars. What it was trained with works best',
    ),
  values: interval
    .optional()
    .describe(
      'What black and white are to the model; without it, a model of bytes gets the pixels as they are (int8: less 128), one of floats 0 to 1',
    ),
  mean: perColour.optional().describe('Taken off each value, as many trainings do'),
  deviation: perColour.optional().describe('Each value is divided by it, after the mean'),
});

const vectorInput = z.strictObject({
  kind: z.literal('vector').describe('Numbers, in the order of the tensor'),
});

const share = z.number().min(0).max(1);

const dialInput = z.strictObject({
  kind: z.literal('dial').describe('The round face of a gauge; a picture is cut to a square first'),
  x: share.default(0.5).describe('Where the middle of the face is, from the left; 0 to 1'),
  y: share.default(0.5).describe('And from above'),
  radius: share
    .default(0.48)
    .describe('From the middle to the rim of the face, as a share of the width of the square'),
});

/** Those of ImageNet list their synonyms: the longest has 122 characters. */
export const LONGEST_LABEL = 200;

const labelText = z.string().trim().min(1).max(LONGEST_LABEL);
const label = z
  .union([
    labelText,
    z.strictObject({
      en: labelText.describe('In English'),
      zh: labelText.optional().describe('In Chinese'),
    }),
  ])
  .transform((given) => (typeof given === 'string' ? { en: given } : given));

const classesOutput = z.strictObject({
  kind: z.literal('classes').describe('One score for each class'),
  labels: z
    .union([z.array(label).min(1).max(100_000), z.string().min(1)])
    .describe('The name of each class in their order, or a text file beside it with one a line'),
  threshold: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe('A best score below it is no answer; 0 to 1'),
  softmax: z
    .boolean()
    .default(false)
    .describe('The model ends before its softmax: scores are made of what comes out'),
});

const valueOutput = z.strictObject({
  kind: z.literal('value').describe('One number'),
  index: z.number().int().min(0).default(0).describe('Its place in the output'),
  unit: unit.optional().describe('What it is measured in'),
});

const usualSchema = z.strictObject({
  thing: id.describe('The thing that is watched'),
  property: id.describe('And which of its properties'),
  from: z.number().describe('The past it learned from: epoch milliseconds'),
  to: z.number().describe('And until when'),
  typical: z.number().positive().describe('The mean squared error that is a score of 1'),
  usual: z.number().positive().describe('999 of 1,000 usual scores are not above it'),
  scale: z
    .strictObject({
      stepMs: z.number().positive().describe('What usually lies between two readings, in ms'),
      daily: z
        .array(z.number())
        .length(24)
        .readonly()
        .optional()
        .describe('The usual level in each hour of the day, where it was known'),
      finest: z.number().positive().describe('A change below it is none'),
      features: z
        .array(z.strictObject({ middle: z.number(), spread: z.number().positive() }))
        .length(8)
        .readonly()
        .describe('Where each feature of a window usually lies, and how far it varies'),
    })
    .describe('What readings are measured in before the model sees them'),
});

const reconstructionOutput = z.strictObject({
  kind: z.literal('reconstruction').describe('The input again: how far off it is, is the answer'),
  threshold: z.number().positive().optional().describe('A mean squared error above it is unusual'),
  watches: usualSchema
    .optional()
    .describe(
      'Of which property it learned what is usual; `boardtalk model train anomaly` writes it',
    ),
});

const knownPosition = z.strictObject({
  turn: share.describe('Where the needle points, clockwise from straight down; 0 to 1'),
  value: z.number().describe('What it shows there'),
});

const dialOutput = z.strictObject({
  kind: z
    .literal('dial')
    .describe('A chance for each direction of a needle, and one that it cannot be read'),
  scale: z
    .tuple([knownPosition, knownPosition])
    .optional()
    .describe(
      'Two positions that are known; `boardtalk model calibrate` writes them. Without it, the value is how far the needle is round',
    ),
  unit: unit.optional().describe('What it is measured in'),
});

export const modelCardSchema = z.strictObject({
  id: id.describe('The name of its folder'),
  title: titles.describe('What people call it'),
  file: z
    .string()
    .min(1)
    .optional()
    .describe('The model, in the same folder; without it, the id with .tflite'),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'a SHA-256 has 64 digits 0-9, a-f; sha256sum FILE prints it')
    .describe('Of the file: a model that was changed is not run'),
  licence: z.string().min(1).describe('Under which it may be used'),
  source: z.string().optional().describe('Where it comes from'),
  trust: z
    .enum(['own', 'foreign'])
    .default('foreign')
    .describe(
      'A foreign model, and one with a delegate, runs in a process of its own, which it may crash',
    ),
  latencyBudget: duration
    .optional()
    .describe('How long one run should take at most on the board; the doctor compares'),
  timeout: duration.prefault('5s').describe('A run that takes longer is ended'),
  threads: count.max(16).default(1).describe('More than 1 only on cores that nothing else uses'),
  batch: count
    .max(256)
    .default(1)
    .describe(
      'How many windows of numbers `model run` gives it at once; not every model can, and it rarely gains: see with `model bench --batch`',
    ),
  max_sequence_length: count
    .optional()
    .describe(
      'Of a model that reads a sequence of numbers: what is longer is cut off, what is shorter gets zeros',
    ),
  delegate: z
    .strictObject({
      path: z.string().min(1).describe('The shared library of an accelerator'),
      options: z.record(z.string(), z.string()).default({}).describe('What it is told'),
      environment: z
        .array(z.string().regex(/^[A-Za-z_]\w*$/, 'an environment has names such as QNN_HOME'))
        .optional()
        .describe(
          'Names of the variables that its driver goes by; the process of a model sees few others',
        ),
    })
    .optional()
    .describe('An accelerator; where it is missing, the CPU does it, with a notice'),
  input: z
    .union([pictureInputSchema, dialInput, vectorInput])
    .describe('What goes in, and how it is made ready'),
  output: z
    .union([classesOutput, valueOutput, reconstructionOutput, dialOutput])
    .describe('What comes out, and what it means'),
});

export type PictureInput = z.infer<typeof pictureInputSchema>;
export type CardFile = z.infer<typeof modelCardSchema>;
export type ModelInput = CardFile['input'];
export type DialInput = Extract<ModelInput, { kind: 'dial' }>;
export type UsualCard = Readonly<z.infer<typeof usualSchema>>;
export type DialOutput = Output<'dial'>;
type Output<Kind> = Extract<CardFile['output'], { kind: Kind }>;

export interface Label {
  readonly en: string;
  readonly zh?: string | undefined;
}

export interface ClassesOutput extends Omit<Output<'classes'>, 'labels'> {
  /** Of each class, in their order. */
  readonly labels: readonly Label[];
}

export type ModelOutput = ClassesOutput | Output<'value'> | Output<'reconstruction'> | DialOutput;

/** A card without a mistake, its labels read. Durations are milliseconds. */
export interface ModelCard extends Omit<CardFile, 'file' | 'output'> {
  /** Of its model; whether it is there, and has its sha256, is known when it is loaded. */
  readonly path: string;
  readonly output: ModelOutput;
}
