import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../test/fake-clock.ts';
import { openState } from '../../test/open-state.ts';
import { inTempDirectory } from '../../test/temp-directory.ts';
import { isRefusal } from '../core/refusal.ts';
import { ApiTokens } from './api-tokens.ts';
import { ClaimDesk } from './claim.ts';
import { PageAccess } from './page-access.ts';
import { People } from './people.ts';
import { Sessions } from './sessions.ts';

test('makes the person with the code the owner, once, and says so in the journal', () =>
  withDesk(async ({ desk, codes, people, journal }) => {
    desk.open();
    assert.match(codes[0] ?? '', /^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    const claimed = await desk.claim(codes[0] ?? '', 'Anna');
    assert.not(isRefusal(claimed));
    assert.is(people.find('owner')?.name, 'Anna');
    assert.ok(isRefusal(await desk.claim(codes[0] ?? '', 'Mallory')));
    assert.is((await journal.entries({}))[0]?.kind, 'claim');
  }));

test('does not mind case, dashes, and an o for a zero', () =>
  withDesk(async ({ desk, codes }) => {
    desk.open();
    const spoken = (codes[0] ?? '')
      .toLowerCase()
      .replace('-', ' ')
      .replaceAll('0', 'o')
      .replaceAll('1', 'l');
    assert.not(isRefusal(await desk.claim(spoken, 'Anna')));
  }));

test('shows a new code after five wrong ones, and rests for half a minute', () =>
  withDesk(async ({ desk, codes, clock }) => {
    desk.open();
    for (let count = 0; count < 5; count += 1)
      assert.ok(isRefusal(await desk.claim('wrong', 'Mallory')));
    assert.is(codes.length, 2);
    assert.ok(isRefusal(await desk.claim(codes[1] ?? '', 'Anna')));
    clock.set(clock.now() + 86_400_000);
    assert.ok(isRefusal(await desk.claim(codes[1] ?? '', 'Anna')), 'setting the clock is no rest');
    await clock.advance(30_000);
    assert.ok(isRefusal(await desk.claim(codes[0] ?? '', 'Anna')), 'the old code is dead');
    assert.not(isRefusal(await desk.claim(codes[1] ?? '', 'Anna')));
  }));

test('keeps a code that was made before another one, for whoever has it', () =>
  withDesk(async ({ desk, codes }) => {
    desk.open();
    const invite = (): string => {
      const code = desk.invite('owner');
      return typeof code === 'string' ? code : '';
    };
    const more = invite();
    assert.not(isRefusal(await desk.claim(codes[0] ?? '', 'Anna')), 'the first code');
    assert.ok(
      isRefusal(await desk.claim(more, 'Mallory')),
      'claimed: nobody else becomes the owner',
    );
    const [one, other] = [invite(), invite()];
    assert.not(isRefusal(await desk.claim(one, 'phone')));
    assert.ok(isRefusal(await desk.claim(one, 'Mallory')), 'each is good once');
    assert.not(isRefusal(await desk.claim(other, 'tablet')));
  }));

test('lets only one of two claims with the right code through', () =>
  withDesk(async ({ desk, codes }) => {
    desk.open();
    const claims = await Promise.all([
      desk.claim(codes[0] ?? '', 'Anna'),
      desk.claim(codes[0] ?? '', 'Bert'),
    ]);
    assert.is(claims.filter(isRefusal).length, 1);
  }));

test('refuses an empty code while there is none', () =>
  withDesk(async ({ desk }) => {
    assert.ok(isRefusal(await desk.claim('', 'Mallory')));
  }));

test('opens a session that survives a restart, ends after a month, and can be closed', () =>
  withDesk(async ({ desk, codes, clock, reopen }) => {
    desk.open();
    const claimed = await desk.claim(codes[0] ?? '', 'Anna');
    assert.not(isRefusal(claimed));
    const token = 'token' in claimed ? claimed.token : '';
    const again = await reopen();
    assert.is(again.access.session(token)?.person, 'owner');
    assert.is(again.access.session('other'), undefined);
    assert.ok(again.access.isClaimed());
    clock.set(clock.now() + 30 * 86_400_000);
    assert.is(again.access.session(token), undefined);
    clock.set(clock.now() - 86_400_000);
    await again.access.endSession(token);
    assert.is(again.access.session(token), undefined);
  }));

test('keeps no token in the store, only its hash', () =>
  withDesk(async ({ desk, codes, directory, close }) => {
    desk.open();
    const claimed = await desk.claim(codes[0] ?? '', 'Anna');
    await close();
    const files = await readdir(join(directory, 'db'));
    const contents = await Promise.all(
      files.map((file) => readFile(join(directory, 'db', file), 'latin1')),
    );
    assert.ok('token' in claimed && claimed.token.length > 40);
    assert.not(contents.some((content) => 'token' in claimed && content.includes(claimed.token)));
  }));

interface Rig {
  readonly directory: string;
  readonly clock: FakeClock;
  readonly codes: string[];
  readonly desk: ClaimDesk;
  readonly people: People;
  readonly journal: Awaited<ReturnType<typeof openState>>['journal'];
  readonly close: () => Promise<void>;
  readonly reopen: () => Promise<{ access: PageAccess }>;
}

function withDesk(use: (rig: Rig) => Promise<void>): Promise<void> {
  return inTempDirectory(async (directory) => {
    const clock = new FakeClock();
    const codes: string[] = [];
    let state = await openState(directory, clock);
    const build = async () => {
      const { store, journal } = state;
      const people = new People({ store, configured: [] });
      const sessions = new Sessions({ store, clock });
      await Promise.all([people.load(), sessions.load()]);
      const show = (code: string): void => void codes.push(code);
      const desk = new ClaimDesk({
        board: 'greenhouse',
        store,
        journal,
        clock,
        people,
        sessions,
        show,
      });
      const tokens = new ApiTokens({ board: 'board', store, journal, clock });
      return {
        desk,
        people,
        access: new PageAccess({ claimDesk: desk, people, sessions, tokens }),
      };
    };
    const { desk, people } = await build();
    const reopen = async () => {
      await state.close();
      state = await openState(directory, clock);
      return build();
    };
    await use({
      directory,
      clock,
      codes,
      desk,
      people,
      journal: state.journal,
      close: () => state.close(),
      reopen,
    });
    await state.close();
  });
}

test.run();
