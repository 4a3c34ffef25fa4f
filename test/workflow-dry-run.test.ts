/** What a dry run says on a whole node is what a run would do. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { withGateway, type GatewayRig } from './gateway-rig.ts';

const test = suite('a dry run');

function withSteps(steps: string, use: (rig: GatewayRig) => Promise<void>): Promise<void> {
  return withGateway(
    async (rig) => {
      assert.equal(rig.gateway.workflows.workflows.mistakes, []);
      await rig.pass(6_000);
      await use(rig);
    },
    undefined,
    `workflows:\n  - name: w\n    steps:\n${steps}`,
  );
}

async function dryRun(rig: GatewayRig): Promise<string> {
  return (await rig.run('workflow-run', { name: 'w', 'dry-run': true })).text;
}

test('a step that nobody would be asked for fails there, too, and what follows is not begun', () =>
  withSteps(
    `      - { action: set, params: { target: heater.power, value: on } }
      - { id: light, depends_on: set, action: set, params: { target: grow-light.power, value: on } }
`,
    async (rig) => {
      const text = await dryRun(rig);
      assert.match(text, /set: failed – .*nobody was asked/);
      assert.match(text, 'approval: true');
      assert.match(text, 'light: not begun');
      assert.not.match(text, 'would set');
    },
  ));

test('a step with an approval says that people are asked first', () =>
  withSteps(
    `      - { action: set, approval: true, params: { target: heater.power, value: on } }
      - { id: light, action: set, params: { target: grow-light.power, value: on } }
`,
    async (rig) => {
      const text = await dryRun(rig);
      assert.match(
        text,
        'set: would ask people first; after a yes: would set target heater.power, value on',
      );
      assert.match(text, 'light: would set target grow-light.power, value on');
      assert.is(rig.value('heater', 'power'), false);
    },
  ));

test('a list that is written out is gone through, entry by entry', () =>
  withSteps(
    `      - { action: set, for_each: [10, 20], params: { target: grow-light.level, value: '{{item}}' } }
`,
    async (rig) => {
      const run = rig.run('workflow-run', { name: 'w' });
      await rig.pass(10_000);
      assert.match((await run).text, 'done');
      assert.is(rig.value('grow-light', 'level'), 20);
    },
  ));

test.run();
