import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../../test/fake-clock.ts';
import { ButtonDesk } from './button-desk.ts';

const test = suite('button desk');

const PLACE = { chat: 'room', user: 'anna' };

function offered(clock: FakeClock): { desk: ButtonDesk; yes: string; no: string } {
  const desk = new ButtonDesk(clock);
  const question = { token: 'question', question: 'Sure?', expiresAt: clock.now() + 60_000 };
  const [yes, no] = desk.offer(question, PLACE, 'en').map(({ token }) => token);
  return { desk, yes: yes ?? '', no: no ?? '' };
}

test('a button is good for one press of the one who was asked, where they were asked', () => {
  const { desk, yes, no } = offered(new FakeClock());
  assert.is(desk.press(yes, { ...PLACE, user: 'ben' }), undefined);
  assert.is(desk.press(yes, { ...PLACE, chat: 'other' }), undefined);
  assert.is(desk.press('question', PLACE), undefined);
  assert.equal(desk.press(yes, PLACE), { token: 'question', answer: 'yes' });
  assert.is(desk.press(yes, PLACE), undefined);
  assert.is(desk.press(no, PLACE), undefined);
});

test('a button is over with its question, whatever the clock is set to', async () => {
  const clock = new FakeClock();
  const [early, late] = [offered(clock), offered(clock)];
  clock.set(clock.now() + 3_600_000);
  assert.is(early.desk.press(early.yes, PLACE)?.answer, 'yes');
  clock.set(clock.now() - 7_200_000);
  await clock.advance(60_000);
  assert.is(late.desk.press(late.yes, PLACE), undefined);
});

test.run();
