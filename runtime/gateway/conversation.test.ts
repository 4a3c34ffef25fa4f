import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  OWNER,
  speaker,
  withGateway,
  withProperty,
  type GatewayRig,
} from '../../test/gateway-rig.ts';
import type { ChatNote, ChatReply, Speaker } from '../actions/chat-port.ts';
import type { Site } from '../config/site.ts';
import { createGrammar } from '../language/grammar.ts';
import { PhrasedGrammar } from '../language/phrases/phrased-grammar.ts';
import { Conversation } from './conversation.ts';
import type { OpenQuestions } from './open-questions.ts';

const ANNA = speaker('anna');
const BERT = speaker('bert');

const NONE_OPEN: OpenQuestions = {
  openFor: () => [],
  has: () => false,
  callOf: (token, answer) => ({ action: 'confirm', args: { token, answer } }),
};

test('a sentence becomes an action, and the reply has its receipt', async () => {
  await withGateway(async (rig) => {
    const { reply, tasks, receipts } = await rig.say('turn on the grow light', ANNA);
    assert.match(reply, 'Grow light switched on');
    assert.equal([tasks.length, receipts[0]?.measured], [1, true]);
  });
});

test('a question writes nothing', async () => {
  await withGateway(async (rig) => {
    const { reply, tasks } = await rig.say('is the pump on?', ANNA);
    assert.match(reply, /^No\. Pump: off/);
    assert.equal(tasks, []);
    assert.equal(rig.gateway.tasks.list(), []);
    assert.is((await rig.ground.journal.entries({ thing: 'pump' })).length, 0);
  });
});

test('several things at once are told in the order they were named', async () => {
  await withGateway(async (rig) => {
    const { reply, receipts } = await rig.say('turn on the pump and the grow light', ANNA);
    assert.equal(
      receipts.map(({ thing }) => thing),
      ['pump', 'grow-light'],
    );
    assert.match(reply, /^Pump is on.*\nGrow light switched on/);
  });
});

test('"it" is what the chat spoke of last', async () => {
  await withGateway(async (rig) => {
    await rig.say('turn on the grow light', ANNA);
    await rig.say('open the vent', BERT);
    await rig.say('turn it off', ANNA);
    assert.equal([rig.value('grow-light', 'power'), rig.value('vent', 'position')], [false, 100]);
  });
});

test('a sentence that means nothing does nothing, and comes back with what would', async () => {
  await withGateway(async (rig) => {
    const { reply, suggestions } = await rig.say('make me a coffee', ANNA);
    assert.is(reply, 'I did not understand that, and did nothing. “help” shows what can be said.');
    assert.is(suggestions?.length, 3);
    for (const text of suggestions ?? []) {
      const { reply: understood } = await rig.say(text, ANNA);
      assert.not.match(understood, 'did not understand');
    }
  });
});

test('language follows the person, chat by chat', async () => {
  await withGateway(async (rig) => {
    assert.match((await rig.say('打开补光灯', ANNA)).reply, '补光灯已打开');
    assert.match((await rig.say('turn on the grow light', BERT)).reply, 'Grow light switched on');
    assert.match((await rig.say('???', ANNA)).reply, '没听懂');
    assert.match((await rig.say('is the pump on?', ANNA)).reply, 'Pump: off');
  });
});

test('what a camera sees comes with the reply, and stays with the newest replies only', async () => {
  await withGateway(async (rig) => {
    const { conversation } = rig.gateway;
    const ask = (id: string): Promise<ChatReply> =>
      rig.during(conversation.handle({ id, text: 'is anyone in the workshop?', speaker: ANNA }));
    const { reply, attachments } = await ask('look-0');
    assert.match(reply, 'There is no model "person" here');
    assert.equal(
      attachments?.map(({ name, type }) => [name, type]),
      [['workshop-camera-person.png', 'image/png']],
    );
    assert.is((await ask('look-0')).attachments?.length, 1);
    for (let again = 1; again <= 5; again += 1) await ask(`look-${String(again)}`);
    assert.is((await ask('look-0')).attachments, undefined);
    assert.is((await ask('look-5')).attachments?.length, 1);
  });
});

