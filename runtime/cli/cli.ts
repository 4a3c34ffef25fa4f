/**
 * `boardtalk`: takes the global options, finds the command, tells errors in one form. Commands of
 * the catalogue are not known here: what is no command of this program's own goes to the node.
 */
import type { Readable, Writable } from 'node:stream';
import { beginsName, findCommand, unknownCommand } from './command-name.ts';
import type { CommandContext, OwnCommand } from './command.ts';
import { runAction } from './commands/action.ts';
import { backupCommand, restoreCommand } from './commands/backup.ts';
import { boardDetectCommand } from './commands/board-detect.ts';
import { boardListCommand } from './commands/board-list.ts';
import { channelsAddCommand } from './commands/channels-add.ts';
import { chatCommand } from './commands/chat.ts';
import { configCheckCommand } from './commands/config-check.ts';
import { driverInfoCommand } from './commands/driver-info.ts';
import { driverListCommand } from './commands/driver-list.ts';
import { createHelpCommand, fetchUsages, showOverview } from './commands/help.ts';
import { journalVerifyCommand } from './commands/journal-verify.ts';
import { modelAddCommand } from './commands/model-add.ts';
import { modelCalibrateCommand } from './commands/model-calibrate.ts';
import { modelBenchCommand } from './commands/model-bench.ts';
import { modelInfoCommand } from './commands/model-info.ts';
import { modelListCommand } from './commands/model-list.ts';
import { modelRemoveCommand } from './commands/model-remove.ts';
import { modelRunCommand } from './commands/model-run.ts';
import { asPast, historyCommand, plotCommand } from './commands/past.ts';
import { upCommand } from './commands/up.ts';
import { versionCommand } from './commands/version.ts';
import { workflowCheckCommand } from './commands/workflow-check.ts';
import { CLI_ERRORS, CliError } from './errors.ts';
import { exitCodeOfError, type ExitCode } from './exit-code.ts';
import { Output } from './output.ts';
import { positionalsOf, takeOptions, unknownOption } from './parse-options.ts';
import { findDataDirectory, type Surroundings } from './places.ts';
import { problemOf } from './problem.ts';

const OTHERS = [
  upCommand,
  chatCommand,
  historyCommand,
  plotCommand,
  channelsAddCommand,
  configCheckCommand,
  workflowCheckCommand,
  journalVerifyCommand,
  backupCommand,
  restoreCommand,
  modelListCommand,
  modelInfoCommand,
  modelRunCommand,
  modelBenchCommand,
  modelAddCommand,
  modelCalibrateCommand,
  modelRemoveCommand,
  boardDetectCommand,
  boardListCommand,
  driverListCommand,
  driverInfoCommand,
  versionCommand,
];
const HELP = createHelpCommand(OTHERS);
const OWN_COMMANDS: readonly OwnCommand[] = [...OTHERS, HELP];

const JSON_OPTION = { json: { help: 'One JSON value' } };
const GLOBAL_OPTIONS = {
  data: { placeholder: 'DIR', help: 'The data directory of the node' },
  help: { help: 'How the command is written' },
  h: { help: 'The same' },
};

export interface CliParts extends Pick<
  CommandContext,
  'stdin' | 'stdout' | 'interactive' | 'host' | 'stopSignal'
> {
  readonly argv: readonly string[];
  readonly around: Surroundings;
  readonly stdin: Readable;
  readonly stderr: Writable;
  readonly color: boolean;
}

export async function runCli(parts: CliParts): Promise<ExitCode> {
  const { values, rest } = takeOptions(parts.argv, JSON_OPTION);
  const { stdout, stderr, color } = parts;
  const output = new Output({ stdout, stderr, color, json: values.has('json') });
  try {
    return await dispatch(rest, { ...parts, output });
  } catch (error) {
    const problem = problemOf(error);
    output.failure(problem);
    return exitCodeOfError(problem.code);
  }
}

async function dispatch(
  argv: readonly string[],
  parts: CliParts & Pick<CommandContext, 'output'>,
): Promise<ExitCode> {
  const { values, rest: words } = takeOptions(argv, GLOBAL_OPTIONS);
  const rest = asPast(words);
  const dataDirectory = findDataDirectory(values.get('data')?.at(-1), parts.around);
  const context = { ...parts, dataDirectory };
  if (rest[0] === '--version') return runOwn(versionCommand, [], context);
  if (values.has('help') || values.has('h')) return runOwn(HELP, rest.filter(isWord), context);
  if (rest.length === 0) {
    showOverview(context, OWN_COMMANDS);
    return 0;
  }
  if (rest[0]?.startsWith('--') === true) throw unknownOption(rest[0], {});
  const own = findCommand(rest, OWN_COMMANDS);
  const groups = OWN_COMMANDS.filter(({ isBesideAction }) => isBesideAction !== true);
  if (rest.length === 1 && own === undefined && beginsName(rest[0] ?? '', groups))
    throw unknownCommand(rest, OWN_COMMANDS);
  return own === undefined
    ? runFromCatalogue(context, rest)
    : runOwn(own.command, rest.slice(own.words), context);
}

/** The node knows its own names only, so the nearest spelling is looked for here, among all. */
async function runFromCatalogue(
  context: CommandContext,
  argv: readonly string[],
): Promise<ExitCode> {
  try {
    return await runAction(context, argv);
  } catch (error) {
    const { code, hint } = problemOf(error);
    if (code !== 'CLI_UNKNOWN_COMMAND') throw error;
    throw unknownCommand(argv, [...OWN_COMMANDS, ...(await fetchUsages(context))], hint);
  }
}

async function runOwn(
  command: OwnCommand,
  argv: readonly string[],
  context: CommandContext,
): Promise<ExitCode> {
  const { values, rest } = takeOptions(argv, command.options);
  const positionals = positionalsOf(rest, command.options, command.name);
  const extra = firstExtra(positionals, command.positional);
  if (extra !== undefined)
    throw new CliError('CLI_BAD_ARGUMENTS', `"${extra}" is one argument too many`);
  const options = new Map([...values].map(([name, given]) => [name, given.at(-1) ?? '']));
  return command.run(context, { positionals, options }).catch((error: unknown) => {
    throw withHelp(error, command.name);
  });
}

/** The help that is meant is that of the command. */
function withHelp(error: unknown, command: string): unknown {
  const isPlain = error instanceof CliError && error.hint === CLI_ERRORS.CLI_BAD_ARGUMENTS;
  if (!isPlain) return error;
  return new CliError('CLI_BAD_ARGUMENTS', error.message, {
    hint: `${CLI_ERRORS.CLI_BAD_ARGUMENTS} ${command}`,
    cause: error,
  });
}

function firstExtra(given: readonly string[], declared: readonly string[]): string | undefined {
  const repeats = declared.at(-1)?.endsWith('...]') ?? false;
  return repeats ? undefined : given[declared.length];
}

function isWord(text: string): boolean {
  return !text.startsWith('-');
}
