import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../../test/fake-clock.ts';
import type { Quality } from '../../core/reading.ts';
import { decodePack } from '../wire/senml.ts';
import { ReadingsOut } from './readings-out.ts';
import { RetainedTopics } from './retained-topics.ts';

interface Bench {
  readonly clock: FakeClock;
  readonly out: ReadingsOut;
  readonly retained: RetainedTopics;
  /** What went out: the topic, and `name=value` of each reading in it. */
  readonly said: string[];
  readonly hear: (name: string, value: number, quality?: Quality) => void;
}

function bench(): Bench {
  const clock = new FakeClock();
  const retained = new RetainedTopics();
  const said: string[] = [];
  const publish = (topic: string, payload: Uint8Array): Promise<void> => {
    const origin = { site: 'farm', node: 'shed', now: clock.now() };
    const text =
      payload.length === 0
        ? ['cleared']
        : decodePack(payload, origin).readings.map(
            ({ property, reading }) => `${property}=${String(reading.value)}`,
          );
    said.push([topic, ...text].join(' '));
    return Promise.resolve();
  };
  retained.attach({ publish });
  const out = new ReadingsOut({ site: 'farm', node: 'shed', clock, retained });
  const hear: Bench['hear'] = (name, value, quality = 'good') => {
    const address = { thing: 'tank', property: name };
    out.hear({ address, spec: { staleAfterMs: 15_000 } }, { value, quality, at: clock.now() });
  };
  return { clock, out, retained, said, hear };
}

const test = suite('readings on their way out');

test('of one thing and round go in one message', async () => {
  const { clock, said, hear } = bench();
  hear('level', 0.5);
  hear('flow', 2);
  await clock.advance(50);
  assert.equal(said, ['bt/1/farm/shed/r/tank level=0.5 flow=2']);
});

test('that do not change are said half as often as they would go stale', async () => {
  const { clock, said, hear } = bench();
  for (let second = 0; second < 20; second += 1) {
    hear('level', 0.5);
    await clock.advance(1_000);
  }
  assert.is(said.length, 3);
});

test('that change are said at once, with the whole thing beside them', async () => {
  const { clock, said, hear } = bench();
  hear('level', 0.5);
  hear('flow', 2);
  await clock.advance(1_000);
  hear('flow', 3);
  await clock.advance(50);
  hear('flow', 3, 'stale');
  await clock.advance(50);
  assert.is(said.length, 3);
  assert.is(said[1], 'bt/1/farm/shed/r/tank level=0.5 flow=3');
});

test('are taken back with their thing, and said again after a join', async () => {
  const { clock, out, retained, said, hear } = bench();
  hear('level', 0.5);
  await clock.advance(50);
  const again: string[] = [];
  retained.attach({ publish: (topic) => Promise.resolve(void again.push(topic)) });
  assert.equal(again, ['bt/1/farm/shed/r/tank']);
  out.forget('tank');
  assert.equal(again, ['bt/1/farm/shed/r/tank', 'bt/1/farm/shed/r/tank']);
  assert.is(said.length, 1);
});

test.run();
