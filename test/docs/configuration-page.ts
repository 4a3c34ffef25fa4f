/** The tables of `docs/configuration.md`, from the schemas that check the files. The text above them is written by hand. */
import { readFileSync } from 'node:fs';
import { devicesSchema } from '../../runtime/config/devices-schema.ts';
import { shapeOf, type Shape } from '../../runtime/config/form/schema-shape.ts';
import { platformSchema } from '../../runtime/config/platform-schema.ts';
import { modelCardSchema } from '../../runtime/inference/model-card.ts';
import { workflowsSchema } from '../../runtime/workflows/workflows-schema.ts';

const PAGE = 'docs/configuration.md';
const MARK = '<!-- Below this line the page is made from the code: make docs -->';

export function configurationPage(): Promise<string> {
  const [guide = ''] = readFileSync(PAGE, 'utf8').split(MARK);
  const tables = [
    ...file('devices.yaml', shapeOf(devicesSchema)),
    ...file('platform.yaml', shapeOf(platformSchema)),
    ...file('workflows.yaml', shapeOf(workflowsSchema)),
    ...file('model.yaml', shapeOf(modelCardSchema)),
  ];
  return Promise.resolve(`${guide}${MARK}\n\n${tables.join('\n')}`);
}

function file(name: string, shape: Shape): string[] {
  return [`## ${name}`, '', ...table(shape), ...below(shape, '')];
}

/** One table for each map below this one; `*` stands for the ids that the site chooses. */
function below(shape: Shape, path: string): string[] {
  return maps(shape).flatMap(({ properties = {}, additionalProperties }) => [
    ...Object.entries(properties).flatMap(([key, child]) => section(child, join(path, key))),
    ...section(additionalProperties, join(path, '*')),
  ]);
}

/** Names in several languages have the same form everywhere: the guide explains them once. */
const EXPLAINED = /(^|\.)(title|aliases)$/;

function section(child: unknown, path: string): string[] {
  if (!isShape(child) || EXPLAINED.test(path)) return [];
  const shape = isShape(child.items) ? child.items : child;
  const hasKeys = maps(shape).some(({ properties }) => properties !== undefined);
  const head = hasKeys ? [`### \`${path}\``, '', ...table(shape)] : [];
  return [...head, ...below(shape, path)];
}

function table(shape: Shape): string[] {
  const rows = maps(shape).flatMap(({ properties = {}, required = [] }) =>
    Object.entries(properties).map(([key, child]) => row(key, child, required.includes(key))),
  );
  return ['| key | meaning | form | default |', '|---|---|---|---|', ...rows, ''];
}

function row(key: string, child: unknown, isRequired: boolean): string {
  const shape = isShape(child) ? child : {};
  const standard = shape.default === undefined || isMap(shape) ? '–' : code(shape.default);
  const cells = [
    `\`${key}\``,
    shape.description ?? '',
    form(shape),
    isRequired ? 'required' : standard,
  ];
  return `| ${cells.join(' | ')} |`;
}

/** `text, as in 5s`, `a number`, `one of on-off, open-closed`. */
function form(shape: Shape): string {
  const { anyOf, enum: words, const: only, examples = [], items, prefixItems, type } = shape;
  if (anyOf !== undefined) return [...new Set(anyOf.filter(isShape).map(form))].join(' or ');
  if (words !== undefined) return words.map(code).join(', ');
  if (only !== undefined) return code(only);
  if (prefixItems !== undefined) return 'two numbers';
  if (isShape(items)) return items.type === 'object' ? 'a list of maps' : 'a list';
  if (examples.length > 0) return `as in ${examples.slice(0, 3).map(code).join(', ')}`;
  return [type ?? []]
    .flat()
    .map((each) => NAMES[each])
    .join(' or ');
}

const NAMES: Readonly<Record<string, string>> = {
  object: 'a map',
  array: 'a list',
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: '`true` or `false`',
};

function code(value: unknown): string {
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

/** The map itself, or the maps it may be. */
function maps(shape: Shape): readonly Shape[] {
  return (shape.anyOf ?? [shape]).filter(isShape).filter(isMap);
}

function isMap({ type }: Shape): boolean {
  return type === 'object';
}

function isShape(candidate: unknown): candidate is Shape {
  return typeof candidate === 'object' && candidate !== null && !Array.isArray(candidate);
}
