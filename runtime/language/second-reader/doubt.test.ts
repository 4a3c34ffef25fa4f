/** What the second reader may do, whatever it thinks: doubt an order, name an act, and nothing else. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { describe } from '../describe.fixture.ts';
import { createGrammar } from '../grammar.ts';
import { GREENHOUSE_THINGS, greenhouse, inFourLanguages } from '../greenhouse.fixture.ts';
import type { Understanding } from '../understanding.ts';
import { NAMED } from './intent-features.ts';
import type { Opinion } from './opinion.ts';

const test = suite('the second reader');

const SITE = greenhouse(GREENHOUSE_THINGS);
const CONTEXT = { now: 0, language: 'en' } as const;
const NOTHING: Opinion = { act: 'none', sureness: 1, intent: 'none', harmless: 1 };
const ORDER: Opinion = { act: 'write', sureness: 1, intent: 'set', harmless: 0 };
const QUESTION: Opinion = { act: 'read', sureness: 1, intent: 'read', harmless: 1 };

/** Whatever can be switched off, in every way to say so that is put together here. */
const STOPPING = [
  ...say(
    [
      'turn off',
      'switch off',
      'stop',
      'shut off',
      'please turn off',
      'can you turn off',
      'halt',
      'shut off',
      'power off',
      'deactivate',
    ],
    [
      'the pump',
      'the light',
      'the heater',
      'the heating',
      'the pump and the light',
      'everything',
      'it',
    ],
    [
      '',
      '!',
      ' now',
      ' please',
      ' in 5 minutes',
      ' for ten minutes',
      ' at 6 pm',
      ' in an hour',
      ' tomorrow at 7 am',
      '.',
      ', thanks',
    ],
  ),
  ...say(
    ['关掉', '关闭', '停止', '请关掉', '马上关掉', '帮我关掉', '关上', '请关闭'],
    ['水泵', '补光灯', '加热器', '所有设备', '水泵和补光灯', '它', '温室的补光灯', '所有灯'],
    ['', '！', '。', '吧', '，谢谢', '，快'],
  ),
  ...say(
    ['五分钟后', '一小时后', '下午六点', ''],
    ['把'],
    ['水泵', '补光灯', '加热器', '灯', '它'],
  ).flatMap((text) => ['关掉', '关闭', '关了', '停掉', '关上', '关掉吧'].map((end) => text + end)),
  ...say(
    ['schalte ', 'mach ', 'bitte schalte ', 'kannst du bitte ', 'dreh ', 'stell '],
    [
      'die Pumpe',
      'die Pflanzenlampe',
      'die Heizung',
      'das Licht',
      'alles',
      'die Pumpe und das Licht',
      'sie',
    ],
    [
      ' aus',
      ' ab',
      ' aus!',
      ' jetzt aus',
      ' sofort aus',
      ' in 5 Minuten aus',
      ' ausschalten',
      ' bitte aus',
      ' um 18 Uhr aus',
    ],
  ),
  ...say(
    [
      'apaga',
      'apagar',
      'desactiva',
      'desconecta',
      'por favor apaga',
      'puedes apagar',
      'quiero apagar',
      'apague',
    ],
    [
      ' la bomba',
      ' la lámpara de cultivo',
      ' el calefactor',
      ' la luz',
      ' todo',
      ' la bomba y la luz',
      ' las luces',
    ],
    [
      '',
      '!',
      ' ahora',
      ' por favor',
      ' dentro de 5 minutos',
      ' a las 18:00',
      ' durante diez minutos',
      '.',
    ],
  ),
];

function say(...parts: readonly (readonly string[])[]): readonly string[] {
  return parts.reduce<readonly string[]>(
    (begun, part) =>
      begun.flatMap((start) =>
        part.map((end) =>
          /[a-z]$/.test(start) && /^[a-z]/.test(end) ? `${start} ${end}` : start + end,
        ),
      ),
    [''],
  );
}

/** @param isRepeated said before, and asked back */
function understand(text: string, opinion: Opinion | undefined, isRepeated = false): Understanding {
  const second = opinion === undefined ? undefined : { read: () => opinion };
  const grammar = createGrammar({ site: SITE, second: () => second });
  return grammar.understand(text, { ...CONTEXT, isRepeated });
}

