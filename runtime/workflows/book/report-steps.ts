/** "the daily report": as a workflow of the site makes it already, or from the template that is called so. */
import type { Asker } from '../../actions/asker.ts';
import { isMap } from '../../config/form/value-at.ts';
import { isRefusal, type Refusal } from '../../core/refusal.ts';
import { refuseWorkflow } from '../errors.ts';
import type { Step, Workflow } from '../workflow.ts';
import type { Deed } from './draft.ts';
import type { DraftSite, StepText } from './draft-site.ts';

type Report = Extract<Deed, { kind: 'report' }>;

const TODAY = 'SELECT * FROM metrics WHERE date=CURRENT_DATE';

/** How reports are called in other languages → as files are. */
const CALLED: readonly (readonly [RegExp, string])[] = [
  [/^(?:日|每日|tages|täglich\S*|diari[oa])$/u, 'daily'],
  [/^(?:周|每周|wochen|wöchentlich\S*|semanal)$/u, 'weekly'],
  [/^(?:月|每月|monats|monatlich\S*|mensual)$/u, 'monthly'],
];

export function reportSteps(
  { called, to }: Report,
  asker: Asker,
  given: DraftSite,
): readonly StepText[] | Refusal {
  const made = makeReport(called, given);
  if (isRefusal(made)) return made;
  const where = placeOf(to, asker, given);
  if (isRefusal(where)) return where;
  const send = { action: 'send_notification', depends_on: 'generate_report', params: where };
  return [...made, send];
}

function makeReport(
  called: string,
  { workflows, templates }: DraftSite,
): readonly StepText[] | Refusal {
  const [, known = called] = CALLED.find(([form]) => form.test(called)) ?? [];
  const workflow = workflows.find((one) => isCalled(known, one.name) || isCalled(known, one.title));
  const made = workflow?.steps.filter(({ action }) => MAKING.has(action)) ?? [];
  if (made.some(({ action }) => action === 'generate_report')) return made.map(textOf);
  const template = templates.find((file) => isCalled(known, file));
  if (template === undefined) {
    const list = templates.length === 0 ? 'there is none' : `there is ${templates.join(', ')}`;
    return refuseWorkflow(
      'WORKFLOW_NOT_BUILT',
      `no report is called "${called}": a report is a template in templates/ of the site, and ${list}`,
    );
  }
  return [
    { action: 'fetch_data', params: { source: 'database', query: TODAY } },
    { action: 'generate_report', depends_on: 'fetch_data', params: { template } },
  ];
}

const MAKING: ReadonlySet<string> = new Set(['fetch_data', 'generate_report']);

function isCalled(called: string, name: string): boolean {
  return (
    wordsOf(called).length > 0 && wordsOf(called).every((word) => wordsOf(name).includes(word))
  );
}

/** Without what says that it is one. */
function wordsOf(text: string): readonly string[] {
  return text
    .toLowerCase()
    .replace(/\.md$/, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !/^(?:the|report|template)$/.test(word));
}

function textOf({ id, action, dependsOn, params: { source } }: Step): StepText {
  return {
    ...(id !== action && { id }),
    action,
    ...(dependsOn.length > 0 && {
      depends_on: dependsOn.length === 1 ? (dependsOn[0] ?? '') : dependsOn,
    }),
    params: isMap(source) ? source : {},
  };
}

/** Where the channel is: as another workflow has it, or the only program there is. */
function placeOf(
  to: string | undefined,
  { person }: Asker,
  { site: { platforms }, workflows }: DraftSite,
): StepText['params'] | Refusal {
  if (to === undefined) {
    const page = platforms.find(({ type }) => type === 'websocket');
    if (page !== undefined) return { platform: page.name, channel: person };
  }
  const known = to === undefined ? undefined : knownPlace(to, workflows);
  if (known !== undefined) return known;
  const programs = platforms.filter(({ type }) => type !== 'websocket');
  const [only] = programs;
  if (to !== undefined && only !== undefined && programs.length === 1)
    return { platform: only.name, channel: to };
  const names = programs.map(({ name }) => name).join(', ');
  return refuseWorkflow(
    'WORKFLOW_NOT_BUILT',
    names === ''
      ? `nobody knows where ${to ?? 'you'} is: platform.yaml has no platform for it`
      : `nobody knows on which platform ${to ?? 'you'} is: platform.yaml has ${names}`,
  );
}

function knownPlace(to: string, workflows: readonly Workflow[]): StepText['params'] | undefined {
  const sent = workflows.flatMap(({ steps }) => steps.map(({ params: { source } }) => source));
  const found = sent.find((source) => isMap(source) && source['channel'] === to);
  return isMap(found) ? { platform: found['platform'], channel: to } : undefined;
}
