/** A gateway and a board on two machines: whole nodes, each on a host with a network of its own. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { test } from 'uvu';
import { z } from '../../runtime/core/schema.ts';
import { chatSchema } from './answers.ts';
import { NodeProcess } from './node-process.ts';
import { PUMP_RELAY, register, soon } from './outside.ts';
import { enterPrivateNetwork, type Host } from './private-network.ts';
import { nodeOn, twoHosts } from './two-nodes-netns.ts';

const SITE = join(import.meta.dirname, '../../provisioning/two-boards');
const LIGHT_RELAY = 'sim/gpio/GPIO23/value';
const tokenSchema = z.looseObject({ token: z.string() });
const boardsSchema = z.array(z.looseObject({ id: z.string(), online: z.boolean() }));

/** Where there is multicast, a board has joined long before that. */
const LOOKS_AROUND_MS = 4_000;

const where = enterPrivateNetwork(import.meta.filename);
const isInside = where === 'inside';
const place = isInside ? twoHosts() : undefined;
const running: NodeProcess[] = [];

function fact(sentence: string, check: (hosts: readonly [Host, Host]) => Promise<void>): void {
  if (place === undefined) test.skip(sentence);
  else test(sentence, () => check(place.hosts));
}

test.after.each(async () => {
  await Promise.all(running.splice(0).map((node) => node.remove()));
});

async function started(node: NodeProcess): Promise<NodeProcess> {
  running.push(node);
  return node.start();
}

/** A gateway that other machines reach, and the token of its other board. */
async function gatewayOn(host: Host): Promise<{ gateway: NodeProcess; token: string }> {
  const mqtt = { mqtt: '0.0.0.0:1883', args: ['--insecure-mqtt'] };
  const gateway = await started(nodeOn(host, { configDirectory: SITE, http: 'off', ...mqtt }));
  const { json } = await gateway.cli('board', 'token', 'pump-room', '--json');
  return { gateway, token: tokenSchema.parse(json).token };
}

async function isOnline(gateway: NodeProcess): Promise<boolean> {
  const boards = boardsSchema.parse((await gateway.cli('boards', '--json')).json);
  return boards.find(({ id }) => id === 'pump-room')?.online === true;
}

async function joined(gateway: NodeProcess): Promise<void> {
  await soon('the board is online', () => isOnline(gateway));
  await soon('the light obeys', async () => {
    const { json } = await gateway.cli('chat', '--json', 'turn on the pump-room light');
    return chatSchema.parse(json).receipts.length === 1;
  });
}

fact(
  'by mDNS alone a board finds its gateway, and one sentence moves things on both',
  async ([one, two]) => {
    const { gateway, token } = await gatewayOn(one);
    const board = await started(nodeOn(two, { role: 'board', args: ['--token', token] }));
    await joined(gateway);
    await soon('the pump may run', async () => {
      const { code } = await gateway.cli('set', 'pump.power', 'on');
      return code === 0;
    });
    await gateway.cli('set', 'pump.power', 'off');
    const words = 'turn on the pump-room light and the greenhouse pump for 5 seconds';
    const { json } = await gateway.cli('chat', '--json', words);
    assert.deepEqual(
      chatSchema.parse(json).receipts.map(({ thing, measured }) => [thing, measured]),
      [
        ['pump-room-light', true],
        ['pump', true],
      ],
    );
    assert.equal(register(gateway, PUMP_RELAY), '1');
    await soon('both are off again', () =>
      [register(gateway, PUMP_RELAY), register(board, LIGHT_RELAY)].every((level) => level === '0'),
    );
  },
);

fact('without multicast it joins by DISCOVERY_ENDPOINT, and by nothing else', async (hosts) => {
  const [one, two] = hosts;
  place?.lan.carryMulticast(hosts, false);
  const { gateway, token } = await gatewayOn(one);
  const args = ['--token', token];
  const lost = await started(nodeOn(two, { role: 'board', args }));
  await pass(LOOKS_AROUND_MS);
  assert.equal(await isOnline(gateway), false);
  await lost.kill('SIGTERM');
  const through = two.command(['env', 'DISCOVERY_ENDPOINT=10.7.0.1:1883']);
  await started(new NodeProcess({ role: 'board', args, through }));
  await joined(gateway);
});

if (where !== 'left') test.run();