test('greetings, thanks and the time of day are answered in kind', async () => {
  await withGateway(async (rig) => {
    assert.is((await rig.say('hello', ANNA)).reply, 'Hello! Say “help” to see what I understand.');
    assert.is((await rig.say('谢谢', ANNA)).reply, '不客气。');
    assert.match((await rig.say('what time is it?', ANNA)).reply, /^It is 12:00:\d\d here\.$/);
  });
});

test('a refusal is said with titles, and with what to do next', async () => {
  await withGateway(async (rig) => {
    await rig.run('sim-set', { target: 'tank.level', value: '2%' });
    await rig.pass(1_000);
    assert.is(
      (await rig.say('turn on the pump', ANNA)).reply,
      'Refused by the interlock tank-not-empty: tank level is 2 %, it must be at least 10 %. Remove the cause that is named, then ask again. Nobody can override an interlock.',
    );
  });
});

for (const [yes, no] of [
  ['yes', 'no'],
  ['确认', '不要'],
  ['yes', 'cancel'],
]) {
  test(`a question is answered by "${yes ?? ''}" and by "${no ?? ''}"`, async () => {
    await withGateway(async (rig) => {
      await rig.say('turn on the heater', ANNA);
      const { reply } = await rig.say(no ?? '', ANNA);
      assert.ok(/declined|不执行/.test(reply), reply);
      assert.is(rig.value('heater', 'power'), false);
      await rig.say('turn on the heater', ANNA);
      await rig.say(yes ?? '', ANNA);
      assert.is(rig.value('heater', 'power'), true);
    }, restedHeater);
  });
}

test('the button of a question that is over does nothing', async () => {
  await withGateway(async (rig) => {
    const { confirm } = await rig.say('turn on the heater', ANNA);
    await press(rig, confirm?.token ?? '', 'no', ANNA);
    const { reply } = await press(rig, confirm?.token ?? '', 'yes', ANNA);
    assert.match(reply, 'There is no such question any more.');
    assert.is(rig.value('heater', 'power'), false);
  });
});

test('a yes that nobody asked for does nothing', async () => {
  await withGateway(async (rig) => {
    await rig.say('turn on the heater', ANNA);
    const { reply } = await rig.say('yes', BERT);
    assert.is(reply, 'No question is waiting for an answer, so nothing was done.');
    assert.is(rig.value('heater', 'power'), false);
  });
});

test('a lock-out with its reason locks, and every later answer names the tag', async () => {
  await withGateway(async (rig) => {
    await rig.say('lock out the pump, I am working on it', ANNA);
    const named = /^Pump is locked out: anna since \d\d:\d\d:\d\d \(I am working on it\)/;
    assert.match((await rig.say('is the pump locked out?', BERT)).reply, named);
    assert.match(
      (await rig.say("why can't I turn on the pump?", BERT)).reply,
      /^Pump: off.*\nPump is locked out: anna/,
    );
    await rig.say('turn on the pump', BERT);
    assert.is(rig.value('pump', 'power'), false);
  });
});

test('what a sentence says to leave alone is named, and a typed emergency stop is called none', async () => {
  await withGateway(async (rig) => {
    const { reply } = await rig.say("turn off the pump and don't turn on the heater", ANNA);
    assert.match(reply, /\nHeater: left alone, as you said\.$/);
    assert.match((await rig.say('emergency stop', ANNA)).reply, 'not the emergency stop');
  });
});

test('"cancel" without a question open cancels a task', async () => {
  await withGateway(async (rig) => {
    await rig.say('turn on the grow light at 18:00', ANNA);
    assert.is(
      (await rig.say('cancel', ANNA)).reply,
      'No longer planned for 18:00:00: grow light on.',
    );
  });
});

test('the same message again gets the same answer and is done once', async () => {
  await withGateway(async (rig) => {
    const message = rig.message('turn on the grow light', ANNA);
    const first = await rig.during(rig.gateway.conversation.handle(message));
    const second = await rig.during(rig.gateway.conversation.handle(message));
    assert.equal(second, first);
    assert.is(rig.gateway.tasks.list().length, 1);
  });
});

