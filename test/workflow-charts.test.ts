/** The chart of a report on a whole node: with the answer to whoever runs the workflow, and in the chat of whoever is told. */
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { askerOf, OWNER, withGateway } from './gateway-rig.ts';

const test = suite('charts of reports');

const ROWS = [
  { date: '2026-06-01', time: '08:00:00', value: 61 },
  { date: '2026-06-01', time: '09:00:00', value: 70 },
];

function workflows(port: number): string {
  return `workflows:
  - name: daily
    steps:
      - action: fetch_data
        params: { source: 'http://127.0.0.1:${String(port)}/', query: rows }
      - action: generate_report
        depends_on: fetch_data
        params: { template: daily.md, chart: value }
      - action: send_notification
        depends_on: generate_report
        params: { platform: web_chat, channel: owner }
`;
}

/** https://www.w3.org/TR/png-3/#5PNG-file-signature */
const PNG = 'iVBORw0KGgo';

/** Rows that somebody else serves. */
async function withRows(use: (port: number) => Promise<void>): Promise<void> {
  const server = createServer((_, response) => {
    response.setHeader('Content-Type', 'application/json').end(JSON.stringify({ rows: ROWS }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  await use(port).finally(() => {
    server.closeAllConnections();
    server.close();
  });
}

test('is a picture in the answer, and in the chat of whoever was told, and is kept nowhere else', () =>
  withRows((port) =>
    withGateway(async (rig) => {
      const { configDirectory } = rig.ground.options;
      await mkdir(join(configDirectory, 'templates'));
      await writeFile(join(configDirectory, 'templates', 'daily.md'), '{{count}} readings\n');
      await writeFile(join(configDirectory, 'workflows.yaml'), workflows(port));
      assert.equal(await rig.gateway.workflows.workflows.reload(), []);
      // A server of the world outside answers, and no clock of ours moves it.
      const { catalogue } = rig.gateway;
      const result = await catalogue.run('workflow-run', { name: 'daily' }, askerOf(OWNER));
      assert.match(result.text, /daily: done[^]*2 readings/);
      const [picture] = result.attachments ?? [];
      assert.ok(picture?.base64.startsWith(PNG), result.text);
      assert.not.match(JSON.stringify(result.ok ? result.data : {}), /iVBORw0KGgo/);
      assert.not.match(JSON.stringify(rig.gateway.workflows.runs.list()), /iVBORw0KGgo/);
      const reply = await rig.say('is the pump on?');
      assert.is(reply.attachments?.[0]?.base64, picture?.base64, reply.reply);
    }),
  ));

test.run();
