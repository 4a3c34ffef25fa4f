/** `boardtalk up`: runs a node in the foreground until it is told to stop. */
import { parseEndpoints } from '../../mesh/discovery/endpoints.ts';
import type { CommandContext, GivenArguments, OwnCommand } from '../command.ts';
import { CliError } from '../errors.ts';
import { findConfigDirectory } from '../places.ts';
import type {
  BoardOptions,
  GatewayOptions,
  ListenAddress,
  MqttAddress,
  NodeOptions,
  ReadyNode,
} from '../ports.ts';
import { reportMistakes } from './config-check.ts';

/** 8080 is where people's model servers are. */
const DEFAULT_HTTP = '127.0.0.1:8787';
const DEFAULT_MQTT = '127.0.0.1:1883';

/** What only one of the two roles understands. */
const OF_ROLE = {
  gateway: ['config', 'http', 'mqtt', 'insecure-mqtt', 'board'],
  board: ['token', 'gateway'],
} as const;

export const upCommand: OwnCommand = {
  name: 'up',
  help: 'Start this node, and run until Ctrl-C: the gateway with its page, or a board that joins it.',
  positional: [],
  options: {
    role: { placeholder: 'gateway|board', help: 'What this node is. Default gateway' },
    config: { placeholder: 'DIR', help: 'The site directory' },
    http: {
      placeholder: 'HOST:PORT',
      help: `Where the page is; off: no page. Default ${DEFAULT_HTTP}`,
    },
    mqtt: {
      placeholder: 'HOST:PORT',
      help: `Where boards join; off: none can. Default ${DEFAULT_MQTT}`,
    },
    'insecure-mqtt': { help: 'Let boards of other machines join although nothing is encrypted' },
    board: { placeholder: 'ID', help: 'The board of the site to play. Default: the first' },
    token: { placeholder: 'TOKEN', help: 'A board: what `boardtalk board token` printed; kept' },
    gateway: {
      placeholder: 'HOST:PORT',
      help: 'A board: where its gateway is, where mDNS does not reach. Also DISCOVERY_ENDPOINT',
    },
  },
  async run(context, { options }) {
    const nodeOptions = readOptions(context, options);
    const host = await context.host();
    const mistakes = await host.runNode(nodeOptions, context.stopSignal());
    if (mistakes.length === 0 || nodeOptions.role === 'board') return 0;
    return reportMistakes(context.output, nodeOptions.configDirectory, mistakes);
  },
};

function readOptions(context: CommandContext, options: GivenArguments['options']): NodeOptions {
  const role = options.get('role') ?? 'gateway';
  if (role !== 'gateway' && role !== 'board')
    throw new CliError('CLI_BAD_ARGUMENTS', `--role is gateway or board, not "${role}"`);
  const other = role === 'gateway' ? 'board' : 'gateway';
  const misplaced = OF_ROLE[other].find((name) => options.has(name));
  if (misplaced !== undefined)
    throw new CliError('CLI_BAD_ARGUMENTS', `--${misplaced} is for --role ${other}`);
  return role === 'board' ? boardOptions(context, options) : gatewayOptions(context, options);
}

function boardOptions(
  { around, dataDirectory, output }: CommandContext,
  options: GivenArguments['options'],
): BoardOptions {
  const token = options.get('token') ?? around.env['BOARDTALK_TOKEN'];
  const gateways = options.get('gateway') ?? around.env['DISCOVERY_ENDPOINT'] ?? '';
  return {
    ...{ role: 'board', dataDirectory },
    ...(token === undefined || token === '' ? {} : { token }),
    gateways: gateways === '' ? [] : parseEndpoints(gateways),
    onReady: (ready) => {
      output.answer({ ok: true, ...ready }, () => welcome(ready));
    },
  };
}

function gatewayOptions(
  { around, dataDirectory, output }: CommandContext,
  options: GivenArguments['options'],
): GatewayOptions {
  const http = parseAddress('http', options.get('http') ?? DEFAULT_HTTP);
  const mqtt = mqttAddress(options);
  const board = options.get('board');
  return {
    ...{ role: 'gateway', dataDirectory },
    configDirectory: findConfigDirectory(options.get('config'), around),
    ...(http === undefined ? {} : { http }),
    ...(mqtt === undefined ? {} : { mqtt }),
    ...(board === undefined ? {} : { board }),
    onReady: (ready) => {
      output.answer({ ok: true, ...ready }, () => welcome(ready));
    },
    onClaimCode: (code) => {
      output.say(`new claim code: ${code}`);
    },
    onPresenceCode: (code, what) => {
      output.say(`code: ${code} (${what})`);
    },
  };
}

function mqttAddress(options: GivenArguments['options']): MqttAddress | undefined {
  const given = options.get('mqtt');
  const address = parseAddress('mqtt', given ?? DEFAULT_MQTT);
  if (address === undefined) return undefined;
  return { ...address, isDefault: given === undefined, allowPlain: options.has('insecure-mqtt') };
}

function welcome({ url, claimCode, mqtt, board }: ReadyNode): string {
  return [
    url === undefined ? [] : `page: ${url}`,
    claimCode === undefined
      ? []
      : `claim code: ${claimCode} (enter it on the page to become the owner)`,
    mqtt === undefined ? [] : `boards join at ${mqtt}`,
    board === undefined ? [] : `this is the board ${board}`,
    'ready',
  ]
    .flat()
    .join('\n');
}

/** `127.0.0.1:8787`, `[::1]:8787`; undefined for `off`. */
function parseAddress(option: 'http' | 'mqtt', text: string): ListenAddress | undefined {
  if (text === 'off') return undefined;
  const [, ipv6, name, digits] = /^(?:\[(.+)\]|([^:]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = ipv6 ?? name;
  const port = Number(digits);
  if (host !== undefined && port <= 65_535) return { host, port };
  const example = option === 'http' ? DEFAULT_HTTP : DEFAULT_MQTT;
  throw new CliError(
    'CLI_BAD_ARGUMENTS',
    `--${option} "${text}" is not HOST:PORT, as in ${example}, or off`,
  );
}
