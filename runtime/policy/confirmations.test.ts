import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../test/fake-clock.ts';
import type { Asker } from '../actions/asker.ts';
import { isRefusal } from '../core/refusal.ts';
import { Confirmations } from './confirmations.ts';

const ANNA: Asker = {
  person: 'anna',
  role: 'operator',
  via: 'web',
  chat: 'web:anna',
  language: 'en',
  words: '',
};
const BERT: Asker = { ...ANNA, person: 'bert', chat: 'web:bert' };
const HEATER_ON = { thing: 'heater', value: true };

test('gives what was asked to the yes of the person who asked', () => {
  const { ask, answer } = desk();
  assert.equal(answer(ask(HEATER_ON, ANNA, 1), ANNA), HEATER_ON);
});

test('is good for one answer only', () => {
  const { ask, answer } = desk();
  const token = ask(HEATER_ON, ANNA, 1);
  answer(token, ANNA);
  assert.is(answer(token, ANNA), 'POLICY_NOT_CONFIRMED');
});

test('takes silence for no after two minutes', async () => {
  const { clock, ask, answer } = desk();
  const token = ask(HEATER_ON, ANNA, 1);
  await clock.advance(119_999);
  const [second] = [ask({ thing: 'vent' }, ANNA, 1)];
  assert.equal(answer(second, ANNA), { thing: 'vent' });
  await clock.advance(1);
  assert.is(answer(token, ANNA), 'POLICY_NOT_CONFIRMED');
});

test('keeps no question open any longer when the clock is set back', async () => {
  const { clock, ask, answer } = desk();
  const token = ask(HEATER_ON, ANNA, 1);
  clock.set(clock.now() - 3_600_000);
  await clock.advance(120_000);
  assert.is(answer(token, ANNA), 'POLICY_NOT_CONFIRMED');
});

test('nobody answers what was withdrawn, and what was not stays open', () => {
  const confirmations = new Confirmations<typeof HEATER_ON>({ clock: new FakeClock() });
  const [mine, other] = [ANNA, BERT].map((by) => confirmations.ask(HEATER_ON, by, 1));
  const withdrawn = confirmations.withdraw(({ asker }) => asker.person === 'anna');
  assert.equal(withdrawn, [mine]);
  assert.is(isRefusal(confirmations.answer(mine?.token ?? '', ANNA)), true);
  assert.equal(confirmations.answer(other?.token ?? '', BERT), other);
});

test('refuses the yes of somebody else, and keeps the question open', () => {
  const { ask, answer } = desk();
  const token = ask(HEATER_ON, ANNA, 1);
  assert.is(answer(token, BERT), 'POLICY_NOT_CONFIRMED');
  assert.equal(answer(token, ANNA), HEATER_ON);
});

test('needs a second person where two are needed', () => {
  const { ask, answer } = desk();
  const token = ask(HEATER_ON, ANNA, 2);
  assert.is(answer(token, ANNA), 'POLICY_SECOND_PERSON');
  assert.equal(answer(token, BERT), HEATER_ON);
});

test('refuses a second person with less than the role of the first', () => {
  const { ask, answer } = desk();
  const token = ask(HEATER_ON, { ...ANNA, role: 'technician' }, 2);
  assert.is(answer(token, { ...BERT, role: 'operator' }), 'POLICY_DENIED');
});

test('knows two equal questions, and tells others from them', () => {
  const { desk: confirmations } = desk();
  const [one, same, other] = [HEATER_ON, { ...HEATER_ON }, { thing: 'vent' }].map(
    (what) => confirmations.ask(what, ANNA, 1).digest,
  );
  assert.is(one, same);
  assert.is.not(one, other);
});

test('finds what a person can answer, oldest first, wherever it was asked', () => {
  const { openFor, ask } = desk();
  const [first, second] = [ask(HEATER_ON, ANNA, 1), ask({ thing: 'vent' }, ANNA, 1)];
  assert.equal(openFor('anna'), [first, second]);
  assert.equal(openFor('bert'), []);
});

test('takes no plain yes for a question that a model asked and nobody has shown yet', () => {
  const { openFor, ask } = desk();
  const own = ask({ thing: 'vent' }, ANNA, 1);
  ask(HEATER_ON, { ...ANNA, through: 'llm' }, 1);
  assert.equal(openFor('anna'), [own]);
});

test('finds for a second person the question that waits for one', () => {
  const { openFor, ask } = desk();
  const token = ask(HEATER_ON, ANNA, 2);
  assert.equal(openFor('bert'), [token]);
});

test('knows an open question by its token, until its time is over', async () => {
  const { clock, desk: confirmations, ask } = desk();
  const token = ask(HEATER_ON, ANNA, 1);
  assert.is(confirmations.has(token), true);
  await clock.advance(120_000);
  assert.is(confirmations.has(token), false);
});

function desk() {
  const clock = new FakeClock();
  const confirmations = new Confirmations<{ thing: string; value?: boolean }>({ clock });
  return {
    clock,
    desk: confirmations,
    openFor: (person: string) => confirmations.openFor(person).map(({ token }) => token),
    ask: (...args: Parameters<typeof confirmations.ask>) => confirmations.ask(...args).token,
    answer: (token: string, by: Asker) => {
      const result = confirmations.answer(token, by);
      return isRefusal(result) ? result.code : result.what;
    },
  };
}

test.run();
