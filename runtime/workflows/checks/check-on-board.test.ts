import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { siteBoard } from '../../../test/board-site.ts';
import type { SiteThing } from '../../config/site.ts';
import { formatAddress } from '../../core/reading.ts';
import { bundleWorkflows, fromBundle } from '../board/bundle-form.ts';
import type { CheckContext } from '../check-context.ts';
import { loadText, mistakesIn, TEST_CONTEXT } from '../workflow-file.fixture.ts';

const test = suite('a workflow on a board, checked');

/** The lamp hangs elsewhere, the heater asks before it is on, and the vent is for technicians. */
function changed(thing: SiteThing): SiteThing {
  switch (thing.id) {
    case 'lamp':
      return { ...thing, board: 'other' };
    case 'vent':
      return { ...thing, role: 'technician' };
    case 'heater': {
      const confirm = { to: 'on', people: 1 } as const;
      return { ...thing, properties: thing.properties.map((each) => ({ ...each, confirm })) };
    }
    default:
      return thing;
  }
}

const things = siteBoard.things.map(changed);
const CONTEXT: CheckContext = {
  ...TEST_CONTEXT,
  things,
  boards: ['bench', 'other'],
  readings: new Map(
    things.flatMap(({ id: thing, properties }) =>
      properties.map(({ name, type }) => [formatAddress({ thing, property: name }), type] as const),
    ),
  ),
};

/** A workflow on the bench, its lines from the fourth on. */
const on = (rest: string): string => `workflows:\n  - name: w\n    on: bench\n${rest}`;
const COLD = '    trigger: { reading: climate.temperature, below: 4 }\n';
const steps = (...lines: readonly string[]): string =>
  `${COLD}    steps:\n${lines.map((line) => `      - ${line}\n`).join('')}`;
const PUMP = '{ action: set, params: { target: pump.power, value: on } }';

const BAD: Readonly<Record<string, readonly [string, RegExp]>> = {
  'a board that is not there': [
    `workflows:\n  - name: w\n    on: banch\n${steps(PUMP)}`,
    /^3:9 there is no board "banch" \(did you mean "bench"/,
  ],
  'nothing that starts it': [
    on(`    steps:\n      - ${PUMP}\n`),
    /^3:9 nothing starts this on bench \(give it a trigger of its own \(cron, reading, edge, workflow\)/,
  ],
  'a reading of another board that starts it': [
    on(`    trigger: { reading: lamp.power, is: true }\n    steps:\n      - ${PUMP}\n`),
    /^4:\d+ lamp\.power hangs on other, and bench may not hear of it/,
  ],
  'an edge of another board that starts it': [
    on(`    trigger: { edge: lamp.power }\n    steps:\n      - ${PUMP}\n`),
    /^4:\d+ lamp\.power hangs on other, and bench may not hear of it/,
  ],
  'what only the gateway can do': [
    on(steps('{ action: fetch_data, params: { source: database, query: SELECT 1 } }')),
    /^6:\d+ "fetch_data" takes the gateway.*a board can do: set, read, wait, send_notification/,
  ],
  'a yes of people': [
    on(steps(PUMP.replace('params', 'approval: true, params'))),
    /^6:\d+ there is nobody to ask on bench/,
  ],
  'a write that asks first': [
    on(steps('{ action: set, params: { target: heater.power, value: on } }')),
    /^6:\d+ heater\.power asks people first, and there is nobody to ask on bench/,
  ],
  'a value that may turn out to ask first': [
    on(steps('{ action: set, params: { target: heater.power, value: "{{trigger.value}}" } }')),
    /^6:\d+ heater\.power asks people first/,
  ],
  'a thing of another board': [
    on(steps('{ action: set, params: { target: lamp.power, value: on } }')),
    /^6:\d+ lamp hangs on other, and a workflow on bench has only what hangs there/,
  ],
  'a condition on another board': [
    on(steps(PUMP.replace('params', `when: 'reading("lamp.power")', params`))),
    /^6:\d+ lamp\.power hangs on other/,
  ],
  'a thing that takes another role': [
    on(steps('{ action: set, params: { target: vent.position, value: 10 } }')),
    /^6:\d+ to change vent takes the role technician/,
  ],
  'a target that nobody knows yet': [
    on(steps('{ action: set, params: { target: "{{trigger.thing}}", value: on } }')),
    /^6:\d+ what a workflow on bench names has to be written out/,
  ],
  'another workflow that runs elsewhere': [
    `${on('    trigger: { workflow: v }\n    steps:\n')}      - ${PUMP}\n  - name: v\n    steps:\n      - ${PUMP}\n`,
    /^4:\d+ "v" does not run on bench, which may not hear of its end/,
  ],
};

for (const [what, [text, message]] of Object.entries(BAD))
  test(`is told of ${what}`, async () => {
    const found = await mistakesIn(text, CONTEXT);
    assert.is(found.length, 1, found.join('\n'));
    assert.match(String(found[0]), message);
  });

test('takes what a board can do, off in the harmless direction as well', async () => {
  const text = on(
    steps(
      `{ id: one, action: set, when: 'reading("tank.level") > 20', params: { target: pump.power, value: on, for: 5m } }`,
      '{ id: two, action: set, params: { target: heater.power, value: off } }',
      '{ action: wait, depends_on: [one, two], params: { for: 1m } }',
    ),
  );
  assert.equal(await mistakesIn(text, CONTEXT), []);
});

test('travels as plain data, and is the same workflow on arrival', async () => {
  const text = on(
    steps(
      `{ id: one, action: read, params: { targets: [tank.level] } }`,
      `{ action: set, depends_on: one, when: 'reading("tank.level") > 20 && trigger.value < 4.0', params: { target: pump.power, value: on } }`,
    ),
  );
  const { workflows } = await loadText(text, CONTEXT);
  const [form] = bundleWorkflows(workflows).get('bench') ?? [];
  if (form === undefined) throw new Error('nothing is sent');
  const [sent] = workflows;
  const come = fromBundle(structuredClone(form), 'bench');
  assert.is(come.version, sent?.version);
  assert.equal(
    come.steps.map(({ id, params, when }) => [id, params, when?.readings]),
    sent?.steps.map(({ id, params, when }) => [id, params, when?.readings]),
  );
  const scope = { values: { one: {}, trigger: { value: 3 } }, reading: () => 50 };
  assert.is(come.steps[1]?.when?.holds(scope), true);
});

test('one that is not enabled is not sent', async () => {
  const { workflows } = await loadText(on(`    enabled: false\n${steps(PUMP)}`), CONTEXT);
  assert.is(workflows.length, 1);
  assert.equal([...bundleWorkflows(workflows)], []);
});

test.run();
