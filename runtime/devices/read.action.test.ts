import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../test/fake-clock.ts';
import { readSampleSite } from '../../test/sample-site.ts';
import { Speech } from '../actions/speech.ts';
import { LiveProperty } from './live-property.ts';
import { readAction } from './read.action.ts';
import { Things } from './things.ts';

const test = suite('read');

test('says yes or no to what is known, and neither to what is old', async () => {
  const { site } = await readSampleSite();
  const clock = new FakeClock();
  const thing = site.boards[0]?.things.find(({ id }) => id === 'door');
  const spec = thing?.properties[0];
  if (thing === undefined || spec === undefined) throw new Error('the sample site has a door');
  const onReading = (): void => undefined;
  const property = new LiveProperty({ thing, spec, simulated: true, clock, onReading });
  property.accept(false);
  const things = new Things();
  things.add(property);
  const speech = new Speech(site, clock);
  const action = readAction({ things, clock, speech, refresh: () => Promise.resolve() });
  const asker = { person: 'ann', role: 'viewer', via: 'test', words: '', chat: 'test' } as const;
  const ask = async (): Promise<string> =>
    (await action.run({ targets: ['door'], compare: { is: true } }, { ...asker, language: 'en' }))
      .text;
  assert.is(await ask(), 'No. Door: closed');
  property.lose();
  assert.is(await ask(), 'Door: closed (stale: the sensor has stopped answering)');
});

test.run();
