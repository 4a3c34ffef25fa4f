/** Feishu for the facts that every messenger has to hold, on the Feishu that `fake-feishu.test.ts` proves. */
import { Secret } from '../../../runtime/config/secret.ts';
import { systemClock as clock } from '../../../runtime/core/clock.ts';
import { FeishuAdapter } from '../../../runtime/gateway/adapters/feishu/feishu-adapter.ts';
import type { ChannelBench } from '../../contracts/channel.contract.ts';
import { APP_ID, FakeFeishu, SECRET, type Written } from './fake-feishu.ts';

/** How a letter is written, by its kind. */
const LETTERS: Readonly<Record<string, Written>> = {
  addressed: { group: 'oc_1', isNamed: true },
  overheard: { group: 'oc_1' },
  elsewhere: { group: 'oc_2', isNamed: true },
  forwarded: { type: 'merge_forward' },
  picture: { type: 'image' },
  'from a bot': { isBot: true },
};

const idOf = (user: number): string => `ou_${String(user)}`;

export function feishuBench(fake = new FakeFeishu()): ChannelBench {
  return {
    ...{ type: 'feishu', account: APP_ID, secret: SECRET, idOf },
    verified: 'a Feishu on loopback that @larksuiteoapi/node-sdk 1.74.0 proves',
    group: 'oc_1',
    seenInGroup: () => fake.textsIn('oc_1'),
    open: () => fake.open(),
    close: () => fake.close(),
    adapter: () => feishuAdapter(fake),
    write: (user, text, { agoS = 0, kind } = {}) => {
      fake.write(idOf(user), text, { agoS, ...LETTERS[kind ?? ''] });
    },
    press: (user, label) => {
      fake.press(idOf(user), label);
    },
    pressOf: (owner, label, user) => {
      fake.press(idOf(user), label, idOf(owner));
    },
    seen: (user) => fake.textsIn(idOf(user)),
    files: (user) =>
      fake.messages.flatMap(({ chat, file }) => (chat === idOf(user) && file ? [file] : [])),
    repeat: () => {
      fake.repeat();
    },
    held: () => fake.waiting,
    failSending: (...mishaps) => {
      fake.fail(...mishaps);
    },
    failHearing: () => {
      fake.garble();
      fake.cut();
    },
    setRevoked: (isRevoked) => {
      fake.isRevoked = isRevoked;
      if (isRevoked) fake.cut();
    },
  };
}

export function feishuAdapter(fake: FakeFeishu): FeishuAdapter {
  const secret = new Secret(SECRET);
  return new FeishuAdapter({ appId: APP_ID, secret, endpoint: fake.url, clock, fetch });
}
