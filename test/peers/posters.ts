/** Every platform that posts to this site, as one that signs whatever it is given: for posts that nobody would write. */
import assert from 'node:assert/strict';
import { createHmac, randomBytes } from 'node:crypto';
import type { ChannelAdapter } from '../../runtime/gateway/channels/channel-adapter.ts';
import type { HookRequest } from '../../runtime/gateway/channels/hook-request.ts';
import { FakeGoogleChat } from './googlechat/fake-googlechat.ts';
import { googlechatAdapter } from './googlechat/googlechat-bench.ts';
import { FakeLine, LINE_SECRET } from './line/fake-line.ts';
import { lineAdapter } from './line/line-bench.ts';
import { BACKEND, BOT_SECRET, FakeNextcloud } from './nextcloud/fake-nextcloud.ts';
import { nextcloudAdapter } from './nextcloud/nextcloud-bench.ts';
import { FakeTeams, TENANT_ID } from './teams/fake-teams.ts';
import { teamsAdapter } from './teams/teams-bench.ts';
import { ADDRESS, FakeTwilio, TWILIO_TOKEN } from './twilio/fake-twilio.ts';
import { twilioAdapter } from './twilio/twilio-bench.ts';
import { BOT, FakeWebex, WEBEX_SECRET } from './webex/fake-webex.ts';
import { webexAdapter } from './webex/webex-bench.ts';
import { APP_SECRET, FakeWhatsApp } from './whatsapp/fake-whatsapp.ts';
import { whatsappAdapter } from './whatsapp/whatsapp-bench.ts';

/** A platform that posts: it signs whatever bytes it is given. */
export interface Poster {
  readonly adapter: ChannelAdapter;
  /** Posts that are right, of one person and in every form that is heard. */
  readonly posts: readonly object[];
  readonly sign: (body: Buffer) => HookRequest;
  /** Of what it posts beside JSON. */
  readonly write?: (post: object) => string;
  /** Whether what vouches for the post vouches for its words: a token does not. */
  readonly signsBody: boolean;
  /** Who wrote is read from the platform, and is not in the post. */
  readonly reads?: readonly string[];
  readonly check?: () => void;
  readonly close: () => Promise<void>;
}

export const POSTERS: Readonly<Record<string, () => Promise<Poster>>> = {
  googlechat,
  line,
  nextcloud,
  teams,
  twilio,
  webex,
  whatsapp,
};

/** What JSON can say and no object of this language: put in after it was written. */
export const RAW = [
  '1e999',
  '-1e999',
  '-0',
  '{"__proto__":{"id":"U6"}}',
  '{"id":"a","id":"b"}',
  '\uD800',
];
export const SIGN = '\u0001raw';

export function rawly(text: string): string {
  return text.replaceAll(/"\\u0001raw(\d+)"/g, (_whole, at: string) => RAW[Number(at)] ?? '');
}

const JSON_TYPE = { 'content-type': 'application/json' };

function posted(body: Buffer, headers: Readonly<Record<string, string>>): HookRequest {
  return { method: 'POST', query: new URLSearchParams(), headers, body };
}

function line(): Promise<Poster> {
  const fake = new FakeLine();
  const event = (source: object, more: object): object =>
    fake.event(
      { source: { type: 'user', userId: 'U1', ...source }, type: 'message', ...more },
      'U1',
    );
  const mention = { mentionees: [{ index: 0, length: 6, type: 'user', isSelf: true }] };
  const events = [
    event({}, { message: { type: 'text', text: 'hello' } }),
    event(
      { type: 'group', groupId: 'C1' },
      { message: { type: 'text', text: '@board hello', mention } },
    ),
    event({}, { type: 'postback', postback: { data: 'token' } }),
    event({}, { message: { type: 'image' } }),
  ];
  return Promise.resolve({
    adapter: lineAdapter(fake),
    posts: events.map((one) => ({ destination: 'Ubot', events: [one] })),
    sign: (body) => {
      const signature = createHmac('sha256', LINE_SECRET).update(body).digest('base64');
      return posted(body, { ...JSON_TYPE, 'x-line-signature': signature });
    },
    signsBody: true,
    close: () => Promise.resolve(),
  });
}

function whatsapp(): Promise<Poster> {
  const fake = new FakeWhatsApp();
  const button = { type: 'button_reply', button_reply: { id: 'token', title: 'Yes' } };
  const said = [
    { text: { body: 'hello' } },
    { text: { body: 'hello' }, context: { forwarded: true } },
    { type: 'interactive', interactive: button },
    { type: 'image', image: { id: '1' } },
  ];
  const failed = { status: 'failed', recipient_id: '1', errors: [{ code: 131_047 }] };
  return Promise.resolve({
    adapter: whatsappAdapter(fake),
    posts: said.map((one) =>
      fake.webhook({ messages: [fake.message('US.1', one)], statuses: [failed] }),
    ),
    sign: (body) => {
      const signature = createHmac('sha256', APP_SECRET).update(body).digest('hex');
      return posted(body, { ...JSON_TYPE, 'x-hub-signature-256': `sha256=${signature}` });
    },
    signsBody: true,
    close: () => Promise.resolve(),
  });
}

