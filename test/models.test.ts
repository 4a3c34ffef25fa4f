/** The models of a node, with a model and pictures that nobody here made: asked, remembered, replaced, broken, killed, let go. */
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { silentLog } from '../runtime/core/log.ts';
import { isRefusal } from '../runtime/core/refusal.ts';
import type { ModelAnswer } from '../runtime/hal/model-port.ts';
import { pictureType, type Picture } from '../runtime/hal/picture.ts';
import { PrometheusRegistry } from '../runtime/monitor/prometheus.ts';
import { childrenOf } from './child-processes.ts';
import { FakeClock } from './fake-clock.ts';
import { foreignFile, foreignModelPath, testWithModels } from './foreign-models.ts';
import { inTempDirectory } from './temp-directory.ts';
import { INFERENCE_METRICS } from '../runtime/inference/inference-metrics.ts';
import { modelsCheck } from '../runtime/inference/models.check.ts';
import { Models } from '../runtime/inference/models.ts';
import { openModel } from '../runtime/inference/open-model.ts';

const test = suite('models');

interface Bench {
  readonly models: Models;
  readonly clock: FakeClock;
  /** Of the model `person`. */
  readonly folder: string;
  /** The label it is surest of, or the code of a refusal. */
  readonly best: (picture: string) => Promise<string>;
  readonly count: (metric: string) => number;
}

async function withModels(use: (bench: Bench) => Promise<void>): Promise<void> {
  await inTempDirectory(async (directory) => {
    const clock = new FakeClock();
    const metrics = new PrometheusRegistry(INFERENCE_METRICS);
    const [site, data] = [join(directory, 'site'), join(directory, 'data')];
    const folder = join(site, 'person');
    await addPerson(folder);
    const parts = { clock, metrics, log: silentLog, open: openModel };
    const models = new Models({ ...parts, directories: [site, data] });
    await models.start();
    const best = async (name: string): Promise<string> =>
      bestOf(await models.ask(await questionAbout(name)));
    const count = (metric: string): number => countIn(metrics.render(), metric);
    await use({ models, clock, folder, best, count }).finally(() => models.stop());
    assert.is(clock.pending, 0);
  });
}

async function addPerson(
  folder: string,
  labels = '[no person, person]',
  more: readonly string[] = [],
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'person.tflite');
  await copyFile(foreignModelPath('vww_96_int8'), file);
  const hash = createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
  const card = [
    'id: person',
    'title: { en: person }',
    `sha256: ${hash}`,
    'licence: Apache-2.0',
    'input: { kind: image }',
    `output: { kind: classes, labels: ${labels} }`,
    ...more,
  ];
  await writeFile(join(folder, 'model.yaml'), `${card.join('\n')}\n`);
}

async function questionAbout(name: string) {
  const bytes = await readFile(foreignFile(name));
  const type = pictureType(bytes) ?? 'image/png';
  const picture: Picture = { bytes, type, takenAt: 0 };
  return { model: 'person', picture, urgency: 'person', withinMs: 60_000 } as const;
}

let changes = 0;

/** The same to look at, and no picture that was asked about before. */
async function changed(name: string): Promise<Picture> {
  const { picture } = await questionAbout(name);
  changes += 1;
  return { ...picture, bytes: Buffer.concat([picture.bytes, Buffer.from(String(changes))]) };
}

function bestOf(answer: ModelAnswer | { readonly code: string }): string {
  return 'code' in answer ? answer.code : (answer.scores[0]?.label.en ?? 'nothing');
}

function countIn(page: string, metric: string): number {
  const line = new RegExp(`^boardtalk_inference_${metric}\\{[^}]*\\} (\\d+)`, 'm').exec(page);
  return Number(line?.[1] ?? 0);
}

testWithModels(test, 'says of a person that it is one, and of a cat that it is none', () =>
  withModels(async ({ best }) => {
    assert.is(await best('grace_hopper.bmp'), 'person');
    assert.is(await best('cat.bmp'), 'no person');
  }),
);

testWithModels(test, 'knows which models there are, and refuses one that is not here', () =>
  withModels(async ({ models }) => {
    assert.is(await models.has('person'), true);
    for (const model of ['cat', '../person', '']) assert.is(await models.has(model), false, model);
    const answer = await models.ask({ ...(await questionAbout('cat.bmp')), model: 'cat' });
    assert.ok(isRefusal(answer));
    assert.is(answer.code, 'INFERENCE_NO_MODEL');
    assert.is(answer.hint, 'Add it with: boardtalk model add FILE --as cat');
    assert.equal(
      (await models.list()).map(({ id }) => id),
      ['person'],
    );
  }),
);

testWithModels(test, 'looks at a picture once, and remembers what it said', () =>
  withModels(async ({ best, count }) => {
    await best('cat.bmp');
    assert.is(await best('cat.bmp'), 'no person');
    assert.equal([count('seconds_count'), count('cache_hits_total')], [1, 1]);
    await best('grace_hopper.bmp');
    assert.equal([count('seconds_count'), count('cache_misses_total')], [2, 2]);
  }),
);

