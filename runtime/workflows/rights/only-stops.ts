/** Whether a step only stops something, as an order does that waits behind nothing: what a run began, it may end, whoever stands behind it. Pure. */
import { isMap } from '../../config/form/value-at.ts';
import type { SiteThing } from '../../config/site.ts';
import { parseValue } from '../../devices/parse-value.ts';
import { peopleNeeded } from '../../tasks/people-needed.ts';
import { isStart } from '../../tasks/task.ts';
import { propertiesOf, thingOf } from '../checks/asking-property.ts';
import type { Order } from './objection-to.ts';

export function onlyStops({ action, params }: Order, things: readonly SiteThing[]): boolean {
  const { target, value: given, for: length } = isMap(params.source) ? params.source : {};
  if (action !== 'set' || typeof target !== 'string' || length !== undefined) return false;
  if (typeof given !== 'string' && typeof given !== 'number' && typeof given !== 'boolean')
    return false;
  const thing = thingOf(things, target);
  const meant = thing === undefined ? [] : propertiesOf(thing, target);
  return (
    meant.length > 0 &&
    meant.every((property) => {
      const value = parseValue(given, property);
      if (typeof value === 'object') return false;
      return !isStart({ value }) && peopleNeeded(property, { value }, {}) === 0;
    })
  );
}
