import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  askerOf,
  speaker,
  withGateway,
  withProperty,
  type GatewayRig,
} from '../../test/gateway-rig.ts';
import type { Asker, Progress } from '../actions/asker.ts';
import type { Site, SiteProperty } from '../config/site.ts';
import { isRefusal } from '../core/refusal.ts';
import type { Command } from '../policy/command.ts';
import { unsealCommand } from '../policy/sealed-command.ts';
import { ActionPerformer } from './action-performer.ts';
import { TaskQueue } from './queue/task-queue.ts';
import { TaskPerformer } from './task-performer.ts';
import { WritePerformer } from './write-performer.ts';
import type { CommandLink } from './command-link.ts';
import { Control, type ControlResult } from './control.ts';
import type { WriteRequest } from './order.ts';

const PUMP_ON = { thing: 'pump', property: 'power', value: true };
const LIGHT_ON = { thing: 'grow-light', property: 'power', value: true };
const VENT = { thing: 'vent', property: 'position' };
const ANNA = askerOf(speaker('anna'));
const BERT = askerOf(speaker('bert'));

test('a request is carried out and measured, and its task ends as done', async () => {
  await withGateway(async (rig) => {
    const result = await request(rig, PUMP_ON, ANNA);
    assert.is(result.kind, 'ended');
    if (result.kind !== 'ended') return;
    const { id, state, receipt, person, words, endedAt } = result.task;
    assert.equal({ state, person, words }, { state: 'done', person: 'anna', words: 'as typed' });
    assert.is(receipt?.measured, true);
    assert.is(receipt?.evidence, 'sensor');
    assert.ok(endedAt !== undefined);
    assert.equal(rig.gateway.tasks.find(id), result.task);
  });
});

test('progress is told while the world has its settle time, with the task it belongs to', async () => {
  await withGateway(async (rig) => {
    const told: Progress[] = [];
    const asker: Asker = { ...ANNA, onProgress: (progress) => told.push(progress) };
    const result = await request(rig, PUMP_ON, asker);
    const task = result.kind === 'ended' ? result.task.id : '';
    const waitingFor = { thing: 'flow', property: 'rate' };
    assert.equal(told, [{ task, ...PUMP_ON, waitingFor }]);
  });
});

test('a viewer changes nothing, and the attempt stands in the journal', async () => {
  await withGateway(async (rig) => {
    const viewer = askerOf(speaker('vera', 'viewer'));
    assert.is(codeOf(await request(rig, LIGHT_ON, viewer)), 'POLICY_DENIED');
    assert.is(rig.value('grow-light', 'power'), false);
    const [entry] = await rig.ground.journal.entries({ thing: 'grow-light' });
    assert.equal([entry?.kind, entry?.actor, entry?.cause], ['refusal', 'vera', 'as typed']);
    assert.equal(rig.gateway.tasks.list(), []);
  });
});

test('a person limited to an area changes nothing in another', async () => {
  await withGateway(async (rig) => {
    const elsewhere = askerOf(speaker('otto', 'operator', ['pump-room']));
    const here = askerOf(speaker('gert', 'operator', ['greenhouse']));
    assert.is(codeOf(await request(rig, LIGHT_ON, elsewhere)), 'POLICY_DENIED');
    assert.is((await request(rig, LIGHT_ON, here)).kind, 'ended');
  });
});

test('what is not there, and what can only be read, is refused without a task', async () => {
  await withGateway(async (rig) => {
    const unknown = { thing: 'pump', property: 'speed', value: 1 };
    const sensor = { thing: 'tank', property: 'level', value: 1 };
    assert.is(codeOf(await request(rig, unknown, ANNA)), 'DEVICE_UNKNOWN');
    assert.is(codeOf(await request(rig, sensor, ANNA)), 'DEVICE_NOT_WRITABLE');
    assert.equal(rig.gateway.tasks.list(), []);
  });
});

