import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readAlertSentence } from './alert-sentences.ts';
import { normalise } from './normalise.ts';

const test = suite('sentences about alerts');

const read = (text: string): unknown => readAlertSentence(normalise(text)?.text ?? '');

const LIST = { action: 'alerts', args: {} };
const acknowledge = (args: object): object => ({ action: 'alerts-ack', args });

const MEANS: readonly (readonly [string, object])[] = [
  ['alerts', LIST],
  ['Are there any alerts?', LIST],
  ['show me the open alerts', LIST],
  ['有报警吗？', LIST],
  ['有哪些报警', LIST],
  ['Gibt es Störungen?', LIST],
  ['¿Hay alertas?', LIST],
  ['ack', acknowledge({})],
  ['Acknowledge the alert.', acknowledge({})],
  ['acknowledge the alert cpu', acknowledge({ name: 'cpu' })],
  ['acknowledge the task-failures alert', acknowledge({ name: 'task-failures' })],
  ['ack anomaly pump-2.vibration', acknowledge({ name: 'anomaly pump-2.vibration' })],
  ['alerts ack memory', acknowledge({ name: 'memory' })],
  ['acknowledge all alerts', acknowledge({ all: true })],
  ['知道了', acknowledge({})],
  ['确认报警 cpu', acknowledge({ name: 'cpu' })],
  ['确认cpu的报警', acknowledge({ name: 'cpu' })],
  ['确认所有报警', acknowledge({ all: true })],
  ['Quittiere die Störung', acknowledge({})],
  ['reconoce la alerta cpu', acknowledge({ name: 'cpu' })],
];

for (const [text, call] of MEANS)
  test(`"${text}" is understood`, () => {
    assert.equal(read(text), call);
  });

const OTHERS = [
  'shall I acknowledge the alert?',
  'acknowledge the alert?',
  '知道了吗',
  'alarms',
  'set an alert',
  'turn off the alerts',
  '确认',
];

for (const text of OTHERS)
  test(`"${text}" acknowledges nothing`, () => {
    assert.is(read(text), undefined);
  });

test.run();
