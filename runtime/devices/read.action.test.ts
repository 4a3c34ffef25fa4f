import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../test/fake-clock.ts';
import { readSampleSite } from '../../test/sample-site.ts';
import type { Language } from '../actions/asker.ts';
import { Speech } from '../actions/speech.ts';
import { HalError } from '../hal/errors.ts';
import { LiveProperty } from './live-property.ts';
import { troubleFrom, type PartTrouble } from './part-trouble.ts';
import { readAction } from './read.action.ts';
import { Things } from './things.ts';

const test = suite('read');

interface Bench {
  readonly property: LiveProperty;
  readonly clock: FakeClock;
  readonly breakWith: (error: Error) => void;
  readonly ask: (language?: Language) => Promise<string>;
}

async function withDoor(): Promise<Bench> {
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
  let trouble: PartTrouble | undefined;
  const refresh = (): Promise<void> => Promise.resolve();
  const action = readAction({ things, clock, speech, refresh, trouble: () => trouble });
  const asker = { person: 'ann', role: 'viewer', via: 'test', words: '', chat: 'test' } as const;
  const args = { targets: ['door'], compare: { is: true } };
  return {
    ...{ property, clock },
    breakWith: (error) => void (trouble = troubleFrom(error)),
    ask: async (language = 'en') => (await action.run(args, { ...asker, language })).text,
  };
}

test('says yes or no to what is known, and neither to what is old', async () => {
  const { property, ask } = await withDoor();
  assert.is(await ask(), 'No. Door: closed');
  property.lose();
  assert.is(await ask(), 'Door: closed (stale: the sensor has stopped answering)');
});

test('says how old a value is when what gave it does not answer any more, and why', async () => {
  const { clock, breakWith, ask } = await withDoor();
  await clock.advance(2_000);
  breakWith(new HalError('HAL_UNREACHABLE', '10.0.0.9 cannot be reached'));
  assert.is(await ask(), 'No. Door: closed (2 s ago; since then: 10.0.0.9 cannot be reached)');
  assert.is(await ask('zh'), '不是。门：关闭（2 秒前；之后设备无法访问）');
});

test.run();
