/** The model that came with the program, and one that somebody else made, where that is at hand. */
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { inTempDirectory } from '../../../test/temp-directory.ts';
import type { CheckContext } from '../check-context.ts';
import { contextAt } from '../sources/metrics.fixture.ts';
import { mistakesIn, TEST_CONTEXT } from '../workflow-file.fixture.ts';
import { runModelStep } from './run-model.ts';

const test = suite('run_model');
const FOREIGN = '../shared/data/tflite/hello_world_float.tflite';

test('names the class of the numbers, with all scores', async () => {
  const outcome = await runModelStep(['models']).run(
    { model: 'intent', input: Array.from({ length: 16_384 }, () => 0) },
    contextAt(0),
  );
  const output = outcome.ok && 'output' in outcome ? outcome.output : {};
  const labels = output['labels'] as readonly { label: string; score: number }[];
  assert.equal(labels.map(({ label }) => label).sort(), ['none', 'read', 'talk', 'timer', 'write']);
  assert.ok(Math.abs(labels.reduce((sum, { score }) => sum + score, 0) - 1) < 0.05);
  assert.is(output['count'], 1);
});

test('refuses numbers that are too few, and says how many it takes', async () => {
  const outcome = await runModelStep(['models']).run({ model: 'intent', input: [1] }, contextAt(0));
  assert.is(outcome.ok, false);
  assert.match(outcome.ok ? '' : outcome.refusal.code, /^INFERENCE_/);
});

test('a foreign model measures, one window after another', async () => {
  if (!existsSync(FOREIGN)) {
    process.stdout.write('SKIPPED: ../shared/data/tflite is not here\n');
    return;
  }
  await inTempDirectory(async (directory) => {
    const folder = join(directory, 'sine');
    await mkdir(folder);
    await cp(FOREIGN, join(folder, 'sine.tflite'));
    const sha256 = createHash('sha256')
      .update(await readFile(FOREIGN))
      .digest('hex');
    const card = `id: sine\ntitle: { en: sine, zh: 正弦 }\nsha256: ${sha256}\nlicence: Apache-2.0\nsource: tflite-micro\ninput: { kind: vector }\noutput: { kind: value }\n`;
    await writeFile(join(folder, 'model.yaml'), card);
    const input = [0.5, { value: 1.5 }, 3];
    const outcome = await runModelStep([directory]).run({ model: 'sine', input }, contextAt(0));
    assert.ok(outcome.ok && 'output' in outcome, JSON.stringify(outcome));
    const results = outcome.output['results'] as readonly { value: number }[];
    for (const [index, x] of [0.5, 1.5, 3].entries())
      assert.ok(Math.abs((results[index]?.value ?? 9) - Math.sin(x)) < 0.1);
    assert.is(outcome.output['value'], results[2]?.value);
  });
});

test('a model that is not there is found before anything runs, with its line', async () => {
  const context: CheckContext = {
    ...TEST_CONTEXT,
    actions: new Map([...TEST_CONTEXT.actions, ['run_model', runModelStep(['models'])]]),
  };
  const mistakes = (model: string): Promise<readonly string[]> =>
    mistakesIn(
      `workflows:\n  - name: w\n    steps:\n      - { action: run_model, params: { model: ${model}, input: "{{trigger.numbers}}" } }\n`,
      context,
    );
  assert.equal(await mistakes('intent'), []);
  assert.match(
    (await mistakes('intnet')).join(),
    /^4:.*there is no model "intnet".*did you mean "intent"/,
  );
});

test.run();
