/** Is this a Matrix homeserver? Asked by `matrix-js-sdk` 43.0.0, of matrix.org. */
import assert from 'node:assert/strict';
import {
  ClientEvent,
  createClient,
  MatrixError,
  MsgType,
  RelationType,
  EventType,
  RoomEvent,
  type MatrixClient,
} from 'matrix-js-sdk';
import { suite } from 'uvu';
import { until } from '../../until.ts';
import { BOT, FakeMatrix, roomOf, TOKEN } from './fake-matrix.ts';

const test = suite<{ fake: FakeMatrix; client: MatrixClient }>('fake Matrix, as its SDK sees it');

const ANNA = '@anna:example.org';
const ROOM = roomOf(ANNA);

/** The SDK is written for Node 22, which has this; nothing else of it is missed here on Node 20. */
if (!('withResolvers' in Promise))
  Object.defineProperty(Promise, 'withResolvers', { value: withResolvers });

function withResolvers(): object {
  let settle = {};
  const promise = new Promise((resolve, reject) => {
    settle = { resolve, reject };
  });
  return { promise, ...settle };
}

const silent = {
  ...{ trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore },
  getChild: () => silent,
};

function ignore(): void {
  // Nobody reads what it logs.
}

function clientOf(fake: FakeMatrix, accessToken: string): MatrixClient {
  const { url: baseUrl } = fake;
  return createClient({ baseUrl, accessToken, userId: BOT, deviceId: 'BOARD', logger: silent });
}

const { setTimeout: setOwnTimeout } = globalThis;

function setTimeoutOf(value: unknown): void {
  Object.defineProperty(globalThis, 'setTimeout', { value, configurable: true, writable: true });
}

/**
 * The SDK limits each question to the server by a timer of minutes that nothing ends, not even `stopClient`
 * (src/http-api/utils.ts, `timeoutSignal`): none of its timers keeps this process. A socket that it leaves would.
 */
test.before(() => {
  setTimeoutOf((...timer: Parameters<typeof setOwnTimeout>) => setOwnTimeout(...timer).unref());
});

test.after(() => {
  setTimeoutOf(setOwnTimeout);
});

test.before.each(async (context) => {
  context.fake = new FakeMatrix();
  await context.fake.open();
  context.client = clientOf(context.fake, TOKEN);
});

test.after.each(async ({ fake, client }) => {
  client.stopClient();
  await fake.close();
});

async function errorOf(work: Promise<unknown>): Promise<MatrixError> {
  const error: unknown = await work.then(
    () => undefined,
    (failure: unknown) => failure,
  );
  assert.ok(error instanceof MatrixError, String(error));
  return error;
}

test('it knows whose token it is, and refuses as a homeserver refuses', async ({
  fake,
  client,
}) => {
  assert.equal((await client.whoami()).user_id, BOT);
  const wrong = await errorOf(clientOf(fake, 'syt_wrong').whoami());
  assert.deepEqual([wrong.httpStatus, wrong.errcode], [401, 'M_UNKNOWN_TOKEN']);
  fake.fail('joined_members', 'too fast', 'server error');
  const fast = await errorOf(client.getJoinedRoomMembers(ROOM));
  assert.deepEqual([fast.errcode, fast.isRateLimitError()], ['M_LIMIT_EXCEEDED', true]);
  assert.equal(fast.getRetryAfterMs(), 300);
  assert.equal((await errorOf(client.getJoinedRoomMembers(ROOM))).httpStatus, 503);
  assert.equal((await errorOf(client.getJoinedRoomMembers(ROOM))).errcode, 'M_FORBIDDEN');
});

test('its client follows what is written, comes into a room, and sees who is there', async ({
  fake,
  client,
}) => {
  fake.write(ANNA, 'before');
  const heard: unknown[] = [];
  client.on(RoomEvent.Timeline, (event) => heard.push(event.getContent()['body']));
  let invited = 0;
  client.on(ClientEvent.Room, (room) => {
    if (room.getMyMembership() === 'invite') invited += 1;
  });
  await client.startClient({ initialSyncLimit: 5 });
  await until(() => heard.length === 1);
  assert.equal(client.getRoom(ROOM)?.getJoinedMemberCount(), 2);
  fake.write(ANNA, 'after');
  await until(() => heard.length === 2);
  fake.invite('@ben:example.org', true);
  await until(() => invited === 1);
  assert.equal(client.getRoom(roomOf('@ben:example.org'))?.getDMInviter(), '@ben:example.org');
  await client.joinRoom(roomOf('@ben:example.org'));
  fake.write('@ben:example.org', 'hello');
  await until(() => heard.length === 3);
  assert.deepEqual(heard, ['before', 'after', 'hello']);
  const { joined } = await client.getJoinedRoomMembers(ROOM);
  assert.deepEqual(Object.keys(joined), [BOT, ANNA]);
});

test('its client writes once with one transaction, changes what it wrote, and types', async ({
  fake,
  client,
}) => {
  fake.write(ANNA, 'hello');
  const content = { msgtype: MsgType.Text, body: 'one' } as const;
  const first = await client.sendMessage(ROOM, content, 'txn-1');
  const again = await clientOf(fake, TOKEN).sendMessage(ROOM, content, 'txn-1');
  assert.equal(first.event_id, again.event_id);
  await client.sendEvent(ROOM, EventType.RoomMessage, {
    ...{ msgtype: MsgType.Text, body: '* two' },
    'm.new_content': { msgtype: MsgType.Text, body: 'two' },
    'm.relates_to': { rel_type: RelationType.Replace, event_id: first.event_id },
  });
  assert.deepEqual(fake.textsIn(ROOM), ['two']);
  await client.sendTyping(ROOM, true, 5_000);
  assert.deepEqual(fake.typings, [ROOM]);
});

test('its client finds the picture that somebody sent', async ({ fake, client }) => {
  fake.write(ANNA, 'boiler', { picture: new Uint8Array(64) });
  await client.startClient({ initialSyncLimit: 5 });
  await until(() => client.getRoom(ROOM)?.getLiveTimeline().getEvents().length === 1);
  const [event] = client.getRoom(ROOM)?.getLiveTimeline().getEvents() ?? [];
  const mxc: unknown = event?.getContent()['url'];
  const [size, redirects] = [undefined, false];
  const at = client.mxcUrlToHttp(String(mxc), size, size, undefined, false, redirects, true) ?? '';
  const got = await fetch(at, { headers: { authorization: `Bearer ${TOKEN}` } });
  assert.equal((await got.arrayBuffer()).byteLength, 64);
  assert.equal((await fetch(at)).status, 401);
});

test('its client pages back to what a limited sync left out', async ({ fake, client }) => {
  for (let count = 1; count <= 12; count += 1) fake.write(ANNA, String(count));
  await client.startClient({ initialSyncLimit: 5 });
  await until(() => client.getRoom(ROOM)?.getLiveTimeline().getEvents().length === 5);
  const room = client.getRoom(ROOM);
  assert.ok(room !== null);
  await client.scrollback(room, 10);
  const bodies = room
    .getLiveTimeline()
    .getEvents()
    .map((event): unknown => event.getContent()['body']);
  assert.deepEqual(bodies, ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12']);
});

test.run();
