/** Webex for the facts that every messenger has to hold, on a stand-in after Cisco's documentation. */
import { Secret } from '../../../runtime/config/secret.ts';
import { systemClock as clock } from '../../../runtime/core/clock.ts';
import { WebexAdapter } from '../../../runtime/gateway/adapters/webex/webex-adapter.ts';
import type { ChannelBench, Letter } from '../../contracts/channel.contract.ts';
import {
  ADDRESS,
  BOT,
  FakeWebex,
  roomOf,
  WEBEX_SECRET,
  WEBEX_TOKEN,
  type Message,
} from './fake-webex.ts';

const USERNAME = 'board@webex.bot';

const GROUPS: Readonly<Record<string, string>> = {
  addressed: 'ROOM-100',
  overheard: 'ROOM-100',
  elsewhere: 'ROOM-200',
};

export function webexBench(fake = new FakeWebex()): ChannelBench {
  return {
    ...{ type: 'webex', account: USERNAME, secret: WEBEX_TOKEN, group: 'ROOM-100' },
    verified: 'its own stand-in only: not verified against the service',
    tellsForwarded: false,
    idOf,
    seenInGroup: () => fake.textsIn('ROOM-100'),
    open: () => fake.open(),
    close: async () => {
      fake.posts.close();
      await fake.close();
    },
    adapter: () => fake.posts.ear(webexAdapter(fake)),
    write: (user, text, letter = {}) => {
      fake.deliver(messageOf(user, text, letter));
    },
    press: noButtons,
    pressOf: noButtons,
    seen: (user) => fake.textsIn(roomOf(idOf(user))),
    repeat: () => {
      fake.posts.repeat();
    },
    held: () => fake.posts.waiting,
    failSending: (...mishaps) => {
      fake.fail(...mishaps);
    },
    failHearing: () => {
      fake.failNext();
    },
    setRevoked: (isRevoked) => {
      fake.token = isRevoked ? 'another' : WEBEX_TOKEN;
    },
  };
}

export function webexAdapter(fake: FakeWebex, username = USERNAME): WebexAdapter {
  return new WebexAdapter({
    ...{ token: new Secret(WEBEX_TOKEN), secret: new Secret(WEBEX_SECRET), endpoint: fake.url },
    ...{ username, address: ADDRESS, clock, fetch, checkEveryMs: 50 },
  });
}

function idOf(user: number): string {
  return `PERSON-${String(user)}`;
}

function messageOf(user: number, text: string, { agoS = 0, kind }: Letter): Partial<Message> {
  const room = GROUPS[kind ?? ''];
  const isNamed = kind === 'addressed' || kind === 'elsewhere';
  const created = new Date(Date.now() - agoS * 1_000).toISOString();
  return {
    ...{ roomId: room ?? roomOf(idOf(user)), personId: idOf(user), created },
    ...(room !== undefined && { roomType: 'group' }),
    ...(kind !== 'picture' && { text: isNamed ? `Board ${text}` : text }),
    ...(isNamed && { mentionedPeople: [BOT.id] }),
    ...(kind === 'from a bot' && { personEmail: 'other@webex.bot' }),
  };
}

function noButtons(): never {
  throw new Error('there are no buttons in Webex');
}
