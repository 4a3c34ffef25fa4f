import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PUBLISHED_WORKFLOWS } from '../../test/published-forms.ts';
import { loadText, mistakesIn } from './workflow-file.fixture.ts';

const test = suite('workflows.yaml');

test('takes the published form word for word', async () => {
  const { workflows, diagnostics } = await loadText(PUBLISHED_WORKFLOWS);
  assert.equal(diagnostics, []);
  const [workflow] = workflows;
  assert.is(workflow?.name, 'daily_report');
  assert.is(workflow?.trigger.kind, 'cron');
  assert.equal(
    workflow?.steps.map(({ id, dependsOn }) => [id, ...dependsOn]),
    [['fetch_data'], ['generate_report', 'fetch_data'], ['send_notification', 'generate_report']],
  );
});

test('is nothing to run where there is no file, or an empty one', async () => {
  assert.equal(await loadText(''), { workflows: [], diagnostics: [] });
});

test('gives another version to another text, and the same to the same in other quotes', async () => {
  const versionOf = async (text: string): Promise<string | undefined> =>
    (await loadText(text)).workflows[0]?.version;
  const version = await versionOf(PUBLISHED_WORKFLOWS);
  assert.is(await versionOf(PUBLISHED_WORKFLOWS.replaceAll('"', "'")), version);
  assert.is.not(await versionOf(PUBLISHED_WORKFLOWS.replace('0 9 *', '0 8 *')), version);
});

/** Steps of a workflow, six blanks before each line. */
const steps = (text: string, trigger = ''): string =>
  `workflows:\n  - name: w\n${trigger}    steps:\n${text}`;
const SET = 'action: set, params: { target: pump.power, value: on }';

