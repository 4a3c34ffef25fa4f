import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createGrammar } from './grammar.ts';
import { GREENHOUSE_THINGS, greenhouse, power, thing, withTwoPumps } from './greenhouse.fixture.ts';
import type { Site } from '../config/site.ts';

function suggestions(text: string, site: Site = greenhouse()): readonly string[] {
  const found = createGrammar({ site }).understand(text, { now: 0, language: 'en' });
  assert.is(found.kind, 'unsure');
  return found.kind === 'unsure' ? found.suggestions : [];
}

test('a doubted order is offered as an order first', () => {
  assert.equal(suggestions('should I turn on the pump for 10 s?'), [
    'turn on the pump for 10 s',
    'turn on the pump',
    'is the pump on?',
  ]);
  assert.is(suggestions('能打开水泵吗？')[0], '打开水泵');
});

test('a forbidden order is answered with what does not start anything', () => {
  assert.equal(suggestions("don't turn on the pump"), [
    'is the pump on?',
    'turn off the pump',
    'status',
  ]);
});

test('what is open and closed is not offered to be switched', () => {
  assert.equal(suggestions("don't touch the vent").slice(0, 2), [
    'is the vent open?',
    'close the vent',
  ]);
});

test('a place alone is offered as a whole', () => {
  assert.is(suggestions('turn off the greenhouse')[0], 'turn everything off in the greenhouse');
  assert.is(suggestions('打开温室')[0], '关掉温室所有设备');
});

test('of several that fit, each is named in the same sentence', () => {
  assert.equal(suggestions('run the pump at 6 pm', withTwoPumps()), [
    'run the pump 1 at 6 pm',
    'run the pump 2 at 6 pm',
  ]);
  assert.equal(suggestions('lock out the pump', withTwoPumps()), [
    'lock out the pump 1',
    'lock out the pump 2',
  ]);
});

test('things of the same title are told apart by their place', () => {
  const twin = (id: string, area: string) => thing(id, ['Fan', '风扇'], ['fan', area], [power()]);
  const site = greenhouse([
    ...GREENHOUSE_THINGS,
    twin('fan-a', 'greenhouse'),
    twin('fan-b', 'pump-room'),
  ]);
  assert.equal(suggestions('start the fan', site), [
    'start the fan in the greenhouse',
    'start the fan in the pump room',
  ]);
  assert.equal(suggestions('打开风扇', site), ['打开温室的风扇', '打开泵房的风扇']);
});

test('an unknown word is answered with the nearest title', () => {
  assert.is(suggestions('heetar')[0], 'turn on the heater');
});

test.run();
