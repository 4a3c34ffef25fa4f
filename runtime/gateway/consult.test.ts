import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { OWNER, speaker, withGateway, type GatewayRig } from '../../test/gateway-rig.ts';
import { withModel, type ModelMock } from '../../test/model-mock.ts';
import type { Site } from '../config/site.ts';

const SENTENCE = 'make it nice for the tomatoes';

/** As people type: nobody knows these offline. */
const QUESTIONS = [
  'how are my tomatoes doing today',
  'what would the tomatoes like best',
  'is it cosy enough for tomatoes',
  'do the tomatoes need more sunshine',
  'wie geht es den tomaten',
  '¿cómo están los tomates',
  '番茄怎么样了',
];

function served(endpoint: string, timeoutMs = 10_000): (site: Site) => Site {
  const modelService = {
    ...{ endpoint, model: 'any', maxSequenceLength: 4096, timeoutMs },
    maxTokensPerDay: 1_000_000,
  };
  return (site) => ({ ...site, modelService });
}

/** A node whose site names that model. */
async function together(use: (rig: GatewayRig, model: ModelMock) => Promise<void>): Promise<void> {
  await withModel((model) => withGateway((rig) => use(rig, model), served(model.endpoint)));
}

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

test('what a model wants done is asked first, and done after the yes', async () => {
  await together(async (rig, model) => {
    const args = { target: 'grow-light.level', value: 30 };
    model.answers(SENTENCE, { call: 'set', args }, { says: 'Done! The light is at 30 %.' });
    const asked = await rig.say(SENTENCE);
    assert.is(
      asked.reply,
      'Grow light level: really set to 30 %? Answer yes or no within two minutes; silence is no.',
    );
    assert.not.equal(rig.value('grow-light', 'level'), 30);
    const done = await rig.say('yes');
    assert.is(done.receipts.length, 1);
    assert.is(rig.value('grow-light', 'level'), 30);
  });
});

test('the journal says that a person asked through a model', async () => {
  await together(async (rig, model) => {
    const args = { target: 'vent.position', value: 20 };
    model.answers(SENTENCE, { call: 'set', args }, { says: 'ok' });
    await rig.say(SENTENCE);
    await rig.say('yes');
    const entries = await rig.ground.journal.entries({ kind: 'intent', reverse: true, limit: 1 });
    assert.is(entries[0]?.actor, 'owner via llm');
    assert.match((await rig.say('undo')).reply, 'Vent');
  });
});

test('a model that claims what it did not do is quoted, and contradicted', async () => {
  await together(async (rig, model) => {
    model.answers(SENTENCE, { says: 'Done. I turned on the pump.' });
    const { reply, tasks, receipts } = await rig.say(SENTENCE);
    assert.is(
      reply,
      'The language model says, unmeasured, and nothing was switched: “Done. I turned on the pump.”',
    );
    assert.equal([tasks, receipts], [[], []]);
  });
});

test('what it reads is said by the node, and what it makes of it is quoted', async () => {
  await together(async (rig, model) => {
    const words = 'hmm are the tomatoes thirsty';
    model.answers(words, { call: 'read', args: { targets: ['tank.level'] } }, { says: 'No.' });
    const { reply } = await rig.say(words);
    assert.match(reply, /^Tank level: /);
    assert.match(reply, /unmeasured, and nothing was switched: “No\.”$/);
  });
});

test('a question is not given the tool that writes, and calling it all the same does nothing', async () => {
  await together(async (rig, model) => {
    const words = 'what about a little sunshine for the tomatoes?';
    const args = { target: 'grow-light.power', value: true };
    model.answers(words, { call: 'set', args }, { says: 'I switched it on.' });
    const { confirm, tasks } = await rig.say(words);
    assert.equal([confirm, tasks], [undefined, []]);
    assert.not.match(JSON.stringify(model.asked()[0]), '"name":"set"');
  });
});

test('a viewer gets no tool that writes, and nobody gets those for people and locks', async () => {
  await together(async (rig, model) => {
    model.answers(SENTENCE, { says: 'I can only look.' });
    await rig.say(SENTENCE, speaker('vera', 'viewer'));
    await rig.say(SENTENCE, OWNER);
    const offered = model.asked().map((body) => JSON.stringify(body));
    assert.not.match(offered[0] ?? '', '"name":"set"');
    for (const name of ['mode', 'claim', 'token', 'board-token', 'backup', 'confirm', 'cancel'])
      assert.not.match(offered[1] ?? '', `"name":"${name}"`);
  });
});

test('a model cannot confirm for a person, nor call what it was not offered', async () => {
  await together(async (rig, model) => {
    const token = { token: 'any', answer: 'yes' };
    model.answers(SENTENCE, { call: 'confirm', args: token }, { says: 'Confirmed.' });
    const { tasks } = await rig.say(SENTENCE);
    assert.equal(tasks, []);
    assert.match(JSON.stringify(model.asked()[1]), 'there is no such tool');
  });
});

test('someone limited to an area is offered its things only, and the rest is refused', async () => {
  await together(async (rig, model) => {
    const args = { target: 'pump.power', value: true };
    model.answers(SENTENCE, { call: 'set', args }, { says: 'ok' });
    const { confirm, reply } = await rig.say(SENTENCE, speaker('will', 'operator', ['workshop']));
    assert.is(confirm, undefined);
    assert.match(reply, 'may not change things in the area greenhouse');
    assert.not.match(JSON.stringify(model.asked()[0]), 'pump ');
  });
});

