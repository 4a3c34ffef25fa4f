import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { speaker, withGateway, withProperty } from '../../test/gateway-rig.ts';
import { QuestionQueue } from './question-queue.ts';

const ANNA = speaker('anna');
const openAt =
  (now: number) =>
  ({ expiresAt }: { expiresAt: number }): boolean =>
    now < expiresAt;
const question = (token: string, expiresAt = 100) => ({ token, question: `${token}?`, expiresAt });

test('two questions of one message are asked one after the other', async () => {
  const confirm = { to: 'on', people: 1 } as const;
  await withGateway(
    async (rig) => {
      const asked = await rig.say('turn on the heater and the pump', ANNA);
      assert.match(asked.reply, 'Heater: really switch on?');
      assert.not.match(asked.reply, 'Pump');
      const next = await rig.say('no', ANNA);
      assert.match(next.reply, 'declined');
      assert.match(next.reply, 'Pump: really switch on?');
      assert.is(next.confirm?.question, next.reply.split('\n').at(-1));
      const done = await rig.say('yes', ANNA);
      assert.is(done.confirm, undefined);
      assert.is(rig.value('heater', 'power'), false);
      assert.is(rig.value('pump', 'power'), true);
    },
    (site) => withProperty(site, { thing: 'pump', property: 'power' }, { confirm }),
  );
});

test('a question that has expired is passed over', () => {
  const queue = new QuestionQueue();
  queue.begin('chat', [question('first', 10), question('second')]);
  assert.is(queue.current('chat', openAt(9))?.token, 'first');
  assert.is(queue.current('chat', openAt(10))?.token, 'second');
});

test('the questions of a new message take the place of those of the last one', () => {
  const queue = new QuestionQueue();
  queue.begin('chat', [question('old')]);
  queue.begin('chat', [question('new')]);
  assert.is(queue.current('chat', openAt(0))?.token, 'new');
});

test('after the no to a question, a yes answers none that stood there before', async () => {
  await withGateway(
    async (rig) => {
      await rig.say('turn on the heater', ANNA);
      await rig.say('turn on the pump', ANNA);
      assert.match((await rig.say('no', ANNA)).reply, 'declined');
      assert.match((await rig.say('yes', ANNA)).reply, 'No question is waiting');
      assert.is(rig.value('heater', 'power'), false);
    },
    (site) =>
      withProperty(
        site,
        { thing: 'pump', property: 'power' },
        { confirm: { to: 'on', people: 1 } },
      ),
  );
});

test('a message without a question leaves the open one', () => {
  const queue = new QuestionQueue();
  queue.begin('chat', [question('open')]);
  queue.begin('chat', []);
  assert.is(queue.current('chat', openAt(0))?.token, 'open');
});

test('chats do not answer each other', () => {
  const queue = new QuestionQueue();
  queue.begin('one', [question('a')]);
  queue.answered('two', 'a');
  assert.is(queue.current('one', openAt(0))?.token, 'a');
  assert.is(queue.current('two', openAt(0)), undefined);
});

test.run();
