/** What an action of the catalogue is told to look at or to set: is it there, and can it be that? */
import { quote } from '../../config/form/quote.ts';
import { suggest } from '../../config/form/suggest.ts';
import type { SiteProperty } from '../../config/site.ts';
import { formatAddress } from '../../core/reading.ts';
import { parseValue } from '../../devices/parse-value.ts';
import type { ParamMistake, StepSite } from '../step-action.ts';

type Params = Readonly<Record<string, unknown>>;

/** Where actions take the address of a reading, or the id of a thing. */
const TARGETS = ['target', 'targets', 'thing'] as const;

export function checkTargets(params: Params, site: StepSite): readonly ParamMistake[] {
  return TARGETS.flatMap((key) => {
    const given = params[key];
    const isList = Array.isArray(given);
    const texts = isList ? given : [given];
    return texts.flatMap((text: unknown, index) =>
      typeof text === 'string' ? checkTarget(text, [key, ...(isList ? [index] : [])], site) : [],
    );
  });
}

/** What `set` is told: also whether it can be written, and be that. */
export function checkOrder(params: Params, site: StepSite): readonly ParamMistake[] {
  const wrong = checkTargets(params, site);
  const { target, value } = params;
  if (wrong.length > 0 || typeof target !== 'string' || !isValue(value)) return wrong;
  const found = propertiesOf(target, site);
  if (found.length === 0) return [];
  const writable = found.filter((property) => property.writable);
  if (writable.length === 0)
    return [{ path: ['target'], message: `${target} cannot be set, it is only measured` }];
  const refusals = writable.flatMap((property) => objectionTo(value, property) ?? []);
  const [first] = refusals;
  if (refusals.length < writable.length || first === undefined) return [];
  return [{ path: ['value'], message: first }];
}

function checkTarget(
  text: string,
  path: ParamMistake['path'],
  site: StepSite,
): readonly ParamMistake[] {
  const [thing = ''] = text.split('.');
  if (propertiesOf(text, site).length > 0 || site.announced.includes(thing)) return [];
  const names = site.things.flatMap(({ id, properties }) => [
    id,
    ...properties.map(({ name }) => formatAddress({ thing: id, property: name })),
  ]);
  const message = `there is no ${quote(text)} on this site`;
  return [{ path, message, hint: suggest(text, names) }];
}

function propertiesOf(text: string, { things }: StepSite): readonly SiteProperty[] {
  return things.flatMap(({ id, properties }) =>
    properties.filter(
      ({ name }) => text === id || text === formatAddress({ thing: id, property: name }),
    ),
  );
}

function objectionTo(given: string | number | boolean, property: SiteProperty): string | undefined {
  const value = parseValue(given, property);
  if (typeof value === 'object') return value.message;
  const [low, high] = property.range ?? [-Infinity, Infinity];
  if (typeof value !== 'number' || (value >= low && value <= high)) return undefined;
  const unit = property.unit ?? '';
  return `${property.name} takes ${String(low)} to ${String(high)} ${unit}, not ${String(value)}`;
}

function isValue(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
