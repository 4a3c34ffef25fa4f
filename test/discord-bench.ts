/** Discord for the facts that every messenger has to hold, on the Discord that `fake-discord.test.ts` proves. */
import { Secret } from '../runtime/config/secret.ts';
import { systemClock as clock } from '../runtime/core/clock.ts';
import { DiscordAdapter } from '../runtime/gateway/adapters/discord/discord-adapter.ts';
import type { SendMishap } from './contracts/channel.contract.ts';
import type { PictureBench } from './contracts/picture.contract.ts';
import {
  BOT_TOKEN,
  BOT_USER,
  dmOf,
  FakeDiscord,
  type Mishap,
  type Written,
} from './peers/discord/fake-discord.ts';

const MISHAPS: Readonly<Record<SendMishap, Mishap>> = {
  'too fast': 'rate',
  'server error': 'away',
  'not the platform': 'html',
  'answer lost': 'lost',
};

/** Where a letter is written, by its kind. */
const PLACES: Readonly<Record<string, Written>> = {
  addressed: { channel: '501', isMention: true },
  overheard: { channel: '501' },
  elsewhere: { channel: '502', isMention: true },
};

const idOf = (user: number): string => String(user);

export function discordBench(fake = new FakeDiscord()): PictureBench {
  return {
    ...{ type: 'discord', account: BOT_USER, secret: 'a-secret-that-no-log-may-show', idOf },
    verified: 'a Discord on loopback that discord.js 14.28.1 proves',
    group: '501',
    seenInGroup: () => fake.textsIn('501'),
    files: (user) =>
      fake.posted
        .filter(({ channel }) => channel === dmOf(idOf(user)))
        .flatMap(({ files }) => files),
    open: () => fake.open(),
    close: () => fake.close(),
    adapter: () =>
      new DiscordAdapter({
        token: new Secret(BOT_TOKEN),
        endpoint: fake.url,
        ...{ clock, fetch, random: Math.random },
      }),
    write: (user, text, { agoS = 0, kind } = {}) => {
      fake.write(idOf(user), text, {
        agoS,
        isBot: kind === 'from a bot',
        isForward: kind === 'forwarded',
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
    seen: (user) => fake.textsIn(dmOf(idOf(user))),
    repeat: () => {
      fake.repeat();
    },
    held: () => fake.waiting,
    failSending: (...mishaps) => {
      fake.fail('messages', ...mishaps.map((mishap) => MISHAPS[mishap]));
    },
    failHearing: () => {
      fake.fail('gateway/bot', 'html', 'away');
      fake.cut();
    },
    setRevoked: (isRevoked) => {
      fake.isRevoked = isRevoked;
      if (isRevoked) fake.cut();
    },
  };
}
