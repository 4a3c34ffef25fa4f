/** WeCom for the facts that every messenger has to hold, on the WeCom that `fake-wecom.test.ts` proves. */
import { Secret } from '../runtime/config/secret.ts';
import { systemClock as clock } from '../runtime/core/clock.ts';
import { WecomAdapter } from '../runtime/gateway/adapters/wecom/wecom-adapter.ts';
import type { ChannelBench, SendMishap } from './contracts/channel.contract.ts';
import { BOT_ID, FakeWecom, SECRET, type Mishap, type Written } from './peers/wecom/fake-wecom.ts';

const MISHAPS: Readonly<Record<SendMishap, Mishap>> = {
  'too fast': 'rate',
  'server error': 'busy',
  'not the platform': 'html',
  'answer lost': 'lost',
};

const PLACES: Readonly<Record<string, Written>> = {
  addressed: { group: 'wr1' },
  elsewhere: { group: 'wr2' },
};

/** WeCom brings a bot neither what others say in a group without naming it nor the words of other bots. */
const NEVER_BROUGHT = ['overheard', 'from a bot'];

const idOf = (user: number): string => `user${String(user)}`;

const noButtons = (): never => {
  throw new Error('there are no buttons');
};

export function wecomBench(fake = new FakeWecom()): ChannelBench {
  return {
    ...{ type: 'wecom', account: BOT_ID, secret: SECRET, idOf },
    verified: 'a WeCom on loopback that @wecom/aibot-node-sdk 1.0.7 proves',
    tellsForwarded: false,
    group: 'wr1',
    seenInGroup: () => fake.textsIn('wr1'),
    open: () => fake.open(),
    close: () => fake.close(),
    adapter: () =>
      new WecomAdapter({ botId: BOT_ID, secret: new Secret(SECRET), endpoint: fake.url, clock }),
    write: (user, text, { agoS = 0, kind } = {}) => {
      if (NEVER_BROUGHT.includes(kind ?? '')) return;
      const isPicture = kind === 'picture';
      fake.write(idOf(user), text, { agoS, isPicture, ...PLACES[kind ?? ''] });
    },
    press: noButtons,
    pressOf: noButtons,
    seen: (user) => fake.textsIn(idOf(user)),
    repeat: () => {
      fake.repeat();
    },
    held: () => fake.waiting,
    failSending: (...mishaps) => {
      fake.fail(...mishaps.map((mishap) => MISHAPS[mishap]));
    },
    failHearing: () => {
      fake.isGarbled = true;
      fake.cut();
    },
    setRevoked: (isRevoked) => {
      fake.isRevoked = isRevoked;
      if (isRevoked) fake.cut();
    },
  };
}
