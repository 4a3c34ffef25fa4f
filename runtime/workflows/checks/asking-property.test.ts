import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { siteBoard } from '../../../test/board-site.ts';
import type { CheckContext } from '../check-context.ts';
import { askStep } from '../steps/ask.ts';
import { mistakesIn, TEST_CONTEXT } from '../workflow-file.fixture.ts';

const test = suite('a step that asks people first');

/** Everything asks before it is on. */
const contextOf = (people: 1 | 2): CheckContext => ({
  ...TEST_CONTEXT,
  things: siteBoard.things.map((thing) => ({
    ...thing,
    properties: thing.properties.map((property) => ({
      ...property,
      confirm: { to: 'on', people } as const,
    })),
  })),
});

const check = (step: string, people: 1 | 2 = 1): Promise<readonly string[]> =>
  mistakesIn(`workflows:\n  - name: w\n    steps:\n      - ${step}\n`, contextOf(people));

test('warns of a step that will fail because nobody is asked', async () => {
  const [found = '', ...others] = await check(
    '{ action: set, params: { target: heater.power, value: on } }',
  );
  assert.match(found, /^4:\d+: warning: heater\.power asks people first, .* it fails/);
  assert.match(found, 'approval: true');
  assert.equal(others, []);
});

test('warns of what two people have to say yes to, whether the step asks or not', async () => {
  for (const approval of ['', 'approval: true, '])
    assert.match(
      (
        await check(`{ action: set, ${approval}params: { target: heater.power, value: on } }`, 2)
      ).join(),
      /^4:\d+: warning: heater\.power asks two people first, and no workflow can: it fails/,
    );
});

test('warns of a choice that does something else when it is said', async () => {
  const asks = (choices: string): Promise<readonly string[]> =>
    mistakesIn(
      `workflows:\n  - name: w\n    steps:\n      - { action: ask, params: { question: Q, choices: ${choices} } }\n`,
      { ...TEST_CONTEXT, actions: new Map([['ask', { params: askStep().params }]]) },
    );
  assert.match(
    (await asks('[go on, stop it]')).join(),
    /^4:\d+: warning: "stop it" means something else/,
  );
  assert.equal(await asks('[go on, leave it]'), []);
});

test('says nothing of the harmless direction, of a step that asks, and of what is only known later', async () => {
  for (const step of [
    '{ action: set, params: { target: heater.power, value: off } }',
    '{ action: set, approval: true, params: { target: heater.power, value: on } }',
    "{ action: set, params: { target: heater.power, value: '{{trigger.value}}' } }",
  ])
    assert.equal(await check(step), [], step);
});

test.run();
