/**
 * `when:` conditions, in CEL (Common Expression Language): what steps gave, by their ids, and readings,
 * by `reading("tank.level")`. Only this file touches the library.
 */
import { Environment, type ASTNode } from '@marcbachmann/cel-js';
import { errorMessage } from '../core/app-error.ts';
import type { Value } from '../core/reading.ts';

export interface Condition {
  readonly text: string;
  /** Addresses of the readings that it asks for. */
  readonly readings: readonly string[];
  /** @throws Error when it cannot be answered: a reading is not to be trusted, a field is not there */
  holds(scope: ConditionScope): boolean;
}

export interface ConditionScope {
  /** Of the names that it was parsed with. */
  readonly values: Readonly<Record<string, unknown>>;
  /** @throws Error when there is no good reading now */
  reading(address: string): Value;
}

export interface ConditionMistake {
  readonly message: string;
}

/** A condition is one line; a longer one is a program. */
const LIMITS = { maxAstNodes: 200, maxDepth: 20 };

/** Each goes through a list once; within each other, two lists of 10,000 rows hold up the node for minutes. */
const LIST_WORDS = new Set(['all', 'exists', 'exists_one', 'map', 'filter']);
/** A pattern may take for ever on a text of fifty letters, and a name for a text its length doubled each time. */
const ENDLESS_WORDS = new Set(['matches', 'bind']);

/** @param names of steps and other values that it may speak of */
export function parseCondition(
  text: string,
  names: readonly string[],
): Condition | ConditionMistake {
  let scope: ConditionScope | undefined;
  const environment = new Environment({ limits: LIMITS }).registerFunction(
    'reading(string): dyn',
    (address: string) => scope?.reading(address),
  );
  for (const name of names) environment.registerVariable(name, 'dyn');
  try {
    const run = environment.parse(text);
    const { valid, type = '', error } = run.check();
    if (!valid) return { message: firstLine(error) };
    if (type !== 'bool' && type !== 'dyn')
      return { message: `it gives ${type}, and not true or false` };
    const costly = costlyIn(run.ast);
    if (costly !== undefined) return { message: costly };
    const readings = nodesOf(run.ast).filter(isReading).map(addressIn);
    if (!readings.every((address) => address !== undefined))
      return { message: 'reading() takes one address in quotes, as in reading("tank.level")' };
    const holds = (given: ConditionScope): boolean => {
      // Nothing in between waits, so no other condition can see it.
      scope = given;
      const result: unknown = run({ ...given.values });
      if (typeof result === 'boolean') return result;
      throw new Error(`"${text}" is neither true nor false`);
    };
    return { text, readings, holds };
  } catch (error) {
    return { message: firstLine(error) };
  }
}

export function isConditionMistake(
  parsed: Condition | ConditionMistake,
): parsed is ConditionMistake {
  return 'message' in parsed;
}

function nodesOf(node: ASTNode): readonly ASTNode[] {
  return [node, ...nodesIn(node.args)];
}

/** The arguments of a node are nodes, words, and lists of both. */
function nodesIn(value: unknown): readonly ASTNode[] {
  if (Array.isArray(value)) return value.flatMap(nodesIn);
  return isNode(value) ? nodesOf(value) : [];
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'op' in value && 'args' in value;
}

/** Why it could hold up everything else: nobody can end a condition. */
function costlyIn(ast: ASTNode): string | undefined {
  const calls = nodesOf(ast).flatMap((node) => (node.op === 'rcall' ? [node.args] : []));
  const endless = calls.find(([word]) => ENDLESS_WORDS.has(word));
  if (endless !== undefined) return `${endless[0]}() is not known here`;
  const isNested = calls
    .filter(([word]) => LIST_WORDS.has(word))
    .flatMap(([, , within]) => nodesIn(within))
    .some((node) => node.op === 'rcall' && LIST_WORDS.has(node.args[0]));
  return isNested ? 'it goes through a list within a list' : undefined;
}

function isReading(node: ASTNode): boolean {
  return node.op === 'call' && node.args[0] === 'reading';
}

function addressIn(node: ASTNode): string | undefined {
  const [argument] = node.op === 'call' ? node.args[1] : [];
  const isText = argument?.op === 'value' && typeof argument.args === 'string';
  return isText ? argument.args : undefined;
}

/** The library draws the place below it, which a file with line numbers says better. */
function firstLine(error: unknown): string {
  return errorMessage(error).split('\n')[0] ?? '';
}
