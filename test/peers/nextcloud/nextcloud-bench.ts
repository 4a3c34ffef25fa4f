/** Nextcloud Talk for the facts that every messenger has to hold, on a stand-in after its documentation. */
import { Secret } from '../../../runtime/config/secret.ts';
import { systemClock as clock } from '../../../runtime/core/clock.ts';
import type { Clock } from '../../../runtime/core/clock.ts';
import { NextcloudAdapter } from '../../../runtime/gateway/adapters/nextcloud/nextcloud-adapter.ts';
import {
  ANNA,
  OTHER,
  STRANGER,
  type ChannelBench,
  type Letter,
} from '../../contracts/channel.contract.ts';
import { BACKEND, BOT_SECRET, FakeNextcloud } from './fake-nextcloud.ts';

const GROUPS: Readonly<Record<string, string>> = {
  addressed: 'group100',
  overheard: 'group100',
  elsewhere: 'group200',
};

export function nextcloudBench(fake = new FakeNextcloud()): ChannelBench {
  return {
    ...{ type: 'nextcloud', account: '127.0.0.1', secret: BOT_SECRET, group: 'group100' },
    verified: 'its own stand-in only: not verified against the service',
    tellsForwarded: false,
    tellsWhen: false,
    idOf,
    meets: conversationOf,
    seenInGroup: () => fake.textsIn('group100'),
    open: () => fake.open(),
    close: async () => {
      fake.posts.close();
      await fake.close();
    },
    adapter: () => fake.posts.ear(nextcloudAdapter(fake)),
    write: (user, text, letter = {}) => {
      fake.posts.add(fake.request(activityOf(fake, user, text, letter)));
    },
    press: noButtons,
    pressOf: noButtons,
    seen: (user) => fake.textsIn(conversationOf(user)),
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
      fake.mayAnswer = !isRevoked;
    },
  };
}

export function nextcloudAdapter(fake: FakeNextcloud, by: Clock = clock): NextcloudAdapter {
  return new NextcloudAdapter({
    ...{ secret: new Secret(BOT_SECRET), endpoint: fake.url, backend: BACKEND, botName: 'board' },
    ...{ clock: by, fetch, checkEveryMs: 20 },
    privateConversations: new Set([ANNA, STRANGER, OTHER].map(conversationOf)),
  });
}

function idOf(user: number): string {
  return `users/${String(user)}`;
}

function conversationOf(user: number): string {
  return `dm${String(user)}`;
}

function activityOf(
  fake: FakeNextcloud,
  user: number,
  text: string,
  { kind }: Pick<Letter, 'kind'>,
): object {
  const isNamed = kind === 'addressed' || kind === 'elsewhere';
  const conversation = GROUPS[kind ?? ''] ?? conversationOf(user);
  const said = isNamed ? `Board: ${text}` : text;
  if (kind === 'from a bot')
    return fake.activity(idOf(user), conversation, said, {
      actor: { type: 'Application', id: 'bots/bot-1', name: 'Bot' },
    });
  if (kind !== 'picture') return fake.activity(idOf(user), conversation, said);
  const parameters = { file: { type: 'file', id: '1', name: 'off.png' } };
  const content = JSON.stringify({ message: '{file}', parameters });
  const { object, ...rest } = fake.activity(idOf(user), conversation, '');
  return { ...rest, object: { ...object, name: '', content } };
}

function noButtons(): never {
  throw new Error('a bot of Talk has no buttons');
}
