/** Either node is killed at random under load, again and again: nothing that was told is lost, and nothing is done twice. */
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { suite } from 'uvu';
import { z } from '../../runtime/core/schema.ts';
import { doneSchema } from './answers.ts';
import type { NodeProcess } from './node-process.ts';
import { soon } from './outside.ts';
import { inStep, startTwoBoards, stopTwoBoards, type TwoBoards } from './two-boards.ts';

const test = suite<TwoBoards>('kills');

test.before.each(async (context) => {
  Object.assign(context, await startTwoBoards());
});

test.after.each(stopTwoBoards);

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
