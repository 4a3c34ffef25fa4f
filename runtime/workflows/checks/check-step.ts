/** One step: is there such an action, do its params fit, and is everything there that it names? */
import { diagnose } from '../../config/form/diagnose.ts';
import { quote } from '../../config/form/quote.ts';
import { suggest } from '../../config/form/suggest.ts';
import { isMap, type Path } from '../../config/form/value-at.ts';
import type { KnownAction } from '../check-context.ts';
import { isConditionMistake, parseCondition, type Condition } from '../condition.ts';
import { parseTemplate, type Placeholder, type Template } from '../../config/form/template.ts';
import type { StepsBefore } from '../step-action.ts';
import type { Step } from '../workflow.ts';
import type { StepForm } from '../workflows-schema.ts';
import type { CheckPlace, NamedStep } from './named-step.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** What a step may name. */
export interface Surroundings {
  /** Ids. */
  readonly dependsOn: readonly string[];
  /** All that have run before it, near and far. */
  readonly before: readonly NamedStep[];
}

export function checkStep(
  place: CheckPlace,
  { id, form }: NamedStep,
  { dependsOn, before }: Surroundings,
): Step | undefined {
  const action = findAction(place, form.action);
  const names = new Map<string, readonly string[] | undefined>([
    ['trigger', undefined],
    ...before.map((step) => [step.id, givenBy(place, step)] as const),
  ]);
  const forEach =
    form.for_each === undefined
      ? undefined
      : checkTemplate(place, 'for_each', form.for_each, names);
  if (form.for_each !== undefined || place.findings.isDamaged([...place.path, 'for_each']))
    names.set('item', undefined);
  if (form.for_each !== undefined && action?.isOnce === true)
    place.findings.error({
      path: [...place.path, 'for_each'],
      message: `${quote(form.action)} is done once, and not for each entry of a list`,
      hint: 'take "for_each" out, or start a workflow of its own',
    });
  const params = checkTemplate(place, 'params', form.params, names);
  const when = form.when === undefined ? undefined : checkCondition(place, form.when, names);
  if (action !== undefined) checkParams(place, action, params, { gives: names, dependsOn });
  if (action === undefined || when === 'wrong') return undefined;
  const acts = { action: wordOf(form.action), when, params, forEach };
  return { id, dependsOn, ...acts, ...limitsOf(form) };
}

/** Actions are called with `-` or `_`. */
function wordOf(action: string): string {
  return action.replaceAll('-', '_');
}

function limitsOf({
  retry,
  approval,
  timeout = MINUTE_MS,
  on_error: onError,
}: StepForm): Pick<Step, 'retry' | 'timeoutMs' | 'isFatal' | 'approval'> {
  const { role = 'operator', within = HOUR_MS } = approval === true ? {} : (approval ?? {});
  return {
    retry: retry && { times: retry.times, waitMs: retry.wait },
    timeoutMs: timeout,
    isFatal: onError === 'stop',
    approval: approval && { role, withinMs: within },
  };
}

function givenBy({ context }: CheckPlace, { form }: NamedStep): readonly string[] | undefined {
  return context.actions.get(wordOf(form.action))?.gives;
}

function findAction(
  { findings, path, context }: CheckPlace,
  name: string,
): KnownAction | undefined {
  const action = context.actions.get(wordOf(name));
  if (action === undefined)
    findings.unknown('action', name, {
      path: [...path, 'action'],
      known: [...context.actions.keys()],
    });
  return action;
}

type Names = ReadonlyMap<string, readonly string[] | undefined>;

function checkTemplate(
  { findings, path }: CheckPlace,
  key: 'params' | 'for_each',
  source: unknown,
  names: Names,
): Template {
  const template = parseTemplate(source);
  for (const placeholder of template.placeholders) {
    const mistake = checkPlaceholder(placeholder, names);
    if (mistake !== undefined)
      findings.error({ path: [...path, key, ...placeholder.place], ...mistake });
  }
  return template;
}

function checkPlaceholder(
  { path: [name, field], text }: Placeholder,
  names: Names,
): { message: string; hint?: string | undefined } | undefined {
  const shown = `{{${text}}}`;
  if (typeof name !== 'string')
    return { message: `${shown} is no path`, hint: 'write {{step.field}}' };
  if (!names.has(name))
    return {
      message: `${shown}: nothing before this step is called ${quote(name)}`,
      hint: `${suggest(name, [...names.keys()]) ?? ''}; what a step gives is known to those that depend on it`,
    };
  const fields = names.get(name);
  if (field === undefined || fields === undefined || fields.includes(String(field)))
    return undefined;
  return {
    message: `${shown}: ${quote(name)} gives no ${quote(field)}`,
    hint: suggest(String(field), fields),
  };
}

function checkCondition(
  { findings, path, context }: CheckPlace,
  text: string,
  names: Names,
): Condition | 'wrong' {
  const at = [...path, 'when'];
  const condition = parseCondition(text, [...names.keys()]);
  if (isConditionMistake(condition)) {
    const hint = `it may speak of: ${[...names.keys()].join(', ')}, and reading("thing.property")`;
    findings.error({ path: at, message: `this condition is wrong: ${condition.message}`, hint });
    return 'wrong';
  }
  for (const address of condition.readings)
    if (!context.readings.has(address))
      findings.unknown('reading', address, { path: at, known: [...context.readings.keys()] });
  return condition;
}

/** What stands where a placeholder stands is only known when the step runs. */
function checkParams(
  { findings, path, context }: CheckPlace,
  { params, check }: KnownAction,
  { source, placeholders }: Template,
  before: StepsBefore,
): void {
  const isOpen = (wrong: Path): boolean =>
    placeholders.some(({ place }) => wrong.every((step, index) => step === place[index]));
  const { error } = params.safeParse(source);
  const wrong = error === undefined ? [] : diagnose(params, source, error.issues);
  const certain = wrong.filter(({ path: within }) => within.length === 0 || !isOpen(within));
  for (const { path: within, ...finding } of certain)
    findings.error({ ...finding, path: [...path, 'params', ...within] });
  if (certain.length > 0 || !isMap(source)) return;
  for (const { path: within, isCertain, ...mistake } of check?.(source, context, before) ?? [])
    if (isCertain === true || !isOpen(within))
      findings.error({ ...mistake, path: [...path, 'params', ...within] });
}
