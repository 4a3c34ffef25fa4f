/** Every workflow in the docs, and those of the sample site, run on the sample site. */
import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { withGateway } from '../gateway-rig.ts';

const test = suite('workflows of the docs');

const page = readFileSync('docs/workflows.md', 'utf8');
const blocks = [...page.matchAll(/```yaml\n(workflows:\n.*?)```/gs)].map(([, text = '']) => text);
const sample = readFileSync('provisioning/site/workflows.yaml', 'utf8');

test('there are some', () => {
  assert.ok(blocks.length >= 2);
});

for (const [index, text] of [sample, ...blocks].entries())
  test(`number ${String(index)} has no mistake, and does what it says`, () =>
    withGateway(
      async (rig) => {
        await rig.pass(10_000);
        const { workflows } = rig.gateway.workflows;
        assert.equal(workflows.mistakes, []);
        assert.ok(workflows.list.length > 0);
        for (const { name } of workflows.list) {
          const { ok, text: said } = await rig.run('workflow-run', { name, 'dry-run': true });
          assert.ok(ok && !said.includes('failed'), said);
        }
      },
      (site) => ({ ...site, platforms: [{ name: 'web_chat', type: 'websocket' }] }),
      text,
    ));

test.run();
