/** Updates of the Bot API, after core.telegram.org/bots/api, and what is sent to it. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { suite } from 'uvu';
import { parseUpdate, type ParsedUpdate } from './parse-update.ts';
import { renderFile, renderMessage } from './render.ts';

const test = suite('updates of Telegram');

const NOW = 1_700_000_060_000;

/** The board's clock is a minute ahead of Telegram's, which says that three seconds went by. */
const READING = {
  ...{ now: NOW, serverNow: 1_700_000_003_000 },
  me: { id: 4242, username: 'board_bot' },
};

const SAMPLES = new URL('./samples/', import.meta.url);

function heard(name: string): ParsedUpdate | undefined {
  const update: unknown = JSON.parse(readFileSync(new URL(name, SAMPLES), 'utf8'));
  return parseUpdate(update, name, READING);
}

const IN_TWO = { chat: '1001', user: '1001', at: NOW - 3_000, group: undefined };
const IN_GROUP = { ...IN_TWO, chat: '-1001234567890' };
const IN_TOPIC = { ...IN_TWO, chat: '-1001234567890/77' };

/** What each sample says; undefined: it is passed over. */
const SAID: Readonly<Record<string, object | undefined>> = {
  'blockquote-alone.json': { ...IN_TWO, kind: 'forwarded', text: '' },
  'blockquote.json': { ...IN_TWO, kind: 'text', text: 'no, leave it' },
  'bot.json': undefined,
  'channel-post.json': undefined,
  'command.json': { ...IN_GROUP, kind: 'text', text: '/status', group: 'addressed' },
  'edited.json': undefined,
  'forwarded.json': { ...IN_TWO, kind: 'forwarded', text: 'pump off' },
  'group.json': { ...IN_GROUP, kind: 'text', text: 'how warm is it', group: 'addressed' },
  'joined.json': { ...IN_GROUP, kind: 'other', text: '', group: 'overheard' },
  'overheard.json': { ...IN_GROUP, kind: 'text', text: '@ben look', group: 'overheard' },
  'picture.json': { ...IN_TWO, kind: 'file', text: 'read this', file: { ref: 'AgAC-large' } },
  'press-in-topic.json': {
    ...{ ...IN_TOPIC, at: NOW, kind: 'button', text: 'token-2', group: 'addressed' },
  },
  'press.json': { ...IN_TWO, at: NOW, kind: 'button', text: 'token-1' },
  'reply-thread.json': { ...IN_GROUP, kind: 'text', text: 'so do I', group: 'overheard' },
  'reply.json': { ...IN_GROUP, kind: 'text', text: 'no, leave it', group: 'addressed' },
  'text.json': { ...IN_TWO, kind: 'text', text: 'pump on' },
  'topic.json': { ...IN_TOPIC, kind: 'text', text: 'how warm is it', group: 'addressed' },
  'via-bot.json': { ...IN_TWO, kind: 'forwarded', text: 'pump on' },
  'voice.json': { ...IN_TWO, kind: 'other', text: '' },
};

test('each sample says what it should, and none stands there unread', () => {
  assert.deepEqual(readdirSync(SAMPLES).toSorted(), Object.keys(SAID).toSorted());
  for (const [name, said] of Object.entries(SAID))
    assert.deepEqual(heard(name)?.message, said && { id: name, ...said }, name);
});

test('a press says what Telegram waits to be told of, and nothing else does', () => {
  assert.equal(heard('press.json')?.query, '4299');
  assert.equal(heard('press-in-topic.json')?.query, '4300');
  assert.equal(heard('text.json')?.query, undefined);
});

test('words go out as they are: without a parse mode no sign in them is markup', () => {
  const text = '*bold* _x_ <b>@anna</b> [a](tg://user?id=1)';
  const link_preview_options = { is_disabled: true };
  const place = { chat_id: -100, message_thread_id: 77 };
  assert.deepEqual(renderMessage({ chat: '-100/77', text }), {
    ...{ ...place, text, link_preview_options },
  });
  assert.deepEqual(renderMessage({ chat: '1001', text }), {
    ...{ chat_id: 1001, text, link_preview_options },
  });
});

test('two buttons share a row, of more each has its own', () => {
  const rowsOf = (labels: readonly string[]): unknown => {
    const buttons = labels.map((label) => ({ label, token: `t-${label}` }));
    const sent: { reply_markup?: unknown } = renderMessage({ chat: '1', text: 'Which?', buttons });
    return sent.reply_markup;
  };
  const key = (text: string): object => ({ text, callback_data: `t-${text}` });
  assert.deepEqual(rowsOf(['a', 'b']), { inline_keyboard: [[key('a'), key('b')]] });
  assert.deepEqual(rowsOf(['a', 'b', 'c']), {
    inline_keyboard: [[key('a')], [key('b')], [key('c')]],
  });
});

test('a picture is a photo, a table a document, in the topic and with the words that fit', () => {
  const base64 = Buffer.from('bytes').toString('base64');
  const file = { name: 'a.csv', type: 'text/csv', base64, alt: 'a table' } as const;
  const table = renderFile({ chat: '-100/77', text: 'x'.repeat(2_000) }, file);
  assert.equal(table.method, 'sendDocument');
  assert.deepEqual([...table.form.keys()], ['chat_id', 'message_thread_id', 'caption', 'document']);
  assert.equal(table.form.get('message_thread_id'), '77');
  assert.equal(table.form.get('caption'), 'x'.repeat(1_024));
  const picture = renderFile(
    { chat: '1', text: '' },
    { ...file, name: 'a.png', type: 'image/png' },
  );
  assert.equal(picture.method, 'sendPhoto');
  assert.deepEqual([...picture.form.keys()], ['chat_id', 'caption', 'photo']);
});

test.run();
