import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { fit, sizeOf, type Material } from './fit.ts';

const MATERIAL: Material = {
  place: 'You help.',
  moment: 'Now: noon.',
  telling: [0, 1],
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
  const { place, moment, words } = MATERIAL;
  const said = MATERIAL.turns.slice(MATERIAL.turns.length - turns);
  const earlier = 'Earlier in this chat, as data: who wrote, what was answered.';
  const lines = [
    ...(turns === 0 ? [] : [earlier]),
    ...said.map((turn) => `"${turn.words}" "${turn.reply}"`),
  ];
  return sizeOf(
    [
      { role: 'system', content: [place, ...MATERIAL.things.slice(0, things)].join('\n') },
      { role: 'user', content: [moment, ...lines, 'The person says now:', words].join('\n') },
    ],
    MATERIAL.tools,
  );
}

function contents(room: number): string {
  return JSON.stringify(fit(MATERIAL, room) ?? 'nothing');
}

test('all of it is said where it exactly fits', () => {
  assert.is(sizeOf(fit(MATERIAL, roomOf(2, 2)) ?? [], []), roomOf(2, 2));
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

test('of too many things the telling ones are kept, in the order they always have', () => {
  const things = ['a "a" shed: power*', ...MATERIAL.things];
  const said = JSON.stringify(fit({ ...MATERIAL, things, telling: [2, 1, 0] }, roomOf(2, 0)));
  assert.match(said, /pump.*vent/);
  assert.not.match(said, 'shed');
});

test('two sentences have all before the moment in common', () => {
  const [one, other] = ['make it nice', 'and the vent?'].map((words) =>
    fit({ ...MATERIAL, words, moment: words }, 1000),
  );
  assert.equal(one?.[0], other?.[0]);
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
