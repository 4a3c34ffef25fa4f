/** Google Chat for the facts that every messenger has to hold, on Google's servers as `fake-googlechat.ts` has them. */
import { Secret } from '../../../runtime/config/secret.ts';
import { systemClock as clock } from '../../../runtime/core/clock.ts';
import {
  GoogleChatAdapter,
  placesAt,
} from '../../../runtime/gateway/adapters/googlechat/googlechat-adapter.ts';
import type { ChannelBench, Letter } from '../../contracts/channel.contract.ts';
import { FakeGoogleChat, KEY_FILE, PROJECT_NUMBER, spaceOf } from './fake-googlechat.ts';

const GROUPS: Readonly<Record<string, string>> = {
  addressed: 'ROOM100',
  overheard: 'ROOM100',
  elsewhere: 'ROOM200',
};

export function googlechatBench(fake = new FakeGoogleChat()): ChannelBench {
  return {
    ...{ type: 'googlechat', account: PROJECT_NUMBER, secret: KEY_FILE, group: 'ROOM100' },
    verified: 'Google’s servers on loopback that @googleapis/chat 51.0.0 proves',
    idOf,
    meets: (user) => spaceOf(idOf(user)),
    seenInGroup: () => fake.textsIn('ROOM100'),
    open: () => fake.open(),
    close: async () => {
      fake.posts.close();
      await fake.close();
    },
    adapter: () => fake.posts.ear(googlechatAdapter(fake)),
    write: (user, text, letter = {}) => {
      fake.posts.add(fake.request(eventOf(fake, user, text, letter)));
    },
    press: (user, label) => {
      press(fake, user, label, user);
    },
    pressOf: (owner, label, user) => {
      press(fake, owner, label, user);
    },
    seen: (user) => fake.textsIn(spaceOf(idOf(user))),
    repeat: () => {
      fake.posts.repeat();
    },
    held: () => fake.posts.waiting,
    failSending: (...mishaps) => {
      fake.fail(...mishaps);
    },
    failHearing: () => {
      fake.failLogin();
    },
    setRevoked: (isRevoked) => {
      fake.setRevoked(isRevoked);
    },
  };
}

export function googlechatAdapter(fake: FakeGoogleChat): GoogleChatAdapter {
  return new GoogleChatAdapter({
    ...{ projectNumber: PROJECT_NUMBER, key: new Secret(KEY_FILE) },
    ...{ places: placesAt(fake.url), clock, fetch, checkEveryMs: 20 },
  });
}

function idOf(user: number): string {
  return `users/${String(user)}`;
}

const NAMED = {
  type: 'USER_MENTION',
  userMention: { user: { name: 'users/1122', type: 'BOT' }, type: 'MENTION' },
};

function eventOf(fake: FakeGoogleChat, user: number, text: string, letter: Letter): object {
  const { agoS = 0, kind } = letter;
  const room = GROUPS[kind ?? ''];
  const isNamed = kind === 'addressed' || kind === 'elsewhere';
  const eventTime = new Date(Date.now() - agoS * 1_000).toISOString();
  const message = {
    ...(kind !== 'picture' && { text: isNamed ? `@Board ${text}` : text, argumentText: text }),
    ...(isNamed && { annotations: [NAMED] }),
    ...(room !== undefined && { thread: { name: `spaces/${room}/threads/T1` } }),
    ...(kind === 'forwarded' && { quotedMessageMetadata: { quoteType: 'FORWARD' } }),
  };
  return fake.event(idOf(user), message, {
    eventTime,
    ...(room !== undefined && { space: { name: `spaces/${room}`, type: 'ROOM' } }),
    ...(kind === 'from a bot' && { user: { name: idOf(user), type: 'BOT' } }),
  });
}

/** The newest of this label in the chat of its owner. */
function press(fake: FakeGoogleChat, owner: number, label: string, user: number): void {
  const own = fake.offered.filter(({ space }) => space === spaceOf(idOf(owner)));
  const offer = own.findLast(({ button }) => button.text === label);
  if (offer === undefined) throw new Error(`no button ${label}`);
  const { parameters } = offer.button.onClick.action;
  const action = { actionMethodName: 'boardtalk', parameters };
  const event = fake.event(idOf(user), { name: offer.message }, { type: 'CARD_CLICKED', action });
  fake.posts.add(fake.request(event));
}