const BAD: Readonly<Record<string, readonly [string, RegExp]>> = {
  'an unknown action': [
    steps('      - { action: sett, params: { target: a.b, value: on } }'),
    /^4:19 there is no action "sett" \(did you mean "set"\?/,
  ],
  'an unknown key of the params': [
    steps('      - { action: set, params: { target: a.b, valeu: on, value: off } }'),
    /^4:\d+ unknown key "valeu" \(did you mean "value"\?/,
  ],
  'a step that depends on none': [
    steps(
      `      - { ${SET}, depends_on: reed }\n      - { action: read, params: { targets: [] } }`,
    ),
    /^4:\d+ there is no step "reed" \(did you mean "read"\?/,
  ],
  'an action that several steps have': [
    steps(
      `      - { id: a, ${SET} }\n      - { id: b, ${SET} }\n      - { id: c, ${SET}, depends_on: set }`,
    ),
    /^6:\d+ 3 steps have the action "set" \(write the id of one: a, b, c\)/,
  ],
  'steps that wait for each other': [
    steps(`      - { id: a, ${SET}, depends_on: b }\n      - { id: b, ${SET}, depends_on: [a] }`),
    /^4:\d+ a circle: "a" waits for "b" waits for "a"$/,
  ],
  'a placeholder of a step that is not waited for': [
    steps(
      '      - { action: read, params: { targets: [] } }\n      - { action: set, params: { target: "{{read.x}}", value: on } }',
    ),
    /^5:\d+ {{read.x}}: nothing before this step is called "read"/,
  ],
  'a field that a step does not give': [
    steps(
      '      - { action: fetch_data, params: { source: database, query: q } }\n      - { action: set, depends_on: fetch_data, params: { target: "{{fetch_data.rwos}}", value: on } }',
    ),
    /^5:\d+ {{fetch_data.rwos}}: "fetch_data" gives no "rwos" \(did you mean "rows"\?/,
  ],
  '{{item}} where there is no list': [
    steps('      - { action: set, params: { target: "{{item}}", value: on } }'),
    /^4:\d+ {{item}}: nothing before this step is called "item"/,
  ],
  'a condition of an unknown reading': [
    steps(`      - { ${SET}, when: 'reading("tank.levle") < 3' }`),
    /^4:\d+ there is no reading "tank.levle" \(did you mean "tank.level"\?/,
  ],
  'a condition that is none': [
    steps(`      - { ${SET}, when: 'reading("tank.level") <' }`),
    /^4:\d+ this condition is wrong: /,
  ],
  'a condition that can be neither true nor false': [
    steps(`      - { ${SET}, when: '1 + 1' }`),
    /^4:\d+ this condition is wrong: it gives int, and not true or false/,
  ],
  'a condition of a list within a list': [
    steps(
      `      - { action: fetch_data, params: { source: database, query: q } }\n      - { ${SET}, depends_on: fetch_data, when: 'fetch_data.rows.all(a, fetch_data.rows.exists(b, a == b))' }`,
    ),
    /^5:\d+ this condition is wrong: it goes through a list within a list/,
  ],
  'a condition with a pattern that may take for ever': [
    steps(`      - { ${SET}, when: '"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!".matches("^(a+)+$")' }`),
    /^4:\d+ this condition is wrong: matches\(\) is not known here/,
  ],
  'a list of waits': [
    steps(
      '      - { action: fetch_data, params: { source: database, query: q } }\n      - { action: wait, depends_on: fetch_data, for_each: "{{fetch_data.rows}}", params: { for: 1s } }',
    ),
    /^5:\d+ "wait" is done once, and not for each entry of a list/,
  ],
  'a list that is none': [
    steps(`      - { ${SET}, for_each: tank }`),
    /^4:\d+ "tank": this is no list \(write for example \{\{fetch_data\.rows\}\}, \[10,20\]\)/,
  ],
  'cron with six fields': [
    steps(`      - { ${SET} }`, '    trigger: cron 0 0 9 * * *\n'),
    /^3:14 a cron trigger has five fields, and this has 6 fields/,
  ],
  'a trigger of two kinds': [
    steps(
      `      - { ${SET} }`,
      '    trigger: { cron: "0 9 * * *", reading: tank.level, below: 2 }\n',
    ),
    /^3:14 a trigger is one of cron, reading/,
  ],
  'a key of another kind of trigger': [
    steps(`      - { ${SET} }`, '    trigger: { cron: "0 9 * * *", below: 2 }\n'),
    /^3:\d+ "below" does not go with "cron"$/,
  ],
  'a threshold for something that is on or off': [
    steps(`      - { ${SET} }`, '    trigger: { reading: door.open, below: 2 }\n'),
    /^3:14 door.open needs "is: true" or "is: false"/,
  ],
  'a workflow that follows none': [
    steps(`      - { ${SET} }`, '    trigger: { workflow: other }\n'),
    /^3:\d+ there is no workflow "other"/,
  ],
  'a step called as a word of conditions': [
    steps(`      - { id: trigger, ${SET} }`),
    /^4:\d+ "trigger" is a word of conditions and placeholders/,
  ],
  'no steps': [
    steps('      []').replace('steps:\n      []', 'steps: []'),
    /^3:12 expected at least 1/,
  ],
};

for (const [what, [text, expected]] of Object.entries(BAD))
  test(`finds ${what}, and nothing else`, async () => {
    const found = await mistakesIn(text);
    assert.is(found.length, 1, found.join('\n'));
    assert.match(found[0] ?? '', expected);
  });

test('finds a second workflow of the same name', async () => {
  const found = await mistakesIn(
    PUBLISHED_WORKFLOWS + PUBLISHED_WORKFLOWS.replace('workflows:\n', ''),
  );
  assert.equal(found, [
    '18:11 there are two workflows "daily_report" (the other one stands at workflows.yaml:2:11)',
  ]);
});

test('tells all mistakes at once, also behind what is wrong in its form', async () => {
  const text = steps(
    `      - { id: a, action: sett, retry: { times: 20 }, when: 'nope' }\n      - { id: b, ${SET}, depends_on: c }`,
    '    trigger: hourly\n',
  );
  assert.equal(
    (await mistakesIn(text)).map((line) => line.split(' ')[0]),
    ['3:14', '5:26', '5:48', '5:60', '6:86'],
  );
});

test('warns of workflows that follow each other in a circle, and loads them', async () => {
  const text = `workflows:
  - { name: a, trigger: { workflow: b }, steps: [{ ${SET} }] }
  - { name: b, trigger: { workflow: a, ended: any }, steps: [{ ${SET} }] }
  - { name: c, trigger: { workflow: a }, steps: [{ ${SET} }] }
`;
  const { workflows, diagnostics } = await loadText(text);
  assert.is(workflows.length, 3);
  assert.equal(
    diagnostics.map(({ severity, line, message }) => `${severity} ${String(line)} ${message}`),
    ['warning 2 a circle: "a" follows "b" follows "a"'],
  );
});

test('is not stalled by an alias bomb, a file of 10 MB, or 100 steps that all wait for all before', async () => {
  const bomb = 'a: &a [x, x]\nb: &b [*a, *a]\nworkflows: *b\n';
  assert.ok((await mistakesIn(bomb)).length > 0);
  assert.match((await mistakesIn('#'.repeat(10_000_000)))[0] ?? '', /larger than/);
  const ids = Array.from({ length: 100 }, (_, index) => `s${String(index)}`);
  const all = ids.map(
    (id, index) => `      - { id: ${id}, ${SET}, depends_on: [${ids.slice(0, index).join(', ')}] }`,
  );
  assert.equal(await mistakesIn(steps(all.join('\n'))), []);
});

test.run();
