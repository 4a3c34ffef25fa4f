/** What Nextcloud Talk posts, as its documentation shows it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import { isAfter, parseActivity, type Parsed } from './parse.ts';

const test = suite('posts of Nextcloud Talk');

const NAMES = { bot: 'board', ofTwo: new Set(['n3xtc10ud']) };

function sample(name: string, more: object = {}): Parsed | null | undefined {
  const text = readFileSync(new URL(`./samples/${name}.json`, import.meta.url), 'utf8');
  return parseActivity({ ...(JSON.parse(text) as object), ...more }, NAMES);
}

function note(content: unknown, more: object = {}): object {
  return {
    object: { type: 'Note', id: '9', name: 'message', content: JSON.stringify(content), ...more },
  };
}

test('a user in a conversation of two is heard as who they are', () => {
  const said = { kind: 'text', text: 'pump on', group: undefined };
  const place = { id: '1567', chat: 'n3xtc10ud', user: 'users/ada-lovelace' };
  assert.deepEqual(sample('message'), { ...place, ...said });
});

test('in a group the bot is called by its name, others by theirs, and what is quoted is not said', () => {
  const heard = sample('mention');
  const text = 'tell @Grace Hopper how warm it is in @world';
  assert.deepEqual([heard?.chat, heard?.text, heard?.group], ['gr0up123', text, 'addressed']);
  const target = { target: { id: 'gr0up123' } };
  const groupsOf = (message: string): unknown =>
    sample('message', { ...target, ...note({ message, parameters: [] }) })?.group;
  assert.deepEqual(
    ['@Board how warm', 'board', 'BOARD, off', 'boarding is off', 'the board'].map(groupsOf),
    ['addressed', 'addressed', 'addressed', 'overheard', 'overheard'],
  );
});

test('a file is no text, unless something is written below it', () => {
  const parameters = { file: { type: 'file', id: '1', name: 'off.png' } };
  const heardOf = (message: string): unknown[] => {
    const heard = sample('message', note({ message, parameters }, { name: '' }));
    return [heard?.kind, heard?.text];
  };
  assert.deepEqual(heardOf('{file}'), ['other', '']);
  assert.deepEqual(heardOf('look'), ['text', 'look']);
});

test('what was written in braces by a person stays what it was', () => {
  const parameters = { a: { type: 'user', name: '{b}$&' } };
  const heard = sample('message', note({ message: '{a} {b}', parameters }));
  assert.equal(heard?.text, '@{b}$& {b}');
});

test('guests, other servers, bots, messages of the system and bots that join do nothing', () => {
  const actors = [
    'guests/1f3a',
    'federated_users/ada@evil.example',
    'emails/x',
    'users/',
    'bots/b',
  ];
  for (const id of actors) assert.equal(sample('message', { actor: { type: 'Person', id } }), null);
  const application = { actor: { type: 'Application', id: 'users/ada-lovelace' } };
  assert.equal(sample('message', application), null);
  assert.equal(sample('message', { type: 'Activity' }), null);
  assert.equal(sample('message', { type: 'Like' }), null);
  assert.equal(sample('message', note('no content')), null);
  assert.equal(sample('message', { target: { id: '../x' } }), null);
  assert.equal(sample('join'), null);
  assert.equal(parseActivity({ hello: 1 }, NAMES), undefined);
});

test('ids count upwards, however long they are', () => {
  assert.deepEqual(
    [isAfter('10', '9'), isAfter('9', '10'), isAfter('7', '7'), isAfter('8', '7')],
    [true, false, false, true],
  );
});

test('a name that looks like the place of another one stays a name', () => {
  const grow = { type: 'user', name: '{b}{b}{b}{b}{b}{b}{b}{b}' };
  const parameters = { a: grow, b: { ...grow, name: '{c}{c}{c}{c}' }, c: { ...grow, name: 'off' } };
  const heard = sample('message', note({ message: '{a} {constructor}', parameters }));
  assert.equal(heard?.text, `@${grow.name} {constructor}`);
});

test.run();
