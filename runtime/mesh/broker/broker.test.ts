import { once } from 'node:events';
import { connect as connectSocket } from 'node:net';
import type { MqttClient } from 'mqtt';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { withBroker } from '../../../test/broker-rig.ts';
import { FakeClock } from '../../../test/fake-clock.ts';
import { until } from '../../../test/until.ts';
import { errorCode } from '../../core/app-error.ts';
import { systemClock } from '../../core/clock.ts';
import { silentLog } from '../../core/log.ts';
import { joinPassword } from '../join-token.ts';
import { Broker } from './broker.ts';

const OPERATOR = { role: 'operator', reads: ['bt/1/greenhouse/+/r/+'], writes: [] } as const;
const WRITES = { ...OPERATOR, writes: ['bt/1/greenhouse/set/#', 'plain/#'] };
const empty = Buffer.alloc(0);

function heard(client: MqttClient): string[] {
  const topics: string[] = [];
  client.on('message', (topic) => topics.push(topic));
  return topics;
}

async function rejection(attempt: Promise<unknown>): Promise<unknown> {
  return attempt.then(
    () => undefined,
    (error: unknown) => error,
  );
}

/** MQTT 3.1.1 §3.1: protocol level 4, clean session, name and password, client id `slow`. */
function connectPacket(username: string, password: string): Uint8Array {
  const head = Buffer.from([0, 4, ...Buffer.from('MQTT'), 4, 0b1100_0010, 0, 60]);
  const body = Buffer.concat([head, ...['slow', username, password].map((field) => text(field))]);
  return Buffer.concat([Uint8Array.of(0x10, body.length), body]);
}

/** §3.8, with the packet identifier 1 and QoS 0. */
function subscribePacket(filter: string): Uint8Array {
  const body = Buffer.concat([Uint8Array.of(0, 1), text(filter), Uint8Array.of(0)]);
  return Buffer.concat([Uint8Array.of(0x82, body.length), body]);
}

function text(value: string): Uint8Array {
  return Buffer.concat([Uint8Array.of(0, value.length), Buffer.from(value)]);
}

async function closed(client: MqttClient): Promise<void> {
  if (client.connected) await new Promise<void>((resolve) => client.once('close', resolve));
}

test('lets a board in with its token, once for every password', () =>
  withBroker(systemClock, async ({ accounts, connect }) => {
    const secret = await accounts.admitNode('pump-room');
    const password = joinPassword({ site: 'greenhouse', node: 'pump-room', secret }, 7);
    const first = await connect('pump-room', password);
    await first.endAsync();
    for (const counter of [7, 6]) {
      const old = joinPassword({ site: 'greenhouse', node: 'pump-room', secret }, counter);
      assert.match(String(await rejection(connect('pump-room', old))), 'Bad username or password');
    }
  }));

test('lets nobody in without a name, with a wrong password, or by another name than its own', () =>
  withBroker(systemClock, async ({ accounts, connect, join, troubles }) => {
    await accounts.admitNode('pump-room');
    const login = { reconnectPeriod: 0 };
    for (const attempt of [
      connect('nobody', 'x'),
      connect('pump-room', 'x'),
      connect('pump-room', `1.${'A'.repeat(43)}`),
      join('main', { ...login, clientId: 'pump-room' }),
      join('main', { ...login, clientId: '' }),
    ])
      assert.ok((await rejection(attempt)) instanceof Error);
    assert.match(String(await rejection(connect('somebody', 'x'))), /bad username or password/i);
    assert.equal(troubles.filter((kind) => kind === 'client-id').length, 2);
    assert.equal(troubles.filter((kind) => kind === 'login').length, 4);
  }));

test('carries what a board says of itself to this process, and what is for it to the board', () =>
  withBroker(systemClock, async ({ broker, join }) => {
    const seen: [string, string | undefined][] = [];
    broker.subscribe('bt/1/greenhouse/+/status', ({ topic, client }) => seen.push([topic, client]));
    const board = await join('pump-room');
    await board.subscribeAsync('bt/1/greenhouse/pump-room/cmd', { qos: 1 });
    const topics = heard(board);
    await board.publishAsync('bt/1/greenhouse/pump-room/status', 'x', { qos: 1, retain: true });
    await broker.publish('bt/1/greenhouse/pump-room/cmd', Buffer.from('y'), {
      qos: 1,
      retain: false,
    });
    await until(() => topics.length === 1 && seen.length === 1);
    assert.equal(seen, [['bt/1/greenhouse/pump-room/status', 'pump-room']]);
  }));

test('ends the connection of who publishes in the name of another', () =>
  withBroker(systemClock, async ({ broker, join, troubles }) => {
    const seen: string[] = [];
    broker.subscribe('#', ({ topic }) => seen.push(topic));
    const board = await join('pump-room');
    board.publish('bt/1/greenhouse/main/status', 'x');
    await closed(board);
    assert.equal(seen, []);
    assert.equal(troubles, ['publish']);
  }));

