/** The way back in: a code for the owner of a board that was claimed long ago. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import { FakeClock } from '../../test/fake-clock.ts';
import { openState, type OpenState } from '../../test/open-state.ts';
import { inTempDirectory } from '../../test/temp-directory.ts';
import type { Asker, Role } from '../actions/asker.ts';
import { Catalogue } from '../actions/catalogue.ts';
import { isRefusal } from '../core/refusal.ts';
import { claimAction } from './claim.action.ts';
import { ClaimDesk } from './claim.ts';
import { People } from './people.ts';
import { authorize } from './roles.ts';
import { Sessions } from './sessions.ts';

interface Desk {
  readonly clock: FakeClock;
  readonly state: OpenState;
  readonly people: People;
  readonly sessions: Sessions;
  readonly claimDesk: ClaimDesk;
  /** The codes that stood on the console. */
  readonly shown: string[];
}

async function atDesk(use: (desk: Desk) => Promise<void>): Promise<void> {
  await inTempDirectory(async (directory) => {
    const clock = new FakeClock();
    const state = await openState(directory, clock);
    const { store, journal } = state;
    const configured = [{ id: 'bert', name: 'Bert', role: 'operator' as const }];
    const people = new People({ store, configured });
    await people.load();
    const sessions = new Sessions({ store, clock });
    const shown: string[] = [];
    const show = (code: string): void => void shown.push(code);
    const parts = { board: 'board', store, journal, clock, people, sessions, show };
    const claimDesk = new ClaimDesk(parts);
    claimDesk.open();
    try {
      await use({ clock, state, people, sessions, claimDesk, shown });
    } finally {
      await state.close();
    }
  });
}

/** The same, when the owner came long ago. */
function atClaimedDesk(use: (desk: Desk) => Promise<void>): Promise<void> {
  return atDesk(async (desk) => {
    await enter(desk, desk.shown[0] ?? '', 'Anna');
    await use(desk);
  });
}

/** `in`, or the code of the refusal. */
async function enter({ claimDesk, sessions }: Desk, code: string, name: string): Promise<string> {
  const claimed = await claimDesk.claim(code, name);
  if (isRefusal(claimed)) return claimed.code;
  assert.equal(sessions.personOf(claimed.token), 'owner');
  return 'in';
}

function asker(role: Role): Asker {
  return { person: 'owner', role, via: 'cli', chat: 'cli', language: 'en', words: 'claim' };
}

const test = suite('claim action');

test('shows a code to an admin, and to nobody else', () =>
  atClaimedDesk(async ({ claimDesk }) => {
    const catalogue = new Catalogue({ actions: [claimAction(claimDesk)], authorize });
    const denied = await catalogue.run('claim', {}, asker('technician'));
    assert.equal(denied.ok, false);
    assert.doesNotMatch(denied.text, /[0-9A-Z]{4}-[0-9A-Z]{4}/);
    const shown = await catalogue.run('claim', {}, asker('admin'));
    assert.match(shown.text, /[0-9A-Z]{4}-[0-9A-Z]{4}/);
  }));

test('lets nobody in to a claimed board without such a code', () =>
  atClaimedDesk(async (desk) => {
    assert.equal(await enter(desk, desk.shown[0] ?? '', 'Eve'), 'POLICY_NO_CODE');
    assert.equal(await enter(desk, '', 'Eve'), 'POLICY_NO_CODE');
  }));

test('signs the owner in once for each code, under the name of the first claim', () =>
  atClaimedDesk(async (desk) => {
    const code = inviteTo(desk, 'owner');
    assert.equal(await enter(desk, code, 'Anna on her phone'), 'in');
    assert.equal(await enter(desk, code, 'Eve'), 'POLICY_NO_CODE');
    assert.equal(desk.people.find('owner')?.name, 'Anna');
  }));

test('forgets a code after ten minutes, whatever the wall clock says', () =>
  atClaimedDesk(async (desk) => {
    const code = inviteTo(desk, 'owner');
    desk.clock.set(desk.clock.now() + 86_400_000);
    await desk.clock.advance(599_999);
    assert.equal(await enter(desk, code, 'Anna'), 'in');
    const late = inviteTo(desk, 'owner');
    await desk.clock.advance(600_000);
    assert.equal(await enter(desk, late, 'Anna'), 'POLICY_NO_CODE');
  }));

test('withdraws a code after five wrong tries, and shows no new one', () =>
  atClaimedDesk(async (desk) => {
    const code = inviteTo(desk, 'owner');
    for (let attempt = 0; attempt < 5; attempt += 1)
      assert.equal(await enter(desk, 'wrong', 'Eve'), 'POLICY_BAD_CLAIM');
    assert.equal(await enter(desk, code, 'Anna'), 'POLICY_NO_CODE');
    assert.equal(desk.shown.length, 1);
  }));

test('gives a board that nobody owns a claim code that lasts', () =>
  atDesk(async (desk) => {
    const code = inviteTo(desk, 'owner');
    await desk.clock.advance(86_400_000);
    assert.equal(await enter(desk, code, 'Anna'), 'in');
    assert.equal(desk.people.isClaimed(), true);
  }));

test('signs another person of the site in as that person, and nobody who is unknown', () =>
  atClaimedDesk(async (desk) => {
    const code = inviteTo(desk, 'bert');
    const claimed = await desk.claimDesk.claim(code, 'Bert on his phone');
    assert.equal('token' in claimed && desk.sessions.personOf(claimed.token), 'bert');
    const unknown = desk.claimDesk.invite('mallory');
    assert.equal(typeof unknown === 'string' ? unknown : unknown.code, 'POLICY_NO_SUCH_PERSON');
  }));

function inviteTo({ claimDesk }: Desk, person: string): string {
  const code = claimDesk.invite(person);
  return typeof code === 'string' ? code : '';
}

test.run();
