/** What Feishu brings, as its documentation shows it, what is sent to it, and frames as bytes. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import { Fragments } from './fragments.ts';
import { decodeFrame, encodeFrame, type FeishuFrame } from './frame.ts';
import { parseEvent } from './parse.ts';
import { renderFile, uuidOf } from './render.ts';

const test = suite('payloads of Feishu');

const NOW = 1_609_073_160_000;
const reading = { me: 'ou_board', now: NOW, aheadMs: 0 };
const USER = 'ou_84aad35d084aa403a838cf73ee18467';

interface Sample {
  readonly event: { readonly sender: object; readonly message: object };
}

function sample(name: string): Sample {
  const text = readFileSync(new URL(`./samples/${name}.json`, import.meta.url), 'utf8');
  return JSON.parse(text) as Sample;
}

test('a text in a chat of two is heard as it is, when it was written', () => {
  assert.deepEqual(parseEvent(sample('text'), reading), {
    ...{ id: 'om_5ce6d572455d361153b7cb51da133945', chat: USER, user: USER },
    ...{ at: 1_609_073_151_345, kind: 'text', text: 'pump on' },
  });
  const ahead = parseEvent(sample('text'), { ...reading, aheadMs: -600_000 });
  assert.equal(ahead?.at, NOW, 'nothing is written in the future');
});

test('in a group the own name is no part of what was said, and others have theirs', () => {
  const said = parseEvent(sample('group'), reading);
  assert.deepEqual(
    [said?.chat, said?.user, said?.group, said?.text],
    ['oc_5ce6d572455d361153b7xx51da133945', USER, 'addressed', 'how warm is it, @Tom\nand outside'],
  );
  assert.equal(parseEvent(sample('group'), { ...reading, me: 'ou_other' })?.group, 'overheard');
});

test('a press is the token of the button, in the place where it stands', () => {
  const pressed = parseEvent(sample('press'), reading);
  assert.deepEqual(pressed, {
    ...{ id: 'press:f7984f25108f8137722bb63c1567f2e3', user: USER, at: NOW, kind: 'button' },
    ...{ chat: 'oc_e4d2605ca917e695f54f11aaf56f0ab2', text: 'token-1', group: 'addressed' },
  });
});

test('apps are not heard, pictures are no text, and what makes no sense is passed over', () => {
  const { event, ...rest } = sample('text');
  const heard = (sender: object, message: object): string | undefined =>
    parseEvent(
      {
        ...rest,
        event: {
          sender: { ...event.sender, ...sender },
          message: { ...event.message, ...message },
        },
      },
      reading,
    )?.kind;
  assert.equal(heard({ sender_type: 'app' }, {}), undefined);
  assert.equal(heard({ sender_id: {} }, {}), undefined);
  assert.equal(heard({}, { message_type: 'image', content: '{"image_key":"img"}' }), 'other');
  assert.equal(heard({}, { content: 'no JSON' }), 'other');
  assert.equal(heard({}, { message_type: 'merge_forward' }), 'forwarded');
  assert.equal(parseEvent({ header: { event_type: 'im.chat.updated_v1' } }, reading), undefined);
  assert.equal(parseEvent(undefined, reading), undefined);
});

test('lines stay lines, a picture stands over its words, and a key is no longer than Feishu takes', () => {
  assert.deepEqual(
    JSON.parse(
      renderFile({ chat: 'ou_1', text: 'one\ntwo' }, { kind: 'image', key: 'img_1' }).content,
    ),
    {
      zh_cn: {
        content: [
          [{ tag: 'img', image_key: 'img_1' }],
          [{ tag: 'text', text: 'one' }],
          [{ tag: 'text', text: 'two' }],
        ],
      },
    },
  );
  assert.equal(uuidOf('x'.repeat(500)).length, 48);
});

const FRAME: FeishuFrame = {
  ...{ seqId: 2n ** 64n - 1n, logId: 300n, service: 33_554_678, method: 1 },
  headers: [
    ['type', 'event'],
    ['sum', '2'],
    ['seq', '0'],
    ['message_id', 'one'],
  ],
  ...{ payloadEncoding: undefined, payloadType: 'json', logIdNew: '日志' },
  payload: Buffer.from('{"a":'),
};

test('a frame is the same when it was written and read, and cut ones are none', () => {
  const bytes = encodeFrame(FRAME);
  assert.deepEqual(decodeFrame(bytes), FRAME);
  for (let at = 0; at < bytes.length; at += 1)
    assert.ok(decodeFrame(bytes.subarray(0, at))?.logIdNew === undefined);
  assert.equal(decodeFrame(Buffer.from('<html>Log in</html>')), undefined);
  assert.equal(decodeFrame(Buffer.alloc(0)), undefined);
  assert.equal(decodeFrame(Buffer.alloc(40, 0xff)), undefined);
});

test('pieces make a whole in any order, and those that make no sense make none', () => {
  const piece = (seq: string, text: string, sum = '2'): FeishuFrame => ({
    ...FRAME,
    headers: [
      ['message_id', 'one'],
      ['sum', sum],
      ['seq', seq],
    ],
    payload: Buffer.from(text),
  });
  const fragments = new Fragments();
  assert.equal(fragments.take(piece('1', 'b')), undefined);
  assert.equal(fragments.take(piece('1', 'b')), undefined);
  assert.equal(fragments.take(piece('0', 'a'))?.toString(), 'ab');
  assert.equal(fragments.take(piece('2', 'a')), undefined);
  assert.equal(fragments.take(piece('0', 'a', '1000000')), undefined);
  assert.equal(fragments.take(piece('0', 'a', '1'))?.toString(), 'a');
});

test('a frame of any number of fields is none, and takes no time', () => {
  const frame = encodeFrame({ seqId: 1n, logId: 1n, service: 1, method: 1, headers: [] });
  const withMore = (count: number): Buffer =>
    Buffer.concat([frame, ...Array.from({ length: count }, () => Buffer.from([0x2a, 0]))]);
  assert.equal(decodeFrame(withMore(100))?.headers.length, 100);
  assert.ok(decodeFrame(withMore(500_000)) === undefined);
});

test('nobody without an id is heard, nor what has no id or place', () => {
  const { event, ...around } = sample('text');
  const { sender, message } = event;
  const heard = (more: object): unknown =>
    parseEvent({ ...around, event: { sender, message, ...more } }, reading);
  assert.notEqual(heard({}), undefined);
  assert.equal(heard({ sender: { ...sender, sender_id: { open_id: '' } } }), undefined);
  assert.equal(heard({ message: { ...message, message_id: '' } }), undefined);
  assert.equal(heard({ message: { ...message, chat_id: '' } }), undefined);
});

test.run();
