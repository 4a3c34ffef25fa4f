/** What must hold for every sentence, whoever wrote it: a doubt never acts, and nothing throws. */
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isWrite } from './describe.fixture.ts';
import { createGrammar } from './grammar.ts';
import { greenhouse, withTwoPumps } from './greenhouse.fixture.ts';
import type { Understanding } from './understanding.ts';

const CONTEXT = {
  now: Date.UTC(2026, 10, 22, 14),
  language: 'en',
  focus: { addresses: ['pump.power'], value: true },
} as const;
const grammar = createGrammar({ site: greenhouse() });

function understand(text: string): Understanding {
  return grammar.understand(text, CONTEXT);
}

const ENGLISH_ORDER = fc
  .record({
    verb: fc.constantFrom(
      'turn on',
      'turn off',
      'switch on',
      'start',
      'stop',
      'run',
      'open',
      'close',
      'dim',
      'lock out',
      'release',
      'cancel',
    ),
    name: fc.constantFrom(
      'the pump',
      'pump',
      'the grow light',
      'the light',
      'all lights',
      'everything',
      'the heater',
      'the vent',
      'it',
      'heating',
    ),
    place: fc.constantFrom('', ' in the greenhouse', ' and the light'),
    time: fc.constantFrom(
      '',
      ' for 10 seconds',
      ' for ten minutes',
      ' at 6 pm',
      ' in an hour',
      ' to 30%',
    ),
  })
  .map(({ verb, name, place, time }) => `${verb} ${name}${place}${time}`);

const CHINESE_ORDER = fc
  .record({
    time: fc.constantFrom('', '十分钟后', '晚上六点半', '现在'),
    verb: fc.constantFrom('打开', '关闭', '开', '关', '启动', '停止', '锁定', '调亮', '关掉'),
    name: fc.constantFrom('水泵', '补光灯', '灯', '所有设备', '加热器', '天窗', '它', '供暖'),
    rest: fc.constantFrom('', '五秒', '和灯', '到30%', '半小时'),
  })
  .map(({ time, verb, name, rest }) => `${time}${verb}${name}${rest}`);

const ORDER = fc.oneof(ENGLISH_ORDER, CHINESE_ORDER);

test('the sentences of these properties do write as long as nothing is added to them', () => {
  const written = fc
    .sample(ORDER, { numRuns: 400, seed: 1 })
    .filter((text) => isWrite(understand(text)));
  assert.ok(written.length > 200, `${String(written.length)} of 400 write`);
});

test('no order with a question mark behind it acts', () => {
  fc.assert(
    fc.property(
      ORDER,
      fc.constantFrom('?', '？', ' ?', '?!', '??', '吗', '吗？', '呢', '么？'),
      (order, mark) => {
        assert.not(isWrite(understand(order + mark)), order + mark);
      },
    ),
    { numRuns: 800 },
  );
});

test('no order behind a question word acts', () => {
  const words = fc.constantFrom(
    ...[
      'is',
      'are',
      'did you',
      'does',
      'why',
      'why did you',
      'what',
      'how do I',
      'who',
      'when did you',
    ],
    ...[
      'should I',
      'may I',
      'can I',
      'could we',
      'shall we',
      'tell me if you',
      'do you',
      'has someone',
      'which',
    ],
    ...[
      'would it help to',
      'is it safe to',
      'is it ok to',
      'what if I',
      'how about we',
      'do I have to',
    ],
  );
  fc.assert(
    fc.property(words, ENGLISH_ORDER, (word, order) => {
      assert.not(isWrite(understand(`${word} ${order}`)), `${word} ${order}`);
    }),
    { numRuns: 800 },
  );
});

test('no Chinese order behind a question word acts', () => {
  const words = fc.constantFrom(
    '为什么',
    '谁',
    '是不是',
    '有没有',
    '能不能',
    '可不可以',
    '要不要',
    '该不该',
    '怎么',
    '请问',
    '是否',
    '什么时候',
  );
  fc.assert(
    fc.property(words, CHINESE_ORDER, (word, order) => {
      assert.not(isWrite(understand(word + order)), word + order);
    }),
    { numRuns: 400 },
  );
});

