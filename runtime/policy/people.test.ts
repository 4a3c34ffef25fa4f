import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../test/fake-clock.ts';
import { openState } from '../../test/open-state.ts';
import { inTempDirectory } from '../../test/temp-directory.ts';
import type { Asker, Role } from '../actions/asker.ts';
import { helpAction } from '../actions/help.action.ts';
import { errorCode } from '../core/app-error.ts';
import { People } from './people.ts';
import { authorize, authorizeWrite } from './roles.ts';
import { loadSiteKey } from './site-key.ts';

const PUMP = { id: 'pump', role: 'operator', area: 'greenhouse' } as const;

test('lets each role do what the ones before it may', () => {
  const roles: Role[] = ['viewer', 'operator', 'technician', 'admin'];
  for (const [rank, role] of roles.entries())
    for (const [needed, thing] of roles.entries()) {
      const refusal = authorizeWrite({ ...PUMP, role: thing }, asker(role));
      assert.is(refusal === undefined, rank >= needed, `${role} on a thing for ${thing}`);
    }
});

test('limits a role to its areas', () => {
  assert.is(authorizeWrite(PUMP, { ...asker('operator'), areas: ['greenhouse'] }), undefined);
  assert.is(
    authorizeWrite(PUMP, { ...asker('admin'), areas: ['workshop'] })?.code,
    'POLICY_DENIED',
  );
});

test('refuses an action above the role, and says which role it takes', () => {
  const action = { ...helpAction(() => []), role: 'technician' } as const;
  assert.match(authorize(action, asker('operator'))?.message ?? '', /takes the role technician/);
  assert.is(authorize(action, asker('technician')), undefined);
});

test('takes the role from the file where file and claim name the same person', () =>
  inTempDirectory(async (directory) => {
    const state = await openState(directory, new FakeClock());
    const first = new People({ store: state.store, configured: [] });
    await state.store.durable([first.claimOwner('Anna', 1)]);
    const configured = [
      { id: 'owner', name: 'Anna B.', role: 'viewer' as const },
      { id: 'bert', name: 'Bert', role: 'operator' as const },
    ];
    const people = new People({ store: state.store, configured });
    await people.load();
    assert.is(people.find('owner')?.role, 'viewer');
    assert.ok(people.isClaimed());
    assert.is(people.find('bert')?.name, 'Bert');
    assert.is(people.find('mallory'), undefined);
    await state.close();
  }));

test('makes the site key once, for its user only', () =>
  inTempDirectory(async (directory) => {
    const first = await loadSiteKey(directory);
    const second = await loadSiteKey(directory);
    assert.is(first.id, second.id);
    assert.match(first.id, /^[0-9a-f]{16}$/);
    assert.is((await stat(join(directory, 'keys', 'site.pem'))).mode & 0o777, 0o600);
  }));

test('does not make a new key over a damaged one', () =>
  inTempDirectory(async (directory) => {
    await mkdir(join(directory, 'keys'));
    await writeFile(join(directory, 'keys', 'site.pem'), 'not a key');
    const code = await loadSiteKey(directory).then(() => 'loaded', errorCode);
    assert.is(code, 'POLICY_BAD_KEY');
  }));

function asker(role: Role): Asker {
  return { person: 'anna', role, via: 'cli', chat: 'cli:anna', language: 'en', words: '' };
}

test.run();
