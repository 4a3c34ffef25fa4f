/** What somebody reads who comes late, through the conversation of a whole node. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { OWNER, withGateway, type GatewayRig } from '../../test/gateway-rig.ts';
import { notesOf, type LetterNote } from './letter-notes.ts';

const test = suite('letters of a chat');

async function notice(rig: GatewayRig, text: string, isFailure = false): Promise<void> {
  const to = { chat: OWNER.chat, language: 'en' } as const;
  await rig.gateway.outbox.tell(to, { kind: 'notice', name: 'Pumping', isFailure, text });
  await rig.pass(60_000);
}

function notes(rig: GatewayRig): readonly LetterNote[] {
  const letters = rig.gateway.outbox.waiting(OWNER.chat).map(([, letter]) => letter);
  const { speech } = rig.ground;
  return notesOf(letters, { speech, language: 'en', picturesOf: () => [] });
}

test('a few are told one by one, in their order', () =>
  withGateway(async (rig) => {
    for (const text of ['one', 'two', 'three']) await notice(rig, text);
    assert.equal(
      notes(rig).map(({ text }) => text.replace(/^.*: /, '')),
      ['one', 'two', 'three'],
    );
  }));

test('of many that are alike the last one is said, with how often and since when', () =>
  withGateway(async (rig) => {
    for (let minute = 0; minute < 20; minute += 1) await notice(rig, 'The tank is low.', true);
    const [digest, ...others] = notes(rig);
    assert.equal(others, []);
    assert.match(digest?.text ?? '', /^20 messages since 12:00:\d\d/);
    assert.is(digest?.text.match(/The tank is low\./g)?.length, 1);
    assert.match(digest?.text ?? '', /\(20 times since 12:00:\d\d\)/);
  }));

test('a failure is not hidden by what went well, and no text that differs is left out', () =>
  withGateway(async (rig) => {
    for (let minute = 0; minute < 10; minute += 1) await notice(rig, 'All is well.');
    await notice(rig, 'The pump did not start.', true);
    for (let minute = 0; minute < 10; minute += 1) await notice(rig, 'All is well.');
    const [digest] = notes(rig);
    assert.match(digest?.text ?? '', /The pump did not start\./);
    assert.match(digest?.text ?? '', /All is well\.[^\n]*20 times/);
  }));

test('a report of before is cut where a newer one came, and the newest is whole', () =>
  withGateway(async (rig) => {
    for (let day = 1; day <= 6; day += 1)
      await notice(rig, `Day ${String(day)} ${'x'.repeat(500)}`);
    const lines = notes(rig)[0]?.text.split('\n') ?? [];
    const whole = lines.filter((line) => line.endsWith('x'.repeat(500)));
    assert.equal(
      whole.map((line) => /Day \d/.exec(line)?.[0]),
      ['Day 6'],
    );
    assert.is(lines.filter((line) => line.endsWith(' …')).length, 5);
  }));

test.run();
