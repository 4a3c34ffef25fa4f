/** What signal-cli tells of a message, after the example of signal-cli-jsonrpc(5), and how its stream is read. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import { EventReader } from './event-reader.ts';
import { parseReceived } from './parse.ts';
import { groupChat, placeOf } from './render.ts';

const test = suite('events of signal-cli');

const READING = { account: '+4915112345678', now: 1_700_000_000_000 };
const ANNA = 'cfd4c1a5-31a6-4d3c-8dbd-0d5f6a4b7e10';

function sample(name: string): string {
  return readFileSync(new URL(`./samples/${name}.json`, import.meta.url), 'utf8');
}

test('a message is of the account id of the person, and known by that and its time', () => {
  assert.deepEqual(parseReceived(sample('direct'), READING), {
    ...{ id: `${ANNA}:1631458508784`, chat: ANNA, user: ANNA, at: 1_631_458_508_784 },
    ...{ kind: 'text', text: 'foobar' },
  });
});

test('what names the account in a group is said without the name, at the time of the servers', () => {
  const { chat, text, group, at } = parseReceived(sample('group'), READING) ?? {};
  const expected = ['group.Pmpi-EfPWmsxiomLe9Nx2XF9HOE483p6iKiFj65iMwI', 'how warm is it?'];
  assert.deepEqual([chat, text, group, at], [...expected, 'addressed', 1_631_458_509_001]);
  const other = { ...READING, account: '+490' };
  assert.equal(parseReceived(sample('group'), other), undefined);
});

test('the id of a group comes back as it was', () => {
  const groupId = 'Pmpi+EfPWmsx/omLe9Nx2XF9HOE483p6iKiFj65iMwI=';
  assert.deepEqual(placeOf(groupChat(groupId)), { groupId });
  assert.equal(placeOf('+4915112345678'), undefined);
});

test('an event ends with an empty line, and its number holds until there is another', () => {
  const reader = new EventReader();
  const lines = [
    ':',
    'id:1-1',
    'event:receive',
    'data:{',
    'data: }',
    '',
    '',
    'data:x',
    '',
    'data',
    '',
  ];
  const events = lines.flatMap((line) => reader.take(line) ?? []);
  assert.deepEqual(events, [
    { id: '1-1', data: '{\n}' },
    { id: '1-1', data: 'x' },
  ]);
});

test('places of names that somebody made up let no text grow', () => {
  const received = JSON.parse(sample('direct')) as {
    envelope: { dataMessage: { message: string; mentions?: object[] } };
  };
  const { dataMessage } = received.envelope;
  const length = dataMessage.message.length;
  dataMessage.mentions = Array.from({ length: 40 }, (_one, at) => ({
    ...{ number: READING.account, start: length * 2 ** at, length: -length * 2 ** at },
  }));
  assert.equal(parseReceived(JSON.stringify(received), READING)?.text, 'foobar');
});

test('an event that never ends fills no memory, and the next one is heard', () => {
  const reader = new EventReader();
  for (let line = 0; line < 20; line += 1) reader.take(`data:${'x'.repeat(100_000)}`);
  assert.equal(reader.take(''), undefined);
  reader.take('data:y');
  assert.deepEqual(reader.take(''), { data: 'y' });
});

test.run();
