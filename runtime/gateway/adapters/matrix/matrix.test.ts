/** What a sync of Matrix brings, in the shapes of spec.matrix.org, and what is sent. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import { PASSED_OVER, readSamples } from '../../../../test/sample-folder.ts';
import { parseEvent } from './parse.ts';
import { renderEdit, renderMessage } from './render.ts';

const test = suite('events of Matrix');

const ME = '@board:example.org';
const NOW = 1_432_735_824_653;
const EVENT = {
  event_id: '$143273582443PhrSn',
  origin_server_ts: NOW - 5_000,
  sender: '@example:example.org',
  type: 'm.room.message',
};

interface Extra {
  readonly isOfTwo?: boolean;
  readonly event?: object;
}

function parse(content: object, { isOfTwo = true, event = {} }: Extra = {}) {
  const isMine = (id: string): boolean => id === '$mine';
  const reading = { me: ME, room: '!r:example.org', now: NOW, isOfTwo, isMine };
  return parseEvent({ ...EVENT, content: { msgtype: 'm.text', ...content }, ...event }, reading);
}

const textOf = (content: object): string | undefined => parse(content)?.text;

const ROOM = '!pumps:example.org';
const SAMPLES = new URL('samples/', import.meta.url);
const READ_AT = 1_795_780_800_000;
const PICTURE = { kind: 'file', file: { ref: 'example.org/level' } };

function readAll(isOfTwo: boolean): ReturnType<typeof readSamples<ReturnType<typeof parseEvent>>> {
  const isMine = (id: string): boolean => id === '$of-the-board';
  const reading = { me: ME, room: ROOM, now: READ_AT, isOfTwo, isMine };
  return readSamples(SAMPLES, (sample) => parseEvent(JSON.parse(sample.toString()), reading));
}

interface Heard {
  readonly chat: string;
  readonly group?: string;
}

/** @param words by the name of the sample */
function group(
  name: 'addressed' | 'overheard',
  words: Readonly<Record<string, string>>,
  more: object = {},
): readonly (readonly [string, Heard])[] {
  const always = { chat: ROOM, user: '@anna:example.org', at: READ_AT - 5_000, kind: 'text' };
  return Object.entries(words).map(([id, text]) => [
    id,
    { ...always, id: `$${id}`, text, group: name, ...more },
  ]);
}

/** What is heard of the samples in a room of many, but for those that are passed over. */
function heardInRoom(): Readonly<Record<string, Heard>> {
  const [thread, asked] = [{ chat: `${ROOM}/$root` }, 'how warm is it?'];
  return Object.fromEntries([
    ...group('addressed', { named: 'pump on', 'name-alone': '', reply: 'no, leave it' }),
    ...group('addressed', { thread: 'pump on', 'thread-reply': 'yes' }, thread),
    ...group('overheard', { 'thread-overheard': 'look at that' }, thread),
    ...group('overheard', { text: asked, room: asked, 'of-another': 'Ben: pump on' }),
    ...group('overheard', { 'reply-quoted': 'no, leave it', 'pill-other-server': 'pump on' }),
    ...group('overheard', { 'quoted-alone': '' }, { kind: 'forwarded' }),
    ...group('overheard', { picture: '', 'picture-caption': 'pump on' }, PICTURE),
    ...group('overheard', { voice: '', location: '', encrypted: '' }, { kind: 'other' }),
    ...group('overheard', { ahead: 'pump on' }, { at: READ_AT }),
    ...group('overheard', { aged: 'pump on' }, { at: READ_AT - 1_234 }),
  ]);
}

const NOT_HEARD = Object.fromEntries(
  [
    ...['edited', 'notice', 'emote', 'own', 'sticker', 'redacted', 'redaction', 'reaction'],
    ...['member', 'verification', 'body-no-text'],
  ].map((name) => [name, PASSED_OVER]),
);

test('of each event in a room of many it is heard who said what, where, and whether to this account', () => {
  assert.deepEqual(readAll(false), { ...heardInRoom(), ...NOT_HEARD });
});

test('in a room of two the same is heard, and answered in the room', () => {
  const alone = Object.entries(heardInRoom()).map(([name, { group: _group, ...heard }]) => [
    name,
    { ...heard, chat: ROOM },
  ]);
  assert.deepEqual(readAll(true), { ...Object.fromEntries(alone), ...NOT_HEARD });
});

test('what is sent is plain and calls nobody, an edit as well', () => {
  const said = { msgtype: 'm.text', body: '@room <b>pump</b> @anna:example.org', 'm.mentions': {} };
  assert.deepEqual(renderMessage({ chat: ROOM, text: said.body }), said);
  assert.deepEqual(renderEdit('$text', { text: said.body }), {
    ...{ ...said, body: `* ${said.body}`, 'm.new_content': said },
    'm.relates_to': { rel_type: 'm.replace', event_id: '$text' },
  });
});

