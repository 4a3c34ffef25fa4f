/** Which names can a template use? Said before anything runs, as far as it can be known by then. */
import { suggest } from '../../config/form/suggest.ts';
import type { StepsBefore } from '../step-action.ts';
import type { Named, ReportMistake, ReportNode } from './parse-report.ts';

/** What every report has. */
const ALWAYS = ['date', 'time', 'site', 'title', 'workflow'] as const;
/** What goes with rows. */
const WITH_ROWS = ['table', 'summary', 'sparkline'] as const;

/** `open`: only the run knows what is in it. */
type Shape = 'value' | 'open' | ReadonlyMap<string, Shape>;
type Shapes = ReadonlyMap<string, Shape>;

function isFields(shape: Shape | undefined): shape is Shapes {
  return typeof shape === 'object';
}

export function checkNames(
  nodes: readonly ReportNode[],
  before: StepsBefore,
): readonly ReportMistake[] {
  return check(nodes, [shapesOf(before)]);
}

function shapesOf({ gives, dependsOn }: StepsBefore): Shapes {
  const steps = [...gives].map(([id, fields]) => [id, shapeOf(fields)] as const);
  const own = new Map(steps.filter(([id]) => dependsOn.includes(id)));
  const withRows = [...own.values()].filter(isFields).filter((fields) => fields.has('rows'));
  const [only] = withRows.length === 1 ? withRows : [];
  const isOpen = withRows.length === 0 && [...own.values()].includes('open');
  const always = ALWAYS.map((name) => [name, 'value'] as const);
  return new Map<string, Shape>([
    ...steps,
    ...(only ?? []),
    ...(isOpen
      ? (['rows', 'count', ...WITH_ROWS] as const).map((name) => [name, 'open'] as const)
      : []),
    ...always,
  ]);
}

function shapeOf(fields: readonly string[] | undefined): Shape {
  if (fields === undefined) return 'open';
  const all = fields.includes('rows') ? [...fields, ...WITH_ROWS] : fields;
  return new Map(all.map((field) => [field, isOpenField(field) ? 'open' : 'value']));
}

function isOpenField(field: string): boolean {
  return ['rows', 'columns', 'items', 'sparkline'].includes(field);
}

/** @param scopes from the outermost on */
function check(nodes: readonly ReportNode[], scopes: readonly Shape[]): readonly ReportMistake[] {
  return nodes.flatMap((node) => {
    if (node.kind === 'text') return [];
    const shape = find(node.name, scopes);
    if (shape === undefined) return [unknownName(node, namesIn(scopes))];
    if (node.kind === 'value') return [];
    return check(node.nodes, node.isInverted || shape === 'value' ? scopes : [...scopes, shape]);
  });
}

function find(name: string, scopes: readonly Shape[]): Shape | undefined {
  if (name === '.') return scopes.at(-1);
  const [first = '', ...rest] = name.split('.');
  const holder = scopes.findLast(
    (scope) => scope === 'open' || (isFields(scope) && scope.has(first)),
  );
  let shape = isFields(holder) ? holder.get(first) : holder;
  for (const step of rest)
    if (shape !== 'open') shape = isFields(shape) ? shape.get(step) : undefined;
  return shape;
}

function namesIn(scopes: readonly Shape[]): readonly string[] {
  return scopes.flatMap((scope) => (isFields(scope) ? [...scope.keys()] : []));
}

export function unknownName({ name, line }: Named, known: readonly string[]): ReportMistake {
  return { line, message: `nothing is called "${name}"`, hint: suggest(name, known) };
}
