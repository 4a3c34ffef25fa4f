/** Matrix, by the contract of all messengers, and what is Matrix's own: rooms of two, invites, long absences. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import type { ArrivedMessage, Hearing } from '../runtime/gateway/channels/channel-adapter.ts';
import { channelContract } from './contracts/channel.contract.ts';
import { pictureContract } from './contracts/picture.contract.ts';
import { matrixAdapter, matrixBench } from './matrix-bench.ts';
import { FakeMatrix, roomOf } from './peers/matrix/fake-matrix.ts';
import { until } from './until.ts';

const test = suite('matrix');

channelContract(test, () => matrixBench());
pictureContract(test, () => matrixBench());

const ANNA = '@anna:example.org';

interface Ear {
  readonly fake: FakeMatrix;
  readonly heard: ArrivedMessage[];
  /** What `accept` was last given. */
  readonly cursor: () => string | undefined;
  /** Listens from there on, until the returned function is called. */
  readonly listen: (cursor?: string) => () => Promise<unknown>;
}

async function withEar(prove: (ear: Ear) => Promise<void>): Promise<void> {
  const fake = new FakeMatrix();
  const heard: ArrivedMessage[] = [];
  let kept: string | undefined;
  const listen: Ear['listen'] = (cursor) => {
    const stopping = new AbortController();
    const hearing: Hearing = {
      cursor,
      accept: (messages, next) => {
        heard.push(...messages);
        kept = next ?? kept;
        return Promise.resolve();
      },
      alive: () => undefined,
    };
    const ended = matrixAdapter(fake).listen(hearing, stopping.signal);
    return () => {
      stopping.abort();
      return ended;
    };
  };
  await fake.open();
  await prove({ fake, heard, listen, cursor: () => kept }).finally(() => fake.close());
}

test('comes into a room that was made to be alone with it, and into no other', () =>
  withEar(async ({ fake, heard, listen }) => {
    const stop = listen('0');
    fake.invite('@ben:example.org', false, '!party:example.org');
    fake.invite(ANNA, true);
    await until(() => fake.joined.length === 1);
    fake.write(ANNA, 'hello');
    await until(() => heard.length === 1);
    assert.deepEqual(fake.joined, [roomOf(ANNA)]);
    assert.deepEqual([heard[0]?.chat, heard[0]?.group], [roomOf(ANNA), undefined]);
    await stop();
  }));

test('is no longer alone with somebody when another comes in', () =>
  withEar(async ({ fake, heard, listen }) => {
    const stop = listen('0');
    fake.write(ANNA, 'alone');
    await until(() => heard.length === 1);
    fake.enter(roomOf(ANNA), '@ben:example.org');
    fake.write(ANNA, 'with Ben');
    await until(() => heard.length === 2);
    assert.deepEqual(
      heard.map(({ group }) => group),
      [undefined, 'overheard'],
    );
    await stop();
  }));

test('reads after a long absence also what no sync holds, in order, and leaves the history of before alone', () =>
  withEar(async ({ fake, heard, listen, cursor }) => {
    fake.write(ANNA, 'of last week', { agoS: 600_000 });
    const stop = listen();
    await until(() => cursor() !== undefined);
    await stop();
    assert.deepEqual(heard, []);
    for (let count = 1; count <= 180; count += 1) fake.write(ANNA, String(count));
    const stopAgain = listen(cursor());
    await until(() => heard.length > 0);
    await stopAgain();
    assert.deepEqual(
      heard.map(({ text }) => Number(text)),
      Array.from({ length: 180 }, (_, at) => at + 1),
    );
  }));

test('hears the others when nobody can say who is in one room', () =>
  withEar(async ({ fake, heard }) => {
    fake.write(ANNA, 'one');
    fake.fail('joined_members', ...Array.from({ length: 4 }, () => 'not the platform' as const));
    const adapter = matrixAdapter(fake);
    const hearing: Hearing = {
      cursor: '0',
      accept: (messages) => Promise.resolve(void heard.push(...messages)),
      alive: () => undefined,
    };
    const stopping = new AbortController();
    for (let count = 0; count < 3; count += 1)
      assert.match((await adapter.listen(hearing, stopping.signal))?.why ?? '', /not from Matrix/);
    const listening = adapter.listen(hearing, stopping.signal);
    await until(() => heard.length === 1);
    assert.equal(heard[0]?.group, 'overheard');
    stopping.abort();
    await listening;
  }));

test('says whose token it is when it is another’s', async () => {
  const fake = new FakeMatrix('@other:example.org');
  await fake.open();
  const trouble = await matrixAdapter(fake).probe(new AbortController().signal);
  assert.match(trouble?.why ?? '', /of @other:example\.org, not of @board:example\.org/);
  assert.ok(trouble?.cure !== undefined);
  await fake.close();
});

test.run();
