/** What shall happen by itself, in the words of people: understood, never done at once, and built of no question. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readSampleSite } from '../../../test/sample-site.ts';
import { createGrammar, type Grammar } from '../grammar.ts';
import type { Understanding } from '../understanding.ts';

const test = suite('sentences that build workflows');

let grammar: Grammar;
test.before(async () => {
  const { site } = await readSampleSite();
  grammar = createGrammar({ site, timezone: 'UTC' });
});

const understand = (text: string): Understanding =>
  grammar.understand(text, { now: Date.parse('2026-06-01T10:00:00Z'), language: 'en' });

const off = (thing: string): object => ({ kind: 'set', target: `${thing}.power`, value: false });
const on = (thing: string): object => ({ kind: 'set', target: `${thing}.power`, value: true });
const tell = { kind: 'tell' };
const dry = { reading: 'tank.level', below: 20, hysteresis: 1 };
const opens = { reading: 'door.open', is: true };
const at = (cron: string): object => ({ cron });
const report = { kind: 'report', to: '#operations' };

const BUILDS: Readonly<Record<string, readonly [object, readonly object[]]>> = {
  'if the tank is below 20 % stop the pump and tell me': [dry, [off('pump'), tell]],
  'Stop the pump if the tank drops below 20%.': [dry, [off('pump')]],
  'when the tank falls under 20 %, then turn off the pump': [dry, [off('pump')]],
  'if the tank is below 20 % for 5 minutes turn off the pump': [
    { ...dry, for: '5m' },
    [off('pump')],
  ],
  'when the door opens turn on the grow light for 5 minutes': [
    opens,
    [{ ...on('grow-light'), for: '5m' }],
  ],
  'let me know when the door opens': [opens, [tell]],
  'notify me when the door is open for more than 10 minutes': [{ ...opens, for: '10m' }, [tell]],
  'if the temperature rises above 30 degrees open the vent': [
    { reading: 'climate.temperature', above: 30, hysteresis: 2 },
    [{ kind: 'set', target: 'vent.position', value: 100 }],
  ],
  'every weekday at 7 turn on the grow light': [at('0 7 * * 1-5'), [on('grow-light')]],
  'turn on the grow light at 7:30 every day': [at('30 7 * * *'), [on('grow-light')]],
  'every evening at half past eight turn off the grow light': [
    at('30 20 * * *'),
    [off('grow-light')],
  ],
  'every day at noon stop the pump': [at('0 12 * * *'), [off('pump')]],
  'every monday at 18:00 stop the pump': [at('0 18 * * 1'), [off('pump')]],
  'every 10 minutes turn on the pump for 5 seconds': [
    at('*/10 * * * *'),
    [{ ...on('pump'), for: '5s' }],
  ],
  'every morning at nine send the daily report to #operations': [
    at('0 9 * * *'),
    [{ ...report, called: 'daily' }],
  ],
  'send me the weekly report every friday at 4 pm': [
    at('0 16 * * 5'),
    [{ kind: 'report', called: 'weekly' }],
  ],
  每天早上九点给我发日报: [at('0 9 * * *'), [{ kind: 'report', called: '日' }]],
  '每天早上九点把日报发到 #operations': [at('0 9 * * *'), [{ ...report, called: '日' }]],
  '如果水箱低于20%就停泵并告诉我': [dry, [off('pump'), tell]],
  '水箱低于20%的时候关闭水泵。': [dry, [off('pump')]],
  门打开时打开补光灯5分钟: [opens, [{ ...on('grow-light'), for: '5m' }]],
  每个工作日早上七点半打开补光灯: [at('30 7 * * 1-5'), [on('grow-light')]],
  每天晚上十一点关闭补光灯: [at('0 23 * * *'), [off('grow-light')]],
  每隔10分钟打开水泵5秒: [at('*/10 * * * *'), [{ ...on('pump'), for: '5s' }]],
  'wenn der Tank unter 20 % fällt, stopp die Pumpe und sag mir Bescheid': [
    dry,
    [off('pump'), tell],
  ],
  'jeden Morgen um neun schalte das Licht an': [at('0 9 * * *'), [on('grow-light')]],
  'sende den Tagesbericht jeden Morgen um 9 Uhr an #operations': [
    at('0 9 * * *'),
    [{ ...report, called: 'tages' }],
  ],
  'si el tanque baja del 20 % apaga la bomba y avísame': [dry, [off('pump'), tell]],
  'todos los días a las 7 enciende la luz': [at('0 7 * * *'), [on('grow-light')]],
};

for (const [text, [trigger, deeds]] of Object.entries(BUILDS))
  test(`"${text}" is a draft`, () => {
    const meant = understand(text);
    if (meant.kind !== 'act') throw new Error(JSON.stringify(meant));
    const [call] = meant.calls;
    assert.equal(meant.calls.length, 1);
    assert.is(call?.action, 'workflow-build');
    assert.equal([call?.args['trigger'], call?.args['deeds']], [trigger, deeds]);
  });

for (const text of [
  'does the pump stop if the tank is below 20 %?',
  'does the pump stop if the tank is below 20 %',
  'what happens when the door opens?',
  'should the pump stop when the tank is below 20 %?',
  'turn on the light every morning at 7?',
  "if the tank is below 20 % don't turn on the pump",
  'if the tank is not below 20 % turn on the pump',
  'if the tank is below 20 % and the door is open stop the pump',
  'if the tank is below 20 % or the door is open stop the pump',
  'unless the tank is below 20 % turn on the pump',
  'turn on the pump until the tank is above 80 %',
  'while the door is open turn on the grow light',
  'if the tank is low stop the pump',
  'if it rains close the vent',
  'if the tank is below 20 % dance',
  'every day at 7 dance',
  'every morning turn on the grow light',
  'every 7 minutes turn on the pump',
  'every day at 25 turn on the pump',
  'anna said if the tank is below 20 % stop the pump',
  '如果水箱低于20%，水泵会停吗？',
  '每天早上九点会开灯吗',
  '如果水箱低于20%就不要开水泵',
  'wenn der Tank unter 20 % ist, schalte die Pumpe nicht an',
  'si el tanque baja del 20 % no enciendas la bomba',
])
  test(`"${text}" builds nothing, and does nothing`, () => {
    const meant = understand(text);
    const calls = meant.kind === 'act' ? meant.calls : [];
    assert.ok(
      calls.every(({ action }) => !/^(?:set|workflow-.*|mode)$/.test(action)),
      JSON.stringify(calls),
    );
  });

for (const [text, hint] of [
  ['every morning turn on the grow light', 'draft-time'],
  ['if it rains close the vent', 'draft-when'],
  ['every day at 7 dance', 'draft-deed'],
  ['if the tank is below 20 % dance', 'draft-deed'],
  ['每天打开补光灯', 'draft-time'],
] as const)
  test(`of "${text}" it is said what is missing`, () => {
    const meant = understand(text);
    assert.is(meant.kind === 'unsure' ? meant.hint : meant.kind, hint);
  });

test.run();
