/** Sentences that are answered by looking, in a site where one area is watched and one is not. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { describe } from './describe.fixture.ts';
import { createGrammar } from './grammar.ts';
import { greenhouse, property, thing, GREENHOUSE_THINGS } from './greenhouse.fixture.ts';

const person = property('person', '人员', {
  type: 'boolean',
  words: 'somebody-nobody',
  safe: false,
});
const camera = thing(
  'workshop-camera',
  ['Workshop camera', '车间摄像头'],
  ['camera', 'workshop'],
  [property('live', '在线', { type: 'boolean', words: 'yes-no', safe: false }), person],
);
const workshop = {
  id: 'workshop',
  title: { en: 'workshop', zh: '车间' },
  aliases: { en: [], zh: [] },
};
const { areas, ...site } = greenhouse([...GREENHOUSE_THINGS, camera]);
const grammar = createGrammar({ site: { ...site, areas: [...areas, workshop] } });

const LOOK = 'look workshop-camera.person is=true';
const WHO = 'look workshop-camera.person';
const SHOW = 'look workshop-camera';

const SENTENCES: Readonly<Record<string, string>> = {
  'is anyone in the workshop?': LOOK,
  'is anyone in the workshop': LOOK,
  'is anybody in the workshop right now?': LOOK,
  'is there anyone in the workshop?': LOOK,
  'is there somebody in the workshop': LOOK,
  'anybody there in the workshop?': LOOK,
  'Is someone still in the workshop?': LOOK,
  'are there any people in the workshop?': LOOK,
  'is anyone there?': LOOK,
  'is there a person in the workshop?': LOOK,
  'does the workshop camera see anyone?': 'unsure:unknown',
  'is nobody in the workshop?': 'look workshop-camera.person is=false',
  'is no one in the workshop?': 'look workshop-camera.person is=false',
  'who is in the workshop': WHO,
  "who's in the workshop?": WHO,
  'show me the workshop': SHOW,
  'show me the workshop camera': SHOW,
  'show the camera': SHOW,
  'look at the workshop': SHOW,
  'check the workshop camera': SHOW,
  'workshop camera?': SHOW,
  车间有人吗: LOOK,
  '车间有人吗？': LOOK,
  车间里有没有人: LOOK,
  '车间里面有没有人？': LOOK,
  现在车间里有人吗: LOOK,
  有人在车间吗: LOOK,
  车间没有人吗: 'look workshop-camera.person is=false',
  谁在车间: WHO,
  '车间里有谁？': WHO,
  看看车间: SHOW,
  看一下车间摄像头: SHOW,
  显示摄像头: SHOW,

  // What nobody watches is not answered with all else that is measured there.
  'is anyone in the greenhouse?': 'unsure:unknown',
  'anybody there in the pump room?': 'unsure:unknown',
  温室有人吗: 'unsure:unknown',

  // Somebody who does something is no question about who is there.
  'who turned on the pump?': 'why pump.power value=true',
  'someone turned on the pump': 'unsure:report',
  'someone is in the workshop': 'unsure:report',
  'can someone turn on the pump?': 'unsure:unknown',
  'tell anyone in the workshop to stop the pump': 'unsure:report',
  有人打开水泵: 'unsure:report',
  '有人打开水泵了吗？': 'read pump.power is=true',
  'show me the workshop pins': 'pins board=greenhouse-board',
  'turn on the workshop camera': 'unsure:missing',
  'turn off the camera': 'unsure:missing',
  打开车间摄像头: 'unsure:missing',
};

for (const [sentence, meant] of Object.entries(SENTENCES))
  test(sentence, () => {
    const language = /\p{Script=Han}/u.test(sentence) ? 'zh' : 'en';
    assert.is(describe(grammar.understand(sentence, { now: 0, language })), meant);
  });

test('a place without a camera is shown by its readings', () => {
  const shown = grammar.understand('show me the greenhouse', { now: 0, language: 'en' });
  assert.match(describe(shown), /^read grow-light,/);
});

test('"it" is the camera that was looked at', () => {
  const context = {
    now: 0,
    language: 'en',
    focus: { addresses: ['workshop-camera.person'] },
  } as const;
  assert.is(describe(grammar.understand('show it', context)), WHO);
});

test.run();
