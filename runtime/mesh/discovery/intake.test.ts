/** What is worth parsing, told by a few bytes. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'uvu';
import { FakeClock } from '../../../test/fake-clock.ts';
import { Intake } from './intake.ts';

const network = { name: 'eth0', address: '192.168.1.5', netmask: '255.255.255.0' };
const NEIGHBOUR = '192.168.1.9';

/** A header of RFC 1035 §4.1.1 with nothing behind it. */
function packet({ isAnswer = true, questions = 0, records = 3 }): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt8(isAnswer ? 0x84 : 0, 2);
  bytes.writeUInt16BE(questions, 4);
  bytes.writeUInt16BE(records, 6);
  return bytes;
}

function judge(bytes: Buffer, source = NEIGHBOUR): string {
  return new Intake(new FakeClock(), network).judge(bytes, source);
}

test('admits an answer of the own network, and none from elsewhere', () => {
  assert.equal(judge(packet({})), 'admit');
  assert.equal(judge(packet({}), '192.168.2.9'), 'off-link');
  assert.equal(judge(packet({}), '8.8.8.8'), 'off-link');
});

test('refuses what is too short, too long, or has too many records or questions', () => {
  const long = Buffer.concat([packet({}), Buffer.alloc(9_000)]);
  const many = [packet({ records: 49 }), packet({ isAnswer: false, questions: 17 })];
  for (const bytes of [Buffer.alloc(11), long, ...many]) assert.equal(judge(bytes), 'malformed');
});

test('admits a question that lists a hundred answers it knows', () => {
  assert.equal(judge(packet({ isAnswer: false, questions: 1, records: 100 })), 'admit');
});

test('cuts one address off that floods, and hears the others; later it too', async () => {
  const clock = new FakeClock();
  const intake = new Intake(clock, network);
  const verdicts = Array.from({ length: 1_000 }, () => intake.judge(packet({}), NEIGHBOUR));
  assert.equal(verdicts.filter((verdict) => verdict === 'admit').length, 100);
  assert.equal(intake.judge(packet({}), '192.168.1.10'), 'admit');
  await clock.advance(20);
  assert.equal(intake.judge(packet({}), NEIGHBOUR), 'admit');
});

test('admits 400 at once and 200 a second after that, however many addresses are invented', async () => {
  const clock = new FakeClock();
  const wide = { ...network, netmask: '255.255.0.0' };
  const intake = new Intake(clock, wide);
  const flood = (): number =>
    Array.from({ length: 20_000 }, (_, index) =>
      intake.judge(packet({}), `192.168.${String(index >> 8)}.${String(index & 255)}`),
    ).filter((verdict) => verdict === 'admit').length;
  assert.equal(flood(), 400);
  await clock.advance(1_000);
  assert.equal(flood(), 200);
});

test('judges any bytes whatever', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      assert.match(judge(Buffer.from(bytes)), /^(admit|malformed)$/);
    }),
  );
});

test.run();
