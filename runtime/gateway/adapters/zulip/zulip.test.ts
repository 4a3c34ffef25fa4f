/** What Zulip tells of a message, after the examples of zulip.com/api/get-events. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import { parseMessage } from './parse.ts';

const test = suite('messages of Zulip');

const READING = {
  me: { user_id: 7, full_name: 'Board' },
  now: 1_594_825_500_000,
  serverNow: 1_594_825_460_000,
};

interface Sample {
  readonly message: Readonly<Record<string, unknown>>;
}

function sample(name: string): Sample['message'] {
  const text = readFileSync(new URL(`./samples/${name}.json`, import.meta.url), 'utf8');
  return (JSON.parse(text) as Sample).message;
}

const SAID = { user: '10', kind: 'text', text: 'how warm is it?' };

test('a direct message is of the person, by their id, and as old as it is by the clock there', () => {
  const at = READING.now - 44_000;
  const message = { id: '31', chat: '@10', at, ...SAID };
  assert.deepEqual(parseMessage(sample('private'), READING), { id: 31, message });
});

test('what names the bot in a topic is answered in the topic', () => {
  const at = READING.now - 9_000;
  const message = { id: '32', chat: '12/tank / north', at, ...SAID, group: 'addressed' };
  assert.deepEqual(parseMessage(sample('stream'), READING), { id: 32, message });
});

test('what the bot wrote is passed over, and what has another form', () => {
  const own = { ...sample('private'), sender_id: 7 };
  assert.deepEqual(parseMessage(own, READING), { id: 31 });
  for (const broken of [{}, null, 'text', { ...own, id: '31' }, { ...own, type: 'huddle' }])
    assert.equal(parseMessage(broken, READING), undefined);
});

test('of a message with a quote only the own words are said', () => {
  const content = '@_**Ben|9** [said](https://x.example):\n```quote\npump off\n```\nno, leave it';
  const heard = parseMessage({ ...sample('private'), content }, READING);
  assert.equal(heard?.message?.text, 'no, leave it');
});

test('links that never end are read in no time, and one to a file is no text', () => {
  const began = process.hrtime.bigint();
  for (const piece of ['[a](/user_uploads/', '![](', '[a](x/user_uploads/y '])
    parseMessage({ ...sample('private'), content: piece.repeat(5_000) }, READING);
  assert.ok(process.hrtime.bigint() - began < 3_000_000_000n);
  const kindOf = (content: string): string | undefined =>
    parseMessage({ ...sample('private'), content }, READING)?.message?.kind;
  assert.equal(kindOf('[level.csv](/user_uploads/2/ab/level.csv)'), 'other');
  assert.equal(kindOf('[docs](https://x.example)'), 'text');
});

test('a picture is an upload of this server, and what stands beside it is under it', () => {
  const heard = (content: string): unknown => {
    const { kind, text, file } =
      parseMessage({ ...sample('private'), content }, READING)?.message ?? {};
    return [kind, text, file?.ref];
  };
  const picture = ['file', 'boiler', '2/ab/level_1.PNG'];
  assert.deepEqual(heard('boiler\n[level](/user_uploads/2/ab/level_1.PNG)'), picture);
  for (const path of ['2/../../x.png', '2//x.png', '2/%2e%2e/x.png', '2/x.svg'])
    assert.deepEqual(heard(`[x](/user_uploads/${path})`), [
      'other',
      `[x](/user_uploads/${path})`,
      undefined,
    ]);
  const elsewhere = '[x](https://x.example/user_uploads/2/x.png)';
  assert.deepEqual(heard(elsewhere), ['other', elsewhere, undefined]);
});

test.run();
