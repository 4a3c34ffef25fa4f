/** `boardtalk help`: from the declarations of the commands; those of the catalogue come from the node. */
import { z } from '../../core/schema.ts';
import { findCommand, unknownCommand } from '../command-name.ts';
import { usageOfOwn, type CommandContext, type OwnCommand } from '../command.ts';
import { socketPath } from '../places.ts';
import { connectToNode, undefinedWhenUnreachable } from '../socket-client.ts';
import { renderCommandList, renderUsage, usageSchema, type CommandUsage } from '../usage.ts';

const OVERVIEW = `Boardtalk runs this board, and people talk to it.

Try first:
  boardtalk up                                      start it, with its page
  boardtalk chat "turn on the pump for 10 seconds"  in a second terminal
  boardtalk chat "why did the pump start?"

Everything else: boardtalk help`;

const GLOBAL_OPTIONS = `With every command:
  --data DIR  the data directory of the node to talk to
  --json      one JSON value on standard output and nothing else
  --help      how the command is written`;

/** What `boardtalk` alone says. */
export function showOverview({ output }: CommandContext, own: readonly OwnCommand[]): void {
  output.answer({ commands: own.map(usageOfOwn) }, () => OVERVIEW);
}

export function createHelpCommand(others: readonly OwnCommand[]): OwnCommand {
  const help: OwnCommand = {
    name: 'help',
    help: 'Say how a command is written, or list them all.',
    positional: ['[COMMAND...]'],
    options: {},
    async run(context, { positionals }) {
      const own = [...others, help].map(usageOfOwn);
      if (positionals.length === 0) await showList(context, own);
      else await showUsage(context, own, positionals);
      return 0;
    },
  };
  return help;
}

async function showList(context: CommandContext, own: readonly CommandUsage[]): Promise<void> {
  const all = await fetchUsages(context).catch(undefinedWhenUnreachable);
  const names = own.map(({ name }) => name);
  const derived = all?.filter(({ name }) => !names.includes(name));
  const site =
    derived === undefined
      ? 'The commands of the site are listed while its node runs: boardtalk up'
      : `Of the site:\n${renderCommandList(derived)}`;
  context.output.answer({ commands: [...own, ...(derived ?? [])] }, () =>
    [`Of this program:\n${renderCommandList(own)}`, site, GLOBAL_OPTIONS].join('\n\n'),
  );
}

async function showUsage(
  context: CommandContext,
  own: readonly CommandUsage[],
  words: readonly string[],
): Promise<void> {
  let found = findCommand(words, own);
  if (found === undefined) {
    const derived = await fetchUsages(context);
    found = findCommand(words, derived);
    if (found === undefined) throw unknownCommand(words, [...own, ...derived]);
  }
  const { command } = found;
  context.output.answer(command, () => renderUsage(command));
}

/** How the commands of the catalogue are written. @throws CliError, NodeError */
export async function fetchUsages({
  dataDirectory,
}: CommandContext): Promise<readonly CommandUsage[]> {
  const client = await connectToNode(socketPath(dataDirectory));
  try {
    return await client.call({ method: 'usage' }, z.array(usageSchema));
  } finally {
    client.close();
  }
}
