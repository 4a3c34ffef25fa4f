/** What a write names on this site: its thing and its property, or that there is none. */
import type { Site, SiteProperty, SiteThing } from '../config/site.ts';
import { formatAddress, type PropertyAddress } from '../core/reading.ts';
import type { Refusal } from '../core/refusal.ts';
import { noSuchThing } from './errors.ts';

export interface Target {
  readonly thing: SiteThing;
  readonly property: SiteProperty;
}

export function findTarget(site: Site, address: PropertyAddress): Target | Refusal {
  const things = site.boards.flatMap((board) => board.things);
  const thing = things.find(({ id }) => id === address.thing);
  const property = thing?.properties.find(({ name }) => name === address.property);
  if (thing !== undefined && property?.writable === true) return { thing, property };
  const name = formatAddress(address);
  if (property === undefined) return noSuchThing(name);
  const message = `${name} cannot be written`;
  return { ...noSuchThing(name), code: 'DEVICE_NOT_WRITABLE', message };
}
