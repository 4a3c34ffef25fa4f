/** Our question, against the bytes that the library sends. */
import { Bonjour } from 'bonjour-service';
import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { test } from 'uvu';
import { SERVICE_TYPE } from './announcement.ts';
import { isOurQuestion } from './question.ts';

/** What the library would have sent when it looks for a service type. */
function questionFor(type: string): Promise<Buffer> {
  return new Promise((resolve) => {
    const socket = Object.assign(new EventEmitter(), { send: resolve });
    new Bonjour({ ...{ type: 'udp4', bind: false, socket } }).find({ type });
  });
}

test('is the question for our service type, whatever its transaction id', async () => {
  const packet = await questionFor(SERVICE_TYPE);
  assert.ok(isOurQuestion(packet));
  packet.writeUInt16BE(0xbeef, 0);
  assert.ok(isOurQuestion(packet));
});

test('is no other question, and none that lists known answers or wants a unicast answer', async () => {
  assert.equal(isOurQuestion(await questionFor('http')), false);
  const packet = await questionFor(SERVICE_TYPE);
  const known = Buffer.from(packet);
  known.writeUInt16BE(1, 6);
  const unicast = Buffer.from(packet);
  unicast.writeUInt16BE(0x8001, packet.length - 2);
  assert.deepEqual([isOurQuestion(known), isOurQuestion(unicast)], [false, false]);
});

test.run();
