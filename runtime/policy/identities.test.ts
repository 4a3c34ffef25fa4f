import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../test/fake-clock.ts';
import { withState } from '../../test/open-state.ts';
import { inTempDirectory } from '../../test/temp-directory.ts';
import { Identities, type Identity } from './identities.ts';
import { People, type Person } from './people.ts';
import type { Journal } from '../state/journal.ts';

const test = suite('identities');

const PHONE: Identity = { platform: 'telegram', account: '1', user: '7' };
const BEN: Identity = { ...PHONE, user: '8' };
const CHANGER = { person: 'owner', via: 'cli', words: 'boardtalk people unlink anna' };

interface Rig {
  readonly journal: Journal;
  readonly site: { people: readonly (Person & { readonly identities: readonly Identity[] })[] };
  readonly identities: Identities;
  readonly people: People;
  readonly clock: FakeClock;
  readonly again: () => Promise<Identities>;
}

const ANNA: Person = { id: 'anna', name: 'Anna', role: 'operator' };

async function withIdentities(use: (rig: Rig) => Promise<void>): Promise<void> {
  const clock = new FakeClock();
  const site: Rig['site'] = {
    people: [
      { ...ANNA, identities: [] },
      { id: 'ben', name: 'Ben', role: 'viewer', identities: [BEN] },
    ],
  };
  await inTempDirectory((directory) =>
    withState(directory, clock, async ({ store, journal }) => {
      const people = new People({ store, configured: site.people });
      await people.load();
      const parts = { board: 'board', store, journal, clock, people, site };
      const again = async (): Promise<Identities> => {
        const identities = new Identities(parts);
        await identities.load();
        return identities;
      };
      await use({ identities: await again(), people, clock, again, journal, site });
    }),
  );
}

function codeFor(identities: Identities, person: string): string {
  const code = identities.invite(person);
  if (typeof code !== 'string') throw new Error(code.message);
  return code;
}

test('knows those of the file by their number, and nobody else', () =>
  withIdentities(async ({ identities }) => {
    assert.is(identities.personOf(BEN)?.id, 'ben');
    assert.is(identities.personOf(PHONE), undefined);
    assert.is(identities.personOf({ ...BEN, account: '2' }), undefined);
    assert.is(identities.personOf({ ...BEN, platform: 'other' }), undefined);
    await Promise.resolve();
  }));

test('a code links one account, once, and over a restart', () =>
  withIdentities(async ({ identities, again }) => {
    const code = codeFor(identities, 'anna');
    const [one, other] = await Promise.all([
      identities.pair(code.toLowerCase(), PHONE),
      identities.pair(code, { ...PHONE, user: '9' }),
    ]);
    assert.equal([one?.id, other], ['anna', undefined]);
    assert.is((await again()).personOf(PHONE)?.id, 'anna');
  }));

test('a code is over after ten minutes, and is made for nobody who is not there', () =>
  withIdentities(async ({ identities, clock }) => {
    const code = codeFor(identities, 'anna');
    await clock.advance(10 * 60_000);
    assert.is(await identities.pair(code, PHONE), undefined);
    const refused = identities.invite('nobody');
    assert.is(typeof refused === 'string' ? '' : refused.code, 'POLICY_NO_SUCH_PERSON');
  }));

test('what was written before the link stays that of a stranger', () =>
  withIdentities(async ({ identities, clock }) => {
    const earlier = clock.now();
    await clock.advance(60_000);
    await identities.pair(codeFor(identities, 'anna'), PHONE);
    assert.is(identities.personOf(PHONE, earlier), undefined);
    assert.is(identities.personOf(PHONE, clock.now())?.id, 'anna');
    clock.set(earlier - 60_000);
    assert.is(identities.personOf(PHONE, clock.now())?.id, 'anna');
  }));

test('unlinking counts at once, and over a restart', () =>
  withIdentities(async ({ identities, again }) => {
    await identities.pair(codeFor(identities, 'anna'), PHONE);
    const unlinking = identities.unlink('anna', CHANGER);
    assert.is(identities.personOf(PHONE), undefined);
    assert.is(await unlinking, 1);
    assert.is((await again()).personOf(PHONE), undefined);
    const refused = await identities.unlink('anna', CHANGER);
    assert.is(typeof refused === 'number' ? '' : refused.code, 'POLICY_NOT_LINKED');
  }));

test('who is unlinked cannot come back with a code from before', () =>
  withIdentities(async ({ identities }) => {
    await identities.pair(codeFor(identities, 'anna'), PHONE);
    const [annas, bens] = [codeFor(identities, 'anna'), codeFor(identities, 'ben')];
    await identities.unlink('anna', CHANGER);
    assert.is(await identities.pair(annas, PHONE), undefined);
    assert.is((await identities.pair(bens, PHONE))?.id, 'ben');
  }));

test('unlinking takes back a code also where no account was linked yet', () =>
  withIdentities(async ({ identities }) => {
    const code = codeFor(identities, 'anna');
    await identities.unlink('anna', CHANGER);
    assert.is(await identities.pair(code, PHONE), undefined);
  }));

test('unlinking meets also who is just being linked', () =>
  withIdentities(async ({ identities, again }) => {
    const pairing = identities.pair(codeFor(identities, 'anna'), PHONE);
    assert.is(await identities.unlink('anna', CHANGER), 1);
    assert.is(await pairing, undefined);
    assert.is(identities.personOf(PHONE), undefined);
    assert.is((await again()).personOf(PHONE), undefined);
  }));

test('the journal has who made the code that linked an account', () =>
  withIdentities(async ({ identities, journal }) => {
    const code = identities.invite('anna', 'ben');
    await identities.pair(typeof code === 'string' ? code : '', PHONE);
    const [entry] = await journal.entries({ kind: 'people' });
    assert.equal(entry?.details, { linked: { ...PHONE }, invitedBy: 'ben' });
  }));

test('who is put into the file, or taken out of it, counts at once', () =>
  withIdentities(async ({ identities, site }) => {
    const [anna, ben] = site.people;
    assert.ok(anna && ben);
    site.people = [
      { ...anna, identities: [PHONE] },
      { ...ben, identities: [] },
    ];
    assert.is(identities.personOf(PHONE)?.id, 'anna');
    assert.is(identities.personOf(BEN), undefined);
    await Promise.resolve();
  }));

test('whoever the site no longer knows is a stranger, linked or not', () =>
  withIdentities(async ({ identities, people }) => {
    await identities.pair(codeFor(identities, 'anna'), PHONE);
    people.configure([]);
    assert.is(identities.personOf(PHONE), undefined);
    assert.equal(identities.list('telegram', '1'), []);
  }));

test.run();