test('the command is signed by the site for the board, with who asked and why, and a deadline', async () => {
  await withGateway(async (rig) => {
    const { control, sent } = withRecordedLink(rig);
    const asker = { ...ANNA, words: 'light, please' };
    await rig.during(control.request({ ...LIGHT_ON, forMs: 5_000 }, asker));
    const { id, issuedAt, deadline, ...command } = opened(rig, sent[0]);
    assert.equal(command, {
      board: 'greenhouse',
      ...LIGHT_ON,
      forMs: 5_000,
      ...{ requester: 'anna', via: 'web', cause: 'light, please' },
    });
    assert.is(deadline - issuedAt, 30_000);
    assert.is(rig.gateway.tasks.byCommand(id)?.person, 'anna');
  });
});

test('a command that was on its way for longer than its deadline is refused by the board', async () => {
  await withGateway(async (rig) => {
    const { control } = withRecordedLink(rig, () => rig.clock.advance(31_000));
    const result = await rig.during(control.request(LIGHT_ON, ANNA));
    assert.is(result.kind === 'ended' ? result.task.state : '', 'refused');
    assert.is(result.kind === 'ended' ? result.task.refusal?.code : '', 'COMMAND_EXPIRED');
    assert.is(rig.value('grow-light', 'power'), false);
  });
});

test('the task is durable before its command leaves', async () => {
  await withGateway(async (rig) => {
    let found: string | undefined;
    const { control } = withRecordedLink(rig, async (bytes) => {
      const { id } = opened(rig, bytes);
      found = rig.gateway.tasks.byCommand(id)?.state;
      await rig.losePower();
    });
    await rig.during(control.request(LIGHT_ON, ANNA).catch(() => undefined));
    assert.is(found, 'running');
    await rig.start();
    assert.is(rig.gateway.tasks.list()[0]?.state, 'unknown');
  });
});

test('the dangerous direction asks first, and does nothing until the yes', async () => {
  await withGateway(async (rig) => {
    const result = await request(rig, HEATER_ON, ANNA);
    assert.is(result.kind, 'confirm');
    assert.is(rig.value('heater', 'power'), false);
    const answered = await answer(rig, result, ANNA);
    assert.is(answered.kind === 'ended' ? answered.task.state : '', 'done');
    assert.is(rig.value('heater', 'power'), true);
  }, restedHeater);
});

test('the harmless direction never asks', async () => {
  await withGateway(async (rig) => {
    await answer(rig, await request(rig, HEATER_ON, ANNA), ANNA);
    const off = await request(rig, { ...HEATER_ON, value: false }, ANNA);
    assert.is(off.kind, 'ended');
    assert.is(rig.value('heater', 'power'), false);
  }, restedHeater);
});

for (const { to, asks, free } of [
  { to: 'on', asks: [100, 1], free: [0] },
  { to: 'open', asks: [100, 1], free: [0] },
  { to: 'off', asks: [0], free: [50, 100] },
  { to: 'closed', asks: [0], free: [50] },
  { to: 'any', asks: [0, 50], free: [] },
  { to: 80, asks: [80], free: [79, 0] },
] as const) {
  test(`confirm to ${String(to)} asks before ${asks.join(', ')} and nothing else`, async () => {
    await withGateway(
      async (rig) => {
        for (const value of [...asks, ...free]) {
          const result = await request(rig, { ...VENT, value }, ANNA);
          assert.is(result.kind, asks.some((one) => one === value) ? 'confirm' : 'ended');
        }
      },
      (site) => withProperty(site, VENT, { confirm: { to, people: 1 } }),
    );
  });
}

test('a no does nothing, and says so', async () => {
  await withGateway(async (rig) => {
    const result = await answer(rig, await request(rig, HEATER_ON, ANNA), ANNA, false);
    assert.is(codeOf(result), 'TASK_DECLINED');
    assert.is(rig.value('heater', 'power'), false);
    assert.equal(
      rig.gateway.tasks.list().map(({ state }) => state),
      ['cancelled'],
    );
  });
});

test('a yes does exactly what was asked, once', async () => {
  await withGateway(async (rig) => {
    const asked = await request(rig, { ...HEATER_ON, forMs: 60_000 }, ANNA);
    const result = await answer(rig, asked, ANNA);
    assert.is(result.kind === 'ended' ? result.task.forMs : 0, 60_000);
    assert.is(codeOf(await answer(rig, asked, ANNA)), 'POLICY_NOT_CONFIRMED');
    assert.is(rig.gateway.tasks.list().length, 1);
  }, restedHeater);
});

