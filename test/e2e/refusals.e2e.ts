/** What a node refuses, what it finds wrong, and that it says so in words, codes and exit codes. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import { chatSchema, doneSchema, readingSchema, refusedSchema } from './answers.ts';
import { NodeProcess } from './node-process.ts';
import { helpersOf, PUMP_RELAY, register, soon } from './outside.ts';

interface Context {
  node: NodeProcess;
}

const test = suite<Context>('what a node refuses');

test.before(async (context) => {
  context.node = await new NodeProcess({ http: 'off' }).start();
});

test.after(async ({ node }) => {
  await node.remove();
  assert.deepEqual(helpersOf(node), []);
});

/** Fills or drains the simulated tank, and waits until its sensor has seen it. */
async function setTank(node: NodeProcess, level: number): Promise<void> {
  assert.equal((await node.cli('sim', 'set', 'tank.level', `${String(level)}%`)).code, 0);
  await soon(`the tank shows ${String(level)} %`, async () => {
    const { value } = readingSchema.parse((await node.cli('read', '--json', 'tank.level')).json);
    return Math.abs(Number(value) - level) < 2;
  });
}

test('a drained tank keeps the pump off: exit 3, with the interlock and the level', async ({
  node,
}) => {
  await setTank(node, 2);
  const { code, json } = await node.cli('set', '--json', 'pump.power', 'on');
  const { error } = refusedSchema.parse(json);
  assert.deepEqual([code, error.code, error.interlock], [3, 'INTERLOCK_REFUSED', 'tank-not-empty']);
  assert.deepEqual([error.reading?.thing, error.reading?.property], ['tank', 'level']);
  assert.ok(Math.abs(Number(error.reading?.value) - 2) < 1);
  assert.equal(register(node, PUMP_RELAY), '0');
});

test('the terminal says it in words, and names what to do next', async ({ node }) => {
  const { code, stdout, stderr } = await node.cli('set', 'pump.power', 'on');
  assert.deepEqual([code, stdout], [3, '']);
  assert.match(stderr, /error: tank\.level is 2 %, it must be at least 10 %/);
  assert.match(stderr, /hint: Remove the cause that is named/);
});

test('the chat says it in the language of the person', async ({ node }) => {
  const reply = async (text: string): Promise<string> =>
    chatSchema.parse((await node.cli('chat', '--json', text)).json).reply;
  assert.match(
    await reply('turn on the pump'),
    /^Refused by the interlock tank-not-empty: tank level is 2 %, it must be at least 10 %\./,
  );
  assert.match(await reply('打开水泵'), /^联锁“tank-not-empty”不允许：/);
  assert.match(await reply('why is the pump off?'), /refused by the interlock tank-not-empty/);
});

test('a full tank lets it run again, and draining it stops it at once', async ({ node }) => {
  await setTank(node, 60);
  assert.ok(
    doneSchema.safeParse((await node.cli('set', '--json', 'pump.power', 'on')).json).success,
  );
  await node.cli('sim', 'set', 'tank.level', '2%');
  await soon('the pump is stopped', () => register(node, PUMP_RELAY) === '0');
  await soon('that is told', async () => {
    const { reply } = chatSchema.parse((await node.cli('chat', '--json', 'hello')).json);
    return reply.startsWith('The interlock tank-not-empty stopped pump: tank level is');
  });
});

test('a pump that is stuck: the flow meter disagrees, the task fails, exit 1', async ({ node }) => {
  await setTank(node, 60);
  await node.cli('sim', 'fault', 'pump', 'stuck');
  const { code, json } = await node.cli('set', '--json', 'pump.power', 'on');
  const { error, receipt } = refusedSchema.parse(json);
  assert.deepEqual([code, error.code], [1, 'DEVICE_CONTRADICTED']);
  assert.deepEqual([receipt?.measured, receipt?.evidence], [false, 'sensor']);
  assert.match(error.message, /flow\.rate disagrees/);
  const { stdout } = await node.cli('tasks');
  assert.match(stdout.trim().split('\n').at(-1) ?? '', / Pump on: failed$/);
  const { stdout: said } = await node.cli('chat', 'turn on the pump');
  assert.match(said, /Pump was written, but flow meter disagrees/);
  await node.cli('sim', 'fault', 'pump', 'clear');
  await node.cli('set', 'pump.power', 'off');
});