testWithModels(test, 'goes by a new file from the next question on', () =>
  withModels(async ({ best, count, folder }) => {
    assert.is(await best('cat.bmp'), 'no person');
    await addPerson(folder, '[empty, occupied]');
    assert.is(await best('cat.bmp'), 'empty');
    assert.is(count('loads_total'), 2);
  }),
);

testWithModels(
  test,
  'goes on with the old one where the new file is bad, and the doctor tells',
  () =>
    withModels(async ({ models, best, folder }) => {
      await best('cat.bmp');
      await writeFile(join(folder, 'person.tflite'), 'no model at all');
      assert.is(await best('grace_hopper.bmp'), 'person');
      const check = modelsCheck({ models, things: { properties: () => [] } });
      const { verdict, text } = await check.look();
      assert.is(verdict, 'fail');
      assert.match(text, /^person cannot be loaded: /);
      await addPerson(folder, '[empty, occupied]');
      assert.is(await best('grace_hopper.bmp'), 'occupied');
      assert.is((await check.look()).verdict === 'fail', false);
    }),
);

testWithModels(test, 'refuses with what is wrong where there never was a good one', () =>
  withModels(async ({ best, folder }) => {
    await rm(join(folder, 'person.tflite'));
    assert.is(await best('cat.bmp'), 'TFLITE_NO_FILE');
    await writeFile(join(folder, 'model.yaml'), 'id: person\n');
    assert.is(await best('cat.bmp'), 'INFERENCE_BAD_CARD');
  }),
);

testWithModels(test, 'lives on when the process of a foreign model is killed', () =>
  withModels(async ({ best, count }) => {
    await best('cat.bmp');
    const children = childrenOf(process.pid).filter(({ command }) => command.includes('isolation'));
    assert.is(children.length, 1);
    for (const { pid } of children) process.kill(pid, 'SIGKILL');
    // Whether the death is noticed before the question is the kernel's choice.
    const answers = [await best('grace_hopper.bmp'), await best('grace_hopper.bmp')];
    assert.is(answers.at(-1), 'person');
    assert.is(count('restarts_total'), 1);
  }),
);

testWithModels(test, 'tells in the doctor of a process that dies again and again', () =>
  withModels(async ({ models, best }) => {
    await best('cat.bmp');
    const check = modelsCheck({ models, things: { properties: () => [] } });
    assert.is((await check.look()).verdict, 'ok');
    for (const picture of [
      'grace_hopper.bmp',
      'owl.jpg',
      'grace_hopper.bmp',
      'cat.bmp',
      'owl.jpg',
    ]) {
      const [child] = childrenOf(process.pid).filter(({ command }) =>
        command.includes('isolation'),
      );
      if (child !== undefined) process.kill(child.pid, 'SIGKILL');
      await models.ask({ ...(await questionAbout(picture)), picture: await changed(picture) });
      await models.ask({ ...(await questionAbout(picture)), picture: await changed(picture) });
    }
    const { verdict, text } = await check.look();
    assert.is(verdict, 'warn');
    assert.match(text, /^person \(.* its process was started again [3-9] times/);
  }),
);

testWithModels(test, 'gives a model of our own a process where a delegate comes with it', () =>
  withModels(async ({ models, best, folder }) => {
    const placeOf = async (): Promise<unknown> => (await models.list())[0]?.opened?.isolate;
    await addPerson(folder, undefined, ['trust: own']);
    await best('cat.bmp');
    const alone = await placeOf();
    const delegate = 'delegate: { path: /nowhere/libnone.so }';
    await addPerson(folder, undefined, ['trust: own', delegate]);
    assert.is(await best('cat.bmp'), 'no person');
    assert.is(await placeOf(), 'process');
    assert.ok(alone === 'none' || (await models.list())[0]?.opened?.info.backend === 'wasm');
  }),
);

testWithModels(test, 'lets go of a model that nobody asked for long, and takes it again', () =>
  withModels(async ({ models, clock, best, count }) => {
    await best('cat.bmp');
    await clock.advance(9 * 60_000);
    assert.ok((await models.list())[0]?.opened);
    await clock.advance(2 * 60_000);
    assert.is((await models.list())[0]?.opened, undefined);
    assert.is(await best('grace_hopper.bmp'), 'person');
    assert.is(count('loads_total'), 2);
  }),
);

test('finds nothing where no directory is, and needs nothing there', async () => {
  const clock = new FakeClock();
  const metrics = new PrometheusRegistry([]);
  const directories = ['/there/is/no/such/directory'];
  const models = new Models({ directories, clock, metrics, log: silentLog, open: openModel });
  assert.equal(await models.list(), []);
  const { verdict, text } = await modelsCheck({
    models,
    things: { properties: () => [] },
  }).look();
  assert.equal([verdict, text], ['ok', 'no model is needed']);
});

test.run();
