/**
 * Splits a command line into options and the rest. `util.parseArgs` would read `-5` as an option
 * and cannot leave alone what another program will parse, hence these few lines.
 */
import { nearest } from '../core/nearest.ts';
import { CliError } from './errors.ts';

export interface OptionSpec {
  /** What stands for the value in help, `DIR`; absent: the option takes none. */
  readonly placeholder?: string;
  readonly help: string;
}

export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

export interface TakenOptions {
  /** In the order given; `true` for an option without a value. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** Everything else as it stood, `--` included. */
  readonly rest: readonly string[];
}

/** Every command has these; `cli.ts` takes them. */
const EVERYWHERE = ['--data', '--json', '--help'];

/** Takes the options of `specs` out of a command line. What follows `--` is never an option. */
export function takeOptions(argv: readonly string[], specs: OptionSpecs): TakenOptions {
  const values = new Map<string, string[]>();
  const rest: string[] = [];
  const queue = [...argv];
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    if (word === '--') {
      rest.push(word, ...queue);
      break;
    }
    const [, name = '', inline] = /^--?([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
    const spec = Object.hasOwn(specs, name) ? specs[name] : undefined;
    if (spec === undefined) rest.push(word);
    else append(values, name, inline ?? (spec.placeholder === undefined ? 'true' : queue.shift()));
  }
  return { values, rest };
}

/**
 * What is left when every option was taken.
 * @param command whose options they are, as it is called
 * @throws CliError CLI_UNKNOWN_OPTION with the nearest spelling
 */
export function positionalsOf(
  rest: readonly string[],
  specs: OptionSpecs,
  command: string,
): readonly string[] {
  const end = rest.indexOf('--');
  const before = end === -1 ? rest : rest.slice(0, end);
  const unknown = before.find((word) => /^-[^\d.\s]/.test(word));
  if (unknown !== undefined) throw unknownOption(unknown, specs, command);
  return end === -1 ? before : [...before, ...rest.slice(end + 1)];
}

function append(values: Map<string, string[]>, name: string, value: string | undefined): void {
  // As in `--data "$DIR"` with no DIR set: an empty path would be the directory one stands in.
  if (value === undefined || value === '')
    throw new CliError('CLI_BAD_ARGUMENTS', `--${name} needs a value`);
  const earlier = values.get(name);
  if (earlier === undefined) values.set(name, [value]);
  else earlier.push(value);
}

/** @param command absent: it stood before any command */
export function unknownOption(word: string, specs: OptionSpecs, command?: string): CliError {
  const given = word.split('=', 1)[0] ?? word;
  const own = Object.keys(specs).map((name) => `--${name}`);
  const allowed = [...own, ...EVERYWHERE.filter((name) => !own.includes(name))];
  const near = nearest(given, allowed);
  const hint =
    near === undefined
      ? `See them with: boardtalk help${command === undefined ? '' : ` ${command}`}`
      : `Did you mean ${near}?`;
  const place = command === undefined ? 'here' : `of ${command}`;
  const message = `there is no option ${given} ${place}; there are ${allowed.join(', ')}`;
  return new CliError('CLI_UNKNOWN_OPTION', message, { hint });
}
