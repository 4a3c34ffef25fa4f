/** How many people have to say yes to a write before it is done. */
import type { Asker } from '../actions/asker.ts';
import type { SiteProperty } from '../config/site.ts';
import type { Value } from '../core/reading.ts';

interface Wanted {
  readonly value: Value;
  readonly asksFirst?: boolean | undefined;
}

/** By whom a write is wanted, and whose yes it has. */
export interface Who {
  readonly through?: Asker['through'] | undefined;
  readonly approvedBy?: Asker['approvedBy'] | undefined;
}

/** Who still has to. 0 = no question: most writes, and those in the harmless direction. */
export function peopleNeeded(property: SiteProperty, wanted: Wanted, asker: Who): 0 | 1 | 2 {
  const people = peopleAsked(property, wanted, asker);
  return people === 1 && asker.approvedBy !== undefined ? 0 : people;
}

/** What a model chose a person looks at first. */
function peopleAsked(
  { confirm }: SiteProperty,
  { value, asksFirst }: Wanted,
  { through }: Who,
): 0 | 1 | 2 {
  const atLeast = asksFirst === true || through !== undefined ? 1 : 0;
  if (confirm === undefined) return atLeast;
  const { to, people } = confirm;
  const isTo =
    to === 'any' ||
    to === value ||
    ((to === 'on' || to === 'open') && value !== false && value !== 0);
  const isBack = (to === 'off' || to === 'closed') && (value === false || value === 0);
  return isTo || isBack ? people : atLeast;
}
