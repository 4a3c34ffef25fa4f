/**
 * One person with three messengers: asks on Telegram for what needs a yes, says it on Slack, and reads on
 * XMPP what came of it. One whole node; the Bot API and the Slack that foreign clients prove, and a real prosody.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import { BOT_TOKEN, FakeBotApi } from '../fake-bot-api.ts';
import { APP_TOKEN, BOT_TOKEN as SLACK_TOKEN, FakeSlack } from '../peers/slack/fake-slack.ts';
import { until } from '../until.ts';
import { NodeProcess } from './node-process.ts';
import { hasProsody, Prosody } from './prosody.ts';
import { XmppPerson } from './xmpp-person.ts';

const test = suite('three messengers');

const MEI = 1001;
const MEI_ON_SLACK = 'U1001';
const PASSWORD = 'a-secret-that-no-log-may-show';
const BOARD = 'board@localhost';

const DEVICES = `areas: { hall: { title: { en: hall } } }
boards:
  bench:
    board: sim
    parts: { pump-relay: { driver: relay, pin: GPIO17 } }
    things:
      pump:
        title: { en: pump }
        area: hall
        kind: pump
        properties: { power: { from: pump-relay, confirm: { to: on } } }
`;

function platform(telegram: string, slack: string, xmpp: string): string {
  return `people:
  - id: mei
    name: Mei
    role: operator
    identities:
      - { platform: telegram, account: "4242", user: "${String(MEI)}" }
      - { platform: slack, account: A0123456, user: ${MEI_ON_SLACK} }
      - { platform: xmpp, account: ${BOARD}, user: mei@localhost }
supported_platforms:
  - { name: phones, type: telegram, auth_token: env:TELEGRAM, endpoint: '${telegram}' }
  - { name: work, type: slack, auth_token: env:SLACK, endpoint: '${slack}', options: { app_token: env:SLACK_APP } }
  - { name: home, type: xmpp, auth_token: env:XMPP, endpoint: '${xmpp}', options: { jid: ${BOARD} } }
`;
}

async function withThree(
  prove: (peers: { api: FakeBotApi; slack: FakeSlack; mei: XmppPerson }) => Promise<void>,
): Promise<void> {
  const [api, slack, prosody] = [new FakeBotApi(), new FakeSlack(), await Prosody.create()];
  await Promise.all([api.open(), slack.open()]);
  for (const user of ['board', 'mei']) await prosody.setPassword(user, PASSWORD);
  await prosody.start();
  const mei = new XmppPerson(prosody.port, 'mei', PASSWORD);
  await mei.start();
  const site = mkdtempSync(join(tmpdir(), 'boardtalk-three-'));
  const server = `xmpp://127.0.0.1:${String(prosody.port)}`;
  writeFileSync(join(site, 'devices.yaml'), DEVICES);
  writeFileSync(join(site, 'platform.yaml'), platform(api.url, slack.url, server));
  const env = { TELEGRAM: BOT_TOKEN, SLACK: SLACK_TOKEN, SLACK_APP: APP_TOKEN, XMPP: PASSWORD };
  const node = new NodeProcess({ configDirectory: site, http: 'off', env });
  try {
    await node.start();
    await prove({ api, slack, mei });
    const { stdout } = await node.cli('channels');
    for (const name of ['phones', 'work', 'home'])
      assert.match(stdout, new RegExp(`^${name}: `, 'm'));
    assert.doesNotMatch(stdout, /trouble since/);
    for (const secret of Object.values(env)) assert.ok(!`${node.log}${stdout}`.includes(secret));
  } finally {
    await node.remove();
    await mei.stop();
    await Promise.all([api.close(), slack.close(), prosody.stop()]);
    rmSync(site, { recursive: true });
  }
}

if (hasProsody())
  test('asks on Telegram, approves on Slack, reads the result on XMPP', () =>
    withThree(async ({ api, slack, mei }) => {
      api.write(MEI, 'turn on the pump');
      await until(() => api.textsTo(MEI).length === 1);
      assert.match(api.textsTo(MEI).join(), /pump.*\?/i);
      await mei.write(BOARD, 'is the pump on?');
      await until(() => mei.textsFrom(BOARD).length === 1);
      assert.match(mei.textsFrom(BOARD).join(), /off/i, 'nothing is done before the yes');
      slack.write(MEI_ON_SLACK, 'yes');
      await until(() => slack.textsIn(MEI_ON_SLACK).length === 1);
      assert.match(slack.textsIn(MEI_ON_SLACK).join(), /pump.*switched on/is);
      await mei.write(BOARD, 'why is the pump on?');
      await until(() => mei.textsFrom(BOARD).length === 2);
      const [, why = ''] = mei.textsFrom(BOARD);
      assert.match(why, /on/i);
      assert.match(why, /mei/i);
    }));
else test.skip('asks on Telegram, approves on Slack, reads the result on XMPP', () => undefined);

test.run();
