/**
 * A model that looks through a camera: each sample is a picture that was taken for it, and what the
 * model says of it. What it detects is a reading like any other: it ages, has a past, guards an
 * interlock, crosses the mesh.
 *
 * Occupies nothing of the board. Where the model is not there, the reading says which one is missing.
 */
import { isRefusal } from '../../runtime/core/refusal.ts';
import { z } from '../../runtime/core/schema.ts';
import { durationOption } from '../../runtime/hal/driver-options.ts';
import { DriverError, MissingModelError } from '../../runtime/hal/driver-errors.ts';
import { defineDriver, type DriverEnvironment, type Sample } from '../../runtime/hal/driver.ts';
import type { LabelScore, ModelAnswer, Urgency } from '../../runtime/hal/model-port.ts';
import type { Picture, Sight } from '../../runtime/hal/picture.ts';

const options = z.strictObject({
  model: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*$/, 'a model has an id of small letters, digits and dashes')
    .describe('Its id, as `boardtalk model list` shows it'),
  camera: z.string().min(1).describe('The part that takes the pictures'),
  label: z
    .string()
    .min(1)
    .optional()
    .describe('Which of its labels counts as detected; default: the one called as the model'),
  threshold: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe("From which score on, where it is the best; default: the model's own"),
  timeout: durationOption
    .prefault('20s')
    .describe('How long taking the picture and looking at it may take together'),
});

type ModelOptions = z.infer<typeof options>;

/** So that it is the model that says what was too slow. */
const PATIENCE_MARGIN_MS = 500;

export const model = defineDriver<ModelOptions>({
  id: 'model',
  title: 'A model that looks through a camera',
  about: {
    bus: 'none',
    wiring: {},
    verified: {
      level: 'simulated',
      source: 'answers of every kind from a stand-in for the model',
      date: '2026-11-26',
    },
  },
  options,
  channels: [
    { name: 'detected', type: 'boolean', writable: false },
    { name: 'score', type: 'number', unit: '%', range: [0, 100], writable: false },
    { name: 'value', type: 'number', writable: false },
  ],
  looksThrough: ({ camera }) => camera,
  claims: () => [],

  open(environment, given) {
    let sight: Sight | undefined;
    return Promise.resolve({
      isElsewhere: true,
      patienceMs: given.timeout + PATIENCE_MARGIN_MS,
      sight: () => sight,
      // Whoever asks while the next look is under way is told of the last whole one.
      read: async (urgency = 'routine') => {
        const deadlineMs = environment.clock.monotonicMs() + given.timeout;
        let seen: Sight | undefined;
        try {
          const picture = await takePicture(environment, given);
          seen = { picture };
          const answer = await askModel(environment, given, { picture, urgency, deadlineMs });
          seen = { picture, ...answer.scores[0] };
          return sampleOf(answer, given);
        } finally {
          sight = seen;
        }
      },
      close: () => Promise.resolve(),
    });
  },
});

function takePicture(
  { part, name }: DriverEnvironment,
  { camera }: ModelOptions,
): Promise<Picture> {
  const taker = part(camera);
  if (taker?.capture !== undefined) return taker.capture();
  throw new DriverError('DRIVER_NO_PICTURE', `${name} looks through ${camera}, which is not open`);
}

interface Look {
  readonly picture: Picture;
  readonly urgency: Urgency;
  /** monotonic */
  readonly deadlineMs: number;
}

async function askModel(
  { models, clock }: DriverEnvironment,
  { model: id }: ModelOptions,
  { picture, urgency, deadlineMs }: Look,
): Promise<ModelAnswer> {
  if (!(await models.has(id))) throw new MissingModelError(id);
  const withinMs = Math.max(0, deadlineMs - clock.monotonicMs());
  const answer = await models.ask({ model: id, picture, urgency, withinMs });
  if (!isRefusal(answer)) return answer;
  const { message, hint } = answer;
  throw new DriverError('DRIVER_MODEL_REFUSED', message, { hint });
}

/** A channel that this kind of model does not have is left out. @throws DriverError DRIVER_MODEL_REFUSED, DRIVER_UNREADABLE */
export function sampleOf(answer: ModelAnswer, given: ModelOptions): Sample {
  const { scores, threshold, value, isUnreadable } = answer;
  if (isUnreadable === true) throw unreadable(given);
  const measured = value === undefined ? {} : { value };
  if (scores.length === 0) return measured;
  const wanted = pick(scores, given);
  const detected = isDetected(wanted, scores[0], given.threshold ?? threshold);
  return { detected, score: 100 * wanted.score, ...measured };
}

function unreadable({ model: id, camera }: ModelOptions): DriverError {
  const message = `the model "${id}" can read nothing in the picture of ${camera}`;
  return new DriverError('DRIVER_UNREADABLE', message);
}

/** It has to be what the model is surest of, too: a threshold alone may let several pass. */
function isDetected(wanted: LabelScore, best: LabelScore | undefined, from: number): boolean {
  return wanted.score >= from && wanted.score >= (best?.score ?? 0);
}

function pick(scores: readonly LabelScore[], { model: id, label = id }: ModelOptions): LabelScore {
  const found = scores.find(({ label: { en, zh } }) => en === label || zh === label);
  if (found !== undefined) return found;
  const labels = scores
    .slice(0, 5)
    .map((each) => `"${each.label.en}"`)
    .join(', ');
  throw new DriverError('DRIVER_MODEL_REFUSED', `the model "${id}" knows no label "${label}"`, {
    hint: `Name one of its labels in the part's options, as label: ${labels}`,
  });
}
