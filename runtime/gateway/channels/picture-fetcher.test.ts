/** Pictures on their way: tried again, bounded, and left for the next start when the channel stops. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { systemClock as clock } from '../../core/clock.ts';
import type { Fetched } from './channel-adapter.ts';
import { PictureFetcher, type Got } from './picture-fetcher.ts';

const LATER: Fetched = { kind: 'later', why: 'busy' };

async function told(
  fetchFile: (ref: string, signal: AbortSignal) => Promise<Fetched>,
  signal = new AbortController().signal,
): Promise<Got | undefined> {
  let got: Got | undefined;
  await new PictureFetcher({ adapter: { fetchFile }, clock, signal }).use('ref', (one) => {
    got = one;
    return { reply: '', tasks: [], receipts: [] };
  });
  return got;
}

test('tries once more what the platform may give later, and says what it says of the last', async () => {
  const answers: Fetched[] = [LATER, { kind: 'refused', why: 'gone' }];
  assert.equal(await told(() => Promise.resolve(answers.shift() ?? LATER)), {
    ...{ kind: 'missing', why: 'gone', isForNow: false },
  });
  assert.is(answers.length, 0);
});

test('what is no picture is none', async () => {
  const html = Buffer.from('<html>log in</html>');
  assert.equal(await told(() => Promise.resolve({ kind: 'fetched', bytes: html })), {
    kind: 'none',
  });
});

test('says nothing of a picture when the channel stops: it is fetched after the next start', async () => {
  const stopping = new AbortController();
  let asked = 0;
  const fetching = told((_ref, signal) => {
    asked += 1;
    return new Promise((resolve) => {
      signal.addEventListener('abort', () => {
        resolve(LATER);
      });
      stopping.abort();
    });
  }, stopping.signal);
  const end = await fetching.catch((error: unknown) => error);
  assert.instance(end, Error);
  assert.is(asked, 1);
});

test.run();