test('a locked-out pump starts for nobody, over no door, after no restart', async ({ node }) => {
  await node.cli('set', 'pump.power', 'on');
  const locked = await node.cli('mode', 'pump', 'locked-out', '--reason', 'new seal');
  assert.match(locked.stdout, /^Pump is locked out \(owner: new seal\)\. It starts for nobody\./);
  assert.equal(register(node, PUMP_RELAY), '0');
  for (let life = 0; life < 2; life += 1) {
    const { code, json } = await node.cli('set', '--json', 'pump.power', 'on');
    assert.deepEqual([code, refusedSchema.parse(json).error.code], [3, 'MODE_LOCKED_OUT']);
    const { stdout } = await node.cli('chat', 'turn on the pump');
    assert.match(stdout, /Pump is locked out by owner \(new seal\)/);
    assert.equal(register(node, PUMP_RELAY), '0');
    await node.kill('SIGKILL');
    await node.start();
  }
  await node.cli('chat', 'take my tag off the pump');
  assert.equal((await node.cli('set', 'pump.power', 'on')).code, 0);
  await node.cli('set', 'pump.power', 'off');
});

test('the emergency stop holds everything that names it', async ({ node }) => {
  await node.cli('sim', 'set', 'estop.pressed', 'true');
  await soon('the button is seen', async () => {
    const { json } = await node.cli('read', '--json', 'estop.pressed');
    return readingSchema.parse(json).value === true;
  });
  const { code, json } = await node.cli('set', '--json', 'pump.power', 'on');
  assert.deepEqual([code, refusedSchema.parse(json).error.interlock], [3, 'emergency-stop']);
  await node.cli('sim', 'set', 'estop.pressed', 'false');
});

test('a sensor that falls silent blinds its interlock, which then allows nothing', async ({
  node,
}) => {
  await node.cli('sim', 'fault', 'tank', 'disconnect');
  await soon('the level is not trusted', async () => {
    const { json } = await node.cli('read', '--json', 'tank.level');
    return ['stale', 'faulty'].includes(readingSchema.parse(json).quality);
  });
  const { code, json } = await node.cli('set', '--json', 'pump.power', 'on');
  assert.deepEqual([code, refusedSchema.parse(json).error.code], [3, 'INTERLOCK_BLIND']);
  await node.cli('sim', 'fault', 'tank', 'clear');
});

for (const { argv, code, error } of [
  { argv: ['set', 'pump.power', 'blue'], code: 2, error: 'DEVICE_BAD_VALUE' },
  { argv: ['set', 'pmup', 'on'], code: 2, error: 'ACTION_NO_SUCH_THING' },
  { argv: ['set', 'tank.level', '5'], code: 2, error: 'DEVICE_NOT_WRITABLE' },
  { argv: ['set', 'grow-light.level', '130'], code: 2, error: 'DEVICE_BAD_VALUE' },
  { argv: ['set', 'pump', 'on', '--at', '2020-01-01T00:00'], code: 2, error: 'TASK_IN_THE_PAST' },
  { argv: ['cancel'], code: 1, error: 'TASK_NOTHING_TO_CANCEL' },
  // Asked, it is open, and could be cancelled.
  { argv: ['set', 'heater', 'on'], code: 3, error: 'TASK_CONFIRM' },
  { argv: ['confirm', 'nonsense', 'yes'], code: 3, error: 'POLICY_NOT_CONFIRMED' },
  { argv: ['read', 'pmup'], code: 2, error: 'ACTION_NO_SUCH_THING' },
]) {
  test(`boardtalk ${argv.join(' ')} exits ${String(code)} with ${error}`, async ({ node }) => {
    const result = await node.cli(...argv, '--json');
    assert.deepEqual([result.code, refusedSchema.parse(result.json).error.code], [code, error]);
  });
}

test.run();
