/**
 * What nobody just asked for reaches the messengers that people linked: on a whole gateway, and the Bot API
 * that `fake-bot-api.test.ts` proves.
 */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { withTerminal } from '../runtime/app/everybody.ts';
import { PlatformOptions } from '../runtime/config/platform-options.ts';
import { Secret } from '../runtime/config/secret.ts';
import type { Site, SitePlatform } from '../runtime/config/site.ts';
import { BOT_TOKEN, FakeBotApi } from './fake-bot-api.ts';
import { withGateway, type GatewayRig } from './gateway-rig.ts';
import { until } from './until.ts';

const test = suite('news on messengers');

const ANNA = 1001;
const PAGE: SitePlatform = { name: 'page', type: 'websocket' };

interface Given {
  readonly params: string;
  readonly isQuiet?: true;
}

/** A site where Anna has a messenger and Ben has none, and its workflow `w` has told something. */
async function withNews(
  { params, isQuiet }: Given,
  use: (rig: GatewayRig, api: FakeBotApi) => Promise<void>,
): Promise<void> {
  const api = new FakeBotApi();
  await api.open();
  const options = new PlatformOptions();
  const phones: SitePlatform = {
    ...{ name: 'phones', type: 'telegram', authToken: new Secret(BOT_TOKEN), endpoint: api.url },
    ...{ options, ...(isQuiet && { isQuiet }) },
  };
  const identities = [{ platform: 'telegram', account: '4242', user: String(ANNA) }];
  const edit = (site: Site): Site => ({
    ...site,
    platforms: [PAGE, phones],
    people: site.people.map((one) => (one.id === 'anna' ? { ...one, identities } : one)),
  });
  const text = `workflows:
  - name: w
    steps: [{ action: send_notification, params: { ${params}, text: "it is done" } }]
`;
  const run = async (rig: GatewayRig): Promise<void> => {
    await until(() =>
      rig.channels.channels.list().some(({ aliveAt }) => aliveAt !== undefined || api.polls > 0),
    );
    await rig.run('workflow-run', { name: 'w' });
    await use(rig, api);
  };
  await withGateway(run, edit, text).finally(() => api.close());
}

function waitingFor({ gateway }: GatewayRig, chat: string): readonly string[] {
  return gateway.outbox
    .waiting(chat)
    .map(([, { news }]) => (news.kind === 'notice' ? news.text : news.kind));
}

test('what is told on the page is told on the messengers, too: each person once in each chat', () =>
  withNews({ params: 'platform: page' }, async (rig, api) => {
    await until(() => api.textsTo(ANNA).length > 0);
    assert.equal(api.textsTo(ANNA), ['it is done']);
    assert.equal(waitingFor(rig, 'web:anna'), ['it is done']);
    assert.equal(waitingFor(rig, 'web:ben'), ['it is done']);
    assert.is(api.sent.length, 1);
  }));

test('what is told on a messenger is not told on the page', () =>
  withNews({ params: 'platform: phones' }, async (rig, api) => {
    await until(() => api.textsTo(ANNA).length > 0);
    assert.equal(waitingFor(rig, 'web:anna'), []);
    assert.is(api.sent.length, 1);
  }));

test('one person hears what is for them, on a messenger that is quiet, too', () =>
  withNews({ params: 'platform: phones, channel: anna', isQuiet: true }, async (_rig, api) => {
    await until(() => api.textsTo(ANNA).length > 0);
    assert.equal(api.textsTo(ANNA), ['it is done']);
  }));

test('a room of the messenger hears what names it as the platform does', () =>
  withNews({ params: 'platform: phones, channel: "-100"' }, async (rig, api) => {
    await until(() => api.sent.length > 0);
    assert.equal(api.textsTo(-100), ['it is done']);
    assert.equal(api.textsTo(ANNA), []);
    assert.equal(waitingFor(rig, 'web:anna'), []);
  }));

test('who has no account there is told by nobody, and the run says so', () =>
  withNews({ params: 'platform: phones, channel: ben' }, (rig, api) => {
    const [run] = rig.gateway.workflows.runs.list();
    assert.is(run?.state, 'failed');
    assert.equal(api.sent, []);
    return Promise.resolve();
  }));

test('alerts and news of the gateway go to everybody: page, messengers, terminal; not where it is quiet', async () => {
  const chats: (readonly string[])[] = [];
  for (const isQuiet of [undefined, true] as const)
    await withNews({ params: 'platform: page', ...(isQuiet && { isQuiet }) }, (rig) => {
      const everybody = withTerminal(rig.ground, rig.channels.everybody)();
      chats.push(everybody.map(({ chat }) => chat));
      return Promise.resolve();
    });
  const page = ['web:owner', 'web:anna', 'web:ben', 'cli:owner'];
  assert.equal(chats, [
    ['web:owner', 'web:anna', 'telegram:4242:1001', 'web:ben', 'cli:owner'],
    page,
  ]);
});

test.run();
