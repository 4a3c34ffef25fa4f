/** What ntfy tells on its stream, after the examples of docs.ntfy.sh/subscribe/api. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import { HeardUpTo } from './heard-up-to.ts';
import { failedOf, failureOf } from './outcome.ts';
import { messageOf, OWN_TITLE, parseEvent, type NtfyEvent } from './parse.ts';

const test = suite('events of ntfy');

const CLOCKS = { now: 1_700_000_000_000, aheadMs: 1_000 };

function samples(): readonly NtfyEvent[] {
  const text = readFileSync(new URL('./samples/stream.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as unknown[]).flatMap((one) => parseEvent(JSON.stringify(one)) ?? []);
}

test('a message is of its topic, and a file is no text; the rest is none', () => {
  assert.equal(samples().length, 4);
  const [text, file, ...others] = samples().flatMap((event) => messageOf(event, CLOCKS) ?? []);
  const topic = 'anna-x7Qm2vK9';
  const said = { kind: 'text', text: 'how warm is it?' };
  const at = 1_638_542_109_000;
  assert.deepEqual(text, { id: 'wze9zgqK41', chat: topic, user: topic, at, ...said });
  assert.deepEqual([file?.kind, file?.text, others.length], ['other', '', 0]);
});

test('what the site published itself is passed over, and what has another form', () => {
  const [, message] = samples();
  assert.ok(message !== undefined);
  assert.equal(messageOf({ ...message, title: OWN_TITLE }, CLOCKS), undefined);
  for (const line of ['', '{}', '[]', '{"id":1,"time":"now"}'])
    assert.equal(parseEvent(line), undefined);
});

test('of the last second is kept what of it was heard', () => {
  const upTo = new HeardUpTo(undefined);
  assert.equal(upTo.since, undefined);
  upTo.add({ time: 7, id: 'a' });
  upTo.add({ time: 9, id: 'b' });
  upTo.add({ time: 9, id: 'c' });
  const cursor = upTo.add({ time: 8, id: 'd' });
  assert.equal(cursor, '9 b,c');
  const again = new HeardUpTo(cursor);
  const [event] = samples();
  assert.ok(event !== undefined);
  assert.deepEqual([again.since, again.has({ ...event, time: 9, id: 'b' })], [9, true]);
  assert.equal(new HeardUpTo('nonsense').since, undefined);
});

test('of what fails on the side of the server nobody knows whether it was told: it is not sent again', () => {
  const error = JSON.stringify({ code: 50001, http: 500, error: 'internal server error' });
  for (const [status, text] of [
    [500, error],
    [502, '<html>Bad Gateway</html>'],
    [503, '<html>Service Unavailable</html>'],
    [507, error],
  ] as const)
    assert.equal(failedOf(failureOf(status, text)).kind, 'unknown', String(status));
});

test.run();
