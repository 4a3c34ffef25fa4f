/** What Socket Mode may bring that nobody of this workspace wrote, after the payloads of docs.slack.dev. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import { Secret } from '../../../config/secret.ts';
import { systemClock as clock } from '../../../core/clock.ts';
import { parseEvent, parsePress, type Reading } from './parse.ts';
import { SlackAdapter } from './slack-adapter.ts';
import { troubleOf } from './web-api.ts';

const test = suite('payloads of Slack');

const READING: Reading = { me: 'U0BOARD', team: 'T0SITE', now: 1_700_000_060_000, aheadMs: 0 };

/** docs.slack.dev/reference/events/message.im */
const EVENT = {
  ...{ type: 'message', channel: 'D024BE91L', channel_type: 'im', user: 'U2147483697' },
  ...{ text: 'pump on', ts: '1700000000.000005' },
};

const heard = (more: object, around: object = {}, reading = READING): string | undefined =>
  parseEvent({ team_id: 'T0SITE', ...around, event: { ...EVENT, ...more } }, reading)?.text;

test('who has the same id in another workspace is somebody else, and not heard', () => {
  assert.equal(heard({}), 'pump on');
  assert.equal(heard({}, { team_id: 'T0OTHER' }), undefined);
  assert.equal(heard({}, { team_id: 'T0SITE', context_team_id: 'T0OTHER' }), undefined);
  // A channel that two workspaces share: it is heard where the app is.
  assert.equal(heard({}, { team_id: 'T0OTHER', context_team_id: 'T0SITE' }), 'pump on');
  assert.equal(heard({}, { team_id: 'T0OTHER' }, { ...READING, team: undefined }), 'pump on');
});

test('nobody without an id is heard, and nothing without a time', () => {
  for (const ts of ['', 'NaN', '-1', '1e300', '9'.repeat(400), '1700000000.'])
    assert.equal(heard({ ts }), undefined, ts);
  assert.equal(heard({ user: '' }), undefined);
  assert.equal(heard({ channel: '' }), undefined);
  const press = {
    ...{ type: 'block_actions', user: { id: 'U1' }, channel: { id: 'D1' } },
    actions: [{ value: 'token', action_ts: '1700000000.000005' }],
  };
  assert.equal(parsePress(press, READING)?.user, 'U1');
  assert.equal(parsePress({ ...press, user: { id: '' } }, READING), undefined);
  assert.equal(parsePress({ ...press, channel: { id: '' } }, READING), undefined);
});

test('brackets that never end are read in no time', () => {
  const began = process.hrtime.bigint();
  for (const piece of ['<@', '<https:', '<@a|']) heard({ text: piece.repeat(150_000) });
  assert.ok(process.hrtime.bigint() - began < 3_000_000_000n);
});

test('an error that is called like a part of every object has no cure', () => {
  for (const why of ['constructor', 'toString', '__proto__'])
    assert.deepEqual(troubleOf({ kind: 'refused', why, retryAfterMs: undefined }), {
      ...{ why: `Slack says: ${why}`, cure: undefined, retryAfterMs: undefined },
    });
});

test('the token goes along to where Slack keeps files, and nowhere else', async () => {
  const asked: string[] = [];
  const adapter = new SlackAdapter({
    ...{ token: new Secret('xoxb-1'), appToken: new Secret('xapp-1-A1-2-x'), clock },
    endpoint: 'https://slack.test/api',
    fetch: (url) => {
      asked.push(new Request(url).url);
      return Promise.resolve(new Response('picture'));
    },
  });
  const { signal } = new AbortController();
  const ref = 'https://files.slack.com/files-pri/T1-F1/gauge.png';
  assert.equal((await adapter.fetchFile(ref, signal)).kind, 'fetched');
  for (const other of [
    'https://files.slack.com.example/files-pri/T1-F1/gauge.png',
    'http://files.slack.com/files-pri/T1-F1/gauge.png',
    'https://drive.example.org/gauge.png',
  ])
    assert.equal((await adapter.fetchFile(other, signal)).kind, 'refused', other);
  assert.deepEqual(asked, [ref]);
});

test.run();
