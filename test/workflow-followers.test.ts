/** What begins a run on a whole node: after another one, over restarts, and where too many are open. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isRefusal } from '../runtime/core/refusal.ts';
import { withGateway, type GatewayRig } from './gateway-rig.ts';

const test = suite('runs that something else begins');

const FIRST = `workflows:
  - name: first
    steps: [{ action: read, params: { targets: [tank.level] } }]
`;
const SECOND = `  - name: second
    trigger: { workflow: first }
    steps: [{ action: set, params: { target: grow-light.power, value: on } }]
`;

function ran(rig: GatewayRig): readonly string[] {
  return rig.gateway.workflows.runs.list().map(({ workflow, state }) => `${workflow} ${state}`);
}

test('a workflow follows another one once, whatever write the power is cut at', async () => {
  let writes = 0;
  for (let isCut = true; isCut;) {
    writes += 1;
    isCut = false;
    await withGateway(
      async (rig) => {
        const hasGone = rig.losePowerAtWrite(writes);
        void rig.gateway.catalogue.run(
          'workflow-run',
          { name: 'first' },
          {
            person: 'owner',
            role: 'admin',
            via: 'web',
            chat: 'web:owner',
            language: 'en',
            words: '',
          },
        );
        await rig.pass(5_000);
        isCut = hasGone();
        if (!isCut) return;
        await rig.startAfterCut();
        await rig.pass(5_000);
        const found = ran(rig).join(', ');
        assert.match(found, /^first done, second (?:done|unknown)$/, `write ${String(writes)}`);
      },
      undefined,
      FIRST + SECOND,
    );
  }
  assert.ok(writes > 4, `so many writes were cut: ${String(writes)}`);
});

test('what was added to the file since a run ended does not follow it', () =>
  withGateway(
    async (rig) => {
      await rig.run('workflow-run', { name: 'first' });
      await writeFile(join(rig.ground.options.configDirectory, 'workflows.yaml'), FIRST + SECOND);
      await rig.restart();
      await rig.pass(5_000);
      assert.equal(ran(rig), ['first done']);
      assert.is(rig.value('grow-light', 'power'), false);
    },
    undefined,
    FIRST,
  ));

test('where too many runs are open, people hear once that one could not begin', () =>
  withGateway(
    async (rig) => {
      rig.ground.people.configure([{ id: 'mei', name: 'Mei', role: 'operator' }]);
      const { runs, workflows } = rig.gateway.workflows;
      const long = workflows.list.filter(({ name }) => name.startsWith('long'));
      for (let open = 0; open < 100; open += 1) {
        const one = long[open % long.length];
        if (one === undefined) throw new Error('the workflows of the test are wrong');
        assert.not(isRefusal(await runs.begin(one, { trigger: { kind: 'manual' } })));
      }
      await rig.pass(180_000);
      const letters = rig.gateway.outbox.waiting('web:mei').map(([, { news }]) => news);
      const texts = letters.map((news) => (news.kind === 'notice' ? news.text : news.kind));
      assert.is(texts.length, 1, texts.join());
      assert.match(texts[0] ?? '', /^each did not run at .*100 runs are open/);
    },
    undefined,
    `workflows:
${Array.from({ length: 10 }, (_, at) => `  - { name: long${String(at)}, steps: [{ action: wait, params: { for: 1h } }] }`).join('\n')}
  - name: each
    trigger: 'cron * * * * *'
    steps: [{ action: read, params: { targets: [tank.level] } }]
`,
  ));

test('one that begins faster than it ends leaves room for others', () =>
  withGateway(
    async (rig) => {
      await rig.pass(20 * 60_000);
      const open = rig.gateway.workflows.runs.list().filter(({ state }) => state === 'running');
      assert.is(open.length, 10);
      const other = await rig.run('workflow-run', { name: 'other' });
      assert.match(other.text, /other: done/);
    },
    undefined,
    `workflows:
  - name: slow
    trigger: 'cron * * * * *'
    steps: [{ action: wait, params: { for: 2h } }]
  - name: other
    steps: [{ action: read, params: { targets: [tank.level] } }]
`,
  ));

test('a stop starts nothing: what was to follow however it ended does not follow a run that somebody ended', () =>
  withGateway(
    async (rig) => {
      const begun = rig.run('workflow-run', { name: 'long' });
      await rig.pass(15_000);
      await begun;
      await rig.say('stop');
      await rig.pass(10_000);
      assert.equal(ran(rig), ['long cancelled']);
      await rig.restart();
      await rig.pass(10_000);
      assert.equal(ran(rig), ['long cancelled']);
      assert.is(rig.value('grow-light', 'power'), false);
    },
    undefined,
    `workflows:
  - { name: long, steps: [{ action: wait, params: { for: 1h } }] }
  - name: after
    trigger: { workflow: long, ended: any }
    steps: [{ action: set, params: { target: grow-light.power, value: on } }]
`,
  ));

test('a run that is being written down in the moment of a stop does not begin', () =>
  withGateway(
    async (rig) => {
      const { runs, workflows } = rig.gateway.workflows;
      const workflow = workflows.find('w');
      assert.ok(workflow);
      const beginning = runs.begin(workflow, { trigger: { kind: 'manual' } });
      await runs.cancelAll('anna');
      await rig.during(beginning);
      await rig.pass(5_000);
      const [run] = runs.list();
      assert.equal([run?.state, run?.cancelledBy], ['cancelled', 'anna']);
      assert.is(rig.value('grow-light', 'power'), false);
    },
    undefined,
    'workflows:\n  - name: w\n    steps: [{ action: set, params: { target: grow-light.power, value: on } }]\n',
  ));

test.run();
