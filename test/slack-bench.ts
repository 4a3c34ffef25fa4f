/** Slack for the facts that every messenger has to hold, on the Slack that `fake-slack.test.ts` proves. */
import { Secret } from '../runtime/config/secret.ts';
import { systemClock as clock } from '../runtime/core/clock.ts';
import { SlackAdapter } from '../runtime/gateway/adapters/slack/slack-adapter.ts';
import type { SendMishap } from './contracts/channel.contract.ts';
import type { PictureBench } from './contracts/picture.contract.ts';
import {
  APP_TOKEN,
  BOT_TOKEN,
  FakeSlack,
  type Mishap,
  type Written,
} from './peers/slack/fake-slack.ts';

const MISHAPS: Readonly<Record<SendMishap, Mishap>> = {
  'too fast': 'rate',
  'server error': 'away',
  'not the platform': 'html',
  'answer lost': 'lost',
};

/** Where a letter is written, by its kind. */
const PLACES: Readonly<Record<string, Written>> = {
  addressed: { channel: 'C1', isMention: true },
  overheard: { channel: 'C1' },
  elsewhere: { channel: 'C2', isMention: true },
};

const idOf = (user: number): string => `U${String(user)}`;

export function slackBench(fake = new FakeSlack()): PictureBench {
  return {
    ...{ type: 'slack', account: 'A0123456', secret: 'a-secret-that-no-log-may-show', idOf },
    verified: 'a Slack on loopback that @slack/web-api 8.2.0 and @slack/socket-mode 3.1.0 prove',
    group: 'C1',
    seenInGroup: () => fake.textsIn('C1'),
    open: () => fake.open(),
    close: () => fake.close(),
    adapter: () =>
      new SlackAdapter({
        token: new Secret(BOT_TOKEN),
        appToken: new Secret(APP_TOKEN),
        endpoint: fake.url,
        ...{ clock, fetch },
      }),
    write: (user, text, { agoS = 0, kind } = {}) => {
      fake.write(idOf(user), text, {
        agoS,
        isBot: kind === 'from a bot',
        isShared: kind === 'forwarded',
        isFile: kind === 'picture',
        ...PLACES[kind ?? ''],
      });
    },
    writePicture: (user, picture, caption) => {
      fake.write(idOf(user), caption, { picture });
    },
    loseFiles: () => {
      fake.files.lose();
    },
    fetched: () => fake.files.fetched,
    press: (user, label) => {
      fake.press(idOf(user), label);
    },
    pressOf: (owner, label, user) => {
      fake.press(idOf(user), label, idOf(owner));
    },
    seen: (user) => fake.textsIn(idOf(user)),
    files: (user) =>
      fake.posted.flatMap((one) => (one.channel === idOf(user) ? (one.files ?? []) : [])),
    repeat: () => {
      fake.repeat();
    },
    held: () => fake.waiting,
    failSending: (...mishaps) => {
      fake.fail('chat.postMessage', ...mishaps.map((mishap) => MISHAPS[mishap]));
    },
    failHearing: () => {
      fake.fail('auth.test', 'html', 'away');
      fake.cut();
    },
    setRevoked: (isRevoked) => {
      fake.isRevoked = isRevoked;
      if (isRevoked) fake.cut();
    },
  };
}
