/** What a technician asks of the boards themselves, in a site of two boards. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { describe } from './describe.fixture.ts';
import { createGrammar } from './grammar.ts';
import { greenhouse, GREENHOUSE_THINGS } from './greenhouse.fixture.ts';

const { boards, ...site } = greenhouse(GREENHOUSE_THINGS);
const pumpRoom = {
  id: 'pump-room-board',
  model: 'raspberry-pi-4b',
  title: { en: 'Pump room board', zh: '泵房控制板' },
  parts: [],
  things: [],
};
const grammar = createGrammar({ site: { ...site, boards: [...boards, pumpRoom] } });

const SENTENCES: Readonly<Record<string, string>> = {
  'show me the pins': 'pins picture=true',
  'show me the pins of the pump-room board': 'pins board=pump-room-board picture=true',
  'show me the pins of the pump room board': 'pins board=pump-room-board picture=true',
  'show the pinout of the greenhouse board': 'pins board=greenhouse-board picture=true',
  显示泵房控制板的引脚: 'pins board=pump-room-board picture=true',
  显示引脚: 'pins picture=true',
};

for (const [sentence, meant] of Object.entries(SENTENCES))
  test(sentence, () => {
    const language = /\p{Script=Han}/u.test(sentence) ? 'zh' : 'en';
    assert.is(describe(grammar.understand(sentence, { now: 0, language })), meant);
  });

test.run();
