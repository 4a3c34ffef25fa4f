/** From what a person names (`pump`, `pump.power`) to live properties; what does not exist is refused with the nearest right name. */
import { refuseAction } from '../actions/errors.ts';
import { nearest } from '../core/nearest.ts';
import { parseAddress } from '../core/reading.ts';
import type { Refusal } from '../core/refusal.ts';
import type { LiveProperty } from './live-property.ts';
import type { Things } from './things.ts';

/** All properties of a thing, or the one that is named. */
export function findProperties(things: Things, target: string): readonly LiveProperty[] | Refusal {
  const address = parseAddress(target);
  const found = things
    .properties()
    .filter(({ name, address: { thing } }) =>
      address === undefined ? thing === target : name === target,
    );
  return found.length > 0 ? found : unknownTarget(things, target);
}

function unknownTarget(things: Things, target: string): Refusal {
  const names = things.properties().flatMap(({ name, address }) => [name, address.thing]);
  const near = nearest(target, new Set(names));
  const hint = near === undefined ? undefined : `Did you mean "${near}"?`;
  return refuseAction('ACTION_NO_SUCH_THING', `there is no "${target}" here`, hint);
}
