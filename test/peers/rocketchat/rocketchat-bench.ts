/** Rocket.Chat for the facts that every messenger has to hold, on a stand-in of our own. */
import { Secret } from '../../../runtime/config/secret.ts';
import { systemClock as clock } from '../../../runtime/core/clock.ts';
import { RocketchatAdapter } from '../../../runtime/gateway/adapters/rocketchat/rocketchat-adapter.ts';
import type { ChannelBench } from '../../contracts/channel.contract.ts';
import {
  directWith,
  FakeRocketchat,
  ROCKET_BOT,
  ROCKET_TOKEN,
  type FakeMessage,
} from './fake-rocketchat.ts';

export const GROUP = 'GENERAL';
const OTHER_GROUP = 'OTHERS';

const MENTION = { mentions: [{ _id: ROCKET_BOT._id }] };

/** What a letter is, by its kind. */
const LETTERS: Readonly<Record<string, Partial<FakeMessage>>> = {
  addressed: { rid: GROUP, ...MENTION },
  overheard: { rid: GROUP },
  elsewhere: { rid: OTHER_GROUP, ...MENTION },
  'from a bot': { bot: { i: 'an integration' } },
};

export function rocketchatBench(fake = new FakeRocketchat()): ChannelBench {
  for (const rid of [GROUP, OTHER_GROUP]) fake.rooms.set(rid, { t: 'c', usersCount: 9 });
  return {
    ...{ type: 'rocketchat', account: `${ROCKET_BOT._id}@127.0.0.1`, secret: ROCKET_TOKEN, idOf },
    verified: 'its own stand-in only: not verified against the service',
    group: GROUP,
    seenInGroup: () => fake.textsIn(GROUP),
    open: () => fake.open(),
    close: () => fake.close(),
    adapter: () => rocketchatAdapter(fake),
    write: (user, text, { agoS = 0, kind = '' } = {}) => {
      fake.write(idOf(user), wordsOf(text, kind), { agoS, ...LETTERS[kind] });
    },
    press: noButtons,
    pressOf: noButtons,
    seen: (user) => fake.textsIn(directWith(idOf(user))),
    repeat: () => {
      for (const message of fake.messages) fake.tell(message);
    },
    held: () => 0,
    failSending: (...mishaps) => {
      fake.fail('chat.sendMessage', ...mishaps);
    },
    failHearing: () => {
      fake.fail('me', 'not the platform', 'server error');
      fake.cut();
    },
    setRevoked: (isRevoked) => {
      fake.token = isRevoked ? 'another' : ROCKET_TOKEN;
      if (isRevoked) fake.cut();
    },
  };
}

export function rocketchatAdapter(fake: FakeRocketchat): RocketchatAdapter {
  return new RocketchatAdapter({
    ...{ token: new Secret(ROCKET_TOKEN), userId: ROCKET_BOT._id, endpoint: fake.url },
    ...{ clock, fetch },
  });
}

export function idOf(user: number): string {
  return `U${String(user)}`;
}

function wordsOf(text: string, kind: string): string {
  if (kind === 'addressed' || kind === 'elsewhere') return `@${ROCKET_BOT.username} ${text}`;
  return kind === 'forwarded' ? '[ ](https://chat.example.org/direct/x?msg=abc)' : text;
}

function noButtons(): never {
  throw new Error('there are no buttons');
}
