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
