/**
 * A command line becomes an action with its arguments. Runs on the node, which knows the
 * catalogue; the client sends words only. Whether the values fit is left to the action's schema.
 */
import type { Action } from '../actions/action.ts';
import { nearest } from '../core/nearest.ts';
import { argumentsOf, isFlag, toValue, type ActionArgument } from '../actions/action-arguments.ts';
import { usageOfAction } from './action-usage.ts';
import { findCommand, spokenName, unknownCommand } from './command-name.ts';
import { CliError } from './errors.ts';
import {
  positionalsOf,
  takeOptions,
  type OptionSpecs,
  type TakenOptions,
} from './parse-options.ts';

export interface ParsedAction {
  readonly action: Action;
  readonly args: Readonly<Record<string, unknown>>;
}

/** @throws CliError CLI_UNKNOWN_COMMAND, CLI_UNKNOWN_OPTION, CLI_BAD_ARGUMENTS */
export function parseAction(
  argv: readonly string[],
  actions: readonly Action[],
  elsewhere?: string,
): ParsedAction {
  const found = findCommand(argv, actions);
  if (found === undefined) throw unknownCommand(argv, actions, elsewhere);
  const { command: action, words } = found;
  const all = argumentsOf(action);
  const specs = optionSpecs(all);
  const taken = takeOptions(argv.slice(words), specs);
  const positionals = positionalsOf(taken.rest, specs, spokenName(action.name));
  return { action, args: { ...byPosition(action, all, positionals), ...byOption(all, taken) } };
}

function optionSpecs(all: readonly ActionArgument[]): OptionSpecs {
  const options = all.filter(({ positional }) => !positional);
  return Object.fromEntries(
    options.map((argument) => [
      argument.option,
      { help: argument.help, ...(isFlag(argument) ? {} : { placeholder: argument.name }) },
    ]),
  );
}

function byPosition(
  action: Action,
  all: readonly ActionArgument[],
  positionals: readonly string[],
): Record<string, unknown> {
  const args: Record<string, unknown> = {};
  const queue = [...positionals];
  for (const argument of all.filter(({ positional }) => positional)) {
    const texts = queue.splice(0, argument.repeats ? queue.length : 1);
    if (texts.length > 0) args[argument.name] = valueOf(argument, texts);
    else if (argument.required)
      throw badArguments(action, `${argument.option.toUpperCase()} is missing`);
  }
  if (queue[0] !== undefined) throw badArguments(action, `"${queue[0]}" is one argument too many`);
  return args;
}

function byOption(
  all: readonly ActionArgument[],
  { values }: TakenOptions,
): Record<string, unknown> {
  const args: Record<string, unknown> = {};
  for (const argument of all) {
    const texts = values.get(argument.option);
    if (texts !== undefined) args[argument.name] = valueOf(argument, texts);
  }
  return args;
}

/** Given twice, an option that does not repeat takes the last one. */
function valueOf(argument: ActionArgument, texts: readonly string[]): unknown {
  const values = texts.map((text) => toValue(checkChoice(argument, text), argument));
  return argument.repeats ? values : values.at(-1);
}

function checkChoice({ choices, option }: ActionArgument, text: string): string {
  if (choices === undefined || choices.includes(text)) return text;
  const near = nearest(text, choices);
  throw new CliError(
    'CLI_BAD_ARGUMENTS',
    `"${text}" is not allowed for ${option}; allowed are ${choices.join(', ')}`,
    near === undefined ? {} : { hint: `Did you mean "${near}"?` },
  );
}

function badArguments(action: Action, message: string): CliError {
  const { synopsis } = usageOfAction(action, 'en');
  return new CliError('CLI_BAD_ARGUMENTS', message, { hint: `Write: boardtalk ${synopsis}` });
}
