/** Whole nodes on hosts of a private network, where another machine says that it is their gateway. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { join } from 'node:path';
import { suite } from 'uvu';
import type { NodeProcess } from './node-process.ts';
import { soon } from './outside.ts';
import { enterPrivateNetwork, Host } from './private-network.ts';
import { inStep, tokenFor, TWO_BOARDS } from './two-boards.ts';
import { nodeOn, twoHosts } from './two-nodes-netns.ts';

interface Context {
  gateway: NodeProcess;
  token: string;
  boards: NodeProcess[];
  liars: FalseGateway[];
}

const FALSE_GATEWAY = join(import.meta.dirname, '../false-gateway.ts');

const test = suite<Context>('a board');
const where = enterPrivateNetwork(import.meta.filename);
const network = where === 'inside' ? twoHosts() : undefined;

test.before.each(async (context) => {
  const [one] = hosts();
  context.boards = [];
  context.liars = [];
  context.gateway = await nodeOn(one, {
    configDirectory: TWO_BOARDS,
    mqtt: '0.0.0.0:1883',
    http: 'off',
    args: ['--insecure-mqtt'],
  }).start();
  context.token = await tokenFor(context.gateway, 'pump-room');
});

test.after.each(async ({ gateway, boards, liars }) => {
  await Promise.all(liars.map((liar) => liar.stop()));
  await Promise.all([gateway, ...boards].map((node) => node.remove()));
});

function fact(sentence: string, check: (context: Context) => Promise<void>): void {
  if (where === 'inside') test(sentence, check);
  else test.skip(`${sentence} (SKIPPED: no host in a network namespace here)`);
}

function hosts(): readonly [Host, Host] {
  if (network === undefined) throw new Error('there is no network');
  return network.hosts;
}

/** The board of the pump room, on the second host. It is told no place. */
async function board({ token, boards }: Context): Promise<NodeProcess> {
  const node = nodeOn(hosts()[1], { role: 'board', args: ['--token', token] });
  boards.push(node);
  return node.start();
}

/** Anybody's machine on the same switch, that says it is this site's gateway. @param last of its address */
async function falseGateway({ liars }: Context, id: string, last: number): Promise<FalseGateway> {
  if (network === undefined) throw new Error('there is no network');
  const address = `10.7.0.${String(last)}`;
  const host = new Host(`false${String(last)}`).connect(network.lan, `${address}/24`);
  const claim = JSON.stringify({ id, site: 'farm', port: 1883 });
  const child = host.spawn(process.execPath, '--import', 'tsx', FALSE_GATEWAY, claim);
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  const liar = {
    address,
    cameTo: (name: string) => said.includes(`{"came":"${name}"}`),
    stop: async () => {
      const gone = once(child, 'exit');
      child.kill();
      await gone;
      host.remove();
    },
  };
  liars.push(liar);
  await soon('the false gateway is ready', () => said.includes('"announced"'));
  return liar;
}

interface FalseGateway {
  readonly address: string;
  readonly cameTo: (node: string) => boolean;
  readonly stop: () => Promise<void>;
}

/** The one-line complaint in a board's log. */
function mistrusts(node: NodeProcess, { address }: FalseGateway): boolean {
  return node.log.includes(`${address} does not prove that it is the gateway`);
}

/** The board has been with the false one, has said so once, and not more. */
async function isFoundOut(node: NodeProcess, liar: FalseGateway): Promise<void> {
  await soon('the false gateway is found out', () => mistrusts(node, liar));
  assert.ok(liar.cameTo('pump-room'));
  const told = node.log.split('\n').filter((line) => line.includes('"reason":"spoofed"'));
  assert.equal(told.length, 1, node.log);
  assert.match(told[0] ?? '', /"count":1[,}]/);
}

fact(
  'does not believe a false gateway, says so once, and finds the true one when it comes',
  async (context) => {
    const { gateway } = context;
    const liar = await falseGateway(context, 'shed', 8);
    await gateway.kill('SIGTERM');
    const pumpRoom = await board(context);
    await isFoundOut(pumpRoom, liar);
    await gateway.start();
    await inStep(gateway);
  },
);

fact('finds the true gateway behind a louder one that has taken its name', async (context) => {
  const { gateway } = context;
  const liar = await falseGateway(context, 'greenhouse', 9);
  const pumpRoom = await board(context);
  await inStep(gateway);
  // Where it was found at once, it goes looking again.
  await gateway.kill('SIGTERM');
  await isFoundOut(pumpRoom, liar);
  await gateway.start();
  await inStep(gateway);
});

if (where !== 'left') test.run();
