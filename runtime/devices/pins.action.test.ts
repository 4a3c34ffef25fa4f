import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../test/fake-clock.ts';
import { readSampleSite } from '../../test/sample-site.ts';
import type { ActionResult } from '../actions/action.ts';
import { Speech } from '../actions/speech.ts';
import { LiveProperty } from './live-property.ts';
import { pinsAction } from './pins.action.ts';
import { Things } from './things.ts';

const test = suite('pins');

const HEADER = [
  { pin: 1, label: '3V3' },
  { pin: 11, label: 'GPIO17', line: 'GPIO17' },
];

async function ask(board?: string): Promise<ActionResult> {
  const { site } = await readSampleSite();
  const clock = new FakeClock();
  const things = new Things();
  const pump = site.boards[0]?.things.find(({ id }) => id === 'pump');
  const spec = pump?.properties[0];
  if (pump === undefined || spec === undefined) throw new Error('the sample site has a pump');
  const onReading = (): void => undefined;
  const property = new LiveProperty({ thing: pump, spec, simulated: true, clock, onReading });
  property.accept(true);
  things.add(property);
  const boards = site.boards.map(({ id, parts }) => ({ id, parts, header: HEADER }));
  const action = pinsAction({ boards: () => boards, things, speech: new Speech(site, clock) });
  const asker = { person: 'ann', role: 'viewer', via: 'test', words: '', chat: 'test' } as const;
  return action.run(board === undefined ? {} : { board }, { ...asker, language: 'en' });
}

test('are said with what hangs on each, in the words of its property', async () => {
  const { text } = await ask();
  assert.is(text, ' 1  3V3\n11  GPIO17   pump.power: on');
});

test('of a board that is not there are refused with the boards there are', async () => {
  assert.match((await ask('cellar')).text, /The boards are: greenhouse\./);
});

test.run();