test('what stands quoted above an answer is nobody’s order', () => {
  const reply = { 'm.relates_to': { 'm.in_reply_to': { event_id: '$other' } } };
  const body = '> <@ben:example.org> pump on\n> at once\n\nno';
  assert.equal(textOf({ body, ...reply }), 'no');
  assert.equal(parse({ body: '> pump on' })?.kind, 'forwarded');
});

test('the own name is no part of what was said, and the pump of that name is', () => {
  const html = {
    formatted_body: '<a href="https://matrix.to/#/@board:example.org">Green Box</a>: hi',
  };
  assert.equal(textOf({ body: 'Green Box: pump on', ...html }), 'pump on');
  assert.equal(textOf({ body: '@board:example.org pump on' }), 'pump on');
  assert.equal(textOf({ body: 'Board: pump on' }), 'pump on');
  assert.equal(textOf({ body: 'board on' }), 'board on');
  assert.equal(textOf({ body: 'boards: on' }), 'boards: on');
});

test('in a group it is meant who is mentioned or replied to, and a thread is answered in the thread', () => {
  const group = { isOfTwo: false };
  const reply = (relation: object): object => ({ body: 'on', 'm.relates_to': relation });
  const mention = { body: 'on', 'm.mentions': { user_ids: [ME] } };
  assert.equal(parse(mention, group)?.group, 'addressed');
  assert.equal(parse({ body: 'on' }, group)?.group, 'overheard');
  const own = { 'm.in_reply_to': { event_id: '$mine' } };
  assert.equal(parse(reply(own), group)?.group, 'addressed');
  assert.equal(
    parse(reply({ 'm.in_reply_to': { event_id: '$other' } }), group)?.group,
    'overheard',
  );
  const thread = { rel_type: 'm.thread', event_id: '$root', is_falling_back: true, ...own };
  const inThread = parse(reply(thread), group);
  assert.deepEqual([inThread?.chat, inThread?.group], ['!r:example.org/$root', 'overheard']);
  assert.equal(parse(reply(thread))?.chat, '!r:example.org');
  assert.deepEqual(renderMessage({ chat: '!r:example.org/$root', text: 'hi' }), {
    ...{ msgtype: 'm.text', body: 'hi', 'm.mentions': {} },
    'm.relates_to': {
      ...{ rel_type: 'm.thread', event_id: '$root', is_falling_back: true },
      'm.in_reply_to': { event_id: '$root' },
    },
  });
});

test('a picture is where an address of Matrix says, and every other address is none', () => {
  const refOf = (url: string, mimetype = 'image/png'): string | undefined =>
    parse({ msgtype: 'm.image', body: 'level.png', info: { mimetype }, url })?.file?.ref;
  assert.equal(refOf('mxc://[::1]:8448/level'), '[::1]:8448/level');
  assert.equal(refOf('mxc://example.org/level', 'image/svg+xml'), undefined);
  for (const url of ['mxc://../level', 'mxc://example.org/../x', 'mxc://a/b/c', 'https://a/b', ''])
    assert.equal(refOf(url), undefined, url);
});

test('what is encrypted or a picture is no text; bots, changes and this account are passed over', () => {
  const encrypted = { type: 'm.room.encrypted', content: { algorithm: 'm.megolm.v1.aes-sha2' } };
  assert.equal(parse({}, { event: encrypted })?.kind, 'other');
  assert.equal(parse({ msgtype: 'm.image', body: 'pump on' })?.kind, 'other');
  assert.equal(parse({ msgtype: 'm.image', body: 'pump on' })?.text, '');
  assert.equal(parse({ msgtype: 'm.notice', body: 'on' }), undefined);
  const change = { 'm.relates_to': { rel_type: 'm.replace', event_id: '$1' } };
  assert.equal(parse({ body: '* on', ...change }), undefined);
  assert.equal(parse({ body: 'on' }, { event: { sender: ME } }), undefined);
});

test('nobody writes later than now, and the age counts before the time of another server', () => {
  const at = (event: object): number | undefined => parse({ body: 'on' }, { event })?.at;
  assert.equal(at({}), NOW - 5_000);
  assert.equal(at({ origin_server_ts: NOW + 9_000 }), NOW);
  assert.equal(at({ origin_server_ts: 1, unsigned: { age: 1_234 } }), NOW - 1_234);
  assert.equal(at({ unsigned: { age: -9_000 } }), NOW);
});

test.run();
