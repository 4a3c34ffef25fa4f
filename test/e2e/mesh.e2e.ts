/** A gateway and a board that joins it, in two processes: what people say crosses the wire, and nothing is lost on the way. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import type { z } from '../../runtime/core/schema.ts';
import { chatSchema, readingSchema, refusedSchema } from './answers.ts';
import { NodeProcess } from './node-process.ts';
import { PUMP_RELAY, register, soon } from './outside.ts';
import {
  boardRow,
  inStep,
  startTwoBoards,
  stopTwoBoards,
  tokenFor,
  type TwoBoards,
} from './two-boards.ts';

const LIGHT_RELAY = 'sim/gpio/GPIO23/value';
const HEATER_RELAY = 'sim/gpio/GPIO22/value';

const test = suite<TwoBoards>('the mesh');

test.before.each(async (context) => {
  Object.assign(context, await startTwoBoards());
});

test.after.each(stopTwoBoards);

/** What the gateway shows of the other board. */
async function reading(
  gateway: NodeProcess,
  target: string,
): Promise<z.infer<typeof readingSchema>> {
  return readingSchema.parse((await gateway.cli('read', '--json', target)).json);
}

async function say(gateway: NodeProcess, text: string): Promise<z.infer<typeof chatSchema>> {
  return chatSchema.parse((await gateway.cli('chat', '--json', text)).json);
}

async function codeOf(node: NodeProcess, ...args: readonly string[]): Promise<string> {
  return refusedSchema.parse((await node.cli('--json', ...args)).json).error.code;
}

test('one sentence moves things on two boards, and brings a receipt from each', async ({
  gateway,
  board,
}) => {
  await soon('the pump may run', async () => {
    const { quality } = await reading(gateway, 'estop.pressed');
    return quality === 'simulated';
  });
  const words = 'turn on the pump-room light and the greenhouse pump for 5 seconds';
  const { receipts } = await say(gateway, words);
  assert.deepEqual(
    receipts.map(({ thing, measured, evidence }) => [thing, measured, evidence]),
    [
      ['pump-room-light', true, 'latch'],
      ['pump', true, 'sensor'],
    ],
  );
  assert.equal(register(gateway, PUMP_RELAY), '1');
  await soon('both are off again', () =>
    [register(gateway, PUMP_RELAY), register(board, LIGHT_RELAY)].every((level) => level === '0'),
  );
  const { reply } = await say(gateway, 'why did the pump room light stop?');
  assert.match(reply, /time was up after 5 s/);
});

test('a rule of one board reads on the other: the emergency stop in the pump room stops the pump', async ({
  gateway,
  board,
}) => {
  await soon('the pump runs', async () => {
    await gateway.cli('set', 'pump.power', 'on');
    return register(gateway, PUMP_RELAY) === '1';
  });
  await board.cli('sim', 'set', 'estop.pressed', 'true');
  await soon('the pump stops', () => register(gateway, PUMP_RELAY) === '0');
  assert.equal(await codeOf(gateway, 'set', 'pump.power', 'on'), 'INTERLOCK_REFUSED');
});

test('when the other board falls silent, a rule that reads there allows nothing', async ({
  gateway,
  board,
}) => {
  await soon('the pump runs', async () => {
    await gateway.cli('set', 'pump.power', 'on');
    return register(gateway, PUMP_RELAY) === '1';
  });
  await board.kill('SIGKILL');
  await soon('the pump stops', () => register(gateway, PUMP_RELAY) === '0');
  assert.equal(await codeOf(gateway, 'set', 'pump.power', 'on'), 'INTERLOCK_BLIND');
  assert.equal(await codeOf(gateway, 'set', 'pump-room-light.power', 'on'), 'MESH_BOARD_OFFLINE');
  assert.notEqual((await reading(gateway, 'water.temperature')).quality, 'simulated');
});

