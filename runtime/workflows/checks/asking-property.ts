/** What a `set` names that asks people first, as far as the file can tell: a workflow has nobody to ask. */
import { quote } from '../../config/form/quote.ts';
import { parseAddress } from '../../core/reading.ts';
import type { SiteProperty, SiteThing } from '../../config/site.ts';
import { parseValue } from '../../devices/parse-value.ts';
import { peopleNeeded, type Who } from '../../tasks/people-needed.ts';
import { YES_OR_NO } from '../question.ts';
import type { StepForm } from '../workflows-schema.ts';
import type { CheckPlace } from './named-step.ts';

/** At the gateway people can be asked, so that the step fails only without `approval`; which is the yes of one. */
export function warnOfAsking({ findings, path, context }: CheckPlace, form: StepForm): void {
  const { target, value } = form.params;
  if (form.action !== 'set' || !isWritten(value)) return;
  const approvedBy = form.approval === undefined ? undefined : 'somebody';
  const thing = typeof target === 'string' ? thingOf(context.things, target) : undefined;
  const asking = thing && askingProperty(thing, { target, value }, { approvedBy });
  if (thing === undefined || asking === undefined) return;
  const address = `${thing.id}.${asking.name}`;
  const [why, hint] =
    asking.confirm?.people === 2
      ? ['asks two people first, and no workflow can', 'let people switch it by hand']
      : ['asks people first, and this step asks nobody', 'give the step "approval: true"'];
  findings.warning({
    path: [...path, 'params', 'target'],
    message: `${address} ${why}: it fails`,
    hint,
  });
}

/** A shorter word means nothing else. */
const SHORTEST = 3;

/** Said as it is, a word that means something else does that, and answers nothing. */
export function warnOfChoices({ findings, path, context }: CheckPlace, form: StepForm): void {
  const { choices } = form.params;
  if (form.action !== 'ask' || !Array.isArray(choices)) return;
  for (const [index, choice] of choices.entries())
    if (
      typeof choice === 'string' &&
      choice.length >= SHORTEST &&
      !YES_OR_NO.includes(choice.toLowerCase()) &&
      context.judgePhrase(choice) !== undefined
    )
      findings.warning({
        path: [...path, 'params', 'choices', index],
        message: `${quote(choice)} means something else in a chat, and is no answer there`,
        hint: 'choose words that mean nothing else; only “workflow answer NAME CHOICE” takes it',
      });
}

/** Of a step as it is done. */
export function asksFirst(
  things: readonly SiteThing[],
  { target, value }: Readonly<Record<string, unknown>>,
  who: Who,
): boolean {
  const thing = typeof target === 'string' ? thingOf(things, target) : undefined;
  return thing !== undefined && askingProperty(thing, { target, value }, who) !== undefined;
}

export function thingOf(things: readonly SiteThing[], target: string): SiteThing | undefined {
  const id = parseAddress(target)?.thing ?? target;
  return things.find((thing) => thing.id === id);
}

/** A value that is only known when it runs may be any. */
export function askingProperty(
  thing: SiteThing,
  { target, value }: { readonly target: unknown; readonly value: unknown },
  who: Who = {},
): SiteProperty | undefined {
  return propertiesOf(thing, target).find((property) => mayAsk(property, value, who));
}

export function propertiesOf({ properties }: SiteThing, target: unknown): readonly SiteProperty[] {
  const named = typeof target === 'string' ? parseAddress(target)?.property : undefined;
  return properties.filter(({ name, writable }) => writable && (named ?? name) === name);
}

function mayAsk(property: SiteProperty, given: unknown, who: Who): boolean {
  if (!isWritten(given)) return property.confirm !== undefined;
  const value = parseValue(given, property);
  return typeof value !== 'object' && peopleNeeded(property, { value }, who) > 0;
}

function isWritten(given: unknown): given is string | number | boolean {
  if (typeof given === 'string') return !given.includes('{{');
  return typeof given === 'number' || typeof given === 'boolean';
}