test('arguments that are no JSON, and wrong ones, are told to the model and spared the person', async () => {
  await together(async (rig, model) => {
    model.answers(
      SENTENCE,
      { call: 'set', args: '{"target": "grow-' },
      { call: 'read', args: { targets: ['no-such-thing'] } },
      { says: 'I cannot help.' },
    );
    const { reply } = await rig.say(SENTENCE);
    assert.is(
      reply,
      'The language model says, unmeasured, and nothing was switched: “I cannot help.”',
    );
    const last = JSON.stringify(model.asked().at(-1));
    assert.match(last, 'not a JSON object');
    assert.match(last, 'There is no');
  });
});

test('several changes of one answer are asked one after the other, and equal ones once', async () => {
  await together(async (rig, model) => {
    const light = { call: 'set', args: { target: 'grow-light.power', value: true } };
    const vent = { call: 'set', args: { target: 'vent.position', value: 20 } };
    model.answersAtOnce(SENTENCE, [light, vent, light]);
    const first = await rig.say(SENTENCE);
    assert.match(first.reply, /^Vent: really/);
    const second = await rig.say('no');
    assert.match(second.reply, /Grow light: really switch on\?/);
    const done = await rig.say('yes');
    assert.is(done.receipts.length, 1);
    assert.match((await rig.say('yes')).reply, 'No question is waiting');
  });
});

test('cancel is the no to what a model proposed', async () => {
  await together(async (rig, model) => {
    model.answers(SENTENCE, { call: 'set', args: { target: 'vent.position', value: 20 } });
    await rig.say(SENTENCE);
    assert.match((await rig.say('cancel')).reply, 'declined');
    assert.match((await rig.say('yes')).reply, 'No question is waiting');
  });
});

test('what is proposed is asked at once: no further answer of the model is waited for', async () => {
  await together(async (rig, model) => {
    const args = { target: 'vent.position', value: 20 };
    model.answers(SENTENCE, { call: 'set', args }, { says: 'ok' });
    assert.match((await rig.say(SENTENCE)).reply, 'really');
    assert.is(model.asked().length, 1);
  });
});

test('what is known to be no order gives no tool that writes, with or without a question mark', async () => {
  await together(async (rig, model) => {
    for (const words of QUESTIONS) {
      model.answers(words, { says: 'Hm.' });
      await rig.say(words);
    }
    assert.is(model.asked().length, QUESTIONS.length);
    for (const body of model.asked()) assert.not.match(JSON.stringify(body), '"name":"set"');
  });
});

test('a model that never stops calling is stopped', async () => {
  await together(async (rig, model) => {
    const read = { call: 'read', args: { targets: ['tank.level'] } } as const;
    model.answers(SENTENCE, ...Array.from({ length: 20 }, () => read));
    await rig.say(SENTENCE);
    assert.is(model.asked().length, 4);
  });
});

test('without the service the offline answer comes, with a notice, and it is left alone for a while', async () => {
  await withGateway(
    async (rig) => {
      const first = await rig.say(SENTENCE);
      assert.match(first.reply, /^I did not understand that, and did nothing/);
      assert.match(first.reply, /The model service is not there \(ECONNREFUSED\)/);
      assert.is(first.error?.code, 'CHAT_NOT_UNDERSTOOD');
      const words = await rig.say('is the pump on?');
      assert.not.match(words.reply, 'model service');
    },
    served(`http://127.0.0.1:${String(await closedPort())}/v1`),
  );
});

test('no stop of the node waits for a model', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const address = silent.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await withGateway(
    async (rig) => {
      const asked = once(silent, 'connection');
      const reply = rig.say(SENTENCE);
      await asked;
      await rig.gateway.advice.stop();
      assert.match((await reply).reply, 'since this node is stopping');
    },
    served(`http://127.0.0.1:${String(port)}/v1`, 600_000),
  );
  silent.close();
});

for (const chaos of ['malformedRate', 'disconnectRate', 'dropRate'] as const)
  test(`a service with ${chaos} leaves the offline answer`, async () => {
    await together(async (rig, model) => {
      model.answers(SENTENCE, { says: 'hello' });
      model.server.setChaos({ [chaos]: 1 });
      const { reply, tasks } = await rig.say(SENTENCE);
      assert.match(reply, /^I did not understand that, and did nothing/);
      assert.match(reply, /this is the offline answer/);
      assert.equal(tasks, []);
    });
  });

test('what is known offline is never put before a model', async () => {
  await together(async (rig, model) => {
    await rig.say('turn on the fans in the greenhouse');
    await rig.say('turn on the grow light');
    await rig.say('is the pump on?');
    await rig.say("don't turn on the pump");
    assert.equal(model.asked(), []);
  });
});

test('names and earlier words reach the model as data of their own', async () => {
  await together(async (rig, model) => {
    model.answers(SENTENCE, { says: 'Hm.' });
    await rig.say('is the pump on?');
    await rig.say(SENTENCE);
    const body = JSON.stringify(model.asked()[0]);
    assert.match(body, String.raw`\n\"is the pump on?\" \"`);
    assert.match(body, String.raw`The person says now:\n${SENTENCE}"`);
    assert.match(body, String.raw`pump \"pump\" greenhouse: power* on|off`);
  });
});

test.run();
