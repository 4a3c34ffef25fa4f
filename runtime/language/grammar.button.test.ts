/** Things with a button beside what they are for: covers that are stopped, locks that blink, devices of several parts. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { SiteProperty, SiteThing } from '../config/site.ts';
import { describe } from './describe.fixture.ts';
import { createGrammar } from './grammar.ts';
import { greenhouse, power, property, thing } from './greenhouse.fixture.ts';

function button(name: string, zh: string): SiteProperty {
  const safe = name === 'stop';
  return property(name, zh, { type: 'boolean', writable: true, words: 'pressed-released', safe });
}

function boolean(name: string, zh: string, more: Partial<SiteProperty> = {}): SiteProperty {
  return property(name, zh, { type: 'boolean', writable: true, safe: false, ...more });
}

const POSITION = property('position', '位置', { unit: '%', range: [0, 100], writable: true });

const THINGS: readonly SiteThing[] = [
  thing(
    'curtain',
    ['North curtain', '北窗帘'],
    ['curtain', ''],
    [POSITION, button('stop', '停止')],
  ),
  thing(
    'yard-gate',
    ['Yard gate', '院子大门'],
    ['gate', ''],
    [boolean('open', '开合', { words: 'open-closed' }), button('stop', '停止')],
  ),
  thing(
    'roof-hatch',
    ['Roof hatch', '屋顶舱口'],
    ['cover', ''],
    [boolean('open', '开合', { words: 'open-closed' })],
  ),
  thing(
    'store',
    ['Chemical store', '化学品库'],
    ['lock', ''],
    [button('identify', '识别'), boolean('open', '锁', { words: 'unlocked-locked' })],
  ),
  thing(
    'well',
    ['Well', '水井'],
    ['fan', ''],
    [boolean('blower', '鼓风机'), boolean('sluice', '水闸'), { ...POSITION, name: 'speed' }],
  ),
  thing('bell', ['Bell', '电铃'], ['button', ''], [button('press', '按铃')]),
  thing('plug', ['Plug', '插座'], ['switch', ''], [button('restart', '重启'), power()]),
];

const site = greenhouse();
const [board] = site.boards;
if (board === undefined) throw new Error('the greenhouse has a board');
const grammar = createGrammar({
  site: { ...site, boards: [{ ...board, things: [...board.things, ...THINGS] }] },
});

const MEANINGS: Readonly<Record<string, string>> = {
  'open the north curtain': 'set curtain.position value=100',
  'close the north curtain': 'set curtain.position value=0',
  'open the north curtain to 30 %': 'set curtain.position value=30',
  'stop the north curtain': 'set curtain.stop value=true',
  'halt the north curtain': 'set curtain.stop value=true',
  停止北窗帘: 'set curtain.stop value=true',
  停下北窗帘: 'set curtain.stop value=true',
  打开北窗帘: 'set curtain.position value=100',
  'is the north curtain open?': 'read curtain.position above=0',
  'why is the north curtain open?': 'why curtain.position',
  'stop the yard gate': 'set yard-gate.stop value=true',
  'close the yard gate': 'set yard-gate.open value=false',
  'is the yard gate open?': 'read yard-gate.open is=true',
  'stop the roof hatch': 'unsure:missing',
  'close the roof hatch': 'set roof-hatch.open value=false',
  'is the chemical store open?': 'read store.open is=true',
  'open the chemical store': 'set store.open value=true',
  'close the chemical store': 'set store.open value=false',
  'lock the chemical store': 'set store.open value=false',
  'unlock the chemical store': 'set store.open value=true',
  化学品库开着吗: 'read store.open is=true',
  'turn on the well': 'unsure:missing',
  'turn on the blower': 'set well.blower value=true',
  'turn off the sluice': 'set well.sluice value=false',
  'turn on the bell': 'set bell.press value=true',
  'turn off the bell': 'unsure:missing',
  'turn on the plug': 'set plug.power value=true',
  'is the plug on?': 'read plug.power is=true',
};

for (const [text, meaning] of Object.entries(MEANINGS))
  test(`understands “${text}”`, () => {
    assert.is(describe(grammar.understand(text, { now: 0, language: 'en' })), meaning);
  });

for (const word of ['stop', '停', 'emergency stop'])
  test(`“${word}” presses every stop, and no other button`, () => {
    const said = describe(grammar.understand(word, { now: 0, language: 'en' }));
    const set = said.split(' + ').filter((call) => call.endsWith('value=true'));
    assert.equal(set, ['set curtain.stop value=true', 'set yard-gate.stop value=true']);
  });

test.run();
