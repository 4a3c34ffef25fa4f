/** Every workflow in docs/reports.md is without a mistake on the sample site, and does its steps where nothing but npm is needed. */
import { createHash } from 'node:crypto';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { askerOf, OWNER, withGateway, type GatewayRig } from '../gateway-rig.ts';
import { logarithmModel } from '../tiny-models.ts';

const test = suite('workflows of docs/reports.md');

const page = readFileSync('docs/reports.md', 'utf8');
const blocks = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = '']) => text);

/** Its server is started by `test/e2e/postgres.e2e.ts`. */
const ONLY_CHECKED = 'energy';

/** A model that somebody brought: a number becomes a number. */
async function bringModel(directory: string, id: string): Promise<void> {
  const folder = join(directory, 'models', id);
  await mkdir(folder, { recursive: true });
  const model = logarithmModel();
  await writeFile(join(folder, `${id}.tflite`), model);
  const sha256 = createHash('sha256').update(model).digest('hex');
  const card = `id: ${id}
title: { en: ${id}, zh: ${id} }
sha256: ${sha256}
licence: Apache-2.0
source: the tests
input: { kind: vector }
output: { kind: value }
`;
  await writeFile(join(folder, 'model.yaml'), card);
}

function withExample(text: string, use: (rig: GatewayRig) => Promise<void>): Promise<void> {
  return withGateway(
    async (rig) => {
      const { configDirectory } = rig.ground.options;
      await cp('provisioning/site/templates', join(configDirectory, 'templates'), {
        recursive: true,
      });
      await bringModel(configDirectory, 'bearing');
      const { workflows } = rig.gateway.workflows;
      await workflows.reload();
      assert.equal(workflows.editMistakes, []);
      assert.ok(workflows.list.length > 0, text);
      await rig.pass(10_000);
      await use(rig);
    },
    (site) => ({ ...site, platforms: [{ name: 'web_chat', type: 'websocket' }] }),
    text,
  );
}

test('each example is a whole file of workflows', () => {
  assert.ok(blocks.length >= 4, 'the page has lost its examples');
  for (const text of blocks) assert.match(text, /^workflows:\n {2}- name: \w+\n/);
});

for (const text of blocks) {
  const [, name = ''] = /- name: (\w+)/.exec(text) ?? [];
  test(`${name}: ${name === ONLY_CHECKED ? 'is without a mistake' : 'does all its steps'}`, () =>
    withExample(text, async (rig) => {
      if (name === ONLY_CHECKED) return;
      // What queries and models run in are processes outside, and no clock of ours moves them.
      const { catalogue, workflows } = rig.gateway;
      const now = rig.clock.now();
      for (const at of [now - 2_000, now - 1_000]) {
        rig.history.record('tank.level', at, 60);
        rig.history.record('flow.rate', at, 3.2);
      }
      const { text: said } = await catalogue.run('workflow-run', { name }, askerOf(OWNER));
      const run = workflows.runs.list().at(-1);
      const steps = Object.entries(run?.steps ?? {});
      const states = steps.map(([id, { state }]) => `${id} ${state}`);
      assert.equal(
        states,
        steps.map(([id]) => `${id} done`),
        said,
      );
    }));
}

test.run();
