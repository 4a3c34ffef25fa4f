/** Who may use which action. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Action } from '../actions/action.ts';
import type { Asker, Role } from '../actions/asker.ts';
import { OWNER } from './people.ts';
import { authorize } from './roles.ts';

const test = suite('roles');

const asker = (role: Role, areas?: readonly string[]): Asker => ({
  ...{ person: 'ben', role, via: 'terminal', chat: 'terminal', language: 'en', words: '' },
  ...(areas !== undefined && { areas }),
});

const action = (role: Role): Action => ({ name: 'people-link', role }) as Action;

test('are ranks', () => {
  assert.is(authorize(action('operator'), asker('technician')), undefined);
  assert.match(
    authorize(action('admin'), asker('technician'))?.message ?? '',
    'takes the role admin',
  );
});

test('an admin of some areas has nothing of the whole site', () => {
  assert.is(authorize(action('admin'), asker('admin')), undefined);
  const refused = authorize(action('admin'), asker('admin', ['greenhouse']));
  assert.match(refused?.message ?? '', 'an admin of the whole site');
  assert.is(authorize(action('technician'), asker('admin', ['greenhouse'])), undefined);
  assert.is(OWNER.areas, undefined, 'the owner is admin of all');
});

test.run();