test('a lock-out crosses the wire: it makes the thing safe, and it starts for nobody', async ({
  gateway,
  board,
}) => {
  await gateway.cli('set', 'frost-heater.power', 'on');
  assert.equal(register(board, HEATER_RELAY), '1');
  assert.equal(
    (await gateway.cli('mode', 'frost-heater', 'locked-out', '--reason', 'belt')).code,
    0,
  );
  assert.equal(register(board, HEATER_RELAY), '0');
  assert.equal(await codeOf(gateway, 'set', 'frost-heater.power', 'on'), 'MODE_LOCKED_OUT');
  const { code } = await board.cli('set', 'frost-heater.power', 'on');
  assert.notEqual(code, 0);
  assert.equal(register(board, HEATER_RELAY), '0');
});

test('with the gateway gone the board goes on, and afterwards the journal is whole on both', async ({
  gateway,
  board,
}) => {
  await gateway.cli('set', 'frost-guard.active', 'on');
  await gateway.cli('set', 'pump-room-light.power', 'on', '--for', '4s');
  assert.equal(register(board, LIGHT_RELAY), '1');
  await gateway.kill('SIGKILL');
  await soon('the timed run ends', () => register(board, LIGHT_RELAY) === '0');
  await board.cli('sim', 'set', 'room.temperature', '2');
  await soon('the regulator heats', () => register(board, HEATER_RELAY) === '1');
  await board.cli('sim', 'set', 'room.temperature', '40');
  await soon('heat is off again', () => register(board, HEATER_RELAY) === '0');
  assert.match((await board.cli('doctor')).stdout, /warning: .*gateway of farm is not heard/);
  await gateway.start();
  await inStep(gateway);
  assert.match((await board.cli('doctor')).stdout, /ok: .*joined farm/);
  await soon('the journal came', async () => {
    const { stdout: story } = await gateway.cli('why', 'pump-room-light');
    return /time was up after 4 s/.test(story);
  });
  for (const node of [gateway, board]) assert.equal((await node.cli('journal', 'verify')).code, 0);
});

test('an edit of the site wires a board anew in seconds; a bad one changes nothing and says why', async ({
  site,
  gateway,
  board,
}) => {
  const file = join(site, 'devices.yaml');
  const good = readFileSync(file, 'utf8');
  const before = (await boardRow(gateway)).bundle ?? 0;
  writeFileSync(
    file,
    good.replace(
      'light-relay: { driver: relay, pin: GPIO23 }',
      'light-relay: { driver: relay, pin: GPIO24 }',
    ),
  );
  await soon('the new bundle is in force', async () => {
    const { bundle = 0, drift } = await boardRow(gateway);
    return bundle > before && drift === 'in-step';
  });
  await gateway.cli('set', 'pump-room-light.power', 'on');
  assert.equal(register(board, 'sim/gpio/GPIO24/value'), '1');
  const during = (await boardRow(gateway)).bundle;
  writeFileSync(file, good.replace('driver: relay, pin: GPIO23', 'driver: rellay, pin: GPIO23'));
  await soon('the doctor says why', async () => {
    const { stdout } = await gateway.cli('doctor');
    return /devices\.yaml:\d+:\d+: error: .*rellay/.test(stdout);
  });
  assert.equal((await boardRow(gateway)).bundle, during);
  assert.equal(register(board, 'sim/gpio/GPIO24/value'), '1');
});

test('a board without its token does not join, and a revoked one is let go', async ({
  gateway,
}) => {
  const token = await tokenFor(gateway, 'pump-room');
  await soon('the old connection ends', async () => !(await boardRow(gateway)).online);
  const wrong = token.replace(/\.[^.]+\.([^.]+)$/, `.${'A'.repeat(43)}.$1`);
  const args = ['--token', wrong, '--gateway', gateway.mqtt];
  const stranger = await new NodeProcess({ role: 'board', args }).start();
  await soon('it is told so', () => stranger.log.includes('MESH_NOT_LET_IN'));
  assert.equal((await boardRow(gateway)).online, false);
  await stranger.remove();
});

test.run();