test('silence is no: two minutes later a yes comes too late', async () => {
  await withGateway(async (rig) => {
    const asked = await request(rig, HEATER_ON, ANNA);
    await rig.pass(120_000);
    assert.is(codeOf(await answer(rig, asked, ANNA)), 'POLICY_NOT_CONFIRMED');
  });
});

test('where two people are needed, neither the first alone nor one without the right is the second', async () => {
  await withGateway(async (rig) => {
    const asked = await request(rig, HEATER_ON, ANNA);
    const elsewhere = askerOf(speaker('otto', 'operator', ['pump-room']));
    assert.is(codeOf(await answer(rig, asked, ANNA)), 'POLICY_SECOND_PERSON');
    assert.is(codeOf(await answer(rig, asked, elsewhere)), 'POLICY_DENIED');
    assert.is(rig.value('heater', 'power'), false);
    const result = await answer(rig, asked, BERT);
    const [entry] = await rig.ground.journal.entries({ thing: 'heater', kind: 'intent' });
    assert.is(entry?.cause, 'as typed (confirmed by bert)');
    assert.is(result.kind === 'ended' ? result.task.person : '', 'anna');
  }, twoPeople);
});

test('who had asked is told when somebody else confirmed it', async () => {
  await withGateway(async (rig) => {
    await answer(rig, await request(rig, HEATER_ON, ANNA), BERT);
    const news = rig.gateway.outbox.waiting(ANNA.chat).map(([, letter]) => letter.news);
    assert.equal(
      news.map((one) => one.kind === 'confirmed' && one.by),
      ['bert'],
    );
  }, twoPeople);
});

test('a planned request waits for its time and is told then', async () => {
  await withGateway(async (rig) => {
    const startsAt = rig.clock.now() + 60_000;
    const result = await request(rig, { ...LIGHT_ON, startsAt }, ANNA);
    assert.is(result.kind, 'planned');
    assert.is(rig.value('grow-light', 'power'), false);
    await rig.pass(61_000);
    const letterOf = () => rig.gateway.outbox.waiting(ANNA.chat)[0]?.[1];
    for (let look = 0; look < 100 && letterOf() === undefined; look += 1) await rig.pass(10);
    assert.is(rig.value('grow-light', 'power'), true);
    assert.is(rig.gateway.tasks.list()[0]?.state, 'done');
    const letter = letterOf();
    assert.is(letter?.news.kind, 'planned');
  });
});

test('a time that is over is refused', async () => {
  await withGateway(async (rig) => {
    const startsAt = rig.clock.now();
    assert.is(codeOf(await request(rig, { ...LIGHT_ON, startsAt }, ANNA)), 'TASK_IN_THE_PAST');
  });
});

test('beyond two hundred open tasks the next one is told to wait', async () => {
  await withGateway(async (rig) => {
    const startsAt = rig.clock.now() + 3_600_000;
    const plan = (): Promise<ControlResult> =>
      rig.gateway.control.request({ ...LIGHT_ON, startsAt }, ANNA);
    await rig.during(Promise.all(Array.from({ length: 200 }, plan)));
    assert.is(codeOf(await rig.during(plan())), 'TASK_BUSY');
  });
});

test('a refusal of the board is the end of the task', async () => {
  await withGateway(async (rig) => {
    await rig.run('sim-set', { target: 'tank.level', value: '2%' });
    await rig.pass(1_000);
    const result = await request(rig, PUMP_ON, ANNA);
    assert.is(result.kind === 'ended' ? result.task.state : '', 'refused');
    assert.is(result.kind === 'ended' ? result.task.refusal?.interlock : '', 'tank-not-empty');
  });
});

test('a sensor that disagrees fails the task, and its receipt tells what was measured', async () => {
  await withGateway(async (rig) => {
    await rig.run('sim-fault', { target: 'pump', kind: 'stuck' });
    const result = await request(rig, PUMP_ON, ANNA);
    const task = result.kind === 'ended' ? result.task : undefined;
    assert.equal([task?.state, task?.refusal?.code], ['failed', 'DEVICE_CONTRADICTED']);
    assert.is(task?.receipt?.measured, false);
  });
});

