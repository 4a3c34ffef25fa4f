/** The probe models are what their drafts say, and their answers are right by arithmetic that knows no library. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROBE_DRAFTS, type ProbeDraft } from '../../../../provisioning/probe-drafts.ts';
import { probeModelsModule } from '../../../../provisioning/probe-models-module.ts';
import { readModelFile } from '../model-file.ts';
import { PROBES } from './probe-models.ts';

test('the table of probe models is the one that its generator writes', () => {
  const table = readFileSync(join(import.meta.dirname, 'probe-models.ts'), 'utf8');
  assert.is(table, probeModelsModule());
});

/** Input, weights, bias, output of a draft, as real numbers and back: real = scale × (q − zero point). */
function realParts({ draft, input }: ProbeDraft) {
  const [from, weights, bias, to] = draft.tensors;
  if (from === undefined || weights === undefined || bias === undefined || to === undefined)
    throw new Error('four tensors');
  const [channels = 0] = weights.shape;
  const real = (tensor: typeof weights): number[] => {
    const data = Array.from(tensor.data ?? [], Number);
    const each = data.length / channels;
    return data.map(
      (q, i) => q * (tensor.scales?.[Math.floor(i / each)] ?? tensor.scales?.[0] ?? 0),
    );
  };
  return {
    x: input.map((q) => (from.scales?.[0] ?? 0) * (q - (from.zeroPoint ?? 0))),
    weights: real(weights),
    bias: real(bias),
    quantize: (value: number): number => value / (to.scales?.[0] ?? 0) + (to.zeroPoint ?? 0),
  };
}

for (const name of ['fullyConnected', 'perChannelFullyConnected'] as const)
  test(`the answer of ${name} is each row of its weights times the input, and its bias`, () => {
    const { x, weights, bias, quantize } = realParts(PROBE_DRAFTS[name]);
    const rows = bias.map((start, row) =>
      x.reduce((sum, value, i) => sum + value * (weights[row * x.length + i] ?? 0), start),
    );
    assert.equal(PROBES[name].output, rows.map(quantize));
  });

test('the answer of convolution is each filter over each 2 × 2 of the 3 × 3 input, and its bias', () => {
  const { x, weights, bias, quantize } = realParts(PROBE_DRAFTS.convolution);
  const answer: number[] = [];
  for (const [row, column] of [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ] as const)
    for (const [channel, start] of bias.entries()) {
      let sum = start;
      for (const [dy, dx] of [
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
      ] as const)
        sum += (x[(row + dy) * 3 + column + dx] ?? 0) * (weights[channel * 4 + dy * 2 + dx] ?? 0);
      answer.push(quantize(sum));
    }
  assert.equal(PROBES.convolution.output, answer);
});

test('rows with scales of their own are what tells the two fully connected layers apart', () => {
  const { fullyConnected, perChannelFullyConnected } = PROBES;
  assert.equal(fullyConnected.input, perChannelFullyConnected.input);
  assert.not.equal(fullyConnected.output, perChannelFullyConnected.output);
});

test('the model that a library must refuse has one operator, which nobody has', () => {
  const { operators } = readModelFile(Buffer.from(PROBES.custom.model, 'base64'));
  assert.equal(operators, [{ name: 'TfliteNodeProbe', kind: 'custom', version: 1, count: 1 }]);
});

test.run();
