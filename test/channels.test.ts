/**
 * How it is with the messengers of a site, as `boardtalk channels`, the doctor and the metrics say it: on a whole
 * gateway, and the Bot API that `fake-bot-api.test.ts` proves.
 */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PlatformOptions } from '../runtime/config/platform-options.ts';
import { Secret } from '../runtime/config/secret.ts';
import type { Site, SitePlatform } from '../runtime/config/site.ts';
import type { Finding } from '../runtime/core/doctor-check.ts';
import { channelsCheck } from '../runtime/gateway/channels/channels.check.ts';
import { BOT_TOKEN, FakeBotApi } from './fake-bot-api.ts';
import { askerOf, OWNER, withGateway, type GatewayRig } from './gateway-rig.ts';
import { until } from './until.ts';

const test = suite('channels');

const ANNA = 1001;

async function withChannel(
  { hasAnna }: { readonly hasAnna: boolean },
  use: (rig: GatewayRig, api: FakeBotApi) => Promise<void>,
): Promise<void> {
  const api = new FakeBotApi();
  await api.open();
  const phones: SitePlatform = {
    ...{ name: 'phones', type: 'telegram', authToken: new Secret(BOT_TOKEN), endpoint: api.url },
    options: new PlatformOptions(),
  };
  const identities = [{ platform: 'telegram', account: '4242', user: String(ANNA) }];
  const edit = (site: Site): Site => ({
    ...site,
    platforms: [phones],
    people: site.people.map((one) => (hasAnna && one.id === 'anna' ? { ...one, identities } : one)),
  });
  const run = async (rig: GatewayRig): Promise<void> => {
    // By the real clock: the date of the server is, too.
    rig.clock.set(Date.now());
    await until(() => api.polls > 0);
    await use(rig, api);
  };
  await withGateway(run, edit).finally(() => api.close());
}

async function said(rig: GatewayRig, language: 'en' | 'zh' = 'en'): Promise<string> {
  const result = await rig.run('channels', {}, { ...askerOf(OWNER), language });
  return result.ok ? result.text : result.refusal.message;
}

function finding(rig: GatewayRig): Promise<Finding> {
  return channelsCheck(rig.channels).look();
}

function troubleOf(rig: GatewayRig): string | undefined {
  return rig.channels.channels.list()[0]?.trouble?.why;
}

test('where a message costs money a workflow may only name people of the site, and what the site lists', async () => {
  const sms: SitePlatform = {
    ...{ name: 'sms', type: 'twilio', authToken: new Secret('t'), endpoint: 'http://127.0.0.1:9' },
    options: new PlatformOptions(new Map([['account_sid', 'AC1']])),
    groups: [{ chat: '+4930', role: 'viewer' }],
  };
  const identities = [{ platform: 'twilio', account: 'AC1', user: '+4940' }];
  const edit = (site: Site): Site => ({
    ...site,
    platforms: [sms],
    people: site.people.map((one) => (one.id === 'anna' ? { ...one, identities } : one)),
  });
  const run = async (rig: GatewayRig): Promise<void> => {
    const { channels } = rig.channels;
    await until(() => channels.list().length === 1);
    const may = ['+4930', '+4940', '+1900'].map(
      (room) => channels.roomOf('sms', room) !== undefined,
    );
    assert.equal(may, [true, true, false]);
  };
  await withGateway(run, edit);
});

test('who nobody is linked with is told how to change that', () =>
  withChannel({ hasAnna: false }, async (rig) => {
    assert.match(await said(rig), /phones: telegram 4242, long polling\n.*\n {2}0 linked/);
    assert.match(await said(rig), 'boardtalk people link');
    assert.match(await said(rig, 'zh'), '已关联 0 个账号');
    const { verdict, fix } = await finding(rig);
    assert.is(verdict, 'warn');
    assert.match(fix ?? '', 'boardtalk people link');
  }));

test('what works is in order; what arrived and was sent is counted', () =>
  withChannel({ hasAnna: true }, async (rig, api) => {
    api.write(ANNA, 'is the grow light on?');
    await rig.during(until(() => api.textsTo(ANNA).length > 0));
    await until(() => rig.channels.channels.list()[0]?.answeredAt !== undefined);
    assert.equal(await finding(rig), { verdict: 'ok', text: '1 work' });
    const counted = rig.ground.metrics.render();
    assert.match(counted, 'boardtalk_channel_arrived_total{channel="phones"} 1');
    assert.match(counted, 'boardtalk_channel_sent_total{channel="phones",outcome="sent"} 1');
    assert.match(counted, 'boardtalk_channel_trouble{channel="phones"} 0');
  }));

test('trouble is told with its cure, without the token, and remembered when it is over', () =>
  withChannel({ hasAnna: true }, async (rig, api) => {
    api.token = '4242:another';
    api.write(ANNA, 'hello');
    await until(() => troubleOf(rig) !== undefined);
    assert.match(
      await said(rig),
      /trouble since .*: Telegram says: Unauthorized \(401\)\n.*@BotFather/,
    );
    const { verdict, text, fix = '' } = await finding(rig);
    assert.is(verdict, 'fail');
    assert.match(text, 'phones: Telegram says: Unauthorized (401)');
    assert.match(fix, '@BotFather');
    assert.not.match((await said(rig)) + text + fix, BOT_TOKEN.slice(6));
    api.token = BOT_TOKEN;
    await rig.during(until(() => troubleOf(rig) === undefined));
    assert.match(await said(rig), /last trouble, .*: Telegram says: Unauthorized \(401\)/);
    assert.match(await said(rig, 'zh'), '上次问题');
    assert.is((await finding(rig)).verdict, 'ok');
  }));

test('a platform of which nothing is heard for too long is deaf, whatever its connection says', () =>
  withChannel({ hasAnna: true }, async (rig) => {
    await rig.pass(190_000);
    const { verdict, text } = await finding(rig);
    assert.is(verdict, 'fail');
    assert.match(text, 'phones: nothing was heard of the platform since');
    assert.match(await said(rig), 'nothing was heard of the platform since');
  }));

test('a clock that is wrong is told, with what sets it', () =>
  withChannel({ hasAnna: true }, async (rig, api) => {
    rig.clock.set(Date.now() - 3_600_000);
    api.write(ANNA, 'is the grow light on?');
    await rig.during(until(() => api.textsTo(ANNA).length > 0));
    await until(() => rig.channels.channels.list()[0]?.clockSkewMs !== undefined);
    assert.match(await said(rig), /the clock of this board is 60 min behind.*timedatectl/);
    assert.match(await said(rig, 'zh'), '慢 60 分钟');
    const { text } = await finding(rig);
    assert.match(text, '60 min behind');
  }));

test('what possibly arrived is told', () =>
  withChannel({ hasAnna: true }, async (rig, api) => {
    api.fail('sendMessage', 'lost');
    api.write(ANNA, 'is the grow light on?');
    await rig.during(until(() => rig.channels.channels.list()[0]?.unsent.unknown === 1));
    const { verdict, text } = await finding(rig);
    assert.is(verdict, 'warn');
    assert.match(text, '1 were possibly sent');
  }));

test.run();