function nextcloud(): Promise<Poster> {
  const fake = new FakeNextcloud();
  const written = fake.activity('users/1', 'dm1', 'hello');
  const parameters = {
    'mention-user1': { type: 'user', id: 'x', name: 'X' },
    file: { type: 'file' },
  };
  const message = 'Board: {mention-user1} {file} hello';
  const content = JSON.stringify({ message, parameters });
  const group = fake.activity('users/1', 'group100', '');
  return Promise.resolve({
    adapter: nextcloudAdapter(fake),
    posts: [written, { ...group, object: { ...group.object, content } }],
    sign: (body) => {
      const random = randomBytes(48).toString('base64');
      const signed = createHmac('sha256', BOT_SECRET).update(random).update(body);
      return posted(body, {
        ...{ ...JSON_TYPE, 'x-nextcloud-talk-random': random },
        'x-nextcloud-talk-signature': signed.digest('hex'),
        'x-nextcloud-talk-backend': BACKEND,
      });
    },
    signsBody: true,
    close: () => Promise.resolve(),
  });
}

function twilio(): Promise<Poster> {
  const fake = new FakeTwilio();
  return Promise.resolve({
    adapter: twilioAdapter(fake),
    posts: [fake.fields('+4912345', 'Grüße & mehr'), fake.fields('+4912345', '')],
    write: (post) => {
      const form = new URLSearchParams();
      for (const [name, value] of Object.entries(post)) form.append(name, fieldOf(value));
      return form.toString();
    },
    sign: (body) => {
      const pairs = [...new URLSearchParams(body.toString())];
      const sorted = pairs.sort(([one], [other]) => (one < other ? -1 : 1));
      const signature = createHmac('sha1', TWILIO_TOKEN)
        .update(ADDRESS + sorted.flat().join(''))
        .digest('base64');
      const type = 'application/x-www-form-urlencoded; charset=UTF-8';
      return posted(body, { 'content-type': type, 'x-twilio-signature': signature });
    },
    signsBody: true,
    close: () => Promise.resolve(),
  });
}

function fieldOf(value: unknown): string {
  return typeof value === 'string' ? value : rawly(JSON.stringify(value));
}

async function webex(): Promise<Poster> {
  const fake = new FakeWebex();
  await fake.open();
  const direct = fake.write({ text: 'hello', personId: 'PERSON-1' });
  const named = { text: 'Board hello', mentionedPeople: [BOT.id], roomType: 'group' } as const;
  const group = fake.write({ ...named, roomId: 'ROOM-100', parentId: 'THREAD' });
  return {
    adapter: webexAdapter(fake),
    posts: [fake.event(direct), fake.event(group)],
    sign: (body) => {
      const signature = createHmac('sha1', WEBEX_SECRET).update(body).digest('hex');
      return posted(body, { ...JSON_TYPE, 'x-spark-signature': signature });
    },
    signsBody: true,
    reads: ['PERSON-1'],
    check: () => {
      const isRight = /^GET \/v1\/(people\/me|messages\/[^/]+)$/;
      assert.deepEqual([...new Set(fake.calls.filter((call) => !isRight.test(call)))], []);
    },
    close: () => fake.close(),
  };
}

async function googlechat(): Promise<Poster> {
  const fake = new FakeGoogleChat();
  await fake.open();
  const token = fake.token();
  const named = { type: 'USER_MENTION', userMention: { user: { name: 'users/9', type: 'BOT' } } };
  const space = { name: 'spaces/ROOM100', type: 'ROOM' };
  const thread = { name: 'spaces/ROOM100/threads/T1' };
  const action = { parameters: [{ key: 'boardtalk', value: 'token' }] };
  return {
    adapter: googlechatAdapter(fake),
    posts: [
      fake.event('users/1', { text: 'hello' }),
      fake.event('users/1', { argumentText: 'hello', annotations: [named], thread }, { space }),
      fake.event('users/1', { name: 'spaces/S/messages/M' }, { type: 'CARD_CLICKED', action }),
    ],
    sign: (body) => posted(body, { ...JSON_TYPE, authorization: `Bearer ${token}` }),
    signsBody: false,
    close: () => fake.close(),
  };
}

async function teams(): Promise<Poster> {
  const fake = new FakeTeams();
  await fake.open();
  const token = fake.token();
  const named = { type: 'mention', mentioned: { id: 'BOT' }, text: '<at>Board</at>' };
  const conversation = { id: '19:1;messageid=2', conversationType: 'channel', tenantId: TENANT_ID };
  const said = { text: '<at>Board</at> hello', entities: [named], recipient: { id: 'BOT' } };
  return {
    adapter: teamsAdapter(fake),
    posts: [
      fake.activity('29:1', { text: 'hello', attachments: [{ contentType: 'x', content: 'y' }] }),
      fake.activity('29:1', { ...said, conversation }),
      fake.activity('29:1', { value: { boardtalk: 'token' } }),
    ],
    sign: (body) => posted(body, { ...JSON_TYPE, authorization: `Bearer ${token}` }),
    signsBody: false,
    close: () => fake.close(),
  };
}