test('the same message while it is being worked on is done once', async () => {
  await withGateway(async (rig) => {
    const message = rig.message('turn on the pump', ANNA);
    const handle = (): Promise<ChatReply> => rig.gateway.conversation.handle(message);
    const [first, second] = await rig.during(Promise.all([handle(), handle()]));
    assert.is(second, first);
    assert.is(rig.gateway.tasks.list().length, 1);
  });
});

test('the same message after a restart gets the same text and is done once', async () => {
  await withGateway(async (rig) => {
    const message = rig.message('open the vent', ANNA);
    const { reply } = await rig.during(rig.gateway.conversation.handle(message));
    await rig.stop();
    await rig.start();
    const again = await rig.during(rig.gateway.conversation.handle(message));
    assert.is(again.reply, reply);
    assert.is(rig.gateway.tasks.list().length, 1);
  });
});

test('the same message after a power cut that took the reply is not done again', async () => {
  await withGateway(async (rig) => {
    const message = rig.message('打开天窗', ANNA);
    await rig.during(rig.gateway.conversation.handle(message));
    await rig.restart();
    const { reply } = await rig.during(rig.gateway.conversation.handle(message));
    assert.match(reply, /its reply was lost[^]*Vent 100 %: done\nWhat is not listed/);
    assert.is(rig.gateway.tasks.list().length, 1);
  });
});

test('a message that broke may be sent again', async () => {
  await withGateway(async (rig) => {
    let isBroken = true;
    const grammar = createGrammar({ site: rig.ground.site });
    const conversation = new Conversation({
      ...{ ...rig.ground, ...rig.gateway, language: 'en', seePicture: () => Promise.resolve('') },
      advisor: () => undefined,
      picturesOf: () => [],
      lastOrder: () => undefined,
      begunBy: () => '',
      open: NONE_OPEN,
      upcoming: {
        endAll: () =>
          Promise.resolve({
            ...{ plans: 0, runs: 0, questions: [], armed: [] },
            elsewhere: Promise.resolve({ runs: 0, unreached: [] }),
          }),
        overtake: () => Promise.resolve([]),
        startersOf: () => [],
      },
      usualPlace: () => undefined,
      understand: (text, context) => {
        if (isBroken) throw new Error('broken');
        return grammar.understand(text, context);
      },
    });
    const message = rig.message('open the vent', ANNA);
    const failed = await rig.during(conversation.handle(message).catch(() => 'failed'));
    assert.is(failed, 'failed');
    isBroken = false;
    assert.match((await rig.during(conversation.handle(message))).reply, 'Vent set to 100 %');
  });
});

test('progress goes to whoever listens to the chat, and belongs to the message', async () => {
  await withGateway(async (rig) => {
    const [own, other] = [listen(rig, ANNA), listen(rig, BERT)];
    const message = rig.message('turn on the pump', ANNA);
    await rig.during(rig.gateway.conversation.handle(message));
    assert.equal(
      own.map(({ text, inReplyTo }) => [text, inReplyTo]),
      [['Pump switched on, waiting for flow meter …', message.id]],
    );
    assert.equal(other, []);
  });
});

test('news is heard at once where somebody listens, in the language of the chat', async () => {
  await withGateway(async (rig) => {
    const notes = listen(rig, ANNA);
    await rig.say('打开水泵5秒', ANNA);
    await rig.pass(8_000);
    assert.is(notes.at(-1)?.text, '5 秒到时间了。水泵：关，流量计 0.0 l/min（传感器实测）。');
  });
});

test('news that nobody heard comes before the next reply, once', async () => {
  await withGateway(async (rig) => {
    await rig.say('turn on the pump for 5 s', ANNA);
    await rig.pass(8_000);
    const { reply } = await rig.say('is the pump on?', ANNA);
    assert.is(
      reply,
      'Time is up (5 s). Pump is off: flow meter 0.0 l/min (measured).\nNo. Pump: off',
    );
    assert.is((await rig.say('is the pump on?', ANNA)).reply, 'No. Pump: off');
  });
});

