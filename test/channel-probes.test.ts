/**
 * What `boardtalk channels add` finds out of an account before it is written down: with each adapter as it is, an
 * account that does not work is trouble, and never passed over as an account that cannot be tried.
 */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { systemClock } from '../runtime/core/clock.ts';
import { probeChannel } from '../runtime/gateway/channels/probe-channel.ts';
import type { ChannelBench } from './contracts/channel.contract.ts';
import { discordBench } from './discord-bench.ts';
import { matrixBench } from './matrix-bench.ts';
import { mattermostBench } from './mattermost-bench.ts';
import { dingtalkBench } from './peers/dingtalk/dingtalk-bench.ts';
import { feishuBench } from './peers/feishu/feishu-bench.ts';
import { googlechatBench } from './peers/googlechat/googlechat-bench.ts';
import { gotifyBench } from './peers/gotify/gotify-bench.ts';
import { lineBench } from './peers/line/line-bench.ts';
import { nextcloudBench } from './peers/nextcloud/nextcloud-bench.ts';
import { ntfyBench } from './peers/ntfy/ntfy-bench.ts';
import { qqBench } from './peers/qq/qq-bench.ts';
import { rocketchatBench } from './peers/rocketchat/rocketchat-bench.ts';
import { signalBench } from './peers/signal/signal-bench.ts';
import { teamsBench } from './peers/teams/teams-bench.ts';
import { twilioBench } from './peers/twilio/twilio-bench.ts';
import { webexBench } from './peers/webex/webex-bench.ts';
import { whatsappBench } from './peers/whatsapp/whatsapp-bench.ts';
import { zulipBench } from './peers/zulip/zulip-bench.ts';
import { slackBench } from './slack-bench.ts';
import { telegramBench } from './telegram-bench.ts';
import { wecomBench } from './wecom-bench.ts';

const test = suite('probes of messengers');

/** Those without a server of the platform: on one that is real a token cannot be revoked from here. */
const BENCHES = [
  discordBench,
  matrixBench,
  mattermostBench,
  dingtalkBench,
  feishuBench,
  googlechatBench,
  gotifyBench,
  lineBench,
  nextcloudBench,
  ntfyBench,
  qqBench,
  rocketchatBench,
  signalBench,
  teamsBench,
  twilioBench,
  webexBench,
  whatsappBench,
  zulipBench,
  slackBench,
  telegramBench,
  wecomBench,
];

function spoil(bench: ChannelBench): void {
  // Whether its secret is right, only a message to Nextcloud shows.
  if (bench.type === 'nextcloud') bench.failHearing?.();
  else bench.setRevoked(true);
}

for (const make of BENCHES) {
  const bench = make();
  test(`${bench.type}: an account works, and one that does not is told before anything is written`, async () => {
    await bench.open();
    try {
      assert.equal(await probeChannel(bench.adapter(), systemClock), { kind: 'works' });
      spoil(bench);
      assert.is((await probeChannel(bench.adapter(), systemClock)).kind, 'trouble');
    } finally {
      await bench.close();
    }
  });
}

test.run();
