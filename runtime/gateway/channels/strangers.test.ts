import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../../test/fake-clock.ts';
import { withState } from '../../../test/open-state.ts';
import { inTempDirectory } from '../../../test/temp-directory.ts';
import { Identities } from '../../policy/identities.ts';
import { People } from '../../policy/people.ts';
import { Strangers } from './strangers.ts';

const test = suite('strangers');

interface Rig {
  readonly clock: FakeClock;
  readonly invite: () => string;
  readonly hear: (user: string, text: string) => Promise<string | undefined>;
}

async function withStrangers(use: (rig: Rig) => Promise<void>, isPaid = false): Promise<void> {
  const clock = new FakeClock();
  await inTempDirectory((directory) =>
    withState(directory, clock, async ({ store, journal }) => {
      const people = new People({ store, configured: [] });
      await people.load();
      const site = { title: 'Greenhouse', people: [] };
      const identities = new Identities({ board: 'b', store, journal, clock, people, site });
      const strangers = new Strangers({ identities, site, clock, isPaid });
      const hear = (user: string, text: string): Promise<string | undefined> =>
        strangers.hear(
          { id: '1', chat: user, user, at: clock.now(), kind: 'text', text },
          { platform: 'telegram', account: '1', user },
        );
      const invite = (): string => {
        const code = identities.invite('owner');
        if (typeof code !== 'string') throw new Error(code.message);
        return code;
      };
      await use({ clock, invite, hear });
    }),
  );
}

/** Has the form of a code, and is none. */
const GUESS = '0000-0000';

test('says one line a day to each, and few to a crowd', () =>
  withStrangers(async ({ hear, clock }) => {
    assert.match((await hear('ben', 'hello')) ?? '', /do not know you/);
    assert.is(await hear('ben', 'hello?'), undefined);
    await clock.advance(86_400_001);
    assert.match((await hear('ben', 'hello')) ?? '', /do not know you/);
    const crowd = Array.from({ length: 1_000 }, (_, number) => hear(String(number), 'hello'));
    const told = (await Promise.all(crowd)).filter((line) => line !== undefined);
    assert.ok(told.length <= 20, String(told.length));
  }));

test('where a line costs money a crowd costs five at once, and one an hour', () =>
  withStrangers(async ({ hear, clock }) => {
    const crowd = async (): Promise<number> => {
      let told = 0;
      for (let count = 0; count < 50; count += 1)
        if ((await hear(`${String(clock.now())}-${String(count)}`, 'hello')) !== undefined)
          told += 1;
      return told;
    };
    assert.is(await crowd(), 5);
    await clock.advance(3_600_000);
    assert.is(await crowd(), 1);
  }, true));

test('who talks before they show their code spends none of their tries', () =>
  withStrangers(async ({ hear, invite }) => {
    const code = invite();
    for (const word of ['hi', 'hello?', 'my code', 'help me', 'it is me', 'well...'])
      await hear('ben', word);
    assert.match((await hear('ben', ` ${code.toLowerCase()} `)) ?? '', /Hello owner/);
  }));

test('a crowd that talks keeps nobody from showing a code', () =>
  withStrangers(async ({ hear, invite }) => {
    for (let number = 0; number < 200; number += 1) await hear(String(number), 'hi there');
    assert.match((await hear('ben', invite())) ?? '', /Hello owner/);
  }));

test('guesses are counted, of each and of all', () =>
  withStrangers(async ({ hear, invite, clock }) => {
    const code = invite();
    for (let count = 0; count < 5; count += 1) await hear('ben', GUESS);
    assert.not.match((await hear('ben', code)) ?? '', /Hello/);
    for (let number = 0; number < 40; number += 1) await hear(String(number), GUESS);
    assert.not.match((await hear('carl', code)) ?? '', /Hello/);
    await clock.advance(60_000);
    assert.match((await hear('dora', code)) ?? '', /Hello owner/);
  }));

test.run();
