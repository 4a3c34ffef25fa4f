/** What a home is asked in a chat: timers, and what it does not have. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { speaker, withGateway } from '../../test/gateway-rig.ts';

const ANNA = speaker('anna');
const BERT = speaker('bert');
const MINUTE_MS = 60_000;

test('who wants something of what is not there is told what is missing, and where', async () => {
  await withGateway(async (rig) => {
    const order = await rig.say('turn on the fans in the greenhouse', ANNA);
    assert.is(
      order.reply,
      'I know what you mean, but there is no fan in the greenhouse, so nothing was done.',
    );
    const question = await rig.say('are any windows open in the pump room?', ANNA);
    assert.match(question.reply, 'there is no vent in the pump room');
    const chinese = await rig.say('打开温室的风扇', ANNA);
    assert.is(chinese.reply, '明白您的意思，但温室里没有风扇，什么都没有做。');
    assert.equal(rig.gateway.tasks.list(), []);
  });
});

test('a timer is set, asked for, and told to its chat when it is over', async () => {
  await withGateway(async (rig) => {
    const set = await rig.say('set a ten minute timer for the pasta', ANNA);
    assert.match(set.reply, /^Timer pasta \(10 min\): 10 min left, over at /);
    await rig.clock.advance(4 * MINUTE_MS);
    const asked = await rig.say('how long is left on my pasta timer?', ANNA);
    assert.match(asked.reply, 'Timer pasta (10 min): 6 min left');
    assert.match((await rig.say('how long is left on my timer?', BERT)).reply, 'There is no timer');
    await rig.clock.advance(6 * MINUTE_MS);
    const next = await rig.say('hello', ANNA);
    assert.match(next.reply, 'Time is up: timer pasta (10 min).');
    assert.not.match((await rig.say('hello', BERT)).reply, 'Time is up');
  });
});

test('of several timers none is guessed, and all are ended only when all are meant', async () => {
  await withGateway(async (rig) => {
    await rig.say('计时10分钟', ANNA);
    await rig.say('set a timer for 1 hour', ANNA);
    const which = await rig.say('cancel the timer', ANNA);
    assert.match(which.reply, 'There are several timers: 10 min, 1 h');
    assert.match((await rig.say('pause my 1 hour timer', ANNA)).reply, 'is held, 1 h left');
    const ended = await rig.say('cancel all timers', ANNA);
    assert.is(ended.reply, 'Timer 10 min cancelled.\nTimer 1 h cancelled.');
    assert.match((await rig.say('timer status', ANNA)).reply, 'There is no timer');
  });
});

test('"here" is where somebody said that they are, for them alone and in that chat', async () => {
  await withGateway(async (rig) => {
    const asked = await rig.say('turn everything off in here', ANNA);
    assert.match(asked.reply, 'Where is that? Say the room');
    assert.ok(asked.suggestions?.includes('turn everything off in the greenhouse'));
    const said = await rig.say("I'm in the greenhouse", ANNA);
    assert.is(said.reply, 'Then “here” is the greenhouse, when you say it in this chat.');
    await rig.say('turn on the light in here', ANNA);
    assert.is(rig.value('grow-light', 'power'), true);
    assert.match((await rig.say('turn off the light in here', BERT)).reply, 'Where is that?');
    assert.is(rig.value('grow-light', 'power'), true);
  });
});

test('a person may have a usual place, and be elsewhere for once', async () => {
  const anna = { id: 'anna', name: 'Anna', role: 'operator' as const, identities: [] };
  await withGateway(
    async (rig) => {
      await rig.say('turn on the light in here', ANNA);
      assert.is(rig.value('grow-light', 'power'), true);
      await rig.say('I am in the workshop', ANNA);
      await rig.say('turn off the light in here', ANNA);
      assert.is(rig.value('grow-light', 'power'), true);
      await rig.say('I left the workshop', ANNA);
      assert.match((await rig.say('turn off the light in here', ANNA)).reply, 'Where is that?');
    },
    (site) => ({ ...site, people: [{ ...anna, place: 'greenhouse' }] }),
  );
});

test('German and Spanish are understood, and answered in English for now', async () => {
  await withGateway(async (rig) => {
    const started = await rig.say('starte einen Timer für 5 Minuten', ANNA);
    assert.match(started.reply, 'Timer 5 min: 5 min left');
    assert.match((await rig.say('¿cuánto tiempo le queda al temporizador?', ANNA)).reply, '5 min');
  });
});

test.run();
