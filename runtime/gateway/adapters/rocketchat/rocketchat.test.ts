/** What Rocket.Chat tells of a message, after the examples of developer.rocket.chat. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import { Secret } from '../../../config/secret.ts';
import { readMissed } from './missed.ts';
import { heardOf, parseMessage } from './parse.ts';
import { RestApi } from './rest-api.ts';

const test = suite('messages of Rocket.Chat');

const ME = { _id: 'rbAXPnMktTFbNpwtJ', username: 'board.bot', aheadMs: 1_000 };
const READING = { me: ME, now: 1_800_000_000_000 };
const ANNA = '4SebuZCHhQKvTt23o';

function sample(name: string): Readonly<Record<string, unknown>> {
  const text = readFileSync(new URL(`./samples/${name}.json`, import.meta.url), 'utf8');
  return JSON.parse(text) as Readonly<Record<string, unknown>>;
}

function heard(value: unknown, isDirect: boolean): ReturnType<typeof heardOf> {
  const message = parseMessage(value);
  return message === undefined ? undefined : heardOf(message, isDirect, READING);
}

test('a message of two is of the person, by their id, at the time of this node', () => {
  assert.deepEqual(heard(sample('direct'), true)?.message, {
    ...{ id: 'PbqaTCegrjT2aMY5B', chat: `@${ANNA}`, user: ANNA, at: 1_693_045_290_715 },
    ...{ kind: 'text', text: 'how warm is it?' },
  });
});

test('what names the bot in a thread is answered there', () => {
  const { message } = heard(sample('thread'), false) ?? {};
  assert.deepEqual(
    [message?.chat, message?.text, message?.group],
    ['GENERAL/J8Sqi5zPw62WgE4Md', 'how warm is it?', 'addressed'],
  );
});

test('what the server says, what is encrypted, and what has another form is passed over', () => {
  const said = sample('direct');
  for (const more of [{ t: 'uj' }, { t: 'e2e' }, { u: {} }, { ts: 'yesterday' }, { _id: 7 }])
    assert.equal(heard({ ...said, ...more }, true), undefined);
  assert.equal(heard(undefined, true), undefined);
});

test('a room of a kind that is called like a part of every object is read from nowhere', async () => {
  const asked: string[] = [];
  const api = new RestApi({
    ...{ token: new Secret('t'), userId: 'u', endpoint: 'https://chat.test' },
    fetch: (url) => {
      asked.push(new URL(new Request(url).url).pathname);
      const update = ['constructor', 'toString', '__proto__', 'd'].map((t) => ({ _id: 'r', t }));
      const rooms = { success: true, update };
      return Promise.resolve(
        Response.json(asked.length === 1 ? rooms : { success: true, messages: [] }),
      );
    },
  });
  const { signal } = new AbortController();
  assert.deepEqual(await readMissed(api, { since: 1, ...READING, signal }), []);
  assert.deepEqual(asked, ['/api/v1/rooms.get', '/api/v1/im.history']);
});

test.run();