test('asks an order back that it is sure is none, with the order itself first', () => {
  const found = understand('turn on the pump', NOTHING);
  assert.is(found.kind, 'unsure');
  if (found.kind !== 'unsure') return;
  assert.is(found.hint, 'unlikely');
  assert.is(found.act, 'none');
  assert.is(found.suggestions[0], 'turn on the pump');
});

test('asks nothing back that is said once more', () => {
  assert.is(describe(understand('turn on the pump', NOTHING, true)), 'set pump.power value=true');
});

test('lets an order stand where it is not sure', () => {
  const unsure = { ...NOTHING, harmless: 0.97 };
  assert.is(describe(understand('turn on the pump', unsure)), 'set pump.power value=true');
});

for (const word of [
  ...[
    'stop',
    'STOP!',
    'stop everything',
    'emergency stop',
    '停',
    '紧急停止',
    'stop it',
    'stop the pump!',
  ],
  ...[
    'turn off the light in 5 minutes',
    'close the vent',
    'dim the grow light to 0 %',
    'lock out the pump',
  ],
  ...[
    'cancel everything',
    'stop the pump and the light',
    '关掉水泵',
    'schalte alles aus',
    'apaga todo',
  ],
])
  test(`never asks "${word}" back`, () => {
    assert.equal(understand(word, NOTHING), understand(word, undefined));
  });

for (const text of ['stop the pump', 'halt the pump', '停止水泵'])
  test(`never asks "${text}" back: what stops something is not put off`, () => {
    assert.is(describe(understand(text, NOTHING)), 'set pump.power value=false');
  });

for (const text of [
  ...['is the pump on?', "don't turn on the pump", 'if it rains turn on the pump', 'play music'],
  ...['"turn on the pump"', 'the pump turned on by itself', 'turn on the flurb', 'flurb the pump'],
  ...['不要打开水泵', '水泵开着吗？', 'hello', 'yes', 'set a timer for ten minutes', '', '👩‍🚒'],
])
  test(`never makes an order of "${text}"`, () => {
    for (const opinion of [ORDER, QUESTION, NOTHING]) {
      const [with_, without] = [understand(text, opinion), understand(text, undefined)];
      const calls = (found: Understanding) => (found.kind === 'act' ? found.calls : []);
      assert.equal(calls(with_), calls(without), opinion.act);
    }
  });

test('says what a sentence with an unknown word was, and proposes of that kind', () => {
  const read = understand('is the flurb shining?', QUESTION);
  assert.ok(read.kind === 'unsure' && read.act === 'read');
  assert.ok(
    read.suggestions.length > 0 && read.suggestions.every((one) => !one.startsWith('turn')),
  );
  const help = { ...QUESTION, intent: 'tasks' } as const;
  const tasks = understand('what is on your flurb today?', help);
  assert.ok(tasks.kind === 'unsure' && tasks.suggestions[0] === 'tasks');
});

test('is not asked of what the grammar knows: another trade, a negation', () => {
  for (const text of ['play some flurb', "don't turn on the flurb"])
    assert.is(understand(text, ORDER).act, 'none', text);
});

test('may ask back what starts one thing while it stops another', () => {
  const found = understand('turn off the pump and turn on the light', NOTHING);
  assert.ok(found.kind === 'unsure' && found.hint === 'unlikely');
});

test('asks none of thousands of orders to stop back, in four languages', () => {
  const second = { read: () => NOTHING };
  const site = inFourLanguages();
  const [doubting, plain] = [
    createGrammar({ site, second: () => second }),
    createGrammar({ site }),
  ];
  const context = { ...CONTEXT, focus: { addresses: ['pump.power'], value: true } };
  let orders = 0;
  for (const text of STOPPING) {
    const expected = plain.understand(text, context);
    if (expected.kind !== 'act' || expected.act !== 'write') continue;
    orders += 1;
    assert.equal(doubting.understand(text, context), expected, text);
  }
  assert.ok(orders >= 2_000, String(orders));
});

test('sees no names', () => {
  const seen: string[] = [];
  const second = {
    read: (words: readonly string[]) => {
      seen.push(words.join(' '));
      return ORDER;
    },
  };
  const grammar = createGrammar({ site: SITE, second: () => second });
  grammar.understand('turn on the grow light', CONTEXT);
  grammar.understand('打开水泵', CONTEXT);
  assert.equal(seen, [`turn on the ${NAMED}`, `打 开 ${NAMED}`]);
});

test.run();
