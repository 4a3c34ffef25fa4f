/** Who may do what. Roles are ranks: each may do what the ones before it may. Default is deny. */
import type { Action } from '../actions/action.ts';
import type { Asker, Role } from '../actions/asker.ts';
import type { Refusal } from '../core/refusal.ts';
import { refuse } from './errors.ts';

const RANKS: readonly Role[] = ['viewer', 'operator', 'technician', 'admin'];

export function hasRole(asker: Pick<Asker, 'role'>, needed: Role): boolean {
  return RANKS.indexOf(asker.role) >= RANKS.indexOf(needed);
}

export function lesserRole(one: Role, other: Role): Role {
  return RANKS.indexOf(one) <= RANKS.indexOf(other) ? one : other;
}

/**
 * Who is admin of some areas keeps those. People, tokens and boards are the whole site's: whoever is limited
 * could take with them what they were not given.
 */
export function isSiteAdmin(asker: Pick<Asker, 'role' | 'areas'>): boolean {
  return hasRole(asker, 'admin') && asker.areas === undefined;
}

/** The catalogue's question: may this person use this action at all? */
export function authorize(action: Action, asker: Asker): Refusal | undefined {
  const what = `use "${action.name}"`;
  if (!hasRole(asker, action.role)) return denied(asker, action.role, what);
  if (action.role === 'admin' && !isSiteAdmin(asker))
    return refuse(
      'POLICY_DENIED',
      `${asker.person} is admin of some areas only; to ${what} takes an admin of the whole site`,
    );
  return undefined;
}

/** The write path's question: may this person change this thing, here? */
export function authorizeWrite(
  thing: { readonly id: string; readonly role: Role; readonly area: string },
  asker: Pick<Asker, 'person' | 'role' | 'areas'>,
): Refusal | undefined {
  if (!hasRole(asker, thing.role)) return denied(asker, thing.role, `change ${thing.id}`);
  if (asker.areas !== undefined && !asker.areas.includes(thing.area)) {
    return refuse(
      'POLICY_DENIED',
      `${asker.person} may not change things in the area ${thing.area}`,
    );
  }
  return undefined;
}

function denied(asker: Pick<Asker, 'person' | 'role'>, needed: Role, what: string): Refusal {
  return refuse(
    'POLICY_DENIED',
    `${asker.person} is ${asker.role} here; to ${what} takes the role ${needed}`,
  );
}
