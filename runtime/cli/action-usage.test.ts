import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeControlPorts } from '../../test/fake-control-ports.ts';
import { usageOfAction } from './action-usage.ts';
import { renderUsage } from './usage.ts';

function usageOf(name: string): ReturnType<typeof usageOfAction> {
  const action = new FakeControlPorts().actions.find(name);
  if (action === undefined) throw new Error(`no action ${name}`);
  return usageOfAction(action, 'en');
}

test('writes arguments by position first, options after them, and what may be left out in brackets', () => {
  assert.is(
    usageOf('set').synopsis,
    'set PROPERTY VALUE [--for FOR] [--max-tries MAX-TRIES] [--dry-run]',
  );
});

test('marks what may be repeated', () => {
  assert.match(usageOf('read').synopsis, 'read WHAT...');
});

test('lists what is allowed where only some words are', () => {
  assert.equal(usageOf('sim-fault').parameters.at(-1), {
    label: 'KIND',
    help: 'stuck | noise | clear',
  });
});

test('shows the name as people write it', () => {
  assert.is(usageOf('sim-fault').name, 'sim fault');
});

test('renders synopsis, help, parameters and examples', () => {
  assert.is(
    renderUsage(usageOf('sim-fault')),
    [
      'boardtalk sim fault THING KIND',
      '',
      'Let a simulated part fail.',
      '',
      '  THING',
      '  KIND   stuck | noise | clear',
      '',
      'In a chat:',
      '  turn on the pump',
    ].join('\n'),
  );
});

test.run();
