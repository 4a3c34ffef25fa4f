import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { JournalKind, JournalRecord } from '../state/journal-entry.ts';
import { findStory, type StoryQuestion } from './story.ts';

const POWER = { property: 'power', value: undefined };
const OFF = { property: 'power', value: false };
const ON = { property: 'power', value: true };

test('is empty where nothing happened', () => {
  assert.equal(story([], POWER), []);
  assert.equal(story([outcome(1, 'a')], POWER), []);
});

test('begins with the last decision and ends with the one after it', () => {
  const records = [intent(1, true, 'a'), outcome(2, 'a'), intent(3, false, 'b'), outcome(4, 'b')];
  assert.equal(story(records, POWER), [3, 4]);
  assert.equal(story(records, ON), [1, 2, 3]);
});

test('finds what came of a decision though others came between', () => {
  const records = [
    intent(1, true, 'a'),
    intent(2, 40, 'b', 'level'),
    outcome(3, 'b'),
    outcome(4, 'a'),
  ];
  assert.equal(story(records, ON), [1, 4]);
});

test('goes from the end of a timed run back to its beginning', () => {
  const end = { ...intent(3, false, 'b'), actor: 'rule:timed-run' };
  const records = [intent(1, true, 'a'), outcome(2, 'a'), end, outcome(4, 'b')];
  assert.equal(story(records, OFF), [1, 2, 3, 4]);
});

test('goes from what a restart cut short back to the order', () => {
  const cut = record(3, 'interrupted', { requested: true }, { command: 'a', property: 'power' });
  const records = [intent(1, true, 'a'), outcome(2, 'a'), record(5, 'boot', boot(false)), cut];
  assert.equal(story(records, OFF), [1, 2, 3]);
  assert.equal(story(records, ON), [1, 2, 3]);
});

test('takes a refusal for an answer, unless the question is why it is on', () => {
  const records = [intent(1, true, 'a'), outcome(2, 'a'), record(3, 'refusal', {})];
  assert.equal(story(records, POWER), [3]);
  assert.equal(story(records, OFF), [3]);
  assert.equal(story(records, ON), [1, 2]);
});

test('takes a change of mode for an answer when no value is asked for', () => {
  const records = [intent(1, false, 'a'), record(2, 'mode', {})];
  assert.equal(story(records, POWER), [2]);
  assert.equal(story(records, OFF), [1]);
});

test('takes a start for an answer when it found another value than the last one written', () => {
  const on = [intent(1, true, 'a'), outcome(2, 'a')];
  assert.equal(story([...on, record(3, 'boot', boot(false))], OFF), [1, 2, 3]);
  assert.equal(story([...on, record(3, 'boot', boot(false))], POWER), [1, 2, 3]);
  assert.equal(story([...on, record(3, 'boot', boot(true))], ON), [1, 2]);
  assert.equal(story([record(1, 'boot', boot(false))], OFF), []);
});

function story(records: readonly JournalRecord[], question: StoryQuestion): number[] {
  return findStory(records, question).map(({ seq }) => seq);
}

function intent(
  seq: number,
  value: boolean | number,
  command: string,
  property = 'power',
): JournalRecord {
  return record(seq, 'intent', { value }, { command, property });
}

function outcome(seq: number, command: string): JournalRecord {
  return record(seq, 'outcome', {}, { command, property: 'power' });
}

function boot(power: boolean): JournalRecord['details'] {
  return { outputs: { 'pump.power': power } };
}

function record(
  seq: number,
  kind: JournalKind,
  details: JournalRecord['details'],
  more: Partial<JournalRecord> = {},
): JournalRecord {
  const chain = { prev: '', hash: '' };
  return {
    seq,
    at: seq,
    kind,
    board: 'main',
    thing: 'pump',
    actor: 'anna',
    cause: '',
    details,
    ...chain,
    ...more,
  };
}

test.run();