test('grants no subscription beyond the list, not to everything and not to its own topics', () =>
  withBroker(systemClock, async ({ accounts, connect, join }) => {
    const client = await connect('hass', await accounts.grant('hass', OPERATOR));
    const board = await join('pump-room');
    for (const filter of ['#', '$SYS/#', 'bt/1/greenhouse/#', '+/+/+/+/r/+'])
      assert.ok((await rejection(client.subscribeAsync(filter))) instanceof Error, filter);
    assert.ok((await rejection(board.subscribeAsync('bt/1/greenhouse/main/cmd'))) instanceof Error);
    const [granted] = await client.subscribeAsync('bt/1/greenhouse/main/r/tank');
    assert.is(granted?.qos, 0);
  }));

test('hands a foreign write to policy and shows it to no subscriber', () =>
  withBroker(systemClock, async ({ accounts, broker, connect, writes, troubles }) => {
    const reads = ['bt/1/greenhouse/#'];
    const client = await connect('hass', await accounts.grant('hass', { ...WRITES, reads }));
    const seen: string[] = [];
    broker.subscribe('#', ({ topic }) => seen.push(topic));
    await client.subscribeAsync('bt/1/greenhouse/set/pump/power');
    const topics = heard(client);
    const topic = 'bt/1/greenhouse/set/pump/power';
    for (const payload of ['true', '22.5', '"on"', '{"a":1}', 'on', ''])
      await client.publishAsync(topic, payload, { qos: 1, retain: true });
    const place = { client: 'hass', role: 'operator', thing: 'pump', property: 'power' };
    assert.equal(
      writes,
      [true, 22.5, 'on'].map((value) => ({ ...place, value })),
    );
    await client.publishAsync('plain/a', 'b', { qos: 1 });
    await until(() => seen.length > 0);
    assert.equal(seen, ['plain/a']);
    assert.equal(topics, []);
    assert.equal(troubles, ['value', 'value', 'value']);
  }));

test('lets no foreign client speak as a board, whatever it was granted', () =>
  withBroker(systemClock, async ({ accounts, connect, writes }) => {
    const password = await accounts.grant('hass', { ...OPERATOR, writes: ['#'] });
    for (const topic of ['bt/1/greenhouse/main/r/tank', 'bt/1/other/set/pump/power', '$SYS/x']) {
      const client = await connect('hass', password);
      client.publish(topic, 'true');
      await closed(client);
    }
    assert.equal(writes, []);
  }));

test('refuses a last will that may not be published, or that would write', () =>
  withBroker(systemClock, async ({ accounts, connect, join, writes }) => {
    const password = await accounts.grant('hass', WRITES);
    const will = (topic: string) => ({
      will: { topic, payload: empty, qos: 0, retain: false } as const,
    });
    const write = connect('hass', password, will('bt/1/greenhouse/set/pump/power'));
    assert.ok((await rejection(write)) instanceof Error);
    const foreign = join('pump-room', will('bt/1/greenhouse/main/status'));
    assert.ok((await rejection(foreign)) instanceof Error);
    const own = await join('pump-room', will('bt/1/greenhouse/pump-room/status'));
    assert.ok(own.connected);
    assert.equal(writes, []);
  }));

test('keeps the ids of one foreign client from ending the connection of another, or of a board', () =>
  withBroker(systemClock, async ({ accounts, connect, join }) => {
    const board = await join('pump-room');
    const clients = await Promise.all(
      ['hass', 'node-red'].map(async (name) =>
        connect(name, await accounts.grant(name, OPERATOR), { clientId: 'pump-room' }),
      ),
    );
    for (const client of [board, ...clients]) await client.subscribeAsync('bt/1/greenhouse/+/r/+');
    assert.ok([board, ...clients].every(({ connected }) => connected));
  }));

test('keeps no session: nothing is queued for who is away', () =>
  withBroker(systemClock, async ({ accounts, broker, connect }) => {
    const password = await accounts.grant('hass', OPERATOR);
    const first = await connect('hass', password, { clean: false });
    await first.subscribeAsync('bt/1/greenhouse/+/r/+', { qos: 1 });
    await first.endAsync();
    const topic = 'bt/1/greenhouse/main/r/tank';
    await broker.publish(topic, Buffer.from('x'), { qos: 1, retain: false });
    const again = await connect('hass', password, { clean: false });
    const topics = heard(again);
    await again.subscribeAsync('bt/1/greenhouse/+/r/+', { qos: 1 });
    await broker.publish(topic, Buffer.from('y'), { qos: 1, retain: false });
    await until(() => topics.length > 0);
    assert.equal(topics, [topic]);
  }));

