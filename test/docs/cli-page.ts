/** `docs/cli.md`, from what `boardtalk help` says without a node and with the sample site running. */
import { resolve } from 'node:path';
import { runNode } from '../../runtime/app.ts';
import type { NodeOptions } from '../../runtime/cli/ports.ts';
import type { CommandUsage } from '../../runtime/cli/usage.ts';
import { runCliWith } from '../run-cli.ts';
import { inTempDirectory } from '../temp-directory.ts';

const INTRODUCTION = `# The command line

Made from the commands themselves with \`make docs\`; \`boardtalk help COMMAND\` says the same. With
every command:

- \`--data DIR\` names the data directory of the node to talk to. Without it: \`BOARDTALK_DATA\`, then
  \`./.boardtalk\` or \`/var/lib/boardtalk\` where they exist.
- \`--json\` prints one JSON value on standard output and nothing else, also for an error:
  \`{"ok": false, "error": {"code", "message", "hint"}}\`.
- \`--help\` says how the command is written.

| exit code | meaning |
|---|---|
| 0 | done |
| 1 | failed; in a chat also: not understood; of \`doctor\`: something FAILED |
| 2 | wrong usage or configuration |
| 3 | refused by policy or an interlock, or a question waits for a yes |
| 4 | no node can be reached |

\`chat\` follows them too: a question that it leaves open ends with 3, since nothing was done yet. With
lines from a program it is the first line that did not come about; in a conversation at a terminal it is 0.
`;

export async function cliPage(): Promise<string> {
  const own = await usages('/nowhere');
  let all = own;
  await withSampleNode(async (dataDirectory) => {
    all = await usages(dataDirectory);
  });
  return [
    INTRODUCTION,
    ...section('Of the program', own),
    ...section('Of the site, over its running node', all.slice(own.length)),
  ].join('\n');
}

async function usages(dataDirectory: string): Promise<readonly CommandUsage[]> {
  const { stdout } = await runCliWith(['help', '--json', '--data', dataDirectory]);
  return (JSON.parse(stdout) as { commands: CommandUsage[] }).commands;
}

async function withSampleNode(use: (dataDirectory: string) => Promise<void>): Promise<void> {
  await inTempDirectory(async (dataDirectory) => {
    const stop = new AbortController();
    let running: Promise<unknown> = Promise.resolve();
    await new Promise<void>((ready, failed) => {
      const options: NodeOptions = {
        role: 'gateway',
        configDirectory: resolve('provisioning/site'),
        dataDirectory,
        onReady: () => {
          ready();
        },
        onClaimCode: () => undefined,
        onPresenceCode: () => undefined,
      };
      running = runNode(options, stop.signal);
      running.catch(failed);
    });
    try {
      await use(dataDirectory);
    } finally {
      stop.abort();
      await running;
    }
  });
}

function section(title: string, commands: readonly CommandUsage[]): string[] {
  return [`## ${title}`, '', ...commands.flatMap(command)];
}

function command({ name, synopsis, help, parameters, examples }: CommandUsage): string[] {
  const told = parameters.map((parameter) =>
    `- \`${parameter.label}\` ${parameter.help}`.trimEnd(),
  );
  // What begins with the program's name is for a terminal.
  const said = examples.filter((example) => !example.startsWith('boardtalk '));
  return [
    `### ${name}`,
    '',
    `    boardtalk ${synopsis}`,
    '',
    help,
    '',
    ...(told.length === 0 ? [] : [...told, '']),
    ...(said.length === 0 ? [] : [`In a chat: ${said.map((text) => `“${text}”`).join(', ')}`, '']),
  ];
}
