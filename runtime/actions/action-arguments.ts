/**
 * What an action's schema means where arguments are text, as on a command line and in a URL's query:
 * which there are, how their text becomes a value, what is allowed. Derived, so that no action says it twice.
 */
import type { Action } from './action.ts';
import { z } from '../core/schema.ts';

/** As much of JSON Schema as the arguments of actions use. */
const schemaNode = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  description: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  get items() {
    return schemaNode.optional();
  },
  get anyOf(): z.ZodOptional<z.ZodArray<typeof schemaNode>> {
    return z.array(schemaNode).optional();
  },
});

const argumentsSchema = z.looseObject({
  properties: z.record(z.string(), schemaNode).default({}),
  required: z.array(z.string()).default([]),
});

type SchemaNode = z.infer<typeof schemaNode>;

const YES = ['true', 'yes', 'on'];
const NO = ['false', 'no', 'off'];

export interface ActionArgument {
  /** Its key in the action's schema. */
  readonly name: string;
  /** `maxOn` is written `--max-on`. */
  readonly option: string;
  /** Taken by position, not as an option. */
  readonly positional: boolean;
  readonly required: boolean;
  readonly repeats: boolean;
  readonly help: string;
  /** Present where only these are allowed. */
  readonly choices?: readonly string[];
  readonly types: ReadonlySet<string>;
}

/** Positional ones first and in their order. What is no text, number, yes or list of these stays with the other doors. */
export function argumentsOf(action: Action): readonly ActionArgument[] {
  const json = z.toJSONSchema(action.args, { io: 'input', unrepresentable: 'any' });
  const { properties, required } = argumentsSchema.parse(json);
  const options = Object.keys(properties).filter((name) => !action.positional.includes(name));
  const all = [...action.positional, ...options].map((name) => ({
    ...describe(name, properties[name] ?? {}),
    positional: action.positional.includes(name),
    required: required.includes(name),
  }));
  return all.filter(({ types }) => !types.has('object'));
}

/** An option that only says yes or no takes no value. */
export function isFlag({ positional, types }: ActionArgument): boolean {
  return !positional && types.size === 1 && types.has('boolean');
}

/** Text stays text where the schema takes text; what fits nothing is left for the schema to refuse. */
export function toValue(text: string, { types }: ActionArgument): string | number | boolean {
  if (types.has('string')) return text;
  if ((types.has('number') || types.has('integer')) && text.trim() !== '' && !isNaN(Number(text)))
    return Number(text);
  if (types.has('boolean') && YES.includes(text)) return true;
  if (types.has('boolean') && NO.includes(text)) return false;
  return text;
}

function describe(name: string, node: SchemaNode): Omit<ActionArgument, 'positional' | 'required'> {
  const element = elementOf(node);
  const choices = choicesOf(element ?? node);
  return {
    name,
    option: name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
    repeats: element !== undefined,
    help: node.description ?? '',
    types: typesOf(element ?? node),
    ...(choices === undefined ? {} : { choices }),
  };
}

/** What a list holds; undefined for anything but a list. */
function elementOf(node: SchemaNode): SchemaNode | undefined {
  return alternatives(node).find(({ type }) => type === 'array')?.items;
}

function typesOf(node: SchemaNode): ReadonlySet<string> {
  return new Set(alternatives(node).flatMap(({ type }) => type ?? []));
}

/** undefined as soon as one alternative is open. */
function choicesOf(node: SchemaNode): readonly string[] | undefined {
  const choices: unknown[] = [];
  for (const { enum: listed, const: only } of alternatives(node)) {
    if (listed === undefined && only === undefined) return undefined;
    choices.push(...(listed ?? [only]));
  }
  return choices.map(String);
}

function alternatives(node: SchemaNode): readonly SchemaNode[] {
  return node.anyOf?.flatMap(alternatives) ?? [node];
}
