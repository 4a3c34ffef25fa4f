/** Arguments of an action from a query, and an action with its arguments as the words that stand in the journal. */
import type { Action } from '../actions/action.ts';
import { argumentsOf, toValue, type ActionArgument } from '../actions/action-arguments.ts';
import { z } from '../core/schema.ts';

const querySchema = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

/** Each value becomes what the schema takes; what fits nothing is left for the schema to refuse. */
export function argumentsFromQuery(
  action: Action,
  query: unknown,
): Readonly<Record<string, unknown>> {
  const known = new Map(argumentsOf(action).map((argument) => [argument.name, argument]));
  const args = new Map<string, unknown>();
  for (const [name, given] of Object.entries(querySchema.parse(query)))
    args.set(name, valueOf(given, known.get(name)));
  return Object.fromEntries(args);
}

function valueOf(given: string | string[], argument: ActionArgument | undefined): unknown {
  if (argument === undefined) return given;
  if (argument.repeats) return [given].flat().map((text) => toValue(text, argument));
  return typeof given === 'string' ? toValue(given, argument) : given;
}

/** `set pump.power true --for 10s`: as it would be typed. */
export function wordsOf(
  { name, positional }: Pick<Action, 'name' | 'positional'>,
  args: object,
): string {
  const given = new Map<string, unknown>(Object.entries(args));
  const placed = positional.filter((key) => given.has(key)).map((key) => wordOf(given.get(key)));
  const options = [...given]
    .filter(([key]) => !positional.includes(key))
    .map(([key, value]) => `--${key} ${wordOf(value)}`);
  return [name.replaceAll('-', ' '), ...placed, ...options].join(' ').slice(0, 500);
}

function wordOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
