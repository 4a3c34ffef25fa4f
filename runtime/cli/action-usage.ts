/** The usage of a command of the catalogue, derived from its action. */
import type { Action } from '../actions/action.ts';
import type { Language } from '../actions/asker.ts';
import { argumentsOf, isFlag, type ActionArgument } from '../actions/action-arguments.ts';
import { spokenName } from './command-name.ts';
import type { CommandUsage } from './usage.ts';

export function usageOfAction(action: Action, language: Language): CommandUsage {
  const name = spokenName(action.name);
  const args = argumentsOf(action);
  return {
    name,
    synopsis: [name, ...args.map(inSynopsis)].join(' '),
    help: action.help[language],
    parameters: args.map((argument) => ({ label: label(argument), help: explain(argument) })),
    examples: [...action.examples[language]],
  };
}

function inSynopsis(argument: ActionArgument): string {
  const repeated = `${label(argument)}${argument.repeats ? '...' : ''}`;
  return argument.required ? repeated : `[${repeated}]`;
}

function label(argument: ActionArgument): string {
  const placeholder = argument.option.toUpperCase();
  if (argument.positional) return placeholder;
  return isFlag(argument) ? `--${argument.option}` : `--${argument.option} ${placeholder}`;
}

function explain({ help, choices }: ActionArgument): string {
  return [help, choices?.join(' | ')]
    .filter((part) => part !== undefined && part !== '')
    .join(': ');
}
