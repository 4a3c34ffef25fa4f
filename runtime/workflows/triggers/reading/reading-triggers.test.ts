/** What an edit of the workflows does to readings that are watched. The readings are given here. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { withGateway } from '../../../../test/gateway-rig.ts';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const test = suite('readings that are watched');

const WATCH = `workflows:
  - name: low
    trigger: { reading: tank.level, below: 99, for: 1m }
    steps: [{ action: read, params: { targets: [tank.level] } }]
`;
const OTHER = `  - { name: other, steps: [{ action: read, params: { targets: [tank.level] } }] }
`;

test('an edit of another workflow does not begin anew what holds for a while', () =>
  withGateway(
    async (rig) => {
      const { workflows, runs } = rig.gateway.workflows;
      await rig.pass(40_000);
      await writeFile(join(rig.ground.options.configDirectory, 'workflows.yaml'), WATCH + OTHER);
      await workflows.reload();
      await rig.pass(40_000);
      assert.equal(
        runs.list().map(({ workflow }) => workflow),
        ['low'],
      );
    },
    undefined,
    WATCH,
  ));

test.run();