test('no forbidden, conditional, recurring, reported or quoted order acts', () => {
  const frames = fc.constantFrom<(order: string) => string>(
    (order) => `don't ${order}`,
    (order) => `do not ${order}`,
    (order) => `please never ${order}`,
    (order) => `you must not ${order}`,
    (order) => `if the tank is empty, ${order}`,
    (order) => `${order} if it is dark`,
    (order) => `when it gets dark, ${order}`,
    (order) => `unless I call, ${order}`,
    (order) => `${order} every day`,
    (order) => `${order} before it rains`,
    (order) => `I did ${order}`,
    (order) => `he told me to ${order}`,
    (order) => `she said: ${order}`,
    (order) => `"${order}"`,
    (order) => `the note says '${order}'`,
    (order) => `he wants to ${order}`,
    (order) => `without asking, ${order}`,
    (order) => `instead of waiting ${order}`,
    (order) => `不要${order}`,
    (order) => `别${order}`,
    (order) => `请勿${order}`,
    (order) => `没有${order}`,
    (order) => `如果水箱空了，${order}`,
    (order) => `要是天黑就${order}`,
    (order) => `每天${order}`,
    (order) => `他说${order}`,
    (order) => `“${order}”`,
    (order) => `「${order}」`,
    (order) => `有人${order}`,
    (order) => `刚才${order}`,
    (order) => `我${order}了`,
    (order) => `${order}的话`,
  );
  fc.assert(
    fc.property(frames, ORDER, (frame, order) => {
      assert.not(isWrite(understand(frame(order))), frame(order));
    }),
    { numRuns: 1_500 },
  );
});

test('no order with a word in it that nobody knows acts', () => {
  const strange = fc.constantFrom(
    'kettle',
    'imaginary',
    'ceiling',
    'neighbour',
    'purple',
    '电视',
    '邻居',
    '屋顶',
    'Хлеб',
    '🚀',
    'بيت',
  );
  fc.assert(
    fc.property(ORDER, strange, fc.boolean(), (order, word, isFirst) => {
      const text = isFirst ? `${word} ${order}` : `${order} ${word}`;
      assert.not(isWrite(understand(text)), text);
    }),
    { numRuns: 400 },
  );
});

/** Every `set`: what is written, and for switches which way. */
function writtenBy(text: string): Set<string> {
  const found = understand(text);
  const calls = found.kind === 'act' ? found.calls : [];
  return new Set(
    calls.flatMap(({ action, args }) => {
      const value = typeof args['value'] === 'boolean' ? String(args['value']) : 'amount';
      return action === 'set' ? [`${String(args['target'])} ${value}`] : [];
    }),
  );
}

function mistype(text: string, at: number, kind: number, letter: string): string {
  const place = at % text.length;
  const [before, after] = [text.slice(0, place), text.slice(place)];
  if (kind === 0) return before + after.slice(1);
  if (kind === 1) return before + letter + after;
  if (kind === 2) return before + letter + after.slice(1);
  return before + after.charAt(1) + after.charAt(0) + after.slice(2);
}

test('a typing mistake never switches another thing, or the other way', () => {
  const letters = fc.constantFrom(...Array.from('abcdefghijklmnopqrstuvwxyz '));
  fc.assert(
    fc.property(ENGLISH_ORDER, fc.nat(100), fc.nat(3), letters, (order, at, kind, letter) => {
      const meant = writtenBy(order);
      const mistyped = mistype(order, at, kind, letter);
      for (const written of writtenBy(mistyped))
        assert.ok(meant.size === 0 || meant.has(written), `${mistyped} writes ${written}`);
    }),
    { numRuns: 4_000 },
  );
});

test('a mistyped unit of time is no direction, nor is what is as near to "for" as to "off"', () => {
  assert.not(isWrite(understand('run heating and the light fof ten minutes')));
  assert.not(isWrite(understand('close the grow light at 6 pu')));
});

test('no text throws, and none that is not made of our words acts', () => {
  const junk = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 600 }),
    fc.string({ unit: 'grapheme', maxLength: 200 }),
    fc
      .array(
        fc.constantFrom('\u202E', '\u200B', '\u0000', '٣', 'İ', 'ﷺ', '🜂', '\uD800', '½', '㍿'),
        { maxLength: 80 },
      )
      .map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(junk, (text) => {
      assert.not(isWrite(understand(text)), text);
    }),
    { numRuns: 800 },
  );
});

