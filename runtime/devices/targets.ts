/** From what a person names (`pump`, `pump.power`, an area) to what lives here; what does not exist is refused with the nearest right name. */
import { refuseAction } from '../actions/errors.ts';
import { nearest } from '../core/nearest.ts';
import { parseAddress } from '../core/reading.ts';
import type { Refusal } from '../core/refusal.ts';
import type { Site, SiteThing } from '../config/site.ts';
import type { LiveProperty } from './live-property.ts';
import type { ThingsView } from './things-view.ts';

/** All properties of a thing, or the one that is named. */
export function findProperties(
  things: ThingsView,
  target: string,
): readonly LiveProperty[] | Refusal {
  const address = parseAddress(target);
  const found = things
    .properties()
    .filter(({ name, address: { thing } }) =>
      address === undefined ? thing === target : name === target,
    );
  const names = things.properties().flatMap(({ name, address: { thing } }) => [name, thing]);
  return found.length > 0 ? found : noSuch(target, names);
}

export function findThing(things: ThingsView, id: string): SiteThing | Refusal {
  return (
    things.thing(id) ??
    noSuch(
      id,
      things.list().map((thing) => thing.id),
    )
  );
}

/** The things of an area; of the whole site when none is named. */
export function findInArea(
  { areas }: Pick<Site, 'areas'>,
  things: readonly SiteThing[],
  area: string | undefined,
): readonly SiteThing[] | Refusal {
  const ids = areas.map(({ id }) => id);
  if (area !== undefined && !ids.includes(area))
    return noSuch(area, ids, `The areas are: ${ids.join(', ')}.`);
  return things.filter((thing) => area === undefined || thing.area === area);
}

/** "Did you mean …?" where something is near. @param otherwise the hint where nothing is */
export function noSuch(target: string, names: readonly string[], otherwise?: string): Refusal {
  const near = nearest(target, new Set(names));
  const hint = near === undefined ? otherwise : `Did you mean "${near}"?`;
  return refuseAction('ACTION_NO_SUCH_THING', `there is no "${target}" here`, hint);
}
