/** A task follows its person from one chat to another; on the whole node. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { speaker, withGateway, withProperty, type GatewayRig } from '../../test/gateway-rig.ts';
import type { ChatNote, Speaker } from '../actions/chat-port.ts';
import type { Site } from '../config/site.ts';

const ANNA = speaker('anna');
const TERMINAL: Speaker = { ...ANNA, via: 'cli', chat: 'cli:anna' };
const BERT = speaker('bert');
const MINUTES = 60_000;

test('asked on the page, seen and confirmed in the terminal, told in both: one task', async () => {
  await withGateway(async (rig) => {
    const asked = await rig.say('turn on the heater', ANNA);
    const [id] = asked.tasks;
    assert.is(rig.gateway.tasks.find(id ?? '')?.waitsFor, 'approval');
    const page = listen(rig, ANNA);
    const seen = await rig.say('how is my task?', TERMINAL);
    assert.match(seen.reply, /Heater on: waits for a yes until .*\nHeater: really switch on\?$/);
    assert.equal([seen.tasks, seen.confirm?.token], [[id], asked.confirm?.token]);
    const done = await rig.say('yes', TERMINAL);
    assert.match(done.reply, /^Heater switched on/);
    const [note, ...more] = page;
    assert.match(
      note?.text ?? '',
      /^You confirmed “turn on the heater” in the terminal: Heater swi/,
    );
    assert.equal([done.tasks, note?.tasks, more.length], [[id], [id], 0]);
    assert.equal(note?.receipt, done.receipts[0]);
    assert.is((await rig.ground.journal.entries({ thing: 'heater', kind: 'intent' })).length, 1);
    assert.match((await rig.say('我的任务怎么样了', ANNA)).reply, '加热器开：完成');
  }, restedHeater);
});

test('a plain yes elsewhere says which question it was for', async () => {
  await withGateway(async (rig) => {
    await rig.say('turn on the heater', ANNA);
    const { reply } = await rig.say('yes', TERMINAL);
    assert.match(reply, /^Yes to “Heater: really switch on\?”\.\nHeater switched on/);
    assert.match((await rig.say('yes', ANNA)).reply, 'No question is waiting');
  }, restedHeater);
});

test('of several questions elsewhere none is answered: they are asked one after the other', async () => {
  await withGateway(async (rig) => {
    await rig.say('turn on the heater', ANNA);
    await rig.say('turn on the pump', { ...ANNA, chat: 'phone:anna' });
    const again = await rig.say('yes', TERMINAL);
    assert.match(again.reply, /^2 questions wait .*\nHeater: really switch on\?$/);
    assert.equal([isOn(rig, 'heater'), isOn(rig, 'pump')], [false, false]);
    assert.match((await rig.say('no', TERMINAL)).reply, /declined[^]*\nPump: really switch on\?$/);
    assert.match((await rig.say('yes', TERMINAL)).reply, 'Pump is on');
    assert.equal([isOn(rig, 'heater'), isOn(rig, 'pump')], [false, true]);
  }, bothAsk);
});

test('"cancel it" elsewhere calls the question off, and the chat it was asked in hears of it', async () => {
  await withGateway(async (rig) => {
    const { tasks } = await rig.say('turn on the heater', ANNA);
    const page = listen(rig, ANNA);
    const { reply } = await rig.say('cancel it', TERMINAL);
    assert.is(reply, 'Called off, and nothing was done: heater on.');
    assert.is(rig.gateway.tasks.find(tasks[0] ?? '')?.state, 'cancelled');
    assert.is(
      page[0]?.text,
      'You said no to “turn on the heater” in the terminal: nothing was done.',
    );
    assert.match((await rig.say('yes', ANNA)).reply, 'No question is waiting');
  }, restedHeater);
});

test('"it" is what the person ordered last, in whichever chat; not what somebody else did', async () => {
  await withGateway(async (rig) => {
    await rig.say('open the vent', TERMINAL);
    await rig.say('turn on the pump and the grow light', ANNA);
    await rig.say('open the vent', BERT);
    await rig.say('turn them off', TERMINAL);
    assert.equal([isOn(rig, 'pump'), isOn(rig, 'grow-light')], [false, false]);
    await rig.say('turn on the grow light', ANNA);
    rig.clock.set(rig.clock.now() + 11 * MINUTES);
    await rig.say('close it', TERMINAL);
    assert.is(isOn(rig, 'grow-light'), true, 'that was too long ago to come over with');
  });
});

test('what one asked is told to that one only', async () => {
  await withGateway(async (rig) => {
    await rig.say('turn on the grow light', ANNA);
    assert.is((await rig.say('how is my task?', BERT)).reply, 'You have asked for nothing yet.');
    const asked = await rig.say('what did I ask today?', TERMINAL);
    assert.match(asked.reply, /Grow light on: done$/);
    const other = await rig.say('what did I ask today?', BERT);
    assert.is(other.reply, 'You asked for nothing in that time.');
    await rig.restart(24 * 60 * MINUTES);
    assert.match((await rig.say('我昨天让你做了什么', TERMINAL)).reply, '补光灯开：完成');
    assert.match((await rig.say('what did I ask today?', TERMINAL)).reply, 'nothing in that time');
  });
});

test('what was measured is told with its time, and not as if it were so now', async () => {
  await withGateway(async (rig) => {
    await rig.say('turn on the grow light for 30 seconds', ANNA);
    await rig.pass(2 * MINUTES);
    assert.is(isOn(rig, 'grow-light'), false);
    const { reply } = await rig.say('how is my task?', TERMINAL);
    assert.match(reply, /Grow light on for 30 s: done\nAt \d\d:\d\d:\d\d: Grow light switched on/);
    assert.not.match(reply, /again in/);
  });
});

test('what one sentence asked for stands in its order, also after a restart', async () => {
  await withGateway(async (rig) => {
    await rig.say('turn off the vent, the heater, the grow light and the pump', ANNA);
    const order = (): readonly string[] => rig.gateway.tasks.writes().map(({ thing }) => thing);
    const before = order();
    assert.equal(before, ['vent', 'heater', 'grow-light', 'pump']);
    await rig.restart();
    assert.equal(order(), before);
  });
});

test('silence is no: the task expires, and that is told once', async () => {
  await withGateway(async (rig) => {
    const { tasks } = await rig.say('turn on the heater', ANNA);
    await rig.pass(2 * MINUTES);
    const page = listen(rig, ANNA);
    assert.equal(texts(page), [
      'Nobody said yes to “turn on the heater” in time: nothing was done.',
    ]);
    assert.is(rig.gateway.tasks.find(tasks[0] ?? '')?.state, 'expired');
    assert.match((await rig.say('how is my task?', TERMINAL)).reply, 'Heater on: nobody said yes');
    assert.is(isOn(rig, 'heater'), false);
  }, restedHeater);
});

test('no question outlives a restart: it is told once, and no yes carries it out', async () => {
  await withGateway(async (rig) => {
    const { tasks } = await rig.say('turn on the heater', ANNA);
    await rig.restart();
    await rig.restart();
    assert.equal(texts(listen(rig, ANNA)), [
      'The node restarted while “turn on the heater” waited for a yes: it was not done. Say it again if you still want it.',
    ]);
    assert.match((await rig.say('yes', ANNA)).reply, 'No question is waiting');
    assert.is(rig.gateway.tasks.find(tasks[0] ?? '')?.state, 'expired');
    assert.is(isOn(rig, 'heater'), false);
  }, restedHeater);
});

test('who ordered something else on a messenger is told so by its name', async () => {
  await withGateway(async (rig) => {
    await rig.say('turn on the heater', ANNA);
    const page = listen(rig, ANNA);
    await rig.say('turn off the heater', { ...ANNA, via: 'twilio', chat: 'twilio:AC1:+49151' });
    assert.match(page[0]?.text ?? '', /^You ordered something else on SMS, so “turn on the h/);
  }, restedHeater);
});

test('another order of the same person, in whatever chat, closes the question', async () => {
  await withGateway(async (rig) => {
    await rig.say('turn on the heater', ANNA);
    const page = listen(rig, ANNA);
    await rig.say('turn off the heater', TERMINAL);
    assert.match(
      page[0]?.text ?? '',
      /^You ordered something else in the terminal, so “turn on the h/,
    );
    assert.match((await rig.say('yes', TERMINAL)).reply, 'No question is waiting');
    assert.match((await rig.say('yes', ANNA)).reply, 'you have ordered something else since');
    assert.is(isOn(rig, 'heater'), false);
  }, restedHeater);
});

test('who asked and who confirmed both hear how a timed run ended', async () => {
  await withGateway(async (rig) => {
    await rig.say('turn on the heater for 5 seconds', ANNA);
    const [anna, bert] = [listen(rig, ANNA), listen(rig, BERT)];
    assert.match((await rig.say('yes', BERT)).reply, /^Yes to “Heater: .*\nHeater switched on/);
    await rig.pass(8_000);
    assert.match(anna[0]?.text ?? '', /^Bert confirmed “turn on the heater for 5 seconds”: Heater/);
    assert.equal([anna.length, bert.length], [2, 1]);
    assert.equal([anna[1]?.tasks, anna[1]?.text], [bert[0]?.tasks, bert[0]?.text]);
    assert.match(bert[0]?.text ?? '', /^Time is up \(5 s\)\. Heater switched off/);
  }, secondPerson);
});

test('a yes elsewhere to what comes later is told where it was asked', async () => {
  await withGateway(async (rig) => {
    await rig.say('turn on the heater in 10 seconds', ANNA);
    const page = listen(rig, ANNA);
    await rig.say('yes', TERMINAL);
    assert.match(page[0]?.text ?? '', /in the terminal: it is planned for 12:00:\d\d\.$/);
    await rig.pass(11 * MINUTES);
    assert.match(
      page[1]?.text ?? '',
      /^The time came for “turn on the heater in 10 seconds”: Heater/,
    );
    assert.equal([page.length, isOn(rig, 'heater')], [2, true]);
  }, restedHeater);
});

const ASKS = `workflows:
  - name: careful_heat
    steps:
      - { id: a, approval: { role: operator, within: 10m }, action: set, params: { target: heater.power, value: on } }
`;

test('a plain yes, where one run of a workflow waits for it, is for that one', async () => {
  await withGateway(
    async (rig) => {
      rig.ground.people.configure([{ id: 'bert', name: 'Bert', role: 'operator' }]);
      await rig.say('run the workflow careful_heat', ANNA);
      const viewer = speaker('vera', 'viewer');
      assert.match((await rig.say('yes', viewer)).reply, 'No question is waiting');
      const { reply } = await rig.say('yes', BERT);
      assert.match(reply, /^Yes to “careful_heat: go on with “set /m);
      await rig.pass(5_000);
      assert.is(isOn(rig, 'heater'), true);
    },
    restedHeater,
    ASKS,
  );
});

test('where a run and a question wait, a yes elsewhere is asked back', async () => {
  await withGateway(
    async (rig) => {
      await rig.say('turn on the heater', ANNA);
      await rig.say('run the workflow careful_heat', BERT);
      assert.match((await rig.say('yes', TERMINAL)).reply, /^2 questions wait/);
      await rig.say('no', TERMINAL);
      await rig.say('no', TERMINAL);
      await rig.pass(5_000);
      assert.is(isOn(rig, 'heater'), false);
      assert.is(rig.gateway.workflows.runs.list().at(-1)?.state, 'failed');
    },
    restedHeater,
    ASKS,
  );
});

function isOn(rig: GatewayRig, thing: string): unknown {
  return rig.value(thing, 'power');
}

function texts(notes: readonly ChatNote[]): string[] {
  return notes.map(({ text }) => text);
}

function listen({ gateway }: GatewayRig, { chat }: Speaker): ChatNote[] {
  const notes: ChatNote[] = [];
  gateway.conversation.subscribe(chat, (note) => notes.push(note));
  return notes;
}

const HEATER = { thing: 'heater', property: 'power' };

function restedHeater(site: Site): Site {
  return withProperty(site, HEATER, { interlocks: [] });
}

function secondPerson(site: Site): Site {
  return withProperty(restedHeater(site), HEATER, { confirm: { to: 'on', people: 2 } });
}

function bothAsk(site: Site): Site {
  const confirm = { to: 'on', people: 1 } as const;
  return withProperty(restedHeater(site), { thing: 'pump', property: 'power' }, { confirm });
}

test.run();
