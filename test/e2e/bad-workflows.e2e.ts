/** What people write into a workflow file by mistake or by malice, through the real command: a line to go to, or a told end. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import { z } from '../../runtime/core/schema.ts';
import { refusedSchema } from './answers.ts';
import { NodeProcess, runCli } from './node-process.ts';

interface Context {
  /** Of the test alone. */
  directory: string;
}

const test = suite<Context>('bad workflows');

const SITE = 'provisioning/site';
const STEPS = 'workflows:\n  - name: bad\n    steps:\n';
const WAIT = 'action: wait, params: { for: 1s }';
const query = (text: string): string =>
  `${STEPS}      - { action: fetch_data, params: { source: database, query: "${text}" } }\n`;

/** Each name stands nine times in the next: 9⁹ in all. */
const BOMB = Array.from('bcdefghi').reduce(
  (lines, name, index) => {
    const before = 'abcdefgh'.charAt(index);
    return `${lines}${name}: &${name} [${`*${before},`.repeat(9)}]\n`;
  },
  `a: &a [${'x,'.repeat(9)}]\n`,
);

/** [what, the file, where its first mistake stands, what is said of it] */
const TABLE: readonly (readonly [string, string, number, RegExp])[] = [
  [
    'a circle',
    `${STEPS}      - { id: a, ${WAIT}, depends_on: b }\n      - { id: b, ${WAIT}, depends_on: a }\n`,
    4,
    /a circle: "a" waits for "b" waits for "a"/,
  ],
  ['an unknown action', `${STEPS}      - { action: waat }\n`, 4, /did you mean "wait"/],
  [
    'a placeholder that nobody gives',
    `${STEPS}      - { action: send_notification, params: { platform: web_chat, text: "{{tank.level}}" } }\n`,
    4,
    /tank/,
  ],
  [
    'a cron of six fields',
    `workflows:\n  - name: bad\n    trigger: "cron 0 0 9 * * *"\n    steps: [{ ${WAIT} }]\n`,
    3,
    /has five fields, and this has 6/,
  ],
  ['a query that writes', query('DELETE FROM metrics'), 4, /DELETE does not/],
  ['a query that attaches', query("ATTACH '/etc/passwd' AS p"), 4, /ATTACH does not/],
  ['a query with another behind it', query('SELECT 1; DROP TABLE metrics'), 4, /one statement/],
  ['a file of 10 MB', `${STEPS}${`      - { ${WAIT} }\n`.repeat(270_000)}`, 1, /larger than/],
  ['a bomb of references', `${BOMB}workflows: *i\n`, 2, /references .* are not read/],
  ['a hundred thousand brackets', `workflows: ${'['.repeat(100_000)}\n`, 1, /nested too deeply/],
];

const checkedSchema = refusedSchema.extend({
  diagnostics: z.array(
    z.looseObject({ line: z.number(), message: z.string(), hint: z.string().optional() }),
  ),
});

test.before.each((context) => {
  context.directory = mkdtempSync(join(tmpdir(), 'boardtalk-'));
});

test.after.each(({ directory }) => {
  rmSync(directory, { recursive: true });
});

for (const [what, text, line, said] of TABLE)
  test(`${what}: exit 2, with its line`, async ({ directory }) => {
    const file = join(directory, 'workflows.yaml');
    writeFileSync(file, text);
    const { code, json } = await runCli(['workflow', 'check', file, '--config', SITE, '--json']);
    const [first] = checkedSchema.parse(json).diagnostics;
    assert.deepEqual([code, first?.line], [2, line]);
    assert.match(`${first?.message ?? ''} ${first?.hint ?? ''}`, said);
  });

const ENDLESS =
  'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n';
const AT_RUN = `workflows:
  - name: endless
    steps: [{ action: fetch_data, timeout: 2s, params: { source: database, query: "${ENDLESS}" } }]
  - name: away
    steps: [{ action: fetch_data, params: { source: "http://127.0.0.1:9/rows" } }]
  - name: missing
    steps: [{ action: fetch_data, params: { source: "sqlite:missing.db", query: "SELECT 1" } }]
`;

test('a query that never ends, and data that is not there: the run fails with the reason, and the node goes on', async ({
  directory,
}) => {
  const site = join(directory, 'site');
  cpSync(SITE, site, { recursive: true });
  writeFileSync(join(site, 'workflows.yaml'), AT_RUN);
  const node = new NodeProcess({ configDirectory: site, http: 'off' });
  try {
    await node.start();
    for (const [name, said] of [
      ['endless', /took too long/],
      ['away', /127\.0\.0\.1:9/],
      ['missing', /missing\.db/],
    ] as const) {
      const { code, stdout, stderr } = await node.cli('workflow', 'run', name);
      assert.equal(code, 1, `${name}: ${stdout}${stderr}`);
      assert.match(stdout + stderr, said);
    }
    assert.equal((await node.cli('read', 'tank.level')).code, 0);
  } finally {
    await node.remove();
  }
});

test.run();
