import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readSampleSite } from '../../test/sample-site.ts';
import type { Progress } from '../actions/asker.ts';
import { Speech } from '../actions/speech.ts';
import type { UnsureReason } from '../language/understanding.ts';
import { sayNoQuestion, sayProgress, saySmallTalk, sayTakenBefore, sayUnsure } from './phrases.ts';

interface Context {
  speech: Speech;
}

const test = suite<Context>('phrases');

const REASONS: readonly UnsureReason[] = [
  'unknown',
  'negation',
  'condition',
  'report',
  'ambiguous',
  'missing',
];

test.before(async (context) => {
  context.speech = new Speech((await readSampleSite()).site);
});

test('whatever was not understood, the reply says that nothing was done', () => {
  for (const reason of REASONS) {
    assert.match(sayUnsure(reason, 'en'), /nothing was done|did nothing/);
    assert.match(sayUnsure(reason, 'zh'), '什么都没有做');
  }
});

test('progress names what is waited for, and the value in its own words', ({ speech }) => {
  const pump: Progress = { task: 'task-1', thing: 'pump', property: 'power', value: true };
  const waitingFor = { thing: 'flow', property: 'rate' };
  const vent: Progress = { ...pump, thing: 'vent', property: 'position', value: 40 };
  for (const [progress, en, zh] of [
    [
      { ...pump, waitingFor },
      'Pump switched on, waiting for flow meter …',
      '水泵已打开，等待流量计的读数……',
    ],
    [vent, 'Vent set to 40 %, waiting for it to settle …', '天窗已设为 40 %，等待稳定……'],
  ] as const) {
    assert.is(sayProgress(progress, speech, 'en'), en);
    assert.is(sayProgress(progress, speech, 'zh'), zh);
  }
});

test('every phrase exists in both languages, as a sentence', () => {
  const english = [
    ...(['greeting', 'thanks', 'time'] as const).map((topic) =>
      saySmallTalk(topic, '12:00:00', 'en'),
    ),
    ...[sayNoQuestion('en'), sayTakenBefore('', 'en')],
  ];
  for (const text of english) assert.match(text, /^[A-Z].*\.$/);
  const chinese = [
    ...(['greeting', 'thanks', 'time'] as const).map((topic) =>
      saySmallTalk(topic, '12:00:00', 'zh'),
    ),
    ...[sayNoQuestion('zh'), sayTakenBefore('', 'zh')],
  ];
  for (const text of chinese) assert.match(text, /^[^A-Za-z]+。$/);
});

test.run();