test('notices two boards with one id when they take turns', () =>
  withBroker(systemClock, async ({ broker, join, troubles }) => {
    const states: string[] = [];
    broker.onConnection(({ client, state }) => states.push(`${client} ${state}`));
    for (let turn = 0; turn < 3; turn += 1) await join('pump-room');
    await until(() => states.length === 7);
    assert.equal(states.slice(0, 4), [
      'pump-room connected',
      'pump-room taken-over',
      'pump-room disconnected',
      'pump-room connected',
    ]);
    assert.equal(troubles, ['takeover', 'takeover', 'clone']);
    assert.equal(broker.clones(), ['pump-room']);
  }));

test('ends the connection of a client whose credentials are revoked', () =>
  withBroker(systemClock, async ({ accounts, connect, join }) => {
    const client = await connect('hass', await accounts.grant('hass', OPERATOR));
    const board = await join('pump-room');
    await Promise.all([accounts.revokeGrant('hass'), accounts.revokeNode('pump-room')]);
    await Promise.all([closed(client), closed(board)]);
    assert.is(await accounts.revokeGrant('hass'), false);
  }));

test('ends a connection that announces a packet of 200 MB, before it has come', () =>
  withBroker(systemClock, async ({ port, troubles }) => {
    const socket = connectSocket(port, '127.0.0.1');
    // PUBLISH with the remaining length 209,715,200 (MQTT 3.1.1 §2.2.3).
    socket.write(Uint8Array.of(0x30, 0x80, 0x80, 0x80, 0x64));
    socket.on('error', () => undefined);
    await once(socket, 'close');
    assert.equal(troubles, ['frame']);
  }));

test('reads a flooding client more slowly and serves the others meanwhile', () => {
  const clock = new FakeClock();
  return withBroker(clock, async ({ accounts, broker, connect, join, troubles }) => {
    let count = 0;
    broker.subscribe('plain/flood', () => (count += 1));
    const flooder = await connect('hass', await accounts.grant('hass', WRITES));
    const board = await join('pump-room');
    for (let sent = 0; sent < 20_000; sent += 1) flooder.publish('plain/flood', 'x');
    await until(() => troubles.includes('flood'));
    await board.publishAsync('bt/1/greenhouse/pump-room/status', 'x', { qos: 1 });
    const before = count;
    assert.ok(before < 20_000);
    while (count < 20_000) await clock.advance(10_000);
    assert.is(count, 20_000);
  });
});

test('cuts off who does not read, and the others hear everything', () =>
  withBroker(systemClock, async ({ accounts, broker, connect, port, troubles }) => {
    const password = await accounts.grant('hass', OPERATOR);
    const fast = await connect('hass', password);
    await fast.subscribeAsync('bt/1/greenhouse/+/r/+');
    const topics = heard(fast);
    const slow = connectSocket(port, '127.0.0.1');
    slow.on('error', () => undefined);
    slow.write(connectPacket('hass', password));
    slow.write(subscribePacket('bt/1/greenhouse/+/r/+'));
    // CONNACK and SUBACK have come; from here on it reads nothing.
    await until(() => slow.bytesRead === 9);
    slow.pause();
    const payload = Buffer.alloc(16_384);
    const options = { qos: 0, retain: false } as const;
    for (let sent = 0; sent < 1_500; sent += 1)
      void broker.publish('bt/1/greenhouse/main/r/tank', payload, options);
    await until(() => topics.length === 1_500 && troubles.includes('slow'));
    slow.destroy();
  }));

test('says so when the port is taken, and listens off loopback only when told to', () =>
  withBroker(systemClock, async ({ accounts, port }) => {
    const metrics = { increment: () => undefined, set: () => undefined, observe: () => undefined };
    const parts = { site: 'greenhouse', accounts, foreignWrite: () => Promise.resolve(), metrics };
    const start = async (host: string): Promise<unknown> => {
      const listen = { host, port, allowPlain: false };
      const broker = new Broker({ ...parts, listen, clock: systemClock, log: silentLog });
      const error = await rejection(broker.start(new AbortController().signal));
      await broker.stop();
      return errorCode(error);
    };
    assert.is(await start('127.0.0.1'), 'MESH_PORT_BUSY');
    assert.is(await start('0.0.0.0'), 'MESH_NOT_LOOPBACK');
    assert.is(await start('127.0.0.1.invalid'), 'MESH_NOT_LOOPBACK');
  }));

test('drops what a foreign client orders beyond what it may, and goes on with it', () =>
  withBroker(systemClock, async ({ accounts, connect, writes, troubles }) => {
    const hass = await connect('hass', await accounts.grant('hass', WRITES));
    const orders = Array.from({ length: 200 }, () =>
      hass.publishAsync('bt/1/greenhouse/set/pump/power', 'true', { qos: 1 }),
    );
    await Promise.all(orders);
    assert.ok(writes.length >= 20 && writes.length < 100, String(writes.length));
    assert.is(writes.length + troubles.filter((kind) => kind === 'flood').length, 200);
    assert.ok(hass.connected);
  }));

test.run();
