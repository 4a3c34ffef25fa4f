/** Telegram for the facts that every messenger has to hold, on the Bot API that `fake-bot-api.test.ts` proves. */
import { Secret } from '../runtime/config/secret.ts';
import { systemClock as clock } from '../runtime/core/clock.ts';
import { TelegramAdapter } from '../runtime/gateway/adapters/telegram/telegram-adapter.ts';
import type { SendMishap } from './contracts/channel.contract.ts';
import type { PictureBench } from './contracts/picture.contract.ts';
import { BOT_TOKEN, FakeBotApi, type Mishap, type Written } from './fake-bot-api.ts';

const MISHAPS: Readonly<Record<SendMishap, Mishap>> = {
  'too fast': 'rate',
  'server error': 'broken',
  'not the platform': 'html',
  'answer lost': 'lost',
};

/** Where a letter is written, by its kind. */
const GROUPS: Readonly<Record<string, Written>> = {
  addressed: { group: -100 },
  overheard: { group: -100 },
  elsewhere: { group: -200, isReply: true },
};

export function telegramBench(fake = new FakeBotApi()): PictureBench {
  return {
    ...{ type: 'telegram', account: '4242', secret: BOT_TOKEN },
    verified: 'a Bot API on loopback that node-telegram-bot-api 2.1.0 proves',
    idOf: String,
    group: '-100',
    seenInGroup: () => fake.textsTo(-100),
    files: (user) =>
      fake.sent.flatMap(({ chat, file }) => (chat === String(user) && file ? [file] : [])),
    open: () => fake.open(),
    close: () => fake.close(),
    adapter: () =>
      new TelegramAdapter({ token: new Secret(BOT_TOKEN), endpoint: fake.url, clock, fetch }),
    write: (user, text, { agoS = 0, kind } = {}) => {
      fake.write(user, kind === 'addressed' ? `@board_bot ${text}` : text, {
        agoS,
        isBot: kind === 'from a bot',
        isForwarded: kind === 'forwarded',
        isVoice: kind === 'picture',
        ...GROUPS[kind ?? ''],
      });
    },
    writePicture: (user, bytes, caption) => {
      fake.write(user, caption, { photo: bytes });
    },
    loseFiles: () => {
      fake.files.lose();
    },
    fetched: () => fake.files.fetched,
    press: (user, label) => {
      fake.press(user, label);
    },
    pressOf: (owner, label, user) => {
      fake.press(user, label, owner);
    },
    seen: (user) => fake.textsTo(user),
    repeat: () => {
      fake.repeat();
    },
    held: () => fake.waiting,
    failSending: (...mishaps) => {
      fake.fail('sendMessage', ...mishaps.map((mishap) => MISHAPS[mishap]));
    },
    failHearing: () => {
      fake.fail('getUpdates', 'html', 'broken');
    },
    setRevoked: (isRevoked) => {
      fake.token = isRevoked ? '4242:another' : BOT_TOKEN;
    },
  };
}
