/** Doctor: are all models here that something waits for, and do they run as they were meant to? */
import { errorMessage } from '../core/app-error.ts';
import type { DoctorCheck, Finding } from '../core/doctor-check.ts';
import type { ThingsView } from '../devices/things-view.ts';
import type { Models, ModelState } from './models.ts';

export interface ModelsCheckParts {
  readonly models: Pick<Models, 'list'>;
  /** Of this board. */
  readonly things: Pick<ThingsView, 'properties'>;
}

export function modelsCheck({ models, things }: ModelsCheckParts): DoctorCheck {
  return {
    code: 'models',
    question: 'Are all models here that something waits for?',
    look: async () => examine(await models.list(), missingIn(things)),
  };
}

/** Model → the first property that waits for it. */
function missingIn(things: ModelsCheckParts['things']): ReadonlyMap<string, string> {
  const waiting = things.properties().flatMap((property) => {
    const { missing } = property.reading();
    return missing === undefined ? [] : [[missing, property.name] as const];
  });
  return new Map(waiting.reverse());
}

/** The worst is told first, with its own fix; what else there is stands behind it. */
function examine(all: readonly ModelState[], missing: ReadonlyMap<string, string>): Finding {
  const bad = all.filter(({ trouble }) => trouble !== undefined);
  const slow = all.find(isSlow);
  const lowered = all.find(({ opened }) => (opened?.info.downgrades.length ?? 0) > 0);
  const text = [
    ...bad.map(({ id, trouble }) => `${id} cannot be loaded: ${errorMessage(trouble)}`),
    ...[...missing].map(([id, property]) => `${property} waits for the model "${id}"`),
    ...describeAll(all.filter(({ trouble }) => trouble === undefined)),
  ].join('; ');
  const [firstBad] = bad;
  const [firstMissing] = missing.keys();
  if (firstBad !== undefined) return { verdict: 'fail', text, fix: fixOf(firstBad.trouble) };
  if (firstMissing !== undefined)
    return { verdict: 'warn', text, fix: `boardtalk model add FILE --as ${firstMissing}` };
  const dying = all.find(({ opened }) => (opened?.restarts ?? 0) >= MANY_RESTARTS);
  if (dying !== undefined) {
    const fix = `The process of ${dying.id} dies again and again: see whether memory runs out (dmesg), or use a smaller model.`;
    return { verdict: 'warn', text, fix };
  }
  if (slow !== undefined) {
    const fix = `${slow.id} takes longer than its card allows: use a smaller model, or another library.`;
    return { verdict: 'warn', text, fix };
  }
  if (lowered !== undefined)
    return {
      verdict: 'warn',
      text,
      fix: `See what could be better with: boardtalk model info ${lowered.id}`,
    };
  return { verdict: 'ok', text: text === '' ? 'no model is needed' : text };
}

/** Once may be anything. */
const MANY_RESTARTS = 3;

function isSlow({ opened, lookMs = 0 }: ModelState): boolean {
  return lookMs > (opened?.budgetMs ?? Infinity);
}

function describe({ id, opened, lookMs }: ModelState): string {
  if (opened === undefined) return id;
  const { info, isolate, restarts } = opened;
  const { backend, kernels, version, downgrades } = info;
  const where = isolate === 'process' ? 'in a process of its own' : 'in this process';
  const how = [
    `${backend} ${version}, ${kernels}, ${where}`,
    ...took(lookMs),
    ...(restarts > 0 ? [`its process was started again ${String(restarts)} times`] : []),
    ...(downgrades.length > 0 ? [`${String(downgrades.length)} notices`] : []),
  ];
  return `${id} (${how.join('; ')})`;
}

/** What nobody uses has no state that anybody could mend. */
function describeAll(all: readonly ModelState[]): readonly string[] {
  const used = all.filter(({ opened }) => opened !== undefined);
  const idle = all.length - used.length;
  return [...used.map(describe), ...(idle > 0 ? [`${String(idle)} not in use`] : [])];
}

function took(lookMs: number | undefined): readonly string[] {
  return lookMs === undefined ? [] : [`${String(Math.round(lookMs))} ms for the newest picture`];
}

function fixOf(trouble: unknown): string {
  const hint = trouble instanceof Error && 'hint' in trouble ? trouble.hint : undefined;
  return typeof hint === 'string'
    ? hint
    : 'Copy the model again, or look at it: boardtalk model list';
}
