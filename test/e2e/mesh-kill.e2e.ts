/** Either node is killed at random under load, again and again: nothing that was told is lost, and nothing is done twice. */
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { suite } from 'uvu';
import { z } from '../../runtime/core/schema.ts';
import { chatSchema, doneSchema } from './answers.ts';
import type { NodeProcess } from './node-process.ts';
import { register, soon } from './outside.ts';
import { inStep, startTwoBoards, stopTwoBoards, type TwoBoards } from './two-boards.ts';

const test = suite<TwoBoards>('kills');

test.before.each(async (context) => {
  Object.assign(context, await startTwoBoards());
});

test.after.each(stopTwoBoards);

const LIGHT_RELAY = 'sim/gpio/GPIO23/value';

const ROUNDS = Number(process.env['BOARDTALK_KILL_ROUNDS'] ?? 6);

test(`kill -9 of either node under load, ${String(ROUNDS)} rounds: nothing told is lost, nothing is done twice`, async ({
  gateway,
  board,
}) => {
  const told: string[] = [];
  let answerMs = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const victim = Math.random() < 0.5 ? gateway : board;
    const orders = ['on', 'off', 'on', 'off'].map(async (value) => {
      const { json } = await gateway.cli('set', 'pump-room-light.power', value, '--json');
      const done = doneSchema.safeParse(json);
      if (done.success) told.push(String(done.data.receipt['command']));
    });
    // With the first answer, while the other orders are on their way; then about that time, by chance.
    if (round % 2 === 0) answerMs = await timeOf(Promise.race(orders));
    else await delay(answerMs * (0.5 + Math.random()));
    await victim.kill('SIGKILL');
    // It comes back while its orders still wait: a board that stays away costs each of them 30 s.
    await Promise.all([victim.start(), ...orders]);
    await inStep(gateway);
  }
  for (const node of [gateway, board]) assert.equal((await node.cli('journal', 'verify')).code, 0);
  const done = await outcomesIn(board);
  assert.deepEqual(
    told.filter((command) => !done.includes(command)),
    [],
    'whatever was told is in the journal of the board that did it',
  );
  assert.ok(told.length > 0);
  assert.equal(new Set(done).size, done.length, 'no command has two outcomes');
  await soon('the gateway has it all', async () => {
    const copied = await outcomesIn(gateway);
    return done.every((command) => copied.includes(command));
  });
});

test('a kill during a timed run is told once, and so is the end of every run after it', async ({
  gateway,
  board,
}) => {
  const told: string[] = [];
  const say = async (text: string): Promise<string> => {
    const { reply } = chatSchema.parse((await gateway.cli('chat', '--json', text)).json);
    told.push(reply);
    return reply;
  };
  const comes = (what: string): Promise<number> =>
    soon(`it is told: ${what}`, async () => (await say('hi')).includes(what));
  await say('turn on the pump-room light for 1 second');
  await comes('Time is up (1 s)');
  await say('turn on the pump-room light for 60 seconds');
  assert.equal(register(board, LIGHT_RELAY), '1');
  await board.kill('SIGKILL');
  await board.start();
  await inStep(gateway);
  await comes('cut short a timed run');
  for (const seconds of [2, 3]) {
    await say(`turn on the pump-room light for ${String(seconds)} seconds`);
    await comes(`Time is up (${String(seconds)} s)`);
  }
  await board.kill('SIGTERM');
  await board.start();
  await inStep(gateway);
  await say('turn on the pump-room light for 4 seconds');
  await comes('Time is up (4 s)');
  const all = told.join('\n');
  for (const notice of ['(1 s)', '(2 s)', '(3 s)', '(4 s)'].map((time) => `Time is up ${time}`))
    assert.equal(all.split(notice).length, 2, all);
  assert.equal(all.split('cut short a timed run').length, 2, all);
  for (const node of [gateway, board])
    assert.doesNotMatch((await node.cli('doctor')).stdout, /comes through|does not take/);
});

async function timeOf(work: Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work;
  return performance.now() - startedAt;
}

/** Commands that a person gave and that were done, as a node's journal has them. */
async function outcomesIn(node: NodeProcess): Promise<readonly string[]> {
  const schema = z.array(
    z.looseObject({
      kind: z.string(),
      command: z.string().optional(),
      thing: z.string().optional(),
      details: z.looseObject({ status: z.string().optional() }),
    }),
  );
  const { json } = await node.cli('journal', '--json', '--limit', '1000');
  return schema
    .parse(json)
    .filter(({ kind, details }) => kind === 'outcome' && details.status === 'done')
    .filter(({ thing }) => thing === 'pump-room-light')
    .flatMap(({ command }) => (command?.startsWith('cmd-') === true ? [command] : []));
}

test.run();
