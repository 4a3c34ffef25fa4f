/** Mattermost, by the contract of all messengers, and what is its own. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import { directChat } from '../runtime/gateway/adapters/mattermost/parse.ts';
import type { Hearing } from '../runtime/gateway/channels/channel-adapter.ts';
import { TABLE } from './channel-rig.ts';
import { ANNA, channelContract } from './contracts/channel.contract.ts';
import { pictureContract } from './contracts/picture.contract.ts';
import { idOf, mattermostBench } from './mattermost-bench.ts';
import { FakeMattermost } from './peers/mattermost/fake-mattermost.ts';
import { until } from './until.ts';

const test = suite('mattermost');

channelContract(test, () => mattermostBench());
pictureContract(test, () => mattermostBench());

test('notices that an event is missing, and reads it after the next connection', async () => {
  const fake = new FakeMattermost();
  const bench = mattermostBench(fake);
  await bench.open();
  const adapter = bench.adapter();
  const heard: string[] = [];
  let cursor: string | undefined;
  const hearing: Hearing = {
    get cursor() {
      return cursor;
    },
    accept: (messages, upTo) => {
      heard.push(...messages.map(({ text }) => text));
      cursor = upTo;
      return Promise.resolve();
    },
    alive: () => undefined,
  };
  const end = new AbortController();
  const first = adapter.listen(hearing, end.signal);
  await until(() => cursor !== undefined);
  fake.skip();
  fake.write(idOf(ANNA), 'one');
  assert.match((await first)?.why ?? '', /left out/);
  assert.deepEqual(heard, []);
  const second = adapter.listen(hearing, end.signal);
  await until(() => heard.length === 1);
  await adapter.typing?.(directChat(idOf(ANNA)));
  await until(() => fake.typed.length === 1);
  end.abort();
  assert.equal(await second, undefined);
  assert.deepEqual(heard, ['one']);
  await bench.close();
});

test('tries again a file that did not arrive, and sends its words alone where none are taken', async () => {
  const fake = new FakeMattermost();
  const bench = mattermostBench(fake);
  await bench.open();
  const adapter = bench.adapter();
  const message = { chat: directChat(idOf(ANNA)), text: TABLE.alt, file: TABLE };
  fake.fail('files', 'too fast', 'server error', 'not the platform', 'answer lost');
  for (let time = 0; time < 4; time += 1)
    assert.equal((await adapter.send(message, 'key')).kind, 'later');
  assert.deepEqual(bench.seen(ANNA), []);
  fake.refusesFiles = true;
  assert.equal((await adapter.send(message, 'key')).kind, 'sent');
  assert.match(bench.seen(ANNA).join(), /^\(table: two rows of the tank; no file can be sent/);
  await bench.close();
});

test.run();
