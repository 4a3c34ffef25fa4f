/** The power goes at each durable write of one order: what became of it is told as far as anybody knows, and it is never done again. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { News } from '../runtime/tasks/news.ts';
import type { WriteTask } from '../runtime/tasks/task.ts';
import { OWNER, withGateway, type GatewayRig } from './gateway-rig.ts';

const test = suite('an order and a power cut');

/** What the next life knows of it. */
interface Cut {
  readonly task: WriteTask | undefined;
  /** How far the board had come, says its journal. */
  readonly recorded: 'nothing' | 'begun' | 'ended';
  readonly intents: number;
  readonly told: readonly News[];
}

async function cutAt(write: number): Promise<Cut | undefined> {
  let cut: Cut | undefined;
  await withGateway(async (rig) => {
    const hasGone = rig.losePowerAtWrite(write);
    const reply = rig.gateway.conversation.handle(rig.message('open the vent'));
    reply.catch(() => undefined);
    await rig.pass(2_000);
    if (!hasGone()) return;
    await rig.startAfterCut();
    await rig.pass(5_000);
    cut = await whatIsKnown(rig);
  });
  return cut;
}

async function whatIsKnown({ ground, gateway }: GatewayRig): Promise<Cut> {
  const [task] = gateway.tasks.writes();
  const entries = await ground.journal.entries({ thing: 'vent' });
  const intents = entries.filter(({ kind }) => kind === 'intent').length;
  const hasEnded = entries.some(({ kind }) => kind === 'outcome');
  const recorded = hasEnded ? 'ended' : intents > 0 ? 'begun' : 'nothing';
  const told = gateway.outbox.waiting(OWNER.chat).map(([, { news }]) => news);
  return { task, recorded, intents, told };
}

test('whatever write is the last, what its board had written down is told, and nothing is done twice', async () => {
  const cuts: Cut[] = [];
  for (let cut = await cutAt(1); cut !== undefined; cut = await cutAt(cuts.length + 1))
    cuts.push(cut);
  const inWork = cuts.filter(({ task }) => task !== undefined);
  for (const { task, recorded, intents } of inWork) {
    const what = `${recorded}: ${JSON.stringify(task)}`;
    assert.ok(intents <= 1, what);
    assert.is(task?.state, recorded === 'ended' ? 'done' : 'unknown', what);
    if (task?.state === 'done') assert.is(task.receipt?.measured, 100, what);
  }
  const ends = inWork.map(({ recorded }) => recorded);
  assert.equal(new Set(ends), new Set(['nothing', 'begun', 'ended']));
});

test('what is known from the journal is told once, as what was, and not as what is', async () => {
  const told: News[][] = [];
  for (let write = 1, isOver = false; !isOver; write += 1) {
    const cut = await cutAt(write);
    isOver = cut === undefined;
    // Before the reply was kept, and after the board had written its outcome down.
    if (cut?.recorded === 'ended') told.push([...cut.told]);
  }
  const late = told.flatMap((news) => news.filter(({ kind }) => kind === 'late'));
  assert.is(late.length, 1, JSON.stringify(told));
  const [news] = late;
  assert.equal(news?.kind === 'late' && [news.status, news.measured], ['done', 100]);
});

test.run();
