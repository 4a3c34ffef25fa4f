/** LINE for the facts that every messenger has to hold, on the peer that LINE's SDK proves. */
import { Secret } from '../../../runtime/config/secret.ts';
import { systemClock as clock } from '../../../runtime/core/clock.ts';
import { LineAdapter } from '../../../runtime/gateway/adapters/line/line-adapter.ts';
import type { ChannelBench, Letter } from '../../contracts/channel.contract.ts';
import { FakeLine, LINE_SECRET, LINE_TOKEN } from './fake-line.ts';

const GROUPS: Readonly<Record<string, string>> = {
  addressed: 'C100',
  overheard: 'C100',
  elsewhere: 'C200',
};

export function lineBench(fake = new FakeLine()): ChannelBench {
  return {
    ...{ type: 'line', account: '2000000000', secret: LINE_TOKEN, group: 'C100' },
    verified: 'a LINE on loopback that @line/bot-sdk 11.2.0 proves',
    tellsForwarded: false,
    idOf: (user) => `U${String(user)}`,
    seenInGroup: () => fake.textsTo('C100'),
    open: () => fake.open(),
    close: async () => {
      fake.posts.close();
      await fake.close();
    },
    adapter: () => fake.posts.ear(lineAdapter(fake)),
    write: (user, text, letter = {}) => {
      // What a bot writes reaches no other one here.
      if (letter.kind !== 'from a bot') fake.deliver(...messageOf(user, text, letter));
    },
    press: (user, label) => {
      press(fake, user, label, user);
    },
    pressOf: (owner, label, user) => {
      press(fake, owner, label, user);
    },
    seen: (user) => fake.textsTo(`U${String(user)}`),
    repeat: () => {
      fake.posts.repeat();
    },
    held: () => fake.posts.waiting,
    failSending: (...mishaps) => {
      fake.fail(...mishaps);
    },
    failHearing: () => {
      fake.failTest();
    },
    setRevoked: (isRevoked) => {
      fake.token = isRevoked ? 'another' : LINE_TOKEN;
    },
  };
}

export function lineAdapter(fake: FakeLine, isPushOnly = false): LineAdapter {
  return new LineAdapter({
    ...{ token: new Secret(LINE_TOKEN), endpoint: fake.url, clock, fetch, isPushOnly },
    ...{ channelId: '2000000000', channelSecret: new Secret(LINE_SECRET), testEveryMs: 20 },
  });
}

function messageOf(user: number, text: string, { agoS = 0, kind }: Letter): [object, string] {
  const userId = `U${String(user)}`;
  const groupId = GROUPS[kind ?? ''];
  const source = groupId === undefined ? { type: 'user' } : { type: 'group', groupId };
  const isNamed = kind === 'addressed' || kind === 'elsewhere';
  const mentionees = isNamed ? [{ index: 0, length: 6, type: 'user', isSelf: true }] : [];
  const written = {
    ...{ type: 'text', text: isNamed ? `@board ${text}` : text },
    ...(isNamed && { mention: { mentionees } }),
  };
  const message = kind === 'picture' ? { type: 'image' } : written;
  const timestamp = Date.now() - agoS * 1_000;
  const event = { type: 'message', timestamp, source: { ...source, userId }, message };
  return [event, groupId ?? userId];
}

/** The newest of this label in the chat of its owner. */
function press(fake: FakeLine, owner: number, label: string, user: number): void {
  const own = fake.sent.filter(({ chat }) => chat === `U${String(owner)}`);
  const button = own.flatMap(({ buttons }) => buttons).findLast((one) => one.label === label);
  if (button === undefined) throw new Error(`no button ${label}`);
  const userId = `U${String(user)}`;
  const postback = { data: button.data };
  fake.deliver({ type: 'postback', source: { type: 'user', userId }, postback }, userId);
}
