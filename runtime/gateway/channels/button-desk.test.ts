import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../../test/fake-clock.ts';
import { ButtonDesk } from './button-desk.ts';

const test = suite('button desk');

const PLACE = { chat: 'room', user: 'anna' };

const answer = (said: 'yes' | 'no') =>
  ({ kind: 'answer', token: 'question', answer: said }) as const;

const CHOICES = (['yes', 'no'] as const).map((said) => ({ label: said, means: answer(said) }));

function offered(clock: FakeClock): { desk: ButtonDesk; yes: string; no: string } {
  const desk = new ButtonDesk(clock);
  const offer = { choices: CHOICES, expiresAt: clock.now() + 60_000 };
  const [yes, no] = desk.offer(offer, PLACE).map(({ token }) => token);
  return { desk, yes: yes ?? '', no: no ?? '' };
}

test('a button is good for one press of the one who was asked, where they were asked', () => {
  const { desk, yes, no } = offered(new FakeClock());
  assert.is(desk.press(yes, { ...PLACE, user: 'ben' }), undefined);
  assert.is(desk.press(yes, { ...PLACE, chat: 'other' }), undefined);
  assert.is(desk.press('question', PLACE), undefined);
  assert.equal(desk.press(yes, PLACE), answer('yes'));
  assert.is(desk.press(yes, PLACE), undefined);
  assert.is(desk.press(no, PLACE), undefined);
});

test('a button is over with its question, whatever the clock is set to', async () => {
  const clock = new FakeClock();
  const [early, late] = [offered(clock), offered(clock)];
  clock.set(clock.now() + 3_600_000);
  assert.equal(early.desk.press(early.yes, PLACE), answer('yes'));
  clock.set(clock.now() - 7_200_000);
  await clock.advance(60_000);
  assert.is(late.desk.press(late.yes, PLACE), undefined);
});

test('a number means what was offered last in this chat to this person, and nothing after that', () => {
  const clock = new FakeClock();
  const desk = new ButtonDesk(clock);
  const offer = { choices: CHOICES, expiresAt: clock.now() + 60_000 };
  desk.offerNumbers(offer, PLACE);
  assert.is(desk.byNumber('1', { ...PLACE, user: 'ben' }), undefined);
  assert.equal(desk.byNumber(' 2. ', PLACE), answer('no'));
  assert.is(desk.byNumber('1', PLACE), undefined);
  desk.offerNumbers(offer, PLACE);
  assert.is(desk.byNumber('how warm is it', PLACE), undefined);
  assert.is(desk.byNumber('1', PLACE), undefined);
});

test.run();
