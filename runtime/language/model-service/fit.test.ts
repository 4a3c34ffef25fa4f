import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { fit, sizeOf, type Material } from './fit.ts';

const MATERIAL: Material = {
  place: 'You help.',
  heading: 'Things:',
  things: ['pump "pump" greenhouse: power*', 'vent "vent" greenhouse: position*'],
  turns: [
    { words: 'is the pump on?', reply: 'No.' },
    { words: 'and the vent?', reply: 'Closed.' },
  ],
  words: 'make it nice',
  tools: [],
};

/** The least room in which exactly this is said. */
function roomOf(things: number, turns: number): number {
  const { place, heading, words } = MATERIAL;
  const said = MATERIAL.turns.slice(MATERIAL.turns.length - turns);
  return sizeOf(
    [
      { role: 'system', content: [place, heading, ...MATERIAL.things.slice(0, things)].join('\n') },
      ...said.flatMap((turn) => [
        { role: 'user' as const, content: turn.words },
        { role: 'assistant' as const, content: turn.reply },
      ]),
      { role: 'user', content: words },
    ],
    MATERIAL.tools,
  );
}

function contents(room: number): string {
  return JSON.stringify(fit(MATERIAL, room) ?? 'nothing');
}

test('all of it is said where it exactly fits', () => {
  assert.is(fit(MATERIAL, roomOf(2, 2))?.length, 6);
  assert.match(contents(roomOf(2, 2)), 'is the pump on?');
});

test('one token less costs the oldest turn', () => {
  const said = contents(roomOf(2, 2) - 1);
  assert.not.match(said, 'is the pump on?');
  assert.match(said, 'and the vent?');
});

test('turns are left out before things are', () => {
  const said = contents(roomOf(2, 1) - 1);
  assert.not.match(said, 'and the vent?');
  assert.match(said, 'vent');
});

test('things are left out from the end of the list', () => {
  const said = contents(roomOf(2, 0) - 1);
  assert.match(said, 'pump');
  assert.not.match(said, 'position');
});

test('where not even the sentence fits, nothing is said', () => {
  assert.is(fit(MATERIAL, roomOf(0, 0))?.length, 2);
  assert.is(fit(MATERIAL, roomOf(0, 0) - 1), undefined);
});

test('tools count', () => {
  const tool = { name: 'read', description: 'Read.', parameters: {} };
  const tools = [{ type: 'function' as const, function: tool }];
  assert.is(fit({ ...MATERIAL, tools }, roomOf(0, 0)), undefined);
});

test.run();
