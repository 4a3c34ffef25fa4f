/** What is usual and what is not: watched on demand, asked, and understood as soon as it was learned. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { withLearned } from '../config/with-learned.ts';
import { describe, isWrite } from './describe.fixture.ts';
import { createGrammar } from './grammar.ts';
import { greenhouse, property, thing } from './greenhouse.fixture.ts';

const test = suite('grammar: unusual');

const pump = (number: number): ReturnType<typeof thing> =>
  thing(
    `pump-${String(number)}`,
    [`Pump ${String(number)}`, `${String(number)}号泵`],
    ['pump', 'pump-room'],
    [property('vibration', '振动'), property('temperature', '温度', { unit: 'Cel' })],
  );

const site = greenhouse([pump(1), pump(2)]);
const learned = withLearned(site, [
  {
    thing: 'pump-2',
    spec: property('vibration-anomaly', '振动异常度', {
      title: { en: 'vibration anomaly', zh: '振动异常度' },
      source: { kind: 'learned', from: 'vibration' },
    }),
  },
]);

const before = createGrammar({ site });
const after = createGrammar({ site: learned });

function said(grammar: typeof before, sentence: string): string {
  const language = /\p{Script=Han}/u.test(sentence) ? 'zh' : 'en';
  return describe(grammar.understand(sentence, { now: 0, language }));
}

const TRAIN = 'model-train-anomaly pump-2.vibration';
const ASK = 'anomaly pump-2.vibration';

/** Where nothing was learned yet. */
const SENTENCES: Readonly<Record<string, string>> = {
  'watch the vibration of pump 2 for anything unusual': TRAIN,
  'Please watch pump 2 vibration for anything strange.': TRAIN,
  "keep an eye on pump 2's vibration for anything odd": TRAIN,
  'learn what is normal for the vibration of pump 2': TRAIN,
  'watch pump-2.vibration for anomalies': TRAIN,
  请留意2号泵振动的异常: TRAIN,
  'beobachte pump 2 vibration auf ungewöhnliches': TRAIN,
  'vigila pump 2 vibration por si hay algo raro': TRAIN,
  'stop watching the vibration of pump 2 for anything unusual':
    'model-forget-anomaly pump-2.vibration',
  不再留意2号泵振动的异常: 'model-forget-anomaly pump-2.vibration',
  'stop learning': 'model-train-stop',
  停止学习: 'model-train-stop',
  'is the vibration of pump 2 as usual?': ASK,
  'is there anything unusual about the vibration of pump 2?': ASK,
  'why is the vibration of pump 2 unusual?': ASK,
  '2号泵振动异常吗？': ASK,
};

for (const [sentence, meant] of Object.entries(SENTENCES))
  test(sentence, () => {
    assert.is(said(before, sentence), meant);
    assert.is(said(after, sentence), meant);
  });

/** Questions, doubts, and what is forbidden, hoped or told. */
const HARMLESS = [
  'watch the vibration of pump 2 for anything unusual?',
  'should I watch the vibration of pump 2 for anything unusual?',
  'do not watch the vibration of pump 2 for anything unusual',
  'if the pump stops, watch the vibration of pump 2 for anything unusual',
  'she said watch the vibration of pump 2 for anything unusual',
  'they watch the vibration of pump 2 for anything unusual',
  'stop learning?',
  '要留意2号泵振动的异常吗？',
  '别留意2号泵振动的异常',
];

for (const sentence of HARMLESS)
  test(`writes nothing: ${sentence}`, () => {
    for (const grammar of [before, after]) {
      const understanding = grammar.understand(sentence, { now: 0, language: 'en' });
      assert.not(isWrite(understanding), describe(understanding));
      assert.not.match(describe(understanding), /model-/);
    }
  });

test('"normal" means the learned usual only of what was learned', () => {
  assert.is(said(after, 'is the vibration of pump 2 normal?'), ASK);
  assert.is(said(after, '2号泵振动正常吗？'), ASK);
  assert.not.match(said(before, 'is the vibration of pump 2 normal?'), /anomaly/);
  assert.not.match(said(after, 'is the temperature of pump 2 normal?'), /anomaly/);
});

test('a name that fits two things is not guessed, and one that fits none is a sentence like any other', () => {
  assert.not.match(said(before, 'watch the vibration for anything unusual'), /model-/);
  assert.is(said(after, 'is the vibration as usual?'), ASK, 'one of them was learned');
  assert.not.match(said(before, 'watch the cat for anything unusual'), /model-/);
});

test('what was learned is asked for like everything else, the moment it is there', () => {
  assert.is(
    said(after, 'what is the vibration anomaly of pump 2?'),
    'read pump-2.vibration-anomaly',
  );
  assert.is(said(after, '2号泵振动异常度是多少？'), 'read pump-2.vibration-anomaly');
  assert.is(said(after, 'is anything unusual?'), 'anomaly');
  assert.is(said(before, 'is anything unusual?'), 'anomaly', 'it answers how to begin');
});

test('asking how the thing is, asks for what it measures', () => {
  assert.match(said(after, 'what is the vibration of pump 2?'), /^read pump-2\.vibration$/);
});

test.run();
