/** What starts a workflow: exactly one kind, with the keys that belong to it. */
import type { Findings } from '../../config/form/findings.ts';
import { quote } from '../../config/form/quote.ts';
import type { Path } from '../../config/form/value-at.ts';
import { formatAddress } from '../../core/reading.ts';
import type { CheckContext } from '../check-context.ts';
import { isCronMistake, parseCron } from '../parse-cron.ts';
import type { CronTrigger, ReadingTrigger, Trigger } from '../workflow.ts';
import type { TriggerForm, WorkflowForm } from '../workflows-schema.ts';

const HOUR_MS = 3_600_000;
const CRON = /^cron\s+(.*)$/s;

export interface TriggerPlace {
  readonly findings: Findings;
  /** Of the workflow. */
  readonly path: Path;
  readonly context: CheckContext;
  /** The names of all. */
  readonly workflows: readonly string[];
}

/** Which keys go with which kind. */
const KINDS = {
  cron: ['timezone', 'missed', 'grace'],
  reading: ['above', 'below', 'is', 'for', 'hysteresis'],
  workflow: ['ended'],
} as const satisfies Readonly<Record<string, readonly (keyof TriggerForm)[]>>;

type Kind = keyof typeof KINDS;

export function checkTrigger(place: TriggerPlace, { trigger }: WorkflowForm): Trigger | undefined {
  if (trigger === undefined) return { kind: 'manual' };
  const at = { ...place, path: [...place.path, 'trigger'] };
  if (typeof trigger === 'string') return checkWords(at, trigger);
  const kind = checkKind(at, trigger);
  switch (kind) {
    case undefined:
      return undefined;
    case 'cron':
      return checkCron({ ...at, path: [...at.path, 'cron'] }, trigger.cron ?? '', trigger);
    case 'reading':
      return checkReading(at, trigger);
    case 'workflow':
      return checkWorkflow(at, trigger);
  }
}

/** `cron 0 9 * * *` */
function checkWords(place: TriggerPlace, text: string): Trigger | undefined {
  const [, expression] = CRON.exec(text) ?? [];
  if (expression !== undefined) return checkCron(place, expression, {});
  place.findings.error({
    path: place.path,
    message: `${quote(text)} starts nothing`,
    hint: 'write "cron 0 9 * * *", or a map with one of: cron, reading, workflow',
  });
  return undefined;
}

function checkKind({ findings, path }: TriggerPlace, trigger: TriggerForm): Kind | undefined {
  const given = keysOf(KINDS).filter((kind) => trigger[kind] !== undefined);
  const [kind] = given;
  if (kind === undefined || given.length > 1) {
    const message =
      kind === undefined ? 'this starts nothing' : `a trigger is one of ${given.join(', ')}`;
    const hint = `write one of: ${keysOf(KINDS).join(', ')}`;
    if (!findings.isDamaged(path)) findings.error({ path, message, hint });
    return undefined;
  }
  const others = keysOf(KINDS).flatMap((other) => (other === kind ? [] : KINDS[other]));
  for (const key of others)
    if (trigger[key] !== undefined)
      findings.error({
        ...{ path: [...path, key], part: 'key' },
        message: `"${key}" does not go with "${kind}"`,
      });
  return kind;
}

function checkCron(
  { findings, path }: TriggerPlace,
  expression: string,
  { timezone, missed = 'skip', grace = HOUR_MS }: TriggerForm,
): CronTrigger | undefined {
  const fields = parseCron(expression);
  if (isCronMistake(fields)) {
    findings.error({ path, ...fields });
    return undefined;
  }
  return { kind: 'cron', expression, fields, timezone, missed, graceMs: grace };
}

function checkReading(
  { findings, path, context }: TriggerPlace,
  { reading, above, below, is, for: forMs = 0, hysteresis = 0 }: TriggerForm,
): ReadingTrigger | undefined {
  if (reading === undefined) return undefined;
  const address = formatAddress(reading);
  const type = context.readings.get(address);
  if (type === undefined) {
    const known = [...context.readings.keys()];
    findings.unknown('reading', address, { path: [...path, 'reading'], known });
    return undefined;
  }
  const crossing = crossingOf({ above, below, is });
  if (crossing === undefined || (crossing.kind === 'is') !== (type === 'boolean')) {
    const needed = type === 'boolean' ? '"is: true" or "is: false"' : 'one of "above" and "below"';
    findings.error({ path, message: `${address} needs ${needed}, and nothing else` });
    return undefined;
  }
  return { kind: 'reading', reading, crossing, forMs, hysteresis };
}

function crossingOf({
  above,
  below,
  is,
}: Pick<TriggerForm, 'above' | 'below' | 'is'>): ReadingTrigger['crossing'] | undefined {
  const given = [above, below, is].filter((one) => one !== undefined);
  if (given.length !== 1) return undefined;
  if (above !== undefined) return { kind: 'above', limit: above };
  if (below !== undefined) return { kind: 'below', limit: below };
  return is === undefined ? undefined : { kind: 'is', value: is };
}

function checkWorkflow(
  { findings, path, workflows }: TriggerPlace,
  { workflow: name = '', ended = 'done' }: TriggerForm,
): Trigger | undefined {
  if (workflows.includes(name)) return { kind: 'workflow', name, ended };
  findings.unknown('workflow', name, { path: [...path, 'workflow'], known: workflows });
  return undefined;
}

function keysOf<K extends string>(table: Readonly<Record<K, unknown>>): readonly K[];
function keysOf(table: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.keys(table);
}
