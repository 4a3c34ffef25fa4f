import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { CheckContext } from '../check-context.ts';
import { mistakesIn, TEST_CONTEXT } from '../workflow-file.fixture.ts';
import { askStep } from './ask.ts';

const test = suite('the step ask, checked');

const CONTEXT: CheckContext = {
  ...TEST_CONTEXT,
  actions: new Map([...TEST_CONTEXT.actions, ['ask', askStep()]]),
};

function mistakes(params: string, more = ''): Promise<readonly string[]> {
  return mistakesIn(
    `workflows:\n  - name: w\n    steps:\n      - { id: q, action: ask, ${more} params: { question: Light?, ${params} } }\n`,
    CONTEXT,
  );
}

test('takes a question alone, and all that can stand with it', async () => {
  assert.equal(await mistakes(''), []);
  const all = 'choices: [Drain, keep], role: admin, within: 7d, default: drain';
  assert.equal(await mistakes(all), []);
});

for (const [about, params, what] of [
  ['a default that cannot be answered', 'default: maybe', /none of the choices/],
  ['the same choice twice', 'choices: [a, A]', /same choice stands there twice/],
  ['a single choice', 'choices: [a]', /at least 2/],
  ['a time that is none', 'within: soon', /not a duration of at most 7 days/],
  ['a time that is too long', 'within: 8d', /not a duration of at most 7 days/],
  ['a role that nobody has', 'role: cook', /cook/],
] as const)
  test(`refuses ${about}, with its line`, async () => {
    const [first = '', ...more] = await mistakes(params);
    assert.match(first, what);
    assert.match(first, /^4/);
    assert.equal(more, []);
  });

test('is asked once, and not for each entry of a list; what follows knows what it gives', async () => {
  assert.match((await mistakes('', 'for_each: "{{trigger.list}}",')).join(), /is done once/);
  const wrong = await mistakesIn(
    `workflows:
  - name: w
    steps:
      - { id: q, action: ask, params: { question: Light? } }
      - { id: look, depends_on: q, action: read, params: { targets: ["{{q.anser}}"] } }
`,
    CONTEXT,
  );
  assert.match(wrong.join(), /"q" gives no "anser"/);
});

test.run();
