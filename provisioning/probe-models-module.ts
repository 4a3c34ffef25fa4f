/** The text of `runtime/inference/tflite-node/native/probe-models.ts`, made from `probe-drafts.ts`. */
import { PROBE_DRAFTS, type ProbeDraft } from './probe-drafts.ts';
import { writeModel } from '../models/kit/tflite/write-model.ts';

const LINE_LENGTH = 84;

export function probeModelsModule(): string {
  const probes = Object.entries<ProbeDraft>(PROBE_DRAFTS).map(
    ([name, probe]) => `  ${name}: ${probeText(probe)},\n`,
  );
  return `/** Tiny models with known answers. Written by \`provisioning/write-probe-models.ts\`, from \`provisioning/probe-drafts.ts\`. */

export interface Probe {
  /** What it tries, for a sentence about the library. */
  readonly what: string;
  /** A whole file, in base64; one int8 input, one int8 output. */
  readonly model: string;
  readonly input: readonly number[];
  /** The one right answer; empty where the library must refuse the model. */
  readonly output: readonly number[];
}

export const PROBES = {
${probes.join('')}} as const satisfies Readonly<Record<string, Probe>>;
`;
}

function probeText({ what, draft, input, output }: ProbeDraft): string {
  const base64 = Buffer.from(writeModel(draft)).toString('base64');
  const lines = base64.match(new RegExp(`.{1,${LINE_LENGTH}}`, 'g')) ?? [];
  return [
    '{',
    `    what: '${what}',`,
    '    model:',
    `${lines.map((line) => `      '${line}'`).join(' +\n')},`,
    `    input: [${input.join(', ')}],`,
    `    output: [${output.join(', ')}],`,
    '  }',
  ].join('\n');
}
