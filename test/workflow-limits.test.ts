/** What keeps workflows from beginning, where several want to at the same moment. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isRefusal } from '../runtime/core/refusal.ts';
import { withGateway } from './gateway-rig.ts';

const test = suite('limits of workflows');

const STORM = `workflows:
  - name: w
    trigger: { mqtt: storm }
    steps: [{ action: wait, params: { for: 1m } }]
`;

test('those that are still being written down count among the ten that may be open', () =>
  withGateway(
    async ({ gateway }) => {
      const { runs, workflows } = gateway.workflows;
      const [workflow] = workflows.own;
      if (workflow === undefined) throw new Error('there is no workflow');
      const begin = () => runs.begin(workflow, { trigger: { kind: 'manual' } });
      const begun = await Promise.all(Array.from({ length: 12 }, begin));
      const refused = begun.filter(isRefusal).map(({ code }) => code);
      assert.equal(refused, ['WORKFLOW_BUSY', 'WORKFLOW_BUSY']);
    },
    undefined,
    STORM,
  ));

test('what waited in line when somebody stopped everything begins nothing; what comes later does', () =>
  withGateway(
    async (rig) => {
      const { runs } = rig.gateway.workflows;
      await rig.pass(2_000);
      for (const text of ['1', '2', '3']) rig.publish('storm', text);
      await runs.cancelAll('mei');
      await rig.pass(1_000);
      rig.publish('storm', '4');
      await rig.pass(1_000);
      const seen = runs.list().map(({ trigger }) => trigger['payload']);
      assert.equal(seen, [4]);
    },
    undefined,
    STORM,
  ));

test.run();
