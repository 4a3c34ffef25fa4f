/** What people publish, as mqtt.js gives it, and where the answers go. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import { PASSED_OVER, readSamples } from '../../../../test/sample-folder.ts';
import { z } from '../../../core/schema.ts';
import type { ArrivedMessage } from '../../channels/channel-adapter.ts';
import { parseMessage } from './parse.ts';
import { Topics } from './topics.ts';

const test = suite('packets of MQTT');

const NOW = Date.parse('2026-11-27T12:00:00Z');
/** When the broker may have taken what says nothing of it itself. */
const HEARD_AT = NOW - 5_000;
const SAMPLES = new URL('samples/', import.meta.url);
const topics = new Topics('boardtalk/', 'board');

const packetSchema = z.object({
  topic: z.string(),
  payload: z.union([
    z.object({ text: z.string() }),
    z.object({ base64: z.string() }).transform(({ base64 }) => Buffer.from(base64, 'base64')),
  ]),
});

function read(sample: Buffer, name: string): ArrivedMessage | undefined {
  const { topic, payload } = packetSchema.parse(JSON.parse(sample.toString()));
  const user = topics.userOf(topic);
  if (user === undefined) return undefined;
  const bytes = 'text' in payload ? Buffer.from(payload.text) : payload;
  return parseMessage({ user, payload: bytes, at: HEARD_AT, now: NOW, packetId: name });
}

/** What Anna says, by the time of the packet, unless more is known. */
function ofAnna(id: string, text: string, more: object = {}): object {
  return { id, chat: 'anna', user: 'anna', at: HEARD_AT, kind: 'text', text, ...more };
}

/** The ids of letters are made of the person and of what they wrote: the first 43 of 256 bits. */
const LETTER_ID = /^own-[\w-]{43}$/;

test('of each packet the last level of its topic is the person, and what stands in it is said', () => {
  const heard = readSamples(SAMPLES, read);
  const { letter, ...others } = heard;
  const idOf = (name: string): string => {
    const message = heard[name];
    return typeof message === 'object' ? message.id : '';
  };
  const at = NOW - 60_000;
  const ofLetter = (name: string, more: object = { at }): object =>
    ofAnna(idOf(name), 'pump on', more);
  assert.deepEqual(letter, ofLetter('letter'));
  assert.deepEqual(others, {
    text: ofAnna('text', 'how warm is it?'),
    chinese: ofAnna('chinese', '开泵'),
    'letter-zone': ofLetter('letter-zone'),
    'letter-milliseconds': ofLetter('letter-milliseconds'),
    'letter-ahead': ofLetter('letter-ahead', { at: NOW }),
    'letter-plain': ofAnna('letter-plain', 'pump on'),
    'letter-more': ofAnna('letter-more', 'pump on'),
    'content-type': ofAnna('content-type', 'pump on'),
    'same-id-of-another': ofLetter('same-id-of-another', { at, chat: 'ben', user: 'ben' }),
    'no-letter': ofAnna('no-letter', '{"id": "7f3e", "at": "2026-11-27T11:59:00Z"}'),
    'no-time': ofAnna('no-time', '{"id": "7f3f", "text": "pump on", "at": "yesterday"}'),
    number: ofAnna('number', '21.5'),
    quoted: ofAnna('quoted', '"pump on"'),
    list: ofAnna('list', '["pump on","pump off"]'),
    empty: ofAnna('empty', ''),
    picture: ofAnna('picture', '', { kind: 'other' }),
    'broken-utf8': ofAnna('broken-utf8', '', { kind: 'other' }),
    own: PASSED_OVER,
    deeper: PASSED_OVER,
    'other-tree': PASSED_OVER,
    nobody: PASSED_OVER,
  });
  const ids = Object.keys(heard)
    .filter((name) => /^(letter(-zone|-milliseconds|-ahead)?|same-id-of-another)$/.test(name))
    .map(idOf);
  assert.ok(ids.every((id) => LETTER_ID.test(id)));
  assert.equal(new Set(ids).size, 5);
});

test('the same letter again has the same id, in whatever packet it comes', () => {
  const payload = Buffer.from('{"id":"7f3a","text":"pump on"}');
  const idIn = (packetId: string): string =>
    parseMessage({ user: 'anna', payload, at: HEARD_AT, now: NOW, packetId }).id;
  assert.equal(idIn('1'), idIn('2'));
});

test('an answer goes to the topic of that person alone', () => {
  assert.equal(topics.outOf('anna'), 'boardtalk/out/anna');
  for (const name of ['', '+', '#', 'anna/phone', 'a\0'])
    assert.equal(topics.outOf(name), undefined);
});

test.run();
