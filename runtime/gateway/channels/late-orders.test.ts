import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../../test/fake-clock.ts';
import type { ArrivedMessage } from './channel-adapter.ts';
import { LateOrders } from './late-orders.ts';

const test = suite('late orders');

const HOUR_MS = 3_600_000;

const written = (text: string, at: number, user = 'anna'): ArrivedMessage => ({
  ...{ id: '1', chat: 'room', user, at, kind: 'text', text },
});

function withLate(): { clock: FakeClock; late: LateOrders } {
  const clock = new FakeClock();
  return { clock, late: new LateOrders(clock) };
}

test('a minute old is late, and so is what a clock that was set back makes young', () => {
  const { clock, late } = withLate();
  const at = clock.now();
  clock.set(at + 59_000);
  assert.not(late.isLate(written('pump on', at)));
  clock.set(at + 61_000);
  assert.ok(late.isLate(written('pump on', at)));
  clock.set(at - HOUR_MS);
  assert.ok(late.isLate(written('pump on', at)));
  assert.match(late.ask(written('pump on', at)).question, /some time ago/);
});

test('understands yes and no as the conversation does', () => {
  for (const [said, answer] of [
    ...(['Yes!', 'yeah', 'go ahead', 'ja', 'sí', '好的。', '确认'] as const).map((yes) => [
      yes,
      'yes',
    ]),
    ...(['No.', 'nope', 'never mind', 'nein', '不用了', '算了'] as const).map((no) => [no, 'no']),
    ...(['yes but not now', 'pump on', ''] as const).map((other) => [other, undefined]),
  ]) {
    const { clock, late } = withLate();
    late.ask(written('pump on', clock.now() - HOUR_MS));
    assert.is(late.answerIn(written(said ?? '', clock.now()))?.answer, answer, said);
  }
});

test('only who wrote it can say yes to it', () => {
  const { clock, late } = withLate();
  const { token } = late.ask(written('pump on', clock.now() - HOUR_MS));
  assert.is(late.answerIn(written('yes', clock.now(), 'ben')), undefined);
  assert.is(late.take({ token, user: 'ben' }), undefined);
  late.passOver(written('hello', clock.now(), 'ben'));
  assert.is(late.answerIn(written('yes', clock.now()))?.token, token);
  assert.is(late.take({ token, user: 'anna' })?.text, 'pump on');
  assert.is(late.take({ token, user: 'anna' }), undefined);
});

test('silence of two minutes is no, also by a clock that is set back', async () => {
  const { clock, late } = withLate();
  late.ask(written('pump on', clock.now() - HOUR_MS));
  clock.set(clock.now() - HOUR_MS);
  await clock.advance(121_000);
  assert.is(late.answerIn(written('yes', clock.now())), undefined);
});

test('quotes what was written without what would turn the question round', () => {
  const { clock, late } = withLate();
  const at = clock.now() - HOUR_MS;
  const { question } = late.ask(written(`pump\u202E on\n\u200B${'👍'.repeat(300)}`, at));
  assert.not.match(question, /[\p{Cf}\n]/u);
  assert.is(Buffer.from(question).toString(), question);
  assert.match(question, /“pump on/);
});

test.run();
