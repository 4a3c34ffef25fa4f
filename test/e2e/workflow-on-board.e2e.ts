/**
 * A workflow that runs on a board: the gateway delivers it, and is killed; the board starts it by its own
 * reading, switches by its own authority, and the gateway hears of all of it when it is back. Two processes,
 * a real broker between them.
 */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import { z } from '../../runtime/core/schema.ts';
import { register, soon } from './outside.ts';
import { inStep, startTwoBoards, stopTwoBoards, type TwoBoards } from './two-boards.ts';

const LIGHT_RELAY = 'sim/gpio/GPIO23/value';

const WORKFLOWS = `workflows:
  - name: frost_light
    on: pump-room
    trigger: { reading: room.temperature, below: 4, hysteresis: 2 }
    steps:
      - { id: look, action: read, params: { targets: [room.temperature] } }
      - id: light
        action: set
        depends_on: look
        when: reading("room.temperature") < 5
        params: { target: pump-room-light.power, value: on }
`;

const runsSchema = z.array(
  z.looseObject({ workflow: z.string(), board: z.string().optional(), state: z.string() }),
);

const test = suite<TwoBoards>('a workflow on a board');

test.before.each(async (context) => {
  Object.assign(context, await startTwoBoards());
});

test.after.each(stopTwoBoards);

test('runs with the gateway dead, once also after the board was killed, and is told later', async ({
  site,
  gateway,
  board,
}) => {
  writeFileSync(join(site, 'workflows.yaml'), WORKFLOWS);
  await soon('the workflow is there', async () => {
    const { stdout } = await gateway.cli('workflow', 'list');
    return stdout.includes('on pump-room');
  });
  await inStep(gateway);
  await gateway.kill('SIGKILL');
  await board.cli('sim', 'set', 'room.temperature', '2');
  await soon('the light is on', () => register(board, LIGHT_RELAY) === '1');
  assert.match(
    (await board.cli('why', 'pump-room-light')).stdout,
    /the rule frost_light decided it/,
  );
  await board.kill('SIGKILL');
  await board.start();
  // It is as cold as before, and it has fired.
  await soon('it measures again', async () => {
    const { stdout } = await board.cli('read', 'room.temperature');
    return stdout.includes('2 °C');
  });
  await gateway.start();
  await inStep(gateway);
  await soon('the gateway knows of the run', async () => {
    const { json } = await gateway.cli('workflow', 'runs', '--json');
    const runs = runsSchema.parse(json);
    return runs.some(({ board: where, state }) => where === 'pump-room' && state === 'done');
  });
  const { json } = await gateway.cli('workflow', 'runs', '--json');
  assert.equal(runsSchema.parse(json).length, 1);
  await soon('the gateway has the journal', async () => {
    const { stdout } = await gateway.cli('why', 'pump-room-light');
    return /the rule frost_light decided it: step light, because/.test(stdout);
  });
  const { code, stderr } = await gateway.cli('workflow', 'run', 'frost_light');
  assert.equal(code, 1);
  assert.match(stderr, /frost_light runs on pump-room/);
});

test('the board knows how tasks about its things stand, also with the gateway dead', async ({
  gateway,
  board,
}) => {
  await gateway.cli('set', 'pump-room-light.power', 'on');
  await soon('the board knows of the task', async () => {
    const { stdout } = await board.cli('tasks');
    return /light on: done/i.test(stdout);
  });
  assert.doesNotMatch((await board.cli('tasks', '--json')).stdout, /"(chat|words|language)"/);
  await gateway.kill('SIGKILL');
  await soon('it says that this gets old', async () => {
    const { stdout } = await board.cli('tasks');
    return /^The gateway is away; this is how it was at .*light on: done/is.test(stdout);
  });
});

test.run();