test('what was planned for a thing that is no longer there is refused when its time comes', async () => {
  await withGateway(async (rig) => {
    const gone = { thing: 'fountain', property: 'power', value: true };
    const [{ task }] = [await planned(rig, LIGHT_ON)];
    const ended = await rig.during(rig.gateway.control.run({ ...task, ...gone }));
    const end = isRefusal(ended) ? undefined : ended.task;
    assert.equal([end?.state, end?.refusal?.code], ['refused', 'DEVICE_UNKNOWN']);
  });
});

test('a person is told why they may not, and nothing where they may', async () => {
  await withGateway(async (rig) => {
    const { control } = rig.gateway;
    const viewer = askerOf(speaker('vera', 'viewer'));
    const denied = await rig.during(control.authorize(VENT, viewer));
    assert.is(denied?.code, 'POLICY_DENIED');
    assert.is(await rig.during(control.authorize(VENT, ANNA)), undefined);
    const unknown = { thing: 'moat', property: 'level' };
    assert.is((await rig.during(control.authorize(unknown, ANNA)))?.code, 'DEVICE_UNKNOWN');
  });
});

const HEATER = { thing: 'heater', property: 'power' };
const HEATER_ON = { ...HEATER, value: true };

/** The sample heater has to rest after a start; here it may be switched on at once. */
function restedHeater(site: Site, change: Partial<SiteProperty> = {}): Site {
  return withProperty(site, HEATER, { interlocks: [], ...change });
}

function twoPeople(site: Site): Site {
  return restedHeater(site, { confirm: { to: 'on', people: 2 } });
}

function request(rig: GatewayRig, what: WriteRequest, asker: Asker): Promise<ControlResult> {
  return rig.during(rig.gateway.control.request(what, asker));
}

async function answer(
  rig: GatewayRig,
  asked: ControlResult,
  by: Asker,
  yes = true,
): Promise<ControlResult> {
  const token = asked.kind === 'confirm' ? asked.confirmation.token : 'none was asked';
  const [result] = await rig.during(rig.gateway.control.answer(token, yes, by));
  if (result === undefined) throw new Error('nothing was answered');
  return result;
}

async function planned(
  rig: GatewayRig,
  what: WriteRequest,
): Promise<Extract<ControlResult, { kind: 'planned' }>> {
  const result = await request(rig, { ...what, startsAt: rig.clock.now() + 60_000 }, ANNA);
  if (result.kind !== 'planned') throw new Error(result.kind);
  return result;
}

/** The rig's own control, over a link that shows what it carries. */
function withRecordedLink(
  rig: GatewayRig,
  onTheWay: (bytes: Uint8Array) => Promise<unknown> = () => Promise.resolve(),
): { control: Control; sent: Uint8Array[] } {
  const { ground, gateway, board } = rig;
  const sent: Uint8Array[] = [];
  const link: CommandLink = {
    send: async (_board, bytes, onSettling) => {
      sent.push(bytes);
      await onTheWay(bytes);
      return board.receive(bytes, onSettling);
    },
  };
  const { tasks, catalogue } = gateway;
  const write = new WritePerformer({ ...ground, link });
  const action = new ActionPerformer({ catalogue: () => catalogue });
  const queue = new TaskQueue({
    ...{ ...ground, tasks, owner: 'test', random: () => 0.5, isGone: () => true },
    performer: new TaskPerformer({ write, action }),
    tell: (ended) => tasks.save(ended),
  });
  const control = new Control({
    ...{ ...ground, ...gateway, queue, schedule: () => undefined, standsBack: () => undefined },
  });
  return { control, sent };
}

function opened({ ground }: GatewayRig, bytes: Uint8Array | undefined): Command {
  const trusted = new Map([[ground.key.id, ground.key.publicKey]]);
  const command = unsealCommand(bytes ?? new Uint8Array(), trusted);
  if (isRefusal(command)) throw new Error(command.message);
  return command;
}

function codeOf(result: ControlResult): string {
  return result.kind === 'refused' ? result.refusal.code : result.kind;
}

test.run();
