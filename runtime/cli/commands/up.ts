/** `boardtalk up`: runs a node in the foreground until it is told to stop. */
import type { CommandContext, GivenArguments, OwnCommand } from '../command.ts';
import { CliError } from '../errors.ts';
import { findConfigDirectory } from '../places.ts';
import type { ListenAddress, NodeOptions, ReadyNode } from '../ports.ts';
import { reportMistakes } from './config-check.ts';

/** 8080 is where people's model servers are. */
const DEFAULT_HTTP = '127.0.0.1:8787';

export const upCommand: OwnCommand = {
  name: 'up',
  help: 'Start this board and its page, and run until Ctrl-C.',
  positional: [],
  options: {
    config: { placeholder: 'DIR', help: 'The site directory' },
    http: {
      placeholder: 'HOST:PORT',
      help: `Where the page is; off: no page. Default ${DEFAULT_HTTP}`,
    },
    board: { placeholder: 'ID', help: 'The board of the site to play, where it has several' },
  },
  async run(context, { options }) {
    const nodeOptions = readOptions(context, options);
    const host = await context.host();
    const mistakes = await host.runNode(nodeOptions, context.stopSignal());
    return mistakes.length === 0
      ? 0
      : reportMistakes(context.output, nodeOptions.configDirectory, mistakes);
  },
};

function readOptions(
  { around, dataDirectory, output }: CommandContext,
  options: GivenArguments['options'],
): NodeOptions {
  const http = parseAddress(options.get('http') ?? DEFAULT_HTTP);
  const board = options.get('board');
  return {
    configDirectory: findConfigDirectory(options.get('config'), around),
    dataDirectory,
    ...(http === undefined ? {} : { http }),
    ...(board === undefined ? {} : { board }),
    onReady: (ready) => {
      output.answer({ ok: true, ...ready }, () => welcome(ready));
    },
    onClaimCode: (code) => {
      output.say(`new claim code: ${code}`);
    },
  };
}

function welcome({ url, claimCode }: ReadyNode): string {
  return [
    url === undefined ? [] : `page: ${url}`,
    claimCode === undefined
      ? []
      : `claim code: ${claimCode} (enter it on the page to become the owner)`,
    'ready',
  ]
    .flat()
    .join('\n');
}

/** `127.0.0.1:8787`, `[::1]:8787`; undefined for `off`. */
function parseAddress(text: string): ListenAddress | undefined {
  if (text === 'off') return undefined;
  const [, ipv6, name, digits] = /^(?:\[(.+)\]|([^:]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = ipv6 ?? name;
  const port = Number(digits);
  if (host !== undefined && port <= 65_535) return { host, port };
  throw new CliError(
    'CLI_BAD_ARGUMENTS',
    `--http "${text}" is not HOST:PORT, as in ${DEFAULT_HTTP}, or off`,
  );
}
