import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { WallClock } from '../core/wall-clock.ts';
import { createGrammar } from './grammar.ts';
import { greenhouse } from './greenhouse.fixture.ts';
import { readTaskSentence } from './task-sentences.ts';

const NOON = Date.UTC(2026, 10, 27, 12);
const moment = { now: NOON, clock: new WallClock('UTC') };
const YESTERDAY = { from: '2026-11-26T00:00:00+00:00', to: '2026-11-27T00:00:00+00:00' };

for (const text of [
  'how is my task?',
  'please, how is my task going',
  'is my order done yet?',
  'what became of my request',
  'my tasks',
  'wie steht es um meine aufgabe?',
  'was ist mit meinem auftrag',
  '¿cómo va mi tarea?',
  '我的任务怎么样了？',
  '请问我的任务完成了吗？',
  '看看我的任务进展',
]) {
  test(`"${text}" asks how the own task stands`, () => {
    assert.equal(readTaskSentence(text, moment), { action: 'task', args: {} });
  });
}

for (const text of [
  'what did i ask yesterday?',
  'what did i ask you to do yesterday',
  'was habe ich gestern verlangt?',
  'was wollte ich gestern',
  '¿qué pedí ayer?',
  '我昨天让你做了什么？',
  '昨天我问了什么',
]) {
  test(`"${text}" asks for what was asked yesterday`, () => {
    assert.equal(readTaskSentence(text, moment), { action: 'asked', args: YESTERDAY });
  });
}

test('a task is asked for by its id, and without a day the last one is meant', () => {
  const named = readTaskSentence('how is task-01k2abc?', moment);
  assert.equal(named, { action: 'task', args: { id: 'task-01k2abc' } });
  assert.equal(readTaskSentence('what have i asked?', moment), { action: 'asked', args: {} });
});

for (const text of [
  'tasks',
  'cancel my task',
  'what did i tell you about the pump',
  'turn on the pump for my task',
  '任务',
  '取消我的任务',
]) {
  test(`"${text}" is left to the grammar`, () => {
    assert.is(readTaskSentence(text, moment), undefined);
  });
}

test('neither of them is an order', () => {
  const grammar = createGrammar({ site: greenhouse() });
  for (const text of ['How is my task?', 'What did I ask yesterday?', '我的任务怎么样了？']) {
    const meant = grammar.understand(text, { now: NOON, language: 'en' });
    assert.is(meant.act, 'read', text);
  }
});

test.run();
