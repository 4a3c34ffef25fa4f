/** What becomes of ids that climb, in the addresses of Mattermost's REST API. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import { Secret } from '../../../config/secret.ts';
import { systemClock as clock } from '../../../core/clock.ts';
import { MattermostAdapter } from './mattermost-adapter.ts';
import { readMissed } from './missed.ts';
import { RestApi } from './rest-api.ts';

const test = suite('addresses of Mattermost');

const CLIMBS = 'abc/../../users/me?x=';
const ENCODED = 'abc%2F..%2F..%2Fusers%2Fme%3Fx%3D';
const SERVER = { token: new Secret('t'), endpoint: 'https://chat.test' };

test('an id of a message stays one part of the address', async () => {
  const asked: string[] = [];
  const fetch: typeof globalThis.fetch = (url) => {
    asked.push(new Request(url).url);
    return Promise.resolve(Response.json({}));
  };
  const adapter = new MattermostAdapter({ ...SERVER, clock, fetch });
  await adapter.edit(CLIMBS, { chat: '@anna', text: 'half' });
  assert.deepEqual(asked, [`https://chat.test/api/v4/posts/${ENCODED}/patch`]);
});

test('an id of a channel that has news stays one part of the address', async () => {
  const asked: string[] = [];
  const api = new RestApi({
    ...SERVER,
    fetch: (url) => {
      asked.push(new Request(url).url.split('/posts?')[0] ?? '');
      const list = [{ id: CLIMBS, type: 'D', last_post_at: 2 }];
      return Promise.resolve(Response.json(asked.length === 1 ? list : {}));
    },
  });
  const reading = { me: { id: 'me', username: 'board' }, now: 2, aheadMs: 0 };
  await readMissed(api, { since: 1, reading, signal: new AbortController().signal });
  assert.equal(asked[1], `https://chat.test/api/v4/channels/${ENCODED}`);
});

test.run();