test('news whose reply was lost on the way comes again with the same message', async () => {
  await withGateway(async (rig) => {
    await rig.say('turn on the pump for 5 s', ANNA);
    await rig.pass(8_000);
    const message = rig.message('is the pump on?', ANNA);
    const { reply } = await rig.during(rig.gateway.conversation.handle(message));
    await rig.restart();
    assert.is((await rig.during(rig.gateway.conversation.handle(message))).reply, reply);
  });
});

test('after a restart news is in the language of its task until somebody speaks', async () => {
  await withGateway(async (rig) => {
    await rig.say('打开水泵60秒', ANNA);
    await rig.restart();
    const [note] = listen(rig, ANNA);
    assert.match(
      note?.text ?? '',
      /^节点于 12:0\d:\d\d 重启，打断了定时运行：水泵已打开，还剩 \d{1,2} 秒。现在：水泵关。/,
    );
    assert.match(note?.text ?? '', '需要的话请再说一次“打开水泵60秒”。');
  });
});

test('a listener that left hears nothing', async () => {
  await withGateway(async (rig) => {
    const notes: ChatNote[] = [];
    const stop = rig.gateway.conversation.subscribe(ANNA.chat, (note) => notes.push(note));
    stop();
    await rig.say('turn on the pump', ANNA);
    assert.equal(notes, []);
  });
});

test('a viewer may ask, and changes nothing', async () => {
  await withGateway(async (rig) => {
    const viewer = speaker('vera', 'viewer');
    assert.match((await rig.say('is the pump on?', viewer)).reply, 'Pump: off');
    assert.match(
      (await rig.say('turn on the grow light', viewer)).reply,
      'takes the role operator',
    );
    assert.match((await rig.say('打开补光灯', viewer)).reply, '没有这个权限');
    assert.is(rig.value('grow-light', 'power'), false);
  });
});

test('a locked-out thing starts for nobody, and only its own tag comes off', async () => {
  await withGateway(async (rig) => {
    await rig.say('lock out the pump', ANNA);
    for (const one of [ANNA, BERT, OWNER]) {
      assert.match((await rig.say('turn on the pump', one)).reply, 'Pump is locked out by anna');
      if (one !== ANNA) await rig.say('unlock the pump', one);
    }
    assert.is(rig.value('pump', 'power'), false);
    await rig.say('unlock the pump', ANNA);
    assert.match((await rig.say('turn on the pump', BERT)).reply, 'Pump is on');
  });
});

test('every example that help shows is understood as what it is an example of', async () => {
  await withGateway(({ ground, gateway }) => {
    const own = createGrammar({ site: ground.site });
    const grammar = new PhrasedGrammar({ grammar: () => own, book: gateway.phrases });
    for (const { name, examples } of gateway.catalogue.list())
      for (const language of ['en', 'zh'] as const)
        for (const text of examples[language].filter((one) => !one.startsWith('boardtalk '))) {
          const meant = grammar.understand(text, { now: ground.clock.now(), language });
          const found =
            meant.kind === 'act' ? meant.calls.map(({ action }) => action) : [meant.kind];
          const expected = { confirm: ['answer'], status: ['status', 'read'] }[name] ?? [name];
          assert.ok(expected.includes(found[0] ?? ''), `"${text}" is ${found.join()}, not ${name}`);
        }
    return Promise.resolve();
  });
});

function restedHeater(site: Site): Site {
  return withProperty(site, { thing: 'heater', property: 'power' }, { interlocks: [] });
}

function press(
  rig: GatewayRig,
  token: string,
  answer: 'yes' | 'no',
  from: Speaker,
): Promise<ChatReply> {
  const message = { ...rig.message(answer, from), confirm: { token, answer } };
  return rig.during(rig.gateway.conversation.handle(message));
}

function listen({ gateway }: GatewayRig, { chat }: Speaker): ChatNote[] {
  const notes: ChatNote[] = [];
  gateway.conversation.subscribe(chat, (note) => notes.push(note));
  return notes;
}

test.run();