test('no shuffle of our own words throws, or takes a millisecond', () => {
  const words = fc.constantFrom(
    ...'turn on off the pump light all everything for ten 10 minutes at 6 pm in and then to 30 % half an hour it is not if ? : " \' , dim keep greenhouse tomorrow a lock mode again except task'.split(
      ' ',
    ),
    ...'打开 关 水泵 灯 把 了 吗 不 如果 十 分钟 半 点 到 百分之 三 成 和 都 所有 除了 以外 它 一点 明天 晚上 自动 模式'.split(
      ' ',
    ),
  );
  const sentence = fc.array(words, { maxLength: 40 }).map((parts) => parts.join(' '));
  fc.assert(
    fc.property(sentence, (text) => {
      const found = understand(text);
      assert.ok(['act', 'answer', 'talk', 'unsure'].includes(found.kind));
    }),
    { numRuns: 800 },
  );
});

test('nothing but a set, mode, cancel or undo comes of a sentence that ends in a question mark and begins politely', () => {
  for (const text of ['can you turn on the pump?', '能帮我打开水泵吗？'])
    assert.ok(isWrite(understand(text)));
  for (const text of [
    'can you tell me if I should turn on the pump?',
    'could you explain why you turn on the pump?',
    'can you turn on the pump if it is dry?',
    'can you not turn on the pump?',
    'can the pump turn on?',
    'can you and will you turn on the pump when asked?',
    '你能帮我看看水泵打开了吗？',
    '能帮我问问要不要打开水泵吗？',
    '请问能打开水泵吗？',
    '请不要打开水泵好吗？',
  ])
    assert.not(isWrite(understand(text)), text);
});

test('a sentence longer than 500 characters is not read', () => {
  const text = `turn on the pump ${'please '.repeat(80)}`;
  const found = understand(text);
  assert.is(found.kind === 'unsure' && found.reason, 'unknown');
});

test('every suggestion would be understood, at most three are made, and none repeats', () => {
  const sites = [grammar, createGrammar({ site: withTwoPumps() })];
  const texts = fc.oneof(
    ORDER,
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.constantFrom('do not start the pump', 'turn on', '打开'),
  );
  fc.assert(
    fc.property(fc.constantFrom(...sites), texts, (site, text) => {
      const found = site.understand(text, CONTEXT);
      const made = found.kind === 'unsure' ? found.suggestions : site.suggest(text, CONTEXT);
      assert.ok(made.length <= 3);
      assert.is(new Set(made).size, made.length);
      for (const sentence of made)
        assert.is(site.understand(sentence, CONTEXT).kind, 'act', sentence);
    }),
    { numRuns: 400 },
  );
});

for (const word of ['stop', 'STOP!!!', 'emergency stop!', '停', '紧急停止'])
  test(`"${word}" switches everything off, and switches nothing on`, () => {
    const found = createGrammar({ site: greenhouse() }).understand(word, {
      now: 0,
      language: 'en',
    });
    assert.is(found.kind, 'act');
    const calls = found.kind === 'act' ? found.calls : [];
    assert.ok(calls.some(({ args }) => args['target'] === 'pump.power'));
    assert.ok(calls.every(({ action, args }) => action === 'set' && args['value'] === false));
  });

test('a stop that is asked about or quoted stops nothing, and nobody guesses what "open everything" opens', () => {
  const grammar = createGrammar({ site: greenhouse() });
  for (const text of [
    'stop?',
    'emergency stop?',
    '停吗',
    '“stop everything”',
    '"stop"',
    "'stop'",
    '「停」',
    'open everything',
  ]) {
    const found = grammar.understand(text, { now: 0, language: 'en' });
    const writes = found.kind === 'act' && found.calls.some(({ action }) => action !== 'read');
    assert.not(writes, text);
  }
});

for (const text of [
  ...['price on the pump', 'vibrations on the pump', 'pump price on', 'switch on the pump price'],
  ...[
    'level on the grow light',
    'the lights on the greenhouse',
    'light on the pump',
    'hold on the pump',
  ],
  ...[
    'set the sound to the lowest level',
    'increase the price to the highest level',
    'turn your back on the pump',
    'work on the pump',
    'start work on the pump',
  ],
])
  test(`names something, or has no measure of that kind, and switches nothing: ${text}`, () => {
    assert.not.ok(isWrite(understand(text)), text);
  });

for (const text of ['pump on', 'the pump on for 10 s', 'pump on and the light on', 'on the pump'])
  test(`still switches without a verb: ${text}`, () => {
    assert.ok(isWrite(understand(text)), text);
  });

test.run();
