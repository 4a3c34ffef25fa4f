/** What a `set` names that asks people first, as far as the file can tell: a workflow has nobody to ask. */
import { parseAddress } from '../../core/reading.ts';
import type { SiteProperty, SiteThing } from '../../config/site.ts';
import { parseValue } from '../../devices/parse-value.ts';
import { peopleNeeded } from '../../tasks/people-needed.ts';
import type { StepForm } from '../workflows-schema.ts';
import type { CheckPlace } from './named-step.ts';

/** At the gateway people can be asked, so that the step fails only without `approval`. */
export function warnOfAsking({ findings, path, context }: CheckPlace, form: StepForm): void {
  const { target, value } = form.params;
  if (form.action !== 'set' || form.approval !== undefined || !isWritten(value)) return;
  const thing = typeof target === 'string' ? thingOf(context.things, target) : undefined;
  const asking = thing && askingProperty(thing, { target, value });
  if (thing === undefined || asking === undefined) return;
  findings.warning({
    path: [...path, 'params', 'target'],
    message: `${thing.id}.${asking.name} asks people first, and this step asks nobody: it fails`,
    hint: 'give the step "approval: true"',
  });
}

export function thingOf(things: readonly SiteThing[], target: string): SiteThing | undefined {
  const id = parseAddress(target)?.thing ?? target;
  return things.find((thing) => thing.id === id);
}

/** A value that is only known when it runs may be any. */
export function askingProperty(
  thing: SiteThing,
  { target, value }: { readonly target: unknown; readonly value: unknown },
): SiteProperty | undefined {
  return propertiesOf(thing, target).find((property) => mayAsk(property, value));
}

function propertiesOf({ properties }: SiteThing, target: unknown): readonly SiteProperty[] {
  const named = typeof target === 'string' ? parseAddress(target)?.property : undefined;
  return properties.filter(({ name, writable }) => writable && (named ?? name) === name);
}

function mayAsk(property: SiteProperty, given: unknown): boolean {
  if (!isWritten(given)) return property.confirm !== undefined;
  const value = parseValue(given, property);
  return typeof value !== 'object' && peopleNeeded(property, { value }, {}) > 0;
}

function isWritten(given: unknown): given is string | number | boolean {
  if (typeof given === 'string') return !given.includes('{{');
  return typeof given === 'number' || typeof given === 'boolean';
}
