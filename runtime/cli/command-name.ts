/** Finding a command by the words that call it: `sim fault` and `sim-fault` are one name, and the longest name wins. */
import { nearest } from '../core/nearest.ts';
import { CliError } from './errors.ts';

interface Named {
  readonly name: string;
}

const MAX_WORDS = 3;

/** `sim-fault` → `sim fault`, as it stands in help. */
export function spokenName(name: string): string {
  return name.replaceAll('-', ' ');
}

/** The command and how many words its name took. */
export function findCommand<Command extends Named>(
  argv: readonly string[],
  commands: readonly Command[],
): { readonly command: Command; readonly words: number } | undefined {
  for (let words = Math.min(MAX_WORDS, argv.length); words > 0; words -= 1) {
    const name = spokenName(argv.slice(0, words).join(' '));
    const command = commands.find((candidate) => spokenName(candidate.name) === name);
    if (command !== undefined) return { command, words };
  }
  return undefined;
}

/** @param otherwise the hint where no name is near; absent: the list of what there is */
export function unknownCommand(
  argv: readonly string[],
  commands: readonly Named[],
  otherwise?: string,
): CliError {
  const [first = ''] = argv;
  const names = commands.map(({ name }) => spokenName(name));
  const said = beginsName(first, commands) ? argv.slice(0, 2).join(' ') : first;
  const near = nearest(argv.slice(0, 2).join(' '), names) ?? nearest(first, names);
  const meant = near === undefined ? otherwise : `Did you mean: boardtalk ${near}`;
  const group = names.filter((name) => name.startsWith(`${first} `));
  const hint = group.length > 0 ? `There are: ${group.join(', ')}` : meant;
  const details = hint === undefined ? {} : { hint };
  return new CliError('CLI_UNKNOWN_COMMAND', `there is no command "${said}"`, details);
}

/** The first word of commands that have several: `model` of `model list`. */
export function beginsName(word: string, commands: readonly Named[]): boolean {
  return commands.some(({ name }) => spokenName(name).startsWith(`${word} `));
}
